//! Disputes about lines of locked bills: reason, thread and decision. The locked line stays; what is accepted stands as
//! an adjustment in the next bill of the same kind, payment and currency.

mod act;
mod decided;
mod list;
mod open;
mod read;
mod taken;

pub use act::{act, say};
pub(crate) use decided::{Against, decided};
pub use list::{LIST, list};
pub use open::{NewDispute, open};
pub(super) use read::adjusted;
pub use read::{Message, OfLine, get, of_bill, of_line};
pub(super) use taken::{adjustments, keys, let_go, of_void, take};

use domain::{
    Currency, Period,
    access::Actor,
    bill::{BillKind, DisputeState},
};
use sqlx::FromRow;

use super::act::identity;
use crate::{Failure, Result, list::Source};

/// A dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Row.
    pub id: i64,
    /// Row of the bill.
    pub bill_id: i64,
    /// Number of the bill.
    pub number: String,
    /// Kind of the bill.
    pub kind: BillKind,
    /// Month of the bill.
    pub period: Period,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Position of the line in the bill.
    pub position: i64,
    /// Order number of the line; empty for what is of no order.
    pub order_no: String,
    /// Product of the line.
    pub product_name: String,
    /// What the line comes to as it was locked, in minor units.
    pub amount_minor: i64,
    /// How far it has come.
    pub state: DisputeState,
    /// What is said to be wrong.
    pub reason: String,
    /// What the line should come to, in minor units; `None` while nobody knows.
    pub should_minor: Option<i64>,
    /// What an accepted one adds to the line and its adjustments before, in minor units.
    pub difference_minor: Option<i64>,
    /// Who opened it, as [`super::Bill`] knows who submitted it.
    opened_by: i64,
    /// Name of who opened it.
    pub opener: String,
    /// When, in milliseconds since 1970.
    pub opened_at: i64,
    /// Who decided.
    pub decider: Option<String>,
    /// When, in milliseconds since 1970.
    pub decided_at: Option<i64>,
    /// Why it was decided so.
    pub decision: Option<String>,
    /// The bill and the position where the adjustment stands.
    pub taken: Option<(i64, i64)>,
}

impl Dispute {
    /// Whether it was this one who opened it, and so does not decide it.
    #[must_use]
    pub fn is_opened_by(&self, actor: Option<&Actor>) -> bool {
        actor.is_some_and(|actor| self.opened_by == identity(actor))
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    bill_id: i64,
    number: Option<String>,
    kind: String,
    period: i64,
    currency: String,
    position: i64,
    order_no: String,
    product_name: String,
    amount_minor: i64,
    state: String,
    reason: String,
    should_minor: Option<i64>,
    difference_minor: Option<i64>,
    opened_by: i64,
    opener: String,
    opened_at: i64,
    decider: Option<String>,
    decided_at: Option<i64>,
    decision: Option<String>,
    taken_by_id: Option<i64>,
    taken_position: Option<i64>,
}

const SOURCE: Source = Source {
    select: "SELECT d.id, d.bill_id, h.number, h.kind, h.period, h.currency, d.position, l.order_no, l.product_name, \
             l.amount_minor, d.state, d.reason, d.should_minor, d.difference_minor, d.opened_by, d.opener, d.opened_at, \
             d.decider, d.decided_at, d.decision, d.taken_by_id, d.taken_position",
    from: " FROM bill_disputes d JOIN bills h ON h.id = d.bill_id \
           JOIN bill_lines l ON l.bill_id = d.bill_id AND l.position = d.position",
};

impl TryFrom<Row> for Dispute {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self> {
        let unknown = || Failure::Internal(format!("dispute {} has a code that is not known", row.id));
        Ok(Self {
            kind: BillKind::from_code(&row.kind).ok_or_else(unknown)?,
            period: Period::from_number(row.period).ok_or_else(unknown)?,
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            state: DisputeState::from_code(&row.state).ok_or_else(unknown)?,
            taken: row.taken_by_id.zip(row.taken_position),
            id: row.id,
            bill_id: row.bill_id,
            number: row.number.unwrap_or_default(),
            position: row.position,
            order_no: row.order_no,
            product_name: row.product_name,
            amount_minor: row.amount_minor,
            reason: row.reason,
            should_minor: row.should_minor,
            difference_minor: row.difference_minor,
            opened_by: row.opened_by,
            opener: row.opener,
            opened_at: row.opened_at,
            decider: row.decider,
            decided_at: row.decided_at,
            decision: row.decision,
        })
    }
}
