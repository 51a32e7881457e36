//! The first page: the months in figures, and what waits for whoever looks.

mod deliveries;
mod refunds;
mod settled;
mod tickets;
mod waiting;

pub use settled::Settled;
pub use waiting::Waiting;

use domain::{
    Currency, Period,
    access::{Actor, Operation, Reach},
    order::OrderState,
};

use crate::{
    Office, Result,
    list::{Count, Filter, Value},
    orders::{self, count::counts, plan::Resolved},
    reading,
};

/// Months that are shown, with the running one.
const MONTHS: usize = 12;

/// What the first page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The currency of the amounts: that of most orders. `None` without orders, and for somebody who
    /// does not see all orders.
    pub currency: Option<Currency>,
    /// There are orders in further currencies, which the amounts leave out.
    pub further_currencies: bool,
    /// The last twelve months, oldest first. Empty for somebody who does not see all orders.
    pub months: Vec<Month>,
    /// The running month.
    pub this_month: ThisMonth,
    /// The reseller statements in figures; `None` for somebody who does not see them, and before the first.
    pub settled: Option<Settled>,
    /// What waits, the most urgent first.
    pub waiting: Vec<Waiting>,
}

/// The orders that were created in a month (business time zone), without the cancelled ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The month.
    pub period: Period,
    /// How many orders.
    pub orders: i64,
    /// What was paid for them in the [`Home::currency`], in minor units.
    pub paid_minor: i64,
}

/// The running month, by creation of the orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThisMonth {
    /// The month.
    pub period: Period,
    /// New orders, without the cancelled ones.
    pub orders: Count,
    /// Of these, completed.
    pub completed: Count,
    /// Of these, waiting for payment.
    pub pending: Count,
    /// What was paid for them in the [`Home::currency`], in minor units; `None` for somebody who does
    /// not see all orders.
    pub paid_minor: Option<i64>,
}

/// The first page.
///
/// # Errors
/// `Denied`.
pub async fn home(office: &Office, actor: &Actor) -> Result<Home> {
    actor.may(Operation::ReadHome)?;
    let reach = actor.may(Operation::ListOrders)?;
    let period = office.zone.period(office.clock.now());
    let figures = async {
        match &reach {
            Reach::All => figures(office, period).await,
            Reach::Products(_) => granted_figures(office, period, &reach).await,
        }
    };
    let (home, waiting, settled) = futures::future::try_join3(
        figures,
        waiting::waiting(office, actor, &reach),
        settled::settled(office, actor, period),
    )
    .await?;
    Ok(Home { waiting, settled, ..home })
}

/// A row of the maintained summary: month, currency, state, orders, paid.
type Summed = (i64, String, String, i64, i64);

/// From the maintained summary: at most a few hundred rows.
async fn figures(office: &Office, this: Period) -> Result<Home> {
    let mut periods: Vec<Period> =
        std::iter::successors(Some(this), |period| Some(period.previous())).take(MONTHS).collect();
    periods.reverse();
    let first = periods.first().map_or(0, |period| period.number());
    let rows: Vec<Summed> = reading!(&office.db, |pool| {
        sqlx::query_as(
        "SELECT month, currency, state, CAST(SUM(orders) AS BIGINT), CAST(SUM(paid_minor) AS BIGINT) \
         FROM order_months WHERE month BETWEEN $1 AND $2 GROUP BY month, currency, state HAVING SUM(orders) > 0"
    )
    .bind(first)
    .bind(this.number())
    .fetch_all(pool)
    .await
    })?;
    let currency = main_currency(&rows);
    let months: Vec<Month> = periods.iter().map(|period| month(*period, currency, &rows)).collect();
    let of_state = |states: &[OrderState]| {
        let here = rows.iter().filter(|r| r.0 == this.number() && is_any(&r.2, states));
        Count { rows: here.map(|r| r.3).sum(), more: false }
    };
    Ok(Home {
        currency,
        further_currencies: rows.iter().any(|r| Some(r.1.as_str()) != currency.map(Currency::code)),
        this_month: ThisMonth {
            period: this,
            orders: of_state(&STANDING),
            completed: of_state(&[OrderState::Completed]),
            pending: of_state(&[OrderState::PendingPayment]),
            paid_minor: months.last().map(|month| month.paid_minor),
        },
        months,
        settled: None,
        waiting: Vec::new(),
    })
}

/// Orders that were not cancelled.
pub const STANDING: [OrderState; 3] =
    [OrderState::PendingPayment, OrderState::Processing, OrderState::Completed];
/// Orders that were paid.
const PAID: [OrderState; 2] = [OrderState::Processing, OrderState::Completed];

fn is_any(code: &str, states: &[OrderState]) -> bool {
    states.iter().any(|state| state.code() == code)
}

fn main_currency(rows: &[Summed]) -> Option<Currency> {
    let orders = |c: Currency| rows.iter().filter(|r| r.1 == c.code()).map(|r| r.3).sum::<i64>();
    // The first of several with as many: `max_by_key` alone would give the last.
    Currency::all().rev().max_by_key(|c| orders(*c)).filter(|c| orders(*c) > 0)
}

fn month(period: Period, currency: Option<Currency>, rows: &[Summed]) -> Month {
    let here = || rows.iter().filter(|r| r.0 == period.number());
    let code = currency.map_or("", Currency::code);
    Month {
        period,
        orders: here().filter(|r| is_any(&r.2, &STANDING)).map(|r| r.3).sum(),
        paid_minor: here().filter(|r| r.1 == code && is_any(&r.2, &PAID)).map(|r| r.4).sum(),
    }
}

/// For somebody who sees the orders of some products: counted as on the tabs of the list.
async fn granted_figures(office: &Office, period: Period, reach: &Reach) -> Result<Home> {
    let (first, behind) = office.zone.bounds(period);
    let last = office.zone.wall(behind).date().pred_opt();
    let mut filter =
        Filter::of(&orders::LIST).with("created_from", Value::Day(office.zone.wall(first).date()));
    if let Some(last) = last {
        filter = filter.with("created_to", Value::Day(last));
    }
    let counts = counts(office, &filter, &Resolved::default(), reach).await?;
    let of = |states: &[OrderState]| counts.of(&states.iter().map(|s| s.code()).collect::<Vec<_>>());
    Ok(Home {
        currency: None,
        further_currencies: false,
        months: Vec::new(),
        this_month: ThisMonth {
            period,
            orders: of(&STANDING),
            completed: of(&[OrderState::Completed]),
            pending: of(&[OrderState::PendingPayment]),
            paid_minor: None,
        },
        settled: None,
        waiting: Vec::new(),
    })
}
