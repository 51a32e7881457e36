//! What the tabs and the home page count, maintained in the transaction of the change.

mod verify;

use std::collections::BTreeMap;

use domain::{
    Currency, Moment, Zone,
    order::{Order, OrderState},
};

pub use verify::{Mismatch, rebuild, verify};

use crate::{
    Failure, Result,
    db::{Arg, Bulk, Sql, Tx, dialect::shard},
};

/// What is counted of an order: in which month, in which cells, and what was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    codes: Codes<&'static str>,
    currency: Currency,
    created_at: Moment,
    paid_minor: i64,
}

impl Counted {
    /// Of an order as it is.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        let head = &order.head;
        Self {
            codes: [
                head.state.code(),
                head.order_type.code(),
                head.billing_mode.code(),
                head.business_kind.code(),
                order.delivery_type().code(),
                head.sales_channel.code(),
            ],
            currency: head.currency,
            created_at: head.created_at,
            paid_minor: order.sums().paid_minor,
        }
    }
}

/// Codes of state, order type, billing mode, business kind, delivery type and sales channel.
type Codes<T> = [T; 6];
/// The fields besides the state.
const FIELDS: [&str; 5] = ["order_type", "billing_mode", "business_kind", "delivery_type", "sales_channel"];
/// Field, code and state.
type Total<T> = (&'static str, T, T);

/// The totals that an order counts in: its state, and its state with each other code. So what most lists ask
/// for is four rows, not thousands.
fn totals<T: Copy>(codes: Codes<T>) -> impl Iterator<Item = Total<T>> {
    let [state, others @ ..] = codes;
    let others = FIELDS.into_iter().zip(others).map(move |(field, code)| (field, code, state));
    std::iter::once(("state", state, state)).chain(others)
}

/// Appends the rows `o` with `o.state` and `o.orders` that together count what these enumerated parts of a
/// filter leave. Every state is named, because the keys begin with what comes before it.
pub(super) fn counted_by(sql: &mut Sql, parts: &[(&'static str, Vec<&'static str>)]) {
    let every: Vec<&str> = OrderState::ALL.iter().map(|state| state.code()).collect();
    let states = parts.iter().find(|(column, _)| *column == "o.state").map_or(&every, |(_, codes)| codes);
    let others: Vec<_> = parts.iter().filter(|(column, _)| *column != "o.state").collect();
    match others.as_slice() {
        [] => {
            sql.push(" FROM order_totals o WHERE o.field = 'state'").any_of("o.code", states);
        }
        [(column, codes)] => {
            sql.push(" FROM order_totals o WHERE o.field = ").arg(column.trim_start_matches("o."));
            sql.any_of("o.code", codes);
        }
        several => {
            sql.push(" FROM order_counts o WHERE 1 = 1");
            for (column, codes) in several {
                sql.any_of(column, codes);
            }
        }
    }
    sql.any_of("o.state", states);
}

/// Month, currency and state.
type Month = (i64, &'static str, &'static str);

/// Changes of the counts that a transaction has made so far.
#[derive(Debug)]
pub struct Deltas {
    zone: Zone,
    orders: BTreeMap<Codes<&'static str>, i64>,
    /// Orders and their sum, which passes the largest `i64` sooner than a single amount.
    months: BTreeMap<Month, (i64, i128)>,
    /// The month of the last order: most orders of a file follow each other.
    last: Option<(Moment, Moment, i64)>,
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

    /// An order has left the books.
    pub fn removed(&mut self, order: &Counted) {
        self.count(order, -1);
    }

    /// An order has changed.
    pub fn moved(&mut self, before: &Counted, after: &Counted) {
        if before != after {
            self.count(before, -1);
            self.count(after, 1);
        }
    }

    fn count(&mut self, order: &Counted, by: i64) {
        *self.orders.entry(order.codes).or_default() += by;
        let key = (self.month(order.created_at), order.currency.code(), order.codes[0]);
        let month = self.months.entry(key).or_default();
        month.0 += by;
        month.1 += i128::from(by) * i128::from(order.paid_minor);
    }

    fn month(&mut self, at: Moment) -> i64 {
        if let Some((from, to, number)) = self.last
            && (from..to).contains(&at)
        {
            return number;
        }
        let period = self.zone.period(at);
        let (from, to) = self.zone.bounds(period);
        self.last = Some((from, to, period.number()));
        period.number()
    }

    /// Writes the changes. The rows are taken in one order, so that two transactions never wait
    /// for each other.
    pub async fn apply(self, tx: &mut Tx) -> Result<()> {
        let mut sums: BTreeMap<Total<&str>, i64> = BTreeMap::new();
        let mut counts = Bulk::new(7);
        for (codes, orders) in self.orders.into_iter().filter(|(_, n)| *n != 0) {
            for total in totals(codes) {
                *sums.entry(total).or_default() += orders;
            }
            let [a, b, c, d, e, f] = codes.map(Arg::from);
            counts.row([a, b, c, d, e, f, orders.into()]);
        }
        let mut totals = Bulk::new(4);
        for ((field, code, state), orders) in sums.into_iter().filter(|(_, n)| *n != 0) {
            totals.row([field.into(), code.into(), state.into(), orders.into()]);
        }
        let mut months = Bulk::new(5);
        for ((month, currency, state), (orders, paid)) in
            self.months.into_iter().filter(|(_, n)| *n != (0, 0))
        {
            let paid = i64::try_from(paid).map_err(|_| {
                Failure::Internal(format!("the paid amounts of {month} are beyond the books"))
            })?;
            months.row([month.into(), currency.into(), state.into(), orders.into(), paid.into()]);
        }
        add(tx, &TOTALS, totals).await?;
        add(tx, &COUNTS, counts).await?;
        add(tx, &MONTHS, months).await
    }
}

/// A table of sums: its key without the shard, and what is summed.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    sums: &'static [&'static str],
}

const TOTALS: Table = Table { name: "order_totals", key: &["field", "code", "state"], sums: &["orders"] };
const COUNTS: Table = Table {
    name: "order_counts",
    key: &["state", "order_type", "billing_mode", "business_kind", "delivery_type", "sales_channel"],
    sums: &["orders"],
};
const MONTHS: Table =
    Table { name: "order_months", key: &["month", "currency", "state"], sums: &["orders", "paid_minor"] };

/// Adds rows of key and summands to the shard of this transaction.
async fn add(tx: &mut Tx, table: &Table, rows: Bulk) -> Result<()> {
    let key = table.key.join(", ");
    let columns = [table.key, table.sums].concat();
    let values: Vec<String> = (1..=columns.len()).map(|n| format!("v.column{n}")).collect();
    let head = format!(
        "INSERT INTO {} ({}, shard) SELECT {}, {} FROM (VALUES ",
        table.name,
        columns.join(", "),
        values.join(", "),
        shard(tx)
    );
    let sums: Vec<String> =
        table.sums.iter().map(|sum| format!("{sum} = {}.{sum} + excluded.{sum}", table.name)).collect();
    // Without a condition SQLite takes ON for that of a join.
    let tail = format!(") AS v WHERE TRUE ON CONFLICT ({key}, shard) DO UPDATE SET {}", sums.join(", "));
    Ok(rows.execute(tx, &head, &tail).await?)
}
