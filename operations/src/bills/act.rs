//! The steps of a bill: review by a second person, locking, payment, void.

use domain::{
    Period,
    access::{Actor, Operation},
    bill::{BillAction, BillKind, after},
    text,
};

use super::{Bill, CLEAN, Refused, disputes, gates, head};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    jobs,
    journal::{self, Action, Entry, Subject, fields},
    merchant, within,
};

/// Takes a bill a step further. A rejection and a void need a reason.
///
/// # Errors
/// `Denied`; `NotFound`; a problem with `reason`; [`Refused`]: the step is not possible now, whoever submitted would
/// approve, an order changed since, or a later bill carries it.
pub async fn act(office: &Office, actor: &Actor, id: i64, action: BillAction, reason: &str) -> Result<Bill> {
    act_on_seen(office, actor, (id, ""), (action, reason)).await
}

/// As [`act`] with the bill of this hash of lines, which somebody has looked at: one that was made anew since is refused.
/// Nothing is compared where it is empty.
///
/// # Errors
/// As [`act`]; [`Refused::MadeAnew`].
pub async fn act_on_seen(
    office: &Office,
    actor: &Actor,
    (id, seen): (i64, &str),
    (action, reason): (BillAction, &str),
) -> Result<Bill> {
    let approves = matches!(action, BillAction::Approve | BillAction::Reject);
    actor.may(if approves { Operation::ApproveBill } else { Operation::ActBill })?;
    gates::to_see(office).await?;
    let reason = match action.needs_reason() {
        true => Some(text::required(reason, 500).map_err(|problem| problem.of("reason"))?),
        false => None,
    };
    let mut tx = office.db.begin().await?;
    let bill = head::lock(&mut tx, id).await?;
    if !seen.trim().is_empty() && seen.trim() != bill.lines_hash {
        return Err(Refused::MadeAnew { period: bill.period }.into());
    }
    let state = after(bill.state, action, bill.submitted_by, identity(actor)).map_err(Refused::Life)?;
    stands(&mut tx, &bill, action).await?;
    if let (BillAction::Void, Some(reason)) = (action, &reason) {
        disputes::of_void(&mut tx, &bill, (office.clock.millis(), actor.name()), reason).await?;
    }
    let mut sql = Sql::new("UPDATE bills SET state = ");
    sql.arg(state.code());
    let mut told = fields! { State: state };
    note(&mut tx, office, actor, (&bill, action), (&mut sql, &mut told)).await?;
    if let Some(reason) = &reason {
        sql.push(", reason = ").arg(reason.as_str());
    }
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    if action == BillAction::Void {
        jobs::push(&mut tx, office, &CLEAN, id, office.clock.millis()).await?;
    }
    let entry = Entry::new(journaled(action), Subject::Bill(id)).changed(fields! { State: bill.state }, told);
    let entry = match &reason {
        Some(reason) => entry.because(reason),
        None => entry,
    };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    head::find(office, id).await
}

impl Bill {
    /// Whether it was this one who handed it to review.
    #[must_use]
    pub fn is_submitted_by(&self, actor: Option<&Actor>) -> bool {
        actor.is_some_and(|actor| self.submitted_by == Some(identity(actor)))
    }
}

/// Who somebody is, for four eyes: people and tokens have rows of their own.
pub(crate) fn identity(actor: &Actor) -> i64 {
    let row = actor.id().unwrap_or_default();
    if actor.kind() == "staff" { row } else { -row }
}

/// What stands against a step although the table allows it.
async fn stands(tx: &mut Tx, bill: &Bill, action: BillAction) -> Result<()> {
    let forward = matches!(action, BillAction::Submit | BillAction::Approve | BillAction::Lock);
    if forward && bill.outdated {
        return Err(Refused::Outdated { period: bill.period }.into());
    }
    if action == BillAction::Pay && bill.total_minor < 0 {
        return Err(Refused::BelowZero.into());
    }
    if let (BillAction::Void, Some(by)) = (action, bill.carried_by) {
        let mut sql = Sql::new("SELECT COALESCE(number, '') FROM bills WHERE id = ");
        sql.arg(by);
        let number =
            sql.fetch_optional_in::<(String,)>(tx).await?.map_or_else(String::new, |(number,)| number);
        let number = if number.is_empty() { by.to_string() } else { number };
        return Err(Refused::Carried { number }.into());
    }
    Ok(())
}

/// Appends who took the step and when.
async fn note(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    (bill, action): (&Bill, BillAction),
    (sql, told): (&mut Sql, &mut journal::Fields),
) -> Result<()> {
    let now = office.clock.millis();
    match action {
        BillAction::Submit => {
            sql.push(", submitted_by = ").arg(identity(actor)).push(", submitter = ").arg(actor.name());
            sql.push(", submitted_at = ").arg(now).push(", reason = NULL");
        }
        BillAction::Approve => {
            sql.push(", approver = ").arg(actor.name()).push(", approved_at = ").arg(now);
        }
        BillAction::Reject => {
            sql.push(", submitted_by = NULL, submitter = NULL, submitted_at = NULL, approver = NULL, approved_at = NULL");
        }
        BillAction::Lock => {
            let number = next_number(tx, bill.kind, bill.period).await?;
            let merchant = serde_json::to_string(&merchant::recorded_in(tx).await?.certification);
            let merchant = merchant.map_err(|e| Failure::Internal(e.to_string()))?;
            sql.push(", number = ").arg(number.as_str()).push(", locker = ").arg(actor.name());
            sql.push(", locked_at = ").arg(now).push(", merchant = ").arg(merchant);
            told.set(domain::FieldName::Number, number);
            told.set(domain::FieldName::Hash, bill.lines_hash.as_str());
        }
        BillAction::Pay => {
            sql.push(", paid_at = ").arg(now).push(", payer = ").arg(actor.name());
        }
        BillAction::Void => {
            sql.push(", voided_at = ").arg(now).push(", voider = ").arg(actor.name());
        }
    }
    Ok(())
}

const fn journaled(action: BillAction) -> Action {
    match action {
        BillAction::Submit => Action::BillSubmitted,
        BillAction::Approve => Action::BillApproved,
        BillAction::Reject => Action::BillRejected,
        BillAction::Lock => Action::BillLocked,
        BillAction::Pay => Action::BillPaid,
        BillAction::Void => Action::BillVoided,
    }
}

/// The next number of a kind and month, `GB-202610-0001`. Its row stays locked until the transaction ends, so that two
/// bills locked at once get two numbers, and a number that is not used is not lost.
async fn next_number(tx: &mut Tx, kind: BillKind, period: Period) -> Result<String> {
    let (last,): (i64,) = within!(tx, |c| sqlx::query_as(
        "INSERT INTO statement_numbers (kind, period, last) VALUES ($1, $2, 1) \
         ON CONFLICT (kind, period) DO UPDATE SET last = statement_numbers.last + 1 RETURNING last"
    )
    .bind(format!("bill.{}", kind.code()))
    .bind(period.number())
    .fetch_one(c)
    .await)?;
    Ok(format!("{}-{period}-{last:04}", kind.letters()))
}
