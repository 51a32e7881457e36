//! A step of a delivery: whoever takes it, by whatever door.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    order::BusinessKind,
    supervision::{Action, Next, Node, Refusal, Side, start_problem},
};

use super::{
    Refused, appeals,
    deed::{Deed, Given},
    done, milestones, requests,
    row::{Row, field, held},
};
use crate::{
    Failure, Office, Result,
    db::{Tx, millis, moment},
    journal::{self, Entry, Fields, Subject},
    orders, refunds,
};

/// Takes a delivery a step further. A second acceptance changes nothing and is no error.
///
/// # Errors
/// `Denied`; `NotFound`; the problems of what was given; [`Refused`] with where it is and what is possible.
pub async fn act(office: &Office, actor: &Actor, order_no: &str, given: &Given) -> Result<()> {
    let reach = actor.may(Operation::ActSupervision)?;
    let mut tx = office.db.begin().await?;
    let mut row = held(&mut tx, actor, &reach, order_no).await?;
    let deed = Deed::read(given, actor, office.zone).map_err(Failure::Invalid)?;
    if given.seen.is_some_and(|seen| seen != row.version) {
        return Err(Refused::ActedMeanwhile { node: row.node }.into());
    }
    if !step(&mut tx, office, actor, &mut row, &deed).await? {
        return Ok(());
    }
    orders::link_used(&mut tx, office, actor).await?;
    tx.commit().await?;
    Ok(())
}

/// One step inside a transaction that holds the row; `false` when nothing had to be done.
pub(super) async fn step(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    row: &mut Row,
    deed: &Deed,
) -> Result<bool> {
    if row.refund_runs() {
        return Err(Refused::RefundRuns.into());
    }
    scene(office, row, deed)?;
    let next = match row.flow(office.zone).after(row.node, deed.action, deed.by) {
        Ok(next) => next,
        Err(Refusal::Accepted) if deed.action == Action::Accept && deed.by == Side::Buyer => {
            return Ok(false);
        }
        Err(why) => return Err(row.refuse(why, office.zone)),
    };
    requests::belong(tx, row, &deed.documents).await?;
    if let Some(node) = deed.action.proves() {
        requests::complete(tx, row, node).await?;
    }
    let before = row.node;
    let mut told = said(deed);
    let now = moment(office.clock.millis());
    effect(tx, office, row, deed, &mut told).await?;
    let next = match next {
        Next::Node(next) => milestones::accepted(tx, office, row, deed, next, &mut told).await?,
        Next::AsDecided => appeals::decide(tx, office, row, deed).await?,
    };
    row.go(next, now);
    done::ended(tx, office, actor, row, &mut told).await?;
    if row.node == Node::ClosedRefunded {
        let reason = deed.comment.as_deref().unwrap_or_default();
        refunds::by_appeal(tx, office, actor, row, reason).await?;
    }
    row.save(tx).await?;
    told.set(FieldName::Node, row.node.code());
    let mut was = Fields::default();
    was.set(FieldName::Node, before.code());
    let entry = Entry::new(journal::Action::SupervisionActed, Subject::Supervision(&row.order_no));
    let entry = entry.changed(was, told);
    let entry = match &deed.comment {
        Some(comment) => entry.because(comment),
        None => entry,
    };
    journal::append(tx, office, actor, entry).await?;
    Ok(true)
}

/// The scene that was said, if such an order has one.
fn scene(office: &Office, row: &mut Row, deed: &Deed) -> Result<()> {
    let Some(scene) = deed.scene else { return Ok(()) };
    if !matches!(row.business_kind, BusinessKind::Joint | BusinessKind::Provider) {
        return Err(Problem::OnlyShared.of(field(FieldName::Scene)).into());
    }
    if row.node.is_final() {
        return row.can(deed.action, deed.by, office.zone).map_err(|why| row.refuse(why, office.zone));
    }
    row.set_scene(scene);
    Ok(())
}

/// What the log keeps of what was said.
fn said(deed: &Deed) -> Fields {
    let mut told = Fields::default();
    told.set(FieldName::Action, deed.action.code());
    told.set(FieldName::By, deed.by.code());
    let (complete, ship) = (deed.action == Action::Complete, deed.action == Action::Ship);
    let texts = [
        (FieldName::Result, &deed.result, complete),
        (FieldName::Courier, &deed.courier, ship),
        (FieldName::Waybill, &deed.waybill, ship),
        (FieldName::Phone, &deed.phone, ship || deed.action == Action::Sign),
    ];
    for (name, text, belongs) in texts {
        if let Some(text) = text.as_ref().filter(|_| belongs) {
            told.set(name, text.as_str());
        }
    }
    if let Some(scene) = deed.scene {
        told.set(FieldName::Scene, scene.code());
    }
    if let Some(outcome) = deed.outcome.filter(|_| deed.action == Action::DecideAppeal) {
        told.set(FieldName::Outcome, outcome.code());
    }
    if !deed.documents.is_empty() {
        told.set(FieldName::Documents, deed.documents.clone());
    }
    told
}

/// What else a step changes of the delivery.
async fn effect(tx: &mut Tx, office: &Office, row: &mut Row, deed: &Deed, told: &mut Fields) -> Result<()> {
    let now = office.clock.millis();
    match deed.action {
        Action::Complete | Action::ActivateCode => {
            if let Some(start) = deed.started {
                let (paid, now) = (row.paid_at.map(moment), moment(now));
                if let Some(problem) = start_problem(start, paid, now, office.zone) {
                    return Err(problem.of(field(FieldName::ServiceStartedAt)).into());
                }
            }
            // A licence is in use from its activation on (2.3).
            let activated = (deed.action == Action::ActivateCode).then_some(now);
            row.service_started_at = deed.started.map(millis).or(activated);
            if let Some(start) = row.service_started_at {
                told.set(FieldName::ServiceStartedAt, serde_json::json!(moment(start)));
            }
            if deed.action == Action::ActivateCode {
                row.claimed_at = row.claimed_at.or(Some(now));
                return Ok(());
            }
            row.result.clone_from(&deed.result);
            if !requests::proven(tx, row).await? && row.flow != domain::supervision::FlowKind::LicenseCode {
                return Err(Problem::Missing.of(field(FieldName::Documents)).into());
            }
            milestones::delivered(tx, office, row, deed, told).await
        }
        Action::Ship => {
            row.courier.clone_from(&deed.courier);
            row.waybill.clone_from(&deed.waybill);
            row.phone.clone_from(&deed.phone);
            row.set_phone_differs(deed.phone_differs);
            row.shipped_at = Some(now);
            (row.signed_at, row.accepts_at) = (None, None);
            Ok(())
        }
        Action::Sign => {
            if row.signed_at.is_some() {
                return Err(Refused::SignedAlready.into());
            }
            let differs = deed.phone.as_deref().zip(row.phone.as_deref());
            if differs.is_some_and(|(signed, sent)| digits(signed) != digits(sent)) {
                row.set_phone_differs(true);
            }
            row.signed_at = Some(now);
            row.accepts_at = row.shipment().accepted_at().map(millis);
            Ok(())
        }
        Action::RejectAcceptance => {
            (row.shipped_at, row.signed_at, row.accepts_at) = (None, None, None);
            milestones::rejected(tx, row).await
        }
        Action::ClaimCode if row.claimed_at.is_some() => Err(Refused::ClaimedAlready.into()),
        Action::ClaimCode => {
            row.claimed_at = Some(now);
            Ok(())
        }
        Action::Appeal => appeals::open(tx, office, row, deed).await,
        _ => Ok(()),
    }
}

/// A telephone number without its punctuation and the prefix of China.
fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    }
}
