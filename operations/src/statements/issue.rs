//! Issuing a statement: its lines are frozen in slices that nobody sees, and one short transaction makes
//! them count.
//!
//! Each slice locks the statement, so it does not matter who works on it: the request that asked, a job
//! when there are many lines or the request was broken off, or both at once.

mod reversal;
mod slice;

use domain::access::{Actor, Operation};

use super::{
    Head,
    head::{self, IssueStep},
    lines::{still_a_draft, with_figures},
};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    jobs::{self, Kind, Lease},
};
use slice::{Came, Slices};

/// Brings to its end what a request left: a long statement, or one whose server died.
pub(crate) static ISSUE: Kind = Kind {
    code: "statement.issue",
    lease: 60_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(run(office, lease)),
    gave_up: |office, tx, id, _| Box::pin(give_back(office, tx, id)),
};
/// The request that asked has so many milliseconds before the job looks.
pub(super) const HEAD_START: i64 = 3_000;
/// When the lines of a reversal could not become due again, it is tried once more after so many milliseconds.
const AGAIN: i64 = 600_000;
/// The job says that it is alive after so many slices.
const SLICES: usize = 16;

/// So many lines are frozen while the person waits; more of them are left to a job.
pub const AT_ONCE: i64 = 5_000;

/// Begins to issue a draft, and issues it at once when it is not long; otherwise it goes on by itself,
/// and the head says how far it is. Asked twice at once it is issued once, and the other gets the conflict.
///
/// # Errors
/// `Denied`, `NotFound`; [`Refused`]. It is a draft then as before.
pub async fn issue(office: &Office, actor: &Actor, id: i64) -> Result<Head> {
    actor.may(Operation::IssueStatement)?;
    begin(office, actor, id).await?;
    work(office, id, Some(AT_ONCE)).await
}

/// Goes on with a statement that somebody began to issue, until it is issued or a draft again.
///
/// # Errors
/// As [`issue`].
pub async fn go_on(office: &Office, id: i64) -> Result<Head> {
    work(office, id, None).await
}

async fn begin(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let statement = with_figures(office, head::find(office, id).await?).await?;
    let mut tx = office.db.begin().await?;
    let draft = head::lock(&mut tx, id).await?;
    still_a_draft(&draft)?;
    // Last, because whoever issues it meanwhile takes the lines that the figures are made of.
    if let Some(conflict) = statement.hindrance {
        return Err(conflict.into());
    }
    let mut sql = Sql::new("UPDATE statements SET issuing = ");
    sql.arg(IssueStep::Freezing.code())
        .push(", issuing_of = ")
        .arg(statement.head.line_count.unwrap_or_default());
    sql.push(", issuer_kind = ").arg(actor.kind()).push(", issuer_id = ").arg(actor.id());
    sql.push(", issued_by = ").arg(actor.name()).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    jobs::push(&mut tx, office, &ISSUE, id, office.clock.millis() + HEAD_START).await?;
    Ok(tx.commit().await?)
}

/// Slice by slice, until it is over or so many lines are frozen.
pub(super) async fn work(office: &Office, id: i64, most: Option<i64>) -> Result<Head> {
    let mut slices = Slices::new(office, id);
    loop {
        match slices.next().await? {
            Came::Further(head) if most.is_some_and(|most| head.frozen().0 >= most) => return Ok(head),
            Came::Further(_) => {}
            Came::Issued(head) | Came::Draft(head) => return Ok(head),
            Came::Refused(conflict) => return Err(conflict.into()),
        }
    }
}

async fn run(office: &Office, lease: &mut Lease) -> Result<()> {
    let mut slices = Slices::new(office, lease.subject_id);
    for n in 1.. {
        match slices.next().await? {
            Came::Further(_) if n % SLICES == 0 => lease.renew().await?,
            Came::Further(_) => {}
            // Why it was refused is on its page: the draft says it of itself.
            Came::Issued(_) | Came::Draft(_) | Came::Refused(_) => break,
        }
    }
    Ok(())
}

/// It cannot be brought to its end, so its lines are let go.
async fn give_back(office: &Office, tx: &mut Tx, id: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE statements SET issuing = ");
    sql.arg(IssueStep::Releasing.code()).push(" WHERE id = ").arg(id);
    sql.push(" AND issuing = ").arg(IssueStep::Freezing.code());
    let mut at = office.clock.millis();
    if sql.execute_in(tx).await? == 0 {
        // What counts already cannot be taken back: its lines become due again a while later.
        let mut sql = Sql::new("SELECT id FROM statements WHERE id = ");
        sql.arg(id).push(" AND issuing = ").arg(IssueStep::Reopening.code());
        if sql.fetch_optional_in::<(i64,)>(tx).await?.is_none() {
            return Ok(());
        }
        at += AGAIN;
    }
    jobs::push(tx, office, &ISSUE, id, at).await
}
