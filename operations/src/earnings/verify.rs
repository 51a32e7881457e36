//! Working every earning out again, to compare with what is kept.

use std::collections::BTreeMap;

use super::{Row, accepted, is_filled, rows};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    dues::Difference,
    orders::row::{Stored, chosen},
};

/// Orders that are looked at together.
const WINDOW: i64 = 2_000;

#[derive(sqlx::FromRow)]
struct KeptRow {
    order_id: i64,
    line_no: i64,
    part: i64,
    kind: String,
    payment: String,
    currency: String,
    period: Option<i64>,
    reason: Option<String>,
    bill_id: Option<i64>,
}

/// What runs note beside a month.
const OF_RUNS: [&str; 2] = ["below_minimum", "refused"];

impl KeptRow {
    /// Whether it is what the order says. What stands in a bill is compared with the bill, which says itself when an
    /// order changed since.
    fn fits(&self, found: Option<&Row>) -> bool {
        if self.bill_id.is_some() {
            return true;
        }
        let Some(found) = found else { return false };
        let said = self.reason.as_deref().filter(|reason| self.period.is_none() || !OF_RUNS.contains(reason));
        (self.kind.as_str(), self.payment.as_str(), self.currency.as_str(), self.period, said)
            == (found.kind, found.payment, found.currency, found.period, found.reason)
    }

    fn told(&self) -> String {
        format!("{} {} {} {:?} {:?}", self.kind, self.payment, self.currency, self.period, self.reason)
    }
}

/// Works every earning out again and compares. How many were looked at, and what differs.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub async fn verify(office: &Office) -> Result<(u64, Vec<Difference>)> {
    let (mut count, mut differences) = (0, Vec::new());
    if !is_filled(office).await? {
        // A database of an earlier release: the servers fill it.
        return Ok((count, differences));
    }
    let mut after = 0;
    loop {
        // Orders and what is kept for them are read in one transaction, so that both are of one moment.
        let mut tx = office.db.begin().await?;
        let orders = chosen(&mut tx, |sql| {
            sql.push("WHERE o.id > ").arg(after).push(" ORDER BY o.id").limit(WINDOW);
        })
        .await?;
        let Some(last) = orders.last().map(|stored| stored.id) else { return Ok((count, differences)) };
        let all: Vec<_> = orders.iter().map(|stored| (stored.id, &stored.order)).collect();
        let parts = accepted(&mut tx, &all).await?;
        let mut kept = kept(&mut tx, after, last).await?;
        drop(tx);
        for Stored { id, order, .. } in &orders {
            for row in rows(office, *id, order, parts.get(id)) {
                count += 1;
                let stands = kept.remove(&(row.order_id, row.line_no, row.part));
                if stands.as_ref().is_none_or(|stands| !stands.fits(Some(&row))) {
                    differences.push(difference(&order.number, row.line_no, stands.as_ref(), Some(&row)));
                }
            }
        }
        for stands in kept.values().filter(|stands| !stands.fits(None)) {
            let number = orders.iter().find(|stored| stored.id == stands.order_id);
            let number = number.map_or("", |stored| stored.order.number.as_str());
            differences.push(difference(number, stands.line_no, Some(stands), None));
        }
        after = last;
    }
}

fn difference(order_no: &str, line_no: i64, kept: Option<&KeptRow>, found: Option<&Row>) -> Difference {
    Difference {
        order_no: order_no.to_owned(),
        line_no,
        kept: format!("{:?}", kept.map(KeptRow::told)),
        found: format!("{found:?}"),
    }
}

async fn kept(tx: &mut Tx, after: i64, upto: i64) -> Result<BTreeMap<(i64, i64, i64), KeptRow>> {
    let mut sql = Sql::new(
        "SELECT order_id, line_no, part, kind, payment, currency, period, reason, bill_id FROM earnings \
         WHERE order_id > ",
    );
    sql.arg(after).push(" AND order_id <= ").arg(upto);
    let rows: Vec<KeptRow> = sql.fetch_all_in(tx).await?;
    Ok(rows.into_iter().map(|row| ((row.order_id, row.line_no, row.part), row)).collect())
}
