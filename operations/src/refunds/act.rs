//! A step of a refund.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    refund::{Action, State},
    text,
};

use super::{Refund, Refused, request, row, settle};
use crate::{
    Failure, Office, Result,
    journal::{self, Entry, Fields, Subject},
};

/// What is given for a step of a refund, as it was typed.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the names of the fields")]
pub struct Given {
    pub action: String,
    pub reason: String,
    pub courier: String,
    pub waybill: String,
}

/// Takes a refund a step further.
///
/// # Errors
/// `Denied`; `NotFound`; the problems of what was given; [`Refused`].
pub async fn act(office: &Office, actor: &Actor, id: i64, given: &Given) -> Result<Refund> {
    let action = Action::parse(&given.action).map_err(|p| p.of(FieldName::Action.code()))?;
    let needed = if action.of_buyer() { Operation::RequestRefund } else { Operation::ReviewRefund };
    let reach = actor.may(needed)?;
    let optional = |field: FieldName, value: &str, needed: bool| match text::required(value, 1_000) {
        Ok(text) => Ok(Some(text)),
        Err(Problem::Missing) if !needed => Ok(None),
        Err(problem) => Err(Failure::from(problem.of(field.code()))),
    };
    let reason = optional(FieldName::Reason, &given.reason, action.needs_reason())?;
    let sent = action == Action::SendBack;
    let courier = optional(FieldName::Courier, &given.courier, sent)?;
    let waybill = optional(FieldName::Waybill, &given.waybill, sent)?;
    let mut tx = office.db.begin().await?;
    let mut refund = row::read(&mut tx, &reach, id, true).await?;
    let returns = refund.comes_back_first();
    let before = refund.state;
    let step = action.whose(before).and_then(|by| Some((by, before.after(action, by, returns)?)));
    let Some((by, next)) = step else { return Err(Refused::NotNow { state: before }.into()) };
    let now = office.clock.millis();
    refund.state = next;
    if sent {
        (refund.return_courier, refund.return_waybill) = (courier, waybill);
        refund.sent_back_at = Some(now);
    }
    refund.accepts_at = (next == State::AwaitingAcceptance).then_some(now + request::GOODS);
    if matches!(action, Action::Approve | Action::Reject | Action::AcceptGoods | Action::RejectGoods) {
        refund.decided_at = Some(now);
        refund.decision.clone_from(&reason);
    }
    refund.ended_at = next.is_final().then_some(now);
    if next.gives_back() && !before.gives_back() {
        settle::give_back(&mut tx, office, actor, (&mut refund, by)).await?;
    } else if matches!(next, State::Rejected | State::Withdrawn) {
        settle::unlock(&mut tx, office, actor, (&refund, by)).await?;
    }
    refund.save(&mut tx).await?;
    let (mut was, mut told) = (Fields::default(), Fields::default());
    was.set(FieldName::State, before.code());
    told.set(FieldName::State, next.code());
    told.set(FieldName::Action, action.code());
    told.set(FieldName::By, by.code());
    for (field, value) in
        [(FieldName::Courier, &refund.return_courier), (FieldName::Waybill, &refund.return_waybill)]
    {
        if let Some(value) = value.as_ref().filter(|_| sent) {
            told.set(field, value.as_str());
        }
    }
    let entry = Entry::new(journal::Action::RefundActed, Subject::Refund(id)).changed(was, told);
    let entry = if let Some(reason) = &reason { entry.because(reason) } else { entry };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(refund)
}
