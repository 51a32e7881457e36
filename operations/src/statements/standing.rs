//! Where an order stands in the settlement: what the order's page says.

use domain::{
    Period, Zone,
    access::{Actor, Operation, Reach},
    order::{DeliveryType, OrderState, OrderType, PaymentMethod, SalesChannel},
    settlement::{Facts, NotSettled, period_of},
};
use sqlx::FromRow;

use super::head::first_open;
use crate::{
    Failure, Office, Result,
    db::{Sql, moment},
    orders::granted,
};

/// Where an order stands in the settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Sold directly: there is no reseller to settle with.
    Direct,
    /// In an issued statement.
    SettledIn {
        /// Row of the statement.
        statement_id: i64,
        /// Its number.
        number: String,
        /// Its month.
        period: Period,
        /// Sum of the order's lines in it in minor units; `None` for those who may not see
        /// statements.
        amount_minor: Option<i64>,
    },
    /// Comes in the statement of this month, which is not issued.
    InDraft {
        /// The month.
        period: Period,
    },
    /// Not settled yet, and why.
    NotYet(NotSettled),
}

/// Columns of `orders o` that decide the month.
pub(super) const FACTS: &str = "o.sales_channel, o.order_type, o.state, o.payment_method, o.delivery_type, \
     o.effective_at, o.completed_at, o.repaid_at, \
     (SELECT COUNT(*) FROM order_lines l WHERE l.order_id = o.id AND l.floor_minor IS NULL) AS without_floor";

/// What decides the month, as it stands in the books.
#[derive(FromRow)]
pub(super) struct FactsRow {
    sales_channel: String,
    order_type: String,
    pub(super) state: String,
    payment_method: String,
    delivery_type: String,
    effective_at: Option<i64>,
    completed_at: Option<i64>,
    repaid_at: Option<i64>,
    without_floor: i64,
}

impl FactsRow {
    /// The month, or why there is none yet.
    pub(super) fn period(&self, zone: Zone) -> Result<Period, NotSettled> {
        let order_type = OrderType::from_code(&self.order_type).unwrap_or(OrderType::New);
        let delivery = DeliveryType::from_code(&self.delivery_type);
        let facts = Facts {
            channel: SalesChannel::from_code(&self.sales_channel).unwrap_or(SalesChannel::Direct),
            order_type,
            state: OrderState::from_code(&self.state).unwrap_or(OrderState::Processing),
            payment: PaymentMethod::from_code(&self.payment_method).unwrap_or(PaymentMethod::Prepaid),
            supervised: order_type == OrderType::New && delivery.is_some_and(DeliveryType::supervised),
            effective_at: self.effective_at.map(moment),
            completed_at: self.completed_at.map(moment),
            repaid_at: self.repaid_at.map(moment),
            has_floor: self.without_floor == 0,
        };
        period_of(&facts, zone)
    }
}

#[derive(FromRow)]
struct OrderRow {
    id: i64,
    reseller_id: Option<i64>,
    currency: String,
    settle_period: Option<i64>,
    unsettled: i64,
    #[sqlx(flatten)]
    facts: FactsRow,
}

/// Where an order stands: one entry, or several when its lines are in several statements.
///
/// # Errors
/// `Denied`; `NotFound`, also for an order of a product that the actor may not see; or what the
/// database said.
pub async fn standing(office: &Office, actor: &Actor, order_no: &str) -> Result<Vec<Standing>> {
    let reach = actor.may(Operation::ReadOrder)?;
    let mut sql = Sql::new(
        "SELECT o.id, o.reseller_id, o.currency, o.settle_period, \
         o.line_count - o.settled_lines AS unsettled, ",
    );
    sql.push(FACTS).push(" FROM orders o WHERE o.order_no = ").arg(order_no);
    if let Reach::Products(products) = &reach {
        granted(&mut sql, products);
    }
    let order: OrderRow = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    if order.facts.sales_channel == SalesChannel::Direct.code() {
        return Ok(vec![Standing::Direct]);
    }
    let mut standings = settled(office, actor, order.id).await?;
    if order.unsettled > 0 || standings.is_empty() {
        standings.push(waiting(office, &order).await?);
    }
    Ok(standings)
}

/// The statements that its lines are in.
async fn settled(office: &Office, actor: &Actor, order_id: i64) -> Result<Vec<Standing>> {
    let mut sql = Sql::new(
        "SELECT s.id, s.number, s.period, CAST(SUM(l.amount_minor) AS BIGINT) AS amount \
         FROM statement_lines l JOIN statements s ON s.id = l.statement_id WHERE l.order_id = ",
    );
    sql.arg(order_id).push(" GROUP BY s.id, s.number, s.period ORDER BY s.period");
    let rows: Vec<(i64, Option<String>, i64, i64)> = sql.fetch_all(&office.db).await?;
    let sees = actor.may(Operation::ReadStatements).is_ok();
    rows.into_iter()
        .map(|(statement_id, number, period, amount)| {
            let period = Period::from_number(period)
                .ok_or_else(|| Failure::Internal(format!("statement {statement_id} has no month")))?;
            let number = number.unwrap_or_default();
            let amount_minor = sees.then_some(amount);
            Ok(Standing::SettledIn { statement_id, number, period, amount_minor })
        })
        .collect()
}

/// What its unsettled lines wait for.
async fn waiting(office: &Office, order: &OrderRow) -> Result<Standing> {
    let Some(own) = order.settle_period.and_then(Period::from_number) else {
        return Ok(match order.facts.period(office.zone) {
            Ok(period) => Standing::InDraft { period },
            Err(why) => Standing::NotYet(why),
        });
    };
    let mut sql = Sql::new("SELECT s.period FROM statements s WHERE s.reseller_id = ");
    sql.arg(order.reseller_id).push(" AND s.currency = ").arg(order.currency.as_str());
    sql.push(" AND s.state = 'issued' AND s.period >= ").arg(own.number());
    let issued: Vec<Period> = sql
        .fetch_all::<(i64,)>(&office.db)
        .await?
        .into_iter()
        .filter_map(|(period,)| Period::from_number(period))
        .collect();
    let period = if issued.contains(&own) { first_open(own, &issued) } else { own };
    Ok(Standing::InDraft { period })
}
