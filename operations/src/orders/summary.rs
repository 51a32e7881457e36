//! What the tabs and the home page count, maintained in the transaction of the change.

mod verify;

use std::collections::BTreeMap;

use domain::{
    Currency, Zone,
    order::{BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
};

pub use verify::{Mismatch, rebuild, verify};

use crate::{
    Failure, Result,
    db::{Sql, Tx, millis, moment},
    within,
};

/// What is counted of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How far it has come.
    pub state: OrderState,
    /// What it does.
    pub order_type: OrderType,
    /// How its price is counted.
    pub billing_mode: BillingMode,
    /// Who sells.
    pub business_kind: BusinessKind,
    /// How the product of its first line reaches the customer.
    pub delivery_type: DeliveryType,
    /// Who brought the sale.
    pub sales_channel: SalesChannel,
    /// Its currency.
    pub currency: Currency,
    /// When it was created, in milliseconds since 1970.
    pub created_at: i64,
    /// Paid amount in minor units.
    pub paid_minor: i64,
}

/// Codes of state, order type, billing mode, business kind, delivery type and sales channel.
type Dims = [&'static str; 6];
/// Stands for every code of a dimension, in the rows that hold the sums of one or of none.
const EVERY: &str = "*";
/// The dimensions besides the state, as columns of `order_counts o`.
const DIMENSIONS: [&str; 5] =
    ["o.order_type", "o.billing_mode", "o.business_kind", "o.delivery_type", "o.sales_channel"];

/// The keys under which a combination is counted: itself, the sum for its state, and those for its
/// state with one dimension. So what most lists ask for is four rows, not thousands.
fn keys<T: Copy>(dims: [T; 6], every: T) -> impl Iterator<Item = [T; 6]> {
    let sums = (0..=DIMENSIONS.len()).map(move |kept| {
        std::array::from_fn(|n| if n == 0 || (n == kept && kept > 0) { dims[n] } else { every })
    });
    std::iter::once(dims).chain(sums)
}

/// Appends the rows of `order_counts o` that together count what these enumerated parts of a filter
/// leave.
pub(super) fn counted_by(sql: &mut Sql, parts: &[(&'static str, Vec<&'static str>)]) {
    sql.push(" FROM order_counts o WHERE 1 = 1");
    let part = |column: &str| parts.iter().find(|(name, _)| *name == column).map(|(_, codes)| codes);
    if let Some(states) = part("o.state") {
        sql.any_of("o.state", states);
    }
    let asked = DIMENSIONS.iter().filter(|column| part(column).is_some()).count();
    for column in DIMENSIONS {
        match part(column) {
            Some(codes) => {
                sql.any_of(column, codes);
            }
            None => {
                sql.push(" AND ").push(column).push(if asked > 1 { " <> " } else { " = " }).arg(EVERY);
            }
        }
    }
}

/// Month, currency and state.
type Month = (i64, &'static str, &'static str);

/// Changes of the counts that a transaction has made so far.
#[derive(Debug)]
pub struct Deltas {
    zone: Zone,
    orders: BTreeMap<Dims, i64>,
    /// Orders and their sum, which passes the largest `i64` sooner than a single amount.
    months: BTreeMap<Month, (i64, i128)>,
    /// The month of the last order: most orders of a file follow each other.
    last: Option<(i64, i64, i64)>,
}

impl Deltas {
    /// No changes; months are those of this zone.
    #[must_use]
    pub const fn new(zone: Zone) -> Self {
        Self { zone, orders: BTreeMap::new(), months: BTreeMap::new(), last: None }
    }

    /// An order has come into the books.
    pub fn added(&mut self, order: &Counted) {
        self.count(order, 1);
    }

    /// An order has changed.
    pub fn moved(&mut self, before: &Counted, after: &Counted) {
        if before != after {
            self.count(before, -1);
            self.count(after, 1);
        }
    }

    fn count(&mut self, order: &Counted, by: i64) {
        let dims = [
            order.state.code(),
            order.order_type.code(),
            order.billing_mode.code(),
            order.business_kind.code(),
            order.delivery_type.code(),
            order.sales_channel.code(),
        ];
        *self.orders.entry(dims).or_default() += by;
        let key = (self.month(order.created_at), order.currency.code(), order.state.code());
        let month = self.months.entry(key).or_default();
        month.0 += by;
        month.1 += i128::from(by) * i128::from(order.paid_minor);
    }

    fn month(&mut self, at: i64) -> i64 {
        if let Some((from, to, number)) = self.last
            && (from..to).contains(&at)
        {
            return number;
        }
        let period = self.zone.period(moment(at));
        let (from, to) = self.zone.bounds(period);
        self.last = Some((millis(from), millis(to), period.number()));
        period.number()
    }

    /// Writes the changes. The rows are taken in one order, so that two transactions never wait
    /// for each other.
    pub async fn apply(self, tx: &mut Tx) -> Result<()> {
        let mut sums: BTreeMap<Dims, i64> = BTreeMap::new();
        for (dims, orders) in &self.orders {
            for key in keys(*dims, EVERY) {
                *sums.entry(key).or_default() += orders;
            }
        }
        for (dims, orders) in sums.into_iter().filter(|(_, n)| *n != 0) {
            within!(tx, |c| sqlx::query(
                "INSERT INTO order_counts (state, order_type, billing_mode, business_kind, delivery_type, \
                 sales_channel, orders) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                 ON CONFLICT (state, order_type, billing_mode, business_kind, delivery_type, sales_channel) \
                 DO UPDATE SET orders = order_counts.orders + excluded.orders"
            )
            .bind(dims[0])
            .bind(dims[1])
            .bind(dims[2])
            .bind(dims[3])
            .bind(dims[4])
            .bind(dims[5])
            .bind(orders)
            .execute(c)
            .await
            .map(|_| ()))?;
        }
        for ((month, currency, state), (orders, paid)) in
            self.months.into_iter().filter(|(_, n)| *n != (0, 0))
        {
            let paid = i64::try_from(paid).map_err(|_| {
                Failure::Internal(format!("the paid amounts of {month} are beyond the books"))
            })?;
            within!(tx, |c| sqlx::query(
                "INSERT INTO order_months (month, currency, state, orders, paid_minor) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (month, currency, state) DO UPDATE SET \
                 orders = order_months.orders + excluded.orders, \
                 paid_minor = order_months.paid_minor + excluded.paid_minor"
            )
            .bind(month)
            .bind(currency)
            .bind(state)
            .bind(orders)
            .bind(paid)
            .execute(c)
            .await
            .map(|_| ()))?;
        }
        Ok(())
    }
}
