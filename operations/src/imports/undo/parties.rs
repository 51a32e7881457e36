//! Customers, products, resellers and spellings that an import brought in or renamed.

use std::collections::BTreeSet;

use sqlx::FromRow;

use super::{
    kept::{Named, Part, read},
    remove::remove,
    run::Undoing,
};
use crate::{
    Result, customers,
    db::{Sql, Tx, dialect::one_import_at_a_time},
    imports::changed::why,
    jobs::Lease,
    journal::{self, Action, Entry, Subject, fields},
    products,
};

/// So many are looked at in one transaction.
const SLICE: i64 = 100;

/// One that is to be looked at.
#[derive(FromRow)]
struct Touched {
    id: i64,
    kind: String,
    row_id: i64,
    before: Option<String>,
}

impl Undoing<'_> {
    /// Undoes names and takes away who is named by no order any more: also those that earlier undone imports brought in
    /// and had to leave.
    pub(super) async fn parties(&self, lease: &mut Lease, total: i64) -> Result<()> {
        let left = self.left_numbers().await?;
        for used in [false, true] {
            let mut after = 0;
            loop {
                let mut tx = self.office.db.begin().await?;
                one_import_at_a_time(&mut tx).await?;
                let touched: Vec<Touched> = self.touched(used, after).fetch_all_in(&mut tx).await?;
                let Some(last) = touched.last() else { break };
                after = last.id;
                for one in touched {
                    self.party(&mut tx, one, &left).await?;
                }
                lease.advance(&mut tx, total, total).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    fn touched(&self, used: bool, after: i64) -> Sql {
        let mut sql = Sql::new("SELECT b.id, b.kind, b.row_id, b.before FROM import_befores b WHERE b.id > ");
        sql.arg(after);
        if used {
            sql.push(" AND b.stays = 'used'");
        } else {
            sql.push(" AND b.kind <> 'order' AND b.stays IS NULL AND b.import_id = ").arg(self.import.id);
        }
        sql.push(" ORDER BY b.id").limit(SLICE);
        sql
    }

    /// Numbers of orders that were left: what they are called stays.
    async fn left_numbers(&self) -> Result<BTreeSet<String>> {
        let mut sql =
            Sql::new("SELECT o.order_no FROM import_befores b CROSS JOIN orders o WHERE o.id = b.row_id ");
        sql.push("AND b.kind = 'order' AND b.import_id = ").arg(self.import.id);
        Ok(sql.fetch_all::<(String,)>(&self.office.db).await?.into_iter().map(|(number,)| number).collect())
    }

    async fn party(&self, tx: &mut Tx, one: Touched, left: &BTreeSet<String>) -> Result<()> {
        let Some(part) = Part::from_code(&one.kind) else { return Ok(()) };
        if part == Part::Former {
            // Nothing of this import needs it any more.
            return forget(tx, one.id).await;
        }
        let Some(before) = &one.before else {
            if !remove(tx, part, one.row_id).await? {
                self.stays(tx, part, &one, left).await?;
            }
            return Ok(());
        };
        if let Some(later) = later(tx, &one).await? {
            // A later import renamed it again: who undoes that one comes to the name before both.
            let mut sql = Sql::new("UPDATE import_befores SET before = ");
            sql.arg(before.as_str()).push(" WHERE before IS NOT NULL AND id = ").arg(later);
            sql.execute_in(tx).await?;
        } else {
            self.rename(tx, part, one.row_id, &read(before)?, left).await?;
        }
        forget(tx, one.id).await
    }

    /// It is used by others. Whatever order comes next names it, where the one that did is gone.
    async fn stays(&self, tx: &mut Tx, part: Part, one: &Touched, left: &BTreeSet<String>) -> Result<()> {
        let mut sql = Sql::new("UPDATE import_befores SET stays = 'used' WHERE stays IS NULL AND id = ");
        sql.arg(one.id);
        let is_new = sql.execute_in(tx).await? > 0;
        let Some(table) = table(part).filter(|_| is_new) else { return Ok(()) };
        if later(tx, one).await?.is_none()
            && let Some((.., Some((_, by)))) = named(tx, table, one.row_id).await?
            && !is_by(&by, left)
        {
            let mut sql = Sql::new("UPDATE ");
            sql.push(table).push(" SET named_at = NULL, named_by = NULL WHERE id = ").arg(one.row_id);
            sql.execute_in(tx).await?;
        }
        Ok(())
    }

    /// Gives one its name back, unless an order that was left gave it the one that it has.
    async fn rename(
        &self,
        tx: &mut Tx,
        part: Part,
        id: i64,
        (name, by): &Named,
        left: &BTreeSet<String>,
    ) -> Result<()> {
        let Some(table) = table(part) else { return Ok(()) };
        let Some((code, now, now_by)) = named(tx, table, id).await? else { return Ok(()) };
        if now_by.is_some_and(|(_, by)| is_by(&by, left)) {
            return Ok(());
        }
        let (named_at, named_by) = by.clone().unzip();
        let mut sql = Sql::new("UPDATE ");
        sql.push(table).push(" SET name = ").arg(name.as_str()).push(", named_at = ").arg(named_at);
        sql.push(", named_by = ").arg(named_by).push(" WHERE id = ").arg(id);
        sql.execute_in(tx).await?;
        if now == *name {
            return Ok(());
        }
        let (names, entry) = match part {
            Part::Customer => {
                (customers::NAMES, Entry::new(Action::CustomerRenamed, Subject::Customer(&code)))
            }
            _ => (products::NAMES, Entry::new(Action::ProductRenamed, Subject::Product(&code))),
        };
        names.index(tx, id, name, false).await?;
        let why = why(self.import.id);
        let entry = entry.changed(fields! { Name: now }, fields! { Name: name }).because(&why);
        journal::append(tx, self.office, &self.actor, entry).await
    }
}

/// Where those are called something that an import may change.
const fn table(part: Part) -> Option<&'static str> {
    match part {
        Part::Customer => Some("customers"),
        Part::Product => Some("products"),
        Part::Order | Part::Reseller | Part::Spelling | Part::Former => None,
    }
}

type Called = (String, String, Option<(i64, String)>);

/// Code, name, and what gave it.
async fn named(tx: &mut Tx, table: &str, id: i64) -> Result<Option<Called>> {
    let mut sql = Sql::new("SELECT code, name, named_at, named_by FROM ");
    sql.push(table).push(" WHERE id = ").arg(id);
    let row: Option<(String, String, Option<i64>, Option<String>)> = sql.fetch_optional_in(tx).await?;
    Ok(row.map(|(code, name, at, by)| (code, name, at.zip(by))))
}

/// Whether a line of one of these orders gave the name: `by` is number and line.
fn is_by(by: &str, orders: &BTreeSet<String>) -> bool {
    by.rsplit_once(' ').is_some_and(|(number, _)| orders.contains(number))
}

/// What a later import kept of the same one first.
async fn later(tx: &mut Tx, one: &Touched) -> Result<Option<i64>> {
    let mut sql = Sql::new("SELECT id FROM import_befores WHERE row_id = ");
    sql.arg(one.row_id).push(" AND kind = ").arg(one.kind.as_str()).push(" AND kind <> 'order' AND id > ");
    sql.arg(one.id).push(" ORDER BY id").limit(1);
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.map(|(id,)| id))
}

/// Forgets what was kept of one.
async fn forget(tx: &mut Tx, id: i64) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM import_befores WHERE id = ");
    sql.arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}
