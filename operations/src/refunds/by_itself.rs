//! Refunds that nobody asks for here: an appeal that the operator decides so, and returned goods that nobody refuses.

use domain::{
    access::{Actor, Reach},
    money,
    refund::{Action, Ground, State},
    supervision::Side,
};

use super::{Given, act, row, settle, unsubscribe::unsubscribe};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, moment},
    jobs::Kind,
    journal::{self, Entry, Subject, fields},
    orders::row::of_rows,
    supervisions::row::Row,
};

/// Returned goods whose time is over.
pub(crate) const ACCEPT: Kind = Kind::upkeep("refunds.accept", 60_000, |office, _| {
    Box::pin(async {
        match accept_goods(office).await? {
            0 => {}
            count => tracing::info!(count, "returned goods taken by the clock"),
        }
        Ok(())
    })
});

/// Takes goods that came back and that nobody refused within 15 days (`domain.md` 1.7); how many it were.
///
/// # Errors
/// What the database said; those that were taken stay so.
pub async fn accept_goods(office: &Office) -> Result<u64> {
    let mut sql = Sql::new("SELECT id FROM refunds WHERE accepts_at IS NOT NULL AND accepts_at <= ");
    sql.arg(office.clock.millis()).push(" ORDER BY accepts_at").limit(100);
    let due: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    let given = Given { action: "accept_goods".to_owned(), ..Given::default() };
    let mut count = 0;
    for (id,) in due {
        act(office, &Actor::System, id, &given).await?;
        count += 1;
    }
    Ok(count)
}

/// An appeal was decided as a refund: all that was paid goes back. The caller holds the delivery, has closed it and
/// saves it.
pub(crate) async fn by_appeal(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    delivery: &mut Row,
    reason: &str,
) -> Result<()> {
    let order = of_rows(tx, &[delivery.order_id]).await?.pop().ok_or(Failure::NotFound)?.order;
    let (paid, currency) = (order.sums().paid_minor, order.head.currency);
    if paid <= 0 {
        return Ok(());
    }
    let now = office.clock.millis();
    let year = office.zone.period(moment(now)).number() / 100;
    let mut sql = Sql::new("INSERT INTO refunds (order_id, customer_id, product_id, ground, state, ");
    sql.push("amount_minor, currency, reason, actor_name, year, created_at, decided_at) VALUES (");
    sql.arg(delivery.order_id).push(", ").arg(order.head.customer).push(", ").arg(delivery.product_id);
    sql.push(", ").arg(Ground::Negotiated.code()).push(", ").arg(State::Approved.code()).push(", ");
    sql.arg(paid).push(", ").arg(currency.code()).push(", ").arg(reason).push(", ").arg(actor.name());
    sql.push(", ").arg(year).push(", ").arg(now).push(", ").arg(now).push(") RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    let told = fields! {
        OrderNo: order.number, Amount: money::bare(paid, currency), Ground: Ground::Negotiated,
        State: State::Approved, By: Side::Operator,
    };
    let entry = Entry::new(journal::Action::RefundRequested, Subject::Refund(id)).after(told).because(reason);
    journal::append(tx, office, actor, entry).await?;
    let mut refund = row::read(tx, &Reach::All, id, false).await?;
    unsubscribe(tx, office, actor, &mut refund).await?;
    refund.save(tx).await?;
    delivery.lock(Some(id));
    Ok(())
}

/// The decision that is kept where an invoice came between.
pub const INVOICED: &str = "invoice_issued";

/// The buyer asked for an invoice: a refund that waits for the merchant fails (`domain.md` 1.7, principle 4). Money that
/// goes back already does.
pub(crate) async fn invoiced(tx: &mut Tx, office: &Office, order_id: i64) -> Result<()> {
    let mut sql = Sql::new("SELECT id FROM refunds WHERE ended_at IS NULL AND order_id = ");
    sql.arg(order_id);
    let running: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    let Some((id,)) = running else { return Ok(()) };
    let mut refund = row::read(tx, &Reach::All, id, true).await?;
    let before = refund.state;
    let Some(next) = before.after(Action::Reject, Side::System, false) else { return Ok(()) };
    let now = office.clock.millis();
    refund.state = next;
    refund.decision = Some(INVOICED.to_owned());
    (refund.decided_at, refund.ended_at) = (Some(now), Some(now));
    settle::unlock(tx, office, &Actor::System, (&refund, Side::System)).await?;
    refund.save(tx).await?;
    let entry = Entry::new(journal::Action::RefundActed, Subject::Refund(id));
    let entry = entry.changed(
        fields! { State: before },
        fields! { State: next, Action: Action::Reject, By: Side::System },
    );
    journal::append(tx, office, &Actor::System, entry.because(INVOICED)).await
}
