//! Earnings: what the merchant itself earns by each line of an order, in which month it is billed, or why not yet
//! (`domain.md` 4.4).
//!
//! They are kept in the transaction of every change of an order, so that a run, the list of orders and what is held
//! back are read and not computed. Amounts are worked out by a run: they depend on what else the month holds.

mod fill;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    bill::{HeldBack, billed_in, kind_of, part_billed_in},
    order::{BusinessKind, Line, Order, OrderType},
};

pub(crate) use fill::{fill, is_filled};
pub use verify::verify;

use crate::{
    Office, Result,
    db::{Arg, Bulk, Tx, matching, millis, moment},
    orders::row::of_rows,
};

/// Brings the earnings of these orders, each with its row, up to date. What stands in a bill stays there, and the bill
/// says that an order changed since; whoever changes an order sees to it first that nothing of a locked one changes.
///
/// # Errors
/// What the database said.
pub(crate) async fn keep(tx: &mut Tx, office: &Office, orders: &[(i64, &Order)]) -> Result<()> {
    let parts = accepted(tx, orders).await?;
    let now = office.clock.millis();
    let (mut bulk, mut ids) = (Bulk::new(10), Vec::with_capacity(orders.len()));
    for (id, order) in orders {
        ids.push(*id);
        for row in rows(office, *id, order, parts.get(id)) {
            bulk.row(row.args(now));
        }
    }
    regrouped(tx, orders, &parts).await?;
    bulk.execute(tx, INSERT, UPDATE).await?;
    outdated(tx, &ids).await
}

/// Works the earnings of the orders of these rows out again.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub(crate) async fn keep_rows(tx: &mut Tx, office: &Office, ids: &[i64]) -> Result<()> {
    let stored = of_rows(tx, ids).await?;
    keep(tx, office, &stored.iter().map(|s| (s.id, &s.order)).collect::<Vec<_>>()).await
}

const INSERT: &str = "INSERT INTO earnings (order_id, line_no, part, kind, payment, currency, ordered_at, period, \
    reason, since) VALUES ";

const UPDATE: &str = " ON CONFLICT (order_id, line_no, part) DO UPDATE SET kind = excluded.kind, \
    payment = excluded.payment, currency = excluded.currency, ordered_at = excluded.ordered_at, \
    since = CASE WHEN COALESCE(earnings.reason, '') = COALESCE(excluded.reason, '') THEN earnings.since \
    ELSE excluded.since END, period = excluded.period, reason = excluded.reason WHERE earnings.bill_id IS NULL";

/// The moments at which the milestones of an order were accepted, in their order.
type Parts = Vec<Option<i64>>;

/// Whether the lines of an order can be delivered in parts (5.5).
fn has_parts(order: &Order) -> bool {
    let own = matches!(
        order.head.business_kind,
        BusinessKind::General | BusinessKind::Selected | BusinessKind::SelectedSelfRun
    );
    own && order.head.order_type == OrderType::New && order.delivery_type().supervised()
}

async fn accepted(tx: &mut Tx, orders: &[(i64, &Order)]) -> Result<BTreeMap<i64, Parts>> {
    let ids: Vec<i64> = orders.iter().filter(|(_, order)| has_parts(order)).map(|(id, _)| *id).collect();
    let head = "SELECT s.order_id, m.no, m.accepted_at FROM supervisions s \
         JOIN supervision_milestones m ON m.supervision_id = s.id WHERE s.order_id IN";
    let mut rows: Vec<(i64, i64, Option<i64>)> = matching(tx, head, &ids, "").await?;
    rows.sort_unstable();
    let mut parts: BTreeMap<i64, Parts> = BTreeMap::new();
    rows.dedup();
    for (order_id, _, at) in rows {
        parts.entry(order_id).or_default().push(at);
    }
    Ok(parts)
}

/// The parts of an order are others now: those that stand in no bill make room.
async fn regrouped(tx: &mut Tx, orders: &[(i64, &Order)], parts: &BTreeMap<i64, Parts>) -> Result<()> {
    let ids: Vec<i64> = orders.iter().filter(|(_, order)| has_parts(order)).map(|(id, _)| *id).collect();
    let (split, whole): (Vec<i64>, Vec<i64>) = ids.into_iter().partition(|id| parts.contains_key(id));
    for (ids, which) in [(split, "part >= 0"), (whole, "part > 0")] {
        let head = format!("DELETE FROM earnings WHERE bill_id IS NULL AND {which} AND order_id IN");
        matching::<(i64,), i64>(tx, &head, &ids, " RETURNING id").await?;
    }
    Ok(())
}

/// Bills that are not locked yet and have something of these orders are not what the orders say any more.
async fn outdated(tx: &mut Tx, orders: &[i64]) -> Result<()> {
    let head = "SELECT bill_id FROM earnings WHERE bill_id IS NOT NULL AND order_id IN";
    let bills: BTreeSet<i64> =
        matching::<(i64,), i64>(tx, head, orders, "").await?.into_iter().map(|(id,)| id).collect();
    let head =
        "UPDATE bills SET outdated = 1 WHERE outdated = 0 AND state NOT IN ('locked', 'paid') AND id IN";
    let bills: Vec<i64> = bills.into_iter().collect();
    matching::<(i64,), i64>(tx, head, &bills, " RETURNING id").await?;
    Ok(())
}

/// An earning as the table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    order_id: i64,
    line_no: i64,
    part: i64,
    kind: &'static str,
    payment: &'static str,
    currency: &'static str,
    ordered_at: i64,
    period: Option<i64>,
    reason: Option<&'static str>,
}

impl Row {
    fn args(self, now: i64) -> [Arg; 10] {
        [
            self.order_id.into(),
            self.line_no.into(),
            self.part.into(),
            self.kind.into(),
            self.payment.into(),
            self.currency.into(),
            self.ordered_at.into(),
            self.period.into(),
            Arg::MaybeText(self.reason.map(str::to_owned)),
            now.into(),
        ]
    }
}

/// The earnings of an order: one for each line, or one for each of its parts.
fn rows<'a>(
    office: &Office,
    id: i64,
    order: &'a Order,
    parts: Option<&'a Parts>,
) -> impl Iterator<Item = Row> + use<'a> {
    let zone = office.zone;
    let months: Vec<_> = match parts {
        None => vec![(0, billed_in(&order.head, order.delivery_type(), zone))],
        Some(parts) => {
            let ended =
                order.head.completed_at.filter(|_| order.head.state == domain::order::OrderState::Completed);
            // An order that ends before its time, by a refund, is billed as far as it goes.
            let month = |at: &Option<i64>| part_billed_in(&order.head, at.map(moment).or(ended), zone);
            (1..).zip(parts.iter().map(month)).collect()
        }
    };
    let head = order.head;
    order.lines.iter().flat_map(move |line: &Line| {
        let line_no = line.line_no;
        months.clone().into_iter().map(move |(part, month)| Row {
            order_id: id,
            line_no,
            part,
            kind: kind_of(head.business_kind).code(),
            payment: head.payment_method.code(),
            currency: head.currency.code(),
            ordered_at: millis(head.created_at),
            period: month.ok().map(domain::Period::number),
            reason: month.err().map(HeldBack::code),
        })
    })
}
