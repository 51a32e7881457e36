//! Undoing an import, slice by slice: orders first, then what they were called and whom they named.
//!
//! Each slice is a transaction that looks once more at what stands in the way, so that what came in between is left as
//! it is, and told.

use domain::access::{Actor, Role};

use super::{
    orders::with_befores,
    way::{InWay, of_orders},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::one_import_at_a_time},
    imports::{
        list::{Import, load},
        queue::forget_upload,
    },
    jobs::Lease,
    journal::{self, Action, Entry, Subject, fields},
    orders::{
        row::{Stored, numbered},
        summary::Deltas,
    },
    statements::drafted::Drafted,
};

/// So many orders are undone in one transaction: SQLite's only writer is held for less than 0.2 s.
const SLICE: i64 = 100;

/// An import that is being undone.
pub(super) struct Undoing<'a> {
    pub(super) office: &'a Office,
    pub(super) import: Import,
    /// Who wanted it, for the journal. That they may was found then.
    pub(super) actor: Actor,
}

/// Undoes what is not undone yet.
pub(super) async fn run(office: &Office, lease: &mut Lease) -> Result<()> {
    let import = load(office, lease.subject_id).await?;
    if import.state != "undoing" {
        return Ok(());
    }
    let actor = actor(office, &import).await?;
    let undoing = Undoing { office, import, actor };
    let total = undoing.total().await?;
    for created in [true, false] {
        while undoing.slice(lease, created, total).await? {}
    }
    undoing.parties(lease, total).await?;
    undoing.finish(lease, total).await
}

async fn actor(office: &Office, import: &Import) -> Result<Actor> {
    let mut sql = Sql::new("SELECT undo_actor_kind, undo_actor_id FROM imports WHERE id = ");
    sql.arg(import.id);
    let row: Option<(Option<String>, Option<i64>)> = sql.fetch_optional(&office.db).await?;
    let (name, role) = (import.undone_by.clone().unwrap_or_default(), Role::Operations);
    Ok(match row {
        Some((Some(kind), Some(id))) if kind == "staff" => {
            Actor::Staff { id, name, role, products: Vec::new() }
        }
        Some((Some(kind), Some(id))) if kind == "token" => Actor::Token { id, name, role },
        _ => Actor::System,
    })
}

impl Undoing<'_> {
    /// Orders that are to be undone, with those that are already.
    async fn total(&self) -> Result<i64> {
        let mut sql = Sql::new("SELECT (SELECT COUNT(*) FROM orders WHERE import_id = ");
        sql.arg(self.import.id);
        sql.push(") + (SELECT COUNT(*) FROM import_befores WHERE kind = 'order' AND before IS NOT NULL AND import_id = ");
        sql.arg(self.import.id).push(")");
        let left = sql.fetch_optional::<(i64,)>(&self.office.db).await?.map_or(0, |(n,)| n);
        Ok(self.import.withdrawn + self.import.put_back + left)
    }

    /// The next orders that it brought in, or that it changed; whether there were any.
    async fn slice(&self, lease: &mut Lease, created: bool, total: i64) -> Result<bool> {
        let drafted = Drafted::load(&self.office.db).await?;
        let mut tx = self.office.db.begin().await?;
        one_import_at_a_time(&mut tx).await?;
        let numbers: Vec<(String,)> = self.next(created).fetch_all_in(&mut tx).await?;
        if numbers.is_empty() {
            return Ok(false);
        }
        let numbers: Vec<&str> = numbers.iter().map(|(number,)| number.as_str()).collect();
        let orders = numbered(&mut tx, &numbers).await?;
        let named: Vec<(i64, &str)> = orders.iter().map(|s| (s.id, s.order.number.as_str())).collect();
        let in_way = of_orders(&mut tx, &self.import, &drafted, &named).await?;
        self.leave(&mut tx, &in_way).await?;
        let counts = self.undo(&mut tx, created, orders, &in_way).await?;
        let done = self.note(&mut tx, counts, in_way.len()).await?;
        lease.advance(&mut tx, done.min(total), total).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A query of the numbers of the next orders. One that was left has a row that says why.
    fn next(&self, created: bool) -> Sql {
        let mut sql = Sql::new("SELECT o.order_no FROM ");
        if created {
            sql.push("orders o WHERE o.import_id = ").arg(self.import.id);
            sql.push(" AND NOT EXISTS (SELECT 1 FROM import_befores b WHERE b.kind = 'order' AND b.row_id = o.id AND b.import_id = ");
            sql.arg(self.import.id).push(") ORDER BY o.id");
        } else {
            sql.push("import_befores b CROSS JOIN orders o WHERE o.id = b.row_id AND b.kind = 'order' AND b.stays IS NULL");
            sql.push(" AND b.import_id = ").arg(self.import.id).push(" ORDER BY b.row_id");
        }
        sql.limit(SLICE);
        sql
    }

    async fn undo(
        &self,
        tx: &mut Tx,
        created: bool,
        mut orders: Vec<Stored>,
        in_way: &InWay,
    ) -> Result<(usize, usize)> {
        orders.retain(|stored| !in_way.contains_key(&stored.id));
        let mut deltas = Deltas::new(self.office.zone);
        let counts = if created {
            self.withdraw(tx, &orders, &mut deltas).await?;
            (orders.len(), 0)
        } else {
            let ids: Vec<i64> = orders.iter().map(|stored| stored.id).collect();
            let orders = with_befores(tx, self.import.id, &ids).await?;
            self.put_back(tx, &orders, &mut deltas).await?;
            (0, orders.len())
        };
        deltas.apply(tx).await?;
        Ok(counts)
    }

    /// Notes what came of a slice; how many orders are dealt with by now.
    async fn note(&self, tx: &mut Tx, (withdrawn, put_back): (usize, usize), left: usize) -> Result<i64> {
        let mut sql = Sql::new("UPDATE imports SET withdrawn = withdrawn + ");
        sql.arg(withdrawn as i64).push(", put_back = put_back + ").arg(put_back as i64);
        sql.push(", left_alone = left_alone + ").arg(left as i64).push(" WHERE id = ").arg(self.import.id);
        sql.push(" AND state = 'undoing' RETURNING withdrawn + put_back + left_alone");
        let done: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
        done.map(|(done,)| done)
            .ok_or_else(|| Failure::Internal("it is not being undone any more".to_owned()))
    }

    async fn finish(&self, lease: &mut Lease, total: i64) -> Result<()> {
        let id = self.import.id;
        let mut tx = self.office.db.begin().await?;
        let mut sql = Sql::new("UPDATE imports SET state = 'undone', undone_at = ");
        sql.arg(self.office.clock.millis()).push(" WHERE id = ").arg(id);
        sql.push(" AND state = 'undoing' RETURNING withdrawn, put_back, left_alone");
        let counts: Option<(i64, i64, i64)> = sql.fetch_optional_in(&mut tx).await?;
        let (withdrawn, put_back, left_alone) = counts.ok_or(Failure::NotFound)?;
        let after = fields! { Withdrawn: withdrawn, PutBack: put_back, LeftAlone: left_alone };
        let entry = Entry::new(Action::ImportUndone, Subject::Import(id)).after(after);
        journal::append(&mut tx, self.office, &self.actor, entry).await?;
        lease.advance(&mut tx, total, total).await?;
        tx.commit().await?;
        match &self.import.upload_file {
            Some(upload) => forget_upload(self.office, id, upload).await,
            None => Ok(()),
        }
    }
}
