//! Orders of a slice: taken away, put back, or left.

use std::collections::{BTreeMap, BTreeSet};

use domain::{money, order::Order};

use super::{kept::read, run::Undoing, told::told, way::InWay};
use crate::{
    Result,
    db::{Sql, Tx, matching},
    imports::{changed::why, merge::set_back},
    journal::{Action, Entry, Subject, append_all, fields},
    orders::{
        accounts,
        row::{Stored, of_rows},
        summary::{Counted, Deltas},
    },
    skus, supervisions,
};

impl Undoing<'_> {
    /// Takes orders away that the import brought in.
    pub(super) async fn withdraw(&self, tx: &mut Tx, orders: &[Stored], deltas: &mut Deltas) -> Result<()> {
        let ids: Vec<i64> = orders.iter().map(|stored| stored.id).collect();
        supervisions::open::remove(tx, &ids).await?;
        for table in ["dues", "earnings", "order_lines"] {
            let head = format!("DELETE FROM {table} WHERE order_id IN");
            matching::<(i64,), i64>(tx, &head, &ids, " RETURNING order_id").await?;
        }
        matching::<(i64,), i64>(tx, "DELETE FROM orders WHERE id IN", &ids, " RETURNING id").await?;
        let head = "SELECT id, name FROM customers WHERE id IN";
        let customers: Vec<i64> = orders.iter().map(|stored| stored.order.head.customer).collect();
        let names: BTreeMap<i64, String> =
            matching::<(i64, String), i64>(tx, head, &customers, "").await?.into_iter().collect();
        let why = why(self.import.id);
        let entries = orders.iter().map(|Stored { order, .. }| {
            deltas.removed(&Counted::of(order));
            let was = fields! {
                State: order.head.state, CustomerName: names.get(&order.head.customer),
                Currency: order.head.currency,
                PaidAmount: money::bare(order.sums().paid_minor, order.head.currency),
            };
            Entry::new(Action::OrderWithdrawn, Subject::Order(&order.number)).before(was).because(&why)
        });
        append_all(tx, self.office, &self.actor, entries.collect()).await?;
        skus::forget(tx, named(orders.iter().map(|stored| &stored.order))).await
    }

    /// Puts orders back to what they were, with what they were.
    pub(super) async fn put_back(
        &self,
        tx: &mut Tx,
        orders: &[(Stored, Order)],
        deltas: &mut Deltas,
    ) -> Result<()> {
        let mut back: Vec<(i64, &Order)> = Vec::with_capacity(orders.len());
        for (Stored { id, order, .. }, was) in orders {
            for line in order.lines.iter().filter(|line| was.line(line.line_no).is_none()) {
                for table in ["dues", "earnings", "order_lines"] {
                    let mut sql = Sql::new("DELETE FROM ");
                    sql.push(table)
                        .push(" WHERE order_id = ")
                        .arg(*id)
                        .push(" AND line_no = ")
                        .arg(line.line_no);
                    sql.execute_in(tx).await?;
                }
            }
            deltas.moved(&Counted::of(order), &Counted::of(was));
            back.push((*id, was));
        }
        let unpaid = back.iter().filter(|(_, was)| was.head.state.unpaid());
        supervisions::open::remove(tx, &unpaid.map(|(id, _)| *id).collect::<Vec<_>>()).await?;
        set_back(tx, &back).await?;
        accounts::keep(tx, self.office, &back).await?;
        let ids: Vec<i64> = back.iter().map(|(id, _)| *id).collect();
        let head = format!(
            "DELETE FROM import_befores WHERE import_id = {} AND kind = 'order' AND row_id IN",
            self.import.id
        );
        matching::<(i64,), i64>(tx, &head, &ids, " RETURNING row_id").await?;
        let numbers: Vec<&str> = back.iter().map(|(_, order)| order.number.as_str()).collect();
        let why = why(self.import.id);
        let mut told = told(tx, &numbers, &why).await?;
        let entries = numbers.iter().map(|number| {
            let (before, after) = told.remove(*number).unwrap_or_default();
            let entry = Entry::new(Action::OrderPutBack, Subject::Order(number));
            entry.changed(before.into(), after.into()).because(&why)
        });
        append_all(tx, self.office, &self.actor, entries.collect()).await?;
        skus::forget(tx, named(orders.iter().map(|(stored, _)| &stored.order))).await
    }

    /// Leaves orders that something stands on by now.
    pub(super) async fn leave(&self, tx: &mut Tx, in_way: &InWay) -> Result<()> {
        for (id, one) in in_way {
            let mut sql = Sql::new("INSERT INTO import_befores (import_id, kind, row_id, stays) VALUES (");
            sql.arg(self.import.id).push(", 'order', ").arg(*id).push(", ").arg(one.why.code());
            sql.push(") ON CONFLICT (import_id, kind, row_id) DO UPDATE SET stays = excluded.stays");
            sql.execute_in(tx).await?;
        }
        Ok(())
    }
}

/// Orders that the import changed, with what they were; those of these rows.
pub(super) async fn with_befores(tx: &mut Tx, import_id: i64, ids: &[i64]) -> Result<Vec<(Stored, Order)>> {
    let head = format!(
        "SELECT row_id, before FROM import_befores WHERE import_id = {import_id} AND kind = 'order' AND row_id IN"
    );
    let kept: Vec<(i64, Option<String>)> = matching(tx, &head, ids, "").await?;
    let mut kept: BTreeMap<i64, String> =
        kept.into_iter().filter_map(|(id, before)| Some((id, before?))).collect();
    let mut orders = Vec::with_capacity(ids.len());
    for stored in of_rows(tx, ids).await? {
        let Some(before) = kept.remove(&stored.id) else { continue };
        let mut was: Order = read(&before)?;
        was.head.reseller = merged(tx, was.head.reseller).await?;
        orders.push((stored, was));
    }
    Ok(orders)
}

/// Who a reseller is by now.
async fn merged(tx: &mut Tx, reseller: Option<i64>) -> Result<Option<i64>> {
    let Some(id) = reseller else { return Ok(None) };
    let mut sql = Sql::new("SELECT COALESCE(merged_into, id) FROM resellers WHERE id = ");
    sql.arg(id);
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.map(|(id,)| id))
}

/// Codes and names of what orders are sold as.
fn named<'a>(orders: impl Iterator<Item = &'a Order>) -> BTreeSet<(&'a str, &'a str)> {
    let lines = orders.flat_map(|order| &order.lines);
    lines.map(|line| (line.sku_code.as_str(), line.sku_name.as_str())).collect()
}
