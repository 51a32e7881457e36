//! A requested document that is not needed after all, with the reason; and that is asked for again.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    supervision::{Node, Refusal},
    text,
};

use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
    supervisions::{
        Refused,
        requests::{RequestState, asked, select},
        row::held,
    },
};

/// Says that a requested document is not needed, and why; without a reason it is asked for again.
///
/// # Errors
/// `Denied`; `NotFound` (the order, or the request); a problem with `reason`; the flow has ended.
pub async fn set_needed(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    request_id: i64,
    why_not: Option<&str>,
) -> Result<()> {
    let reach = actor.may(Operation::ActSupervision)?;
    if actor.order_id().is_some() {
        return Err(Problem::NotYourSide.of(FieldName::By.code()).into());
    }
    let reason = match why_not {
        Some(reason) => Some(text::required(reason, 500).map_err(|p| p.of(FieldName::Reason.code()))?),
        None => None,
    };
    let mut tx = office.db.begin().await?;
    let row = held(&mut tx, actor, &reach, order_no).await?;
    match row.node {
        Node::Done => return Err(row.refuse(Refusal::Accepted, office.zone)),
        Node::ClosedRefunded => return Err(row.refuse(Refusal::Refunded, office.zone)),
        Node::FrozenAppeal => return Err(row.refuse(Refusal::Frozen, office.zone)),
        _ if row.refund_id.is_some() => return Err(Refused::RefundRuns.into()),
        _ => {}
    }
    let all = asked(&row, select(row.id).fetch_all_in(&mut tx).await?);
    let request = all.into_iter().find(|request| request.id == request_id).ok_or(Failure::NotFound)?;
    let state = match (&reason, request.files) {
        (Some(_), _) => RequestState::NotNeeded,
        (None, 0) => RequestState::Open,
        (None, _) => RequestState::HandedIn,
    };
    if state == request.state && reason == request.reason {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE supervision_requests SET state = ");
    sql.arg(state.code()).push(", reason = ").arg(reason.clone()).push(" WHERE id = ").arg(request.id);
    sql.execute_in(&mut tx).await?;
    let action = if reason.is_some() { Action::SupervisionWaived } else { Action::SupervisionAsked };
    let entry = Entry::new(action, Subject::Supervision(&row.order_no))
        .after(fields! { Request: request.code, Name: request.both_names() });
    let entry = match &reason {
        Some(reason) => entry.because(reason),
        None => entry,
    };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}
