//! Cancelling an unpaid order, by a person or by the clock (`domain.md` 1.1).

use domain::{
    Currency, Problem,
    access::{Actor, Operation},
    order::{Action, BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
    text,
};
use sqlx::FromRow;

use super::summary::{Counted, Deltas};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    dues,
    journal::{self, Entry, Subject, fields},
};

/// The reason that the journal keeps when the system cancels.
pub const TIMEOUT: &str = "payment_timeout";

/// The time-out is worked off in transactions of so many orders.
const BATCH: i64 = 200;

#[derive(Clone, Debug, FromRow)]
struct Row {
    id: i64,
    order_no: String,
    state: String,
    order_type: String,
    billing_mode: String,
    business_kind: String,
    delivery_type: String,
    sales_channel: String,
    currency: String,
    created_at: i64,
    paid_minor: i64,
}

const COLUMNS: &str = "SELECT id, order_no, state, order_type, billing_mode, business_kind, delivery_type, \
     sales_channel, currency, created_at, paid_minor FROM orders ";

impl Row {
    fn counted(&self) -> Result<Counted> {
        let unknown = || Failure::Internal(format!("order {} holds a code that is not known", self.order_no));
        Ok(Counted {
            state: OrderState::from_code(&self.state).ok_or_else(unknown)?,
            order_type: OrderType::from_code(&self.order_type).ok_or_else(unknown)?,
            billing_mode: BillingMode::from_code(&self.billing_mode).ok_or_else(unknown)?,
            business_kind: BusinessKind::from_code(&self.business_kind).ok_or_else(unknown)?,
            delivery_type: DeliveryType::from_code(&self.delivery_type).ok_or_else(unknown)?,
            sales_channel: SalesChannel::from_code(&self.sales_channel).ok_or_else(unknown)?,
            currency: Currency::from_code(&self.currency).ok_or_else(unknown)?,
            created_at: self.created_at,
            paid_minor: self.paid_minor,
        })
    }
}

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
    let mut sql = Sql::new(COLUMNS);
    sql.push("WHERE order_no = ").arg(order_no.as_str()).push(for_update(&tx));
    let row: Row = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    let mut deltas = Deltas::new(office.zone);
    cancel_row(&mut tx, office, actor, &row, &reason, &mut deltas).await?;
    dues::keep(&mut tx, office, &[row.id]).await?;
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
        let mut sql = Sql::new(COLUMNS);
        sql.push("WHERE state = 'pending_payment' AND created_at < ").arg(limit);
        sql.push(" ORDER BY created_at").limit(BATCH).push(for_update(&tx));
        let rows: Vec<Row> = sql.fetch_all_in(&mut tx).await?;
        let mut deltas = Deltas::new(office.zone);
        for row in &rows {
            cancel_row(&mut tx, office, &Actor::System, row, TIMEOUT, &mut deltas).await?;
        }
        dues::keep(&mut tx, office, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        deltas.apply(&mut tx).await?;
        tx.commit().await?;
        count += rows.len() as u64;
        if rows.len() < BATCH as usize {
            return Ok(count);
        }
    }
}

async fn cancel_row(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    row: &Row,
    reason: &str,
    deltas: &mut Deltas,
) -> Result<()> {
    let before = row.counted()?;
    let state = before.state.after(Action::Cancel)?;
    deltas.moved(&before, &Counted { state, ..before });
    // To the second, as every moment that the marketplace gives.
    let now = office.clock.millis() / 1_000 * 1_000;
    let mut sql = Sql::new("UPDATE orders SET state = ");
    sql.arg(state.code()).push(", cancelled_at = ").arg(now).push(", cancel_reason = ").arg(reason);
    sql.push(" WHERE id = ").arg(row.id);
    sql.execute_in(tx).await?;
    let entry = Entry::new(journal::Action::OrderCancelled, Subject::Order(&row.order_no))
        .changed(fields! { State: before.state }, fields! { State: state })
        .because(reason);
    journal::append(tx, office, actor, entry).await
}
