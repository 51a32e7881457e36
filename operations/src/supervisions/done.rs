//! A delivery that has ended: from when to when what was bought is valid, and the order that completes.

use domain::{
    FieldName,
    access::Actor,
    order::{self, OrderState},
    supervision::{Node, Term},
};

use super::row::{Row, held_rows};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, millis, moment},
    jobs::{self, Kind, Lease},
    journal::{self, Entry, Fields, Subject, fields},
    orders::{
        accounts,
        row::{Stored, of_rows},
        summary::{Counted, Deltas},
    },
};

/// Completes the order of a delivery that was accepted: within minutes, where 3 hours are allowed (`domain.md` 1.1).
pub(crate) const COMPLETE: Kind = Kind {
    code: "supervisions.complete",
    lease: 60_000,
    attempts: 20,
    every: None,
    run: |office, lease| Box::pin(complete(office, lease)),
    gave_up: |_, _, _, _| Box::pin(std::future::ready(Ok(()))),
};

/// What follows when the delivery has just been accepted; nothing otherwise. The row is saved by the caller.
pub(super) async fn ended(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    row: &mut Row,
    told: &mut Fields,
) -> Result<()> {
    if row.node != Node::Done {
        return Ok(());
    }
    let accepted = moment(row.ended_at.unwrap_or_else(|| office.clock.millis()));
    let started = row.service_started_at.map(moment);
    let bought = of_rows(tx, &[row.order_id]).await?.pop().ok_or(Failure::NotFound)?;
    let period = bought.order.head.billing_mode == order::BillingMode::Period;
    let length = bought.order.lines.first().and_then(|line| line.duration.zip(line.duration_unit));
    let term = length.filter(|_| period).and_then(|l| Term::of(started, accepted, l, office.zone));
    row.valid_from = Some(millis(started.unwrap_or(accepted)));
    row.valid_to = term.map(|term| millis(term.to));
    told.set(FieldName::ValidFrom, serde_json::json!(started.unwrap_or(accepted)));
    if let Some(term) = term {
        told.set(FieldName::ValidTo, serde_json::json!(term.to));
        if term.is_over(accepted) {
            let entry = Entry::new(journal::Action::SupervisionExpired, Subject::Supervision(&row.order_no));
            let until = fields! { ValidTo: term.to };
            journal::append(tx, office, actor, entry.after(until)).await?;
        }
    }
    jobs::push(tx, office, &COMPLETE, row.id, office.clock.millis()).await
}

async fn complete(office: &Office, lease: &mut Lease) -> Result<()> {
    let mut tx = office.db.begin().await?;
    let Some(row) = held_rows(&mut tx, &[lease.subject_id]).await?.pop() else { return Ok(()) };
    if row.node == Node::Done {
        complete_order(&mut tx, office, &row).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The order of an accepted delivery completes, at the moment of the acceptance: that is the month it is settled in.
async fn complete_order(tx: &mut Tx, office: &Office, row: &Row) -> Result<()> {
    let Stored { id, mut order, .. } = of_rows(tx, &[row.order_id]).await?.pop().ok_or(Failure::NotFound)?;
    if order.head.state != OrderState::Processing {
        return Ok(());
    }
    let before = Counted::of(&order);
    order.head.state = order.head.state.after(order::Action::Complete)?;
    // To the second, as every moment that the marketplace gives.
    let second = |at: i64| moment(at / 1_000 * 1_000);
    order.head.completed_at = row.ended_at.map(second);
    order.head.effective_at = order.head.effective_at.or(row.valid_from.map(second));
    let at = |moment: Option<domain::Moment>| moment.map(millis);
    let mut sql = Sql::new("UPDATE orders SET state = ");
    sql.arg(order.head.state.code()).push(", completed_here = 1, completed_at = ");
    sql.arg(at(order.head.completed_at));
    sql.push(", effective_at = ").arg(at(order.head.effective_at)).push(" WHERE id = ").arg(id);
    sql.execute_in(tx).await?;
    let mut deltas = Deltas::new(office.zone);
    deltas.moved(&before, &Counted::of(&order));
    accounts::keep(tx, office, &[(id, &order)]).await?;
    deltas.apply(tx).await?;
    let entry = Entry::new(journal::Action::OrderCompleted, Subject::Order(&order.number)).changed(
        fields! { State: OrderState::Processing },
        fields! { State: order.head.state, CompletedAt: order.head.completed_at },
    );
    journal::append(tx, office, &Actor::System, entry).await
}
