//! The end of a reconciliation: somebody submits it, somebody else locks it, and what was accepted becomes adjustments.

use domain::{
    access::{Actor, Operation},
    money,
    reconciliation::{LifeAction, Refusal, after},
    text,
};

use super::{
    Line, Reconciliation, Refused,
    line::{LineRow, SOURCE},
    row,
};
use crate::{
    Office, Result,
    bills::{
        disputes::{Against, decided},
        identity, to_see,
    },
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
};

/// Takes a reconciliation a step further. A rejection needs a reason.
///
/// # Errors
/// `Denied`; `NotFound`; a problem with `reason`; [`Refused`]: the step is not possible now, lines still need work, whoever
/// submitted would lock it, or a bill that is to be adjusted is not locked.
pub async fn step(
    office: &Office,
    actor: &Actor,
    id: i64,
    (action, reason): (LifeAction, &str),
) -> Result<Reconciliation> {
    let decides = action != LifeAction::Submit;
    actor.may(if decides { Operation::ApproveBill } else { Operation::ActBill })?;
    to_see(office).await?;
    let reason = match action {
        LifeAction::Reject => Some(text::required(reason, 500).map_err(|problem| problem.of("reason"))?),
        _ => None,
    };
    let mut tx = office.db.begin().await?;
    let of = row::lock(&mut tx, id).await?;
    let state = after(of.state, action, of.open_lines, (of.submitted_by, identity(actor))).map_err(
        |why| match why {
            Refusal::NotNow => Refused::NotOpen { state: of.state },
            Refusal::Unfinished => Refused::Unfinished { lines: of.open_lines },
            Refusal::OwnWork => Refused::OwnWork,
        },
    )?;
    let now = office.clock.millis();
    let mut sql = Sql::new("UPDATE reconciliations SET state = ");
    sql.arg(state.code());
    let journaled = match action {
        LifeAction::Submit => {
            sql.push(", reason = NULL, submitted_by = ").arg(identity(actor));
            sql.push(", submitter = ").arg(actor.name()).push(", submitted_at = ").arg(now);
            Action::ReconciliationSubmitted
        }
        LifeAction::Reject => {
            sql.push(", reason = ").arg(reason.clone());
            sql.push(", submitted_by = NULL, submitter = NULL, submitted_at = NULL");
            Action::ReconciliationSentBack
        }
        LifeAction::Lock => {
            adjust(&mut tx, (office, actor), &of).await?;
            sql.push(", locker = ").arg(actor.name()).push(", locked_at = ").arg(now);
            Action::ReconciliationLocked
        }
    };
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let mut entry = Entry::new(journaled, Subject::Reconciliation(id));
    entry = entry.changed(fields! { State: of.state }, fields! { State: state });
    if let Some(reason) = &reason {
        entry = entry.because(reason);
    }
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    row::find(office, id).await
}

/// What was accepted stands in the next bill.
async fn adjust(tx: &mut Tx, (office, actor): (&Office, &Actor), of: &Reconciliation) -> Result<()> {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE l.decision = 'accepted' AND l.reconciliation_id = ").arg(of.id);
    sql.push(" ORDER BY l.position");
    let opener = of.submitted.as_ref().map_or("", |stamp| stamp.by.as_str());
    for row in sql.fetch_all_in::<LineRow>(tx).await? {
        let line = Line::try_from(row)?;
        let Some((bill, position)) = line.ours.first().copied() else { continue };
        let should = line.theirs_minor.unwrap_or_default();
        let amount = money::bare(should, line.currency);
        let note = line.note.clone().unwrap_or_default();
        let reason = format!("{}: {amount} {note}", of.file_name);
        let opened = (of.submitted_by.unwrap_or_default(), opener);
        let against = decided(tx, (office, actor), ((bill, position), should), opened, reason.trim()).await?;
        match against {
            None => {}
            Some(Against::NotDisputable) => return Err(Refused::NothingToAdjust.into()),
            Some(Against::NotLocked(bill)) => return Err(Refused::BillNotLocked { bill }.into()),
            Some(Against::Disputed(bill)) => return Err(Refused::Disputed { bill, position }.into()),
        }
    }
    Ok(())
}
