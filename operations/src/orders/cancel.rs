//! Cancelling an unpaid order, by a person or by the clock (`domain.md` 1.1).

use domain::{
    Problem,
    access::{Actor, Operation},
    order::Action,
    text,
};

use super::{
    accounts,
    row::{Stored, chosen, numbered},
    summary::{Counted, Deltas},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update, moment},
    journal::{self, Entry, Subject, fields},
};

/// The reason that the journal keeps when the system cancels.
pub const TIMEOUT: &str = "payment_timeout";

/// The time-out is worked off in transactions of so many orders.
const BATCH: i64 = 200;

/// Cancels an unpaid order.
///
/// # Errors
/// `Denied`; a problem with `reason`; `NotFound`; a conflict when the order is not unpaid any more.
pub async fn cancel(office: &Office, actor: &Actor, order_no: &str, reason: &str) -> Result<()> {
    actor.may(Operation::CancelOrder)?;
    let reason = text::required(reason, 500).map_err(|p| p.of("reason"))?;
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    if reason == TIMEOUT {
        return Err(Problem::Taken { value: reason }.of("reason").into());
    }
    let mut tx = office.db.begin().await?;
    let mut stored = numbered(&mut tx, &[&order_no]).await?.pop().ok_or(Failure::NotFound)?;
    let mut deltas = Deltas::new(office.zone);
    cancel_stored(&mut tx, office, actor, &mut stored, &reason, &mut deltas).await?;
    accounts::keep(&mut tx, office, &[(stored.id, &stored.order)]).await?;
    deltas.apply(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Cancels orders that were not paid within `days`; how many it were. A job calls it.
///
/// # Errors
/// What the database said; batches that were committed stay.
pub async fn cancel_unpaid(office: &Office, days: u32) -> Result<u64> {
    let limit = office.clock.millis() - i64::from(days) * 86_400_000;
    let mut count = 0;
    loop {
        let mut tx = office.db.begin().await?;
        let locked = for_update(&tx);
        let mut unpaid = chosen(&mut tx, |sql| {
            sql.push("WHERE o.state = 'pending_payment' AND o.created_at < ").arg(limit);
            sql.push(" ORDER BY o.created_at").limit(BATCH).push(locked);
        })
        .await?;
        let mut deltas = Deltas::new(office.zone);
        for stored in &mut unpaid {
            cancel_stored(&mut tx, office, &Actor::System, stored, TIMEOUT, &mut deltas).await?;
        }
        accounts::keep(&mut tx, office, &unpaid.iter().map(|s| (s.id, &s.order)).collect::<Vec<_>>()).await?;
        deltas.apply(&mut tx).await?;
        tx.commit().await?;
        count += unpaid.len() as u64;
        if unpaid.len() < BATCH as usize {
            return Ok(count);
        }
    }
}

async fn cancel_stored(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    Stored { id, order, .. }: &mut Stored,
    reason: &str,
    deltas: &mut Deltas,
) -> Result<()> {
    let before = Counted::of(order);
    let was = order.head.state;
    order.head.state = was.after(Action::Cancel)?;
    // To the second, as every moment that the marketplace gives.
    let now = office.clock.millis() / 1_000 * 1_000;
    order.head.cancelled_at = Some(moment(now));
    order.head.timed_out = reason == TIMEOUT;
    deltas.moved(&before, &Counted::of(order));
    let mut sql = Sql::new("UPDATE orders SET state = ");
    sql.arg(order.head.state.code()).push(", cancelled_at = ").arg(now);
    sql.push(", cancel_reason = ").arg(reason).push(" WHERE id = ").arg(*id);
    sql.execute_in(tx).await?;
    let entry = Entry::new(journal::Action::OrderCancelled, Subject::Order(&order.number))
        .changed(fields! { State: was }, fields! { State: order.head.state })
        .because(reason);
    journal::append(tx, office, actor, entry).await
}
