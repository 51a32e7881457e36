//! Two resellers become one.
//!
//! A short transaction says so: from then on every file, filter and draft that names the one that goes means the one that
//! stays. Its orders follow, in slices of a job.

use domain::{
    Problem,
    access::{Actor, Operation},
};

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update, matching},
    jobs::{self, Kind, Lease},
    journal::{self, Action, Entry, Subject, append_all, fields},
    orders::{accounts, row::of_rows},
    parties::RESELLER,
    statements::{Refused, void_drafts},
};

/// So many orders follow in one transaction.
const SLICE: i64 = 100;
/// When it was tried in vain, it is tried again after so many milliseconds.
const AGAIN: i64 = 600_000;

/// Lets the orders of a reseller that was merged follow.
pub(crate) static MERGE: Kind = Kind {
    code: "resellers.merge",
    lease: 60_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(follow(office, lease)),
    gave_up: |office, tx, id, _| {
        Box::pin(async move { jobs::push(tx, office, &MERGE, id, office.clock.millis() + AGAIN).await })
    },
};

/// Makes one reseller of two: the name of `stays` is shown, that of `gone` is a spelling of it. Drafts of `gone` are
/// discarded, and their lines wait for a statement of `stays`.
///
/// # Errors
/// `Denied`, `NotFound`; `Invalid` for one and the same; a conflict when a statement of `gone` was issued: then that one
/// has to stay.
pub async fn merge(office: &Office, actor: &Actor, gone: i64, stays: i64) -> Result<()> {
    actor.may(Operation::MergeResellers)?;
    if gone == stays {
        return Err(Problem::Missing.of("stays").into());
    }
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("SELECT id, name FROM resellers WHERE merged_into IS NULL AND id IN ");
    sql.list([gone, stays]).push(" ORDER BY id").push(for_update(&tx));
    let both: Vec<(i64, String)> = sql.fetch_all_in(&mut tx).await?;
    let name =
        |id| both.iter().find(|(row, _)| *row == id).map(|(_, name)| name.clone()).ok_or(Failure::NotFound);
    let (gone_name, name) = (name(gone)?, name(stays)?);
    let mut sql = Sql::new("SELECT id FROM statements WHERE kind = ");
    sql.arg(RESELLER).push(" AND reseller_id = ").arg(gone);
    sql.push(" AND (number IS NOT NULL OR issuing IS NOT NULL)").limit(1);
    if sql.fetch_optional_in::<(i64,)>(&mut tx).await?.is_some() {
        return Err(Refused::ResellerSettled { reseller: gone_name }.into());
    }
    void_drafts(&mut tx, office, actor, gone).await?;
    respell(&mut tx, gone, stays).await?;
    let mut sql = Sql::new("UPDATE resellers SET merged_into = ");
    sql.arg(stays).push(" WHERE id = ").arg(gone).push(" OR merged_into = ").arg(gone);
    sql.execute_in(&mut tx).await?;
    for (id, other) in [(stays, gone_name.as_str()), (gone, name.as_str())] {
        let action = if id == stays { Action::ResellerMerged } else { Action::ResellerGone };
        let entry = Entry::new(action, Subject::Reseller(id)).after(fields! { Reseller: other });
        journal::append(&mut tx, office, actor, entry).await?;
    }
    jobs::push(&mut tx, office, &MERGE, gone, office.clock.millis()).await?;
    Ok(tx.commit().await?)
}

/// Every spelling of the one that goes is one of the other.
async fn respell(tx: &mut Tx, gone: i64, stays: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE party_names SET party_id = ");
    sql.arg(stays).push(" WHERE party_id = ").arg(gone).push(" AND kind = ").arg(RESELLER);
    sql.execute_in(tx).await?;
    Ok(())
}

/// Lets the orders follow, slice by slice.
async fn follow(office: &Office, lease: &mut Lease) -> Result<()> {
    let gone = lease.subject_id;
    let mut sql = Sql::new(
        "SELECT g.name, s.id, s.name FROM resellers g JOIN resellers s ON s.id = g.merged_into WHERE g.id = ",
    );
    sql.arg(gone);
    let Some((was, stays, is)) = sql.fetch_optional::<(String, i64, String)>(&office.db).await? else {
        return Ok(());
    };
    let mut done = 0;
    loop {
        let mut tx = office.db.begin().await?;
        let mut sql = Sql::new("SELECT id FROM orders WHERE reseller_id = ");
        sql.arg(gone).limit(SLICE).push(for_update(&tx));
        let ids: Vec<i64> = sql.fetch_all_in::<(i64,)>(&mut tx).await?.into_iter().map(|(id,)| id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let update = format!("UPDATE orders SET reseller_id = {stays} WHERE id IN");
        matching::<(i64,), i64>(&mut tx, &update, &ids, " RETURNING id").await?;
        let orders = of_rows(&mut tx, &ids).await?;
        accounts::keep(&mut tx, office, &orders.iter().map(|s| (s.id, &s.order)).collect::<Vec<_>>()).await?;
        let entries = orders.iter().map(|stored| {
            Entry::new(Action::OrderResellerMerged, Subject::Order(&stored.order.number))
                .changed(fields! { Reseller: was.as_str() }, fields! { Reseller: is.as_str() })
        });
        append_all(&mut tx, office, &Actor::System, entries.collect()).await?;
        done += ids.len() as i64;
        lease.advance(&mut tx, done, 0).await?;
        tx.commit().await?;
    }
}
