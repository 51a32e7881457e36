//! Lines that were sold with a reseller, as the books have them.

use domain::{
    Currency, Rate, Zone,
    order::{BillingMode, DeliveryType, OrderState, OrderType, PaymentMethod, SalesChannel},
    settlement::{Due, Facts, Terms, due},
};
use sqlx::FromRow;

use crate::{
    Failure, Result,
    db::{Tx, matching, moment},
};

/// What a [`Sold`] is read from, of `orders o` and `order_lines l`.
pub(crate) const COLUMNS: &str = "o.id AS order_id, l.line_no, COALESCE(o.reseller_id, 0) AS reseller_id, o.currency, \
     o.created_at, o.sales_channel, o.order_type, o.state, o.payment_method, o.billing_mode, \
     o.delivery_type AS delivered, o.effective_at, o.completed_at, o.repaid_at, o.commission_ratio, \
     l.delivery_type, l.deal_minor, l.floor_minor, l.output_tax, l.service_tax";

/// A line with everything that decides what it is owed.
#[derive(Debug, FromRow)]
pub(crate) struct Sold {
    pub(crate) order_id: i64,
    pub(crate) line_no: i64,
    pub(crate) reseller_id: i64,
    #[sqlx(try_from = "String")]
    pub(crate) currency: Currency,
    pub(crate) created_at: i64,
    sales_channel: String,
    pub(crate) order_type: String,
    pub(crate) state: String,
    payment_method: String,
    billing_mode: String,
    delivered: String,
    effective_at: Option<i64>,
    completed_at: Option<i64>,
    repaid_at: Option<i64>,
    commission_ratio: Option<i64>,
    delivery_type: String,
    deal_minor: i64,
    floor_minor: Option<i64>,
    output_tax: Option<i64>,
    service_tax: Option<i64>,
}

/// The lines of these orders, by order and number. Orders that were sold directly have none.
pub(super) async fn of_orders(tx: &mut Tx, orders: &[i64]) -> Result<Vec<Sold>> {
    // The cross join keeps SQLite from walking through the lines first.
    let head = format!(
        "SELECT {COLUMNS} FROM orders o CROSS JOIN order_lines l WHERE l.order_id = o.id \
         AND o.reseller_id IS NOT NULL AND o.id IN"
    );
    let mut lines: Vec<Sold> = matching(tx, &head, orders, "").await?;
    lines.sort_unstable_by_key(|line| (line.order_id, line.line_no));
    Ok(lines)
}

/// What each line of one order is owed.
pub(super) fn dues<'a>(lines: &[&'a Sold], zone: Zone) -> Result<Vec<(&'a Sold, Due)>> {
    let has_floor = lines.iter().all(|line| line.floor_minor.is_some());
    let mut dues = Vec::with_capacity(lines.len());
    for line in lines.iter().copied() {
        dues.extend(due(&line.facts(has_floor)?, &line.terms()?, zone).map(|due| (line, due)));
    }
    Ok(dues)
}

impl Sold {
    fn facts(&self, has_floor: bool) -> Result<Facts> {
        let order_type = self.known(OrderType::from_code, &self.order_type)?;
        Ok(Facts {
            channel: self.known(SalesChannel::from_code, &self.sales_channel)?,
            order_type,
            state: self.known(OrderState::from_code, &self.state)?,
            payment: self.known(PaymentMethod::from_code, &self.payment_method)?,
            supervised: order_type == OrderType::New
                && self.known(DeliveryType::from_code, &self.delivered)?.supervised(),
            effective_at: self.effective_at.map(moment),
            completed_at: self.completed_at.map(moment),
            repaid_at: self.repaid_at.map(moment),
            has_floor,
        })
    }

    /// What decides its amount.
    pub(crate) fn terms(&self) -> Result<Terms> {
        Ok(Terms {
            currency: self.currency,
            channel: self.known(SalesChannel::from_code, &self.sales_channel)?,
            order_type: self.known(OrderType::from_code, &self.order_type)?,
            billing_mode: self.known(BillingMode::from_code, &self.billing_mode)?,
            delivery_type: self.known(DeliveryType::from_code, &self.delivery_type)?,
            ratio: self.rate(self.commission_ratio)?,
            deal_minor: self.deal_minor,
            floor_minor: self.floor_minor,
            output_tax: self.rate(self.output_tax)?,
            service_tax: self.rate(self.service_tax)?,
        })
    }

    /// The moment that decided its month, as `domain::settlement::period_of` took it.
    pub(crate) fn settled_at(&self) -> i64 {
        let renewal = self.order_type == OrderType::Renew.code();
        let earned = if renewal { self.effective_at } else { self.completed_at }.unwrap_or_default();
        let postpaid = self.payment_method == PaymentMethod::Postpaid.code();
        if postpaid { earned.max(self.repaid_at.unwrap_or_default()) } else { earned }
    }

    fn known<T>(&self, of: fn(&str) -> Option<T>, code: &str) -> Result<T> {
        of(code).ok_or_else(|| self.unreadable(code))
    }

    fn rate(&self, millionths: Option<i64>) -> Result<Option<Rate>> {
        let unreadable = |m: i64| self.unreadable(&m.to_string());
        millionths.map(|m| Rate::from_millionths(m).ok_or_else(|| unreadable(m))).transpose()
    }

    fn unreadable(&self, what: &str) -> Failure {
        Failure::Internal(format!("the order in row {} holds '{what}', which is not known", self.order_id))
    }
}
