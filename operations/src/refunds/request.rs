//! A buyer asks for a refund, and somebody of the desk notes it.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation, Reach},
    money,
    order::Order,
    refund::{self, A_YEAR, Ground, State, refundable},
    supervision::Side,
    text,
};

use super::{
    Refund, Refused,
    facts::{self, Known},
    row, settle,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, moment},
    journal::{self, Entry, Subject, fields},
    orders::{
        query::granted_whole,
        row::{Stored, numbered},
    },
    supervisions,
};

/// Notes that the buyer of an order asks for a refund, and gives its row. What nobody has to agree to goes on at once.
///
/// # Errors
/// `Denied`; `NotFound`; the problems of `amount` and `reason`; [`Refused`].
pub async fn request(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    amount: &str,
    reason: &str,
) -> Result<Refund> {
    let reach = actor.may(Operation::RequestRefund)?;
    let reason = text::required(reason, 1_000).map_err(|p| p.of(FieldName::Reason.code()))?;
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let mut tx = office.db.begin().await?;
    seen(&mut tx, &reach, &order_no).await?;
    let Stored { id, order, .. } = numbered(&mut tx, &[&order_no]).await?.pop().ok_or(Failure::NotFound)?;
    let mut delivery = match supervisions::row::held(&mut tx, actor, &reach, &order_no).await {
        Ok(row) => Some(row),
        Err(Failure::NotFound) => None,
        Err(failure) => return Err(failure),
    };
    let known: Known = facts::known(id, &order).fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    if known.runs() {
        return Err(Refused::OneRuns.into());
    }
    let facts = known.facts(office, &order, delivery.as_ref());
    let now = office.clock.millis();
    let ground = refundable(&facts, moment(now)).map_err(Refused::Not)?;
    let amount = read_amount(&order, ground, amount)?;
    let year = quota(&mut tx, office, &order, ground).await?;
    let state = if ground.reviewed() { State::PendingMerchantReview } else { State::Refunding };
    let mut sql =
        Sql::new("INSERT INTO refunds (order_id, customer_id, product_id, ground, state, amount_minor, ");
    sql.push("currency, reason, actor_name, year, created_at) VALUES (").arg(id).push(", ");
    sql.arg(order.head.customer).push(", ").arg(order.lines.first().map(|line| line.product)).push(", ");
    sql.arg(ground.code()).push(", ").arg(state.code()).push(", ").arg(amount).push(", ");
    sql.arg(order.head.currency.code()).push(", ").arg(reason.as_str()).push(", ");
    sql.arg(actor.name()).push(", ").arg(year).push(", ").arg(now).push(") RETURNING id");
    let made = sql.fetch_optional_in(&mut tx).await.map_err(one_runs)?;
    let (row,): (i64,) = made.ok_or(Failure::NotFound)?;
    let entry = Entry::new(journal::Action::RefundRequested, Subject::Refund(row));
    let told = || fields! { OrderNo: order_no.as_str(), Amount: money::bare(amount, order.head.currency), Ground: ground, State: state, By: Side::Buyer };
    journal::append(&mut tx, office, actor, entry.after(told()).because(&reason)).await?;
    if let Some(delivery) = &mut delivery {
        delivery.lock(Some(row));
        delivery.save(&mut tx).await?;
        let entry = Entry::new(journal::Action::RefundRequested, Subject::Supervision(&order_no));
        journal::append(&mut tx, office, actor, entry.after(told()).because(&reason)).await?;
    }
    let mut refund = row::read(&mut tx, &reach, row, false).await?;
    if state.gives_back() {
        settle::give_back(&mut tx, office, actor, (&mut refund, Side::Buyer)).await?;
        refund.save(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(refund)
}

async fn seen(tx: &mut Tx, reach: &Reach, order_no: &str) -> Result<()> {
    let mut sql = Sql::new("SELECT o.id FROM orders o WHERE o.order_no = ");
    sql.arg(order_no);
    granted_whole(&mut sql, reach);
    let found: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    found.map(drop).ok_or(Failure::NotFound)
}

/// The index lets one run at a time.
fn one_runs(error: sqlx::Error) -> Failure {
    let taken = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    if taken { Refused::OneRuns.into() } else { error.into() }
}

fn read_amount(order: &Order, ground: Ground, amount: &str) -> Result<i64> {
    let wrong = |problem: Problem| Failure::from(problem.of(FieldName::Amount.code()));
    let (paid, currency) = (order.sums().paid_minor, order.head.currency);
    if amount.trim().is_empty() && ground.whole() && paid > 0 {
        return Ok(paid);
    }
    let minor = money::parse_minor(amount, currency).map_err(wrong)?;
    let fits = if ground.whole() { minor == paid } else { minor <= paid };
    if minor > 0 && fits {
        return Ok(minor);
    }
    let value = amount.trim().chars().take(40).collect();
    Err(wrong(Problem::NotRefundable { value, paid: money::bare(paid, currency), whole: ground.whole() }))
}

/// The calendar year of the business zone; refused when the customer had all of the year.
async fn quota(tx: &mut Tx, office: &Office, order: &Order, ground: Ground) -> Result<i64> {
    let year = office.zone.period(moment(office.clock.millis())).number() / 100;
    if ground != Ground::FiveDays {
        return Ok(year);
    }
    // Two refunds of a customer count one after the other.
    let mut sql = Sql::new("UPDATE customers SET name = name WHERE id = ");
    sql.arg(order.head.customer);
    sql.execute_in(tx).await?;
    let mut sql = Sql::new("SELECT COUNT(*) FROM refunds WHERE customer_id = ");
    sql.arg(order.head.customer).push(" AND year = ").arg(year).push(" AND ground = 'five_days'");
    let had: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
    if had.is_some_and(|(had,)| had >= A_YEAR) { Err(Refused::Quota.into()) } else { Ok(year) }
}

/// The days after which returned goods count as taken, in milliseconds.
pub(super) const GOODS: i64 = refund::GOODS_DAYS * 86_400_000;
