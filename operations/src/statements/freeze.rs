//! Lines as they are frozen: writing them, reading them back, hashing them.

use std::collections::BTreeMap;

use domain::{Rate, settlement::Formula};
use sqlx::FromRow;

use super::{Cursor, Head, Line};
use crate::{
    Failure, Office, Result,
    db::{Bulk, Sql, Tx, matching},
};

/// Lines that are computed and written at once while a statement is issued.
pub(super) const BATCH: i64 = 1_024;

/// The columns of a frozen line, in the order in which they are written.
pub(super) const FROZEN: &str = "statement_id, position, order_line_id, order_id, order_no, line_no, order_type, \
     customer_name, product_name, sku_name, settled_at, formula, rule_version, deal_minor, floor_minor, \
     output_tax, service_tax, ratio, reversal, unrounded, amount_minor";

/// A frozen line as it stands in the table.
#[derive(FromRow)]
pub(super) struct FrozenRow {
    pub(super) position: i64,
    order_line_id: i64,
    order_id: i64,
    order_no: String,
    line_no: i64,
    order_type: String,
    customer_name: String,
    product_name: String,
    sku_name: String,
    settled_at: i64,
    formula: String,
    rule_version: i64,
    deal_minor: i64,
    floor_minor: i64,
    output_tax: i64,
    service_tax: i64,
    ratio: i64,
    reversal: bool,
    unrounded: String,
    amount_minor: i64,
}

impl TryFrom<FrozenRow> for Line {
    type Error = Failure;

    fn try_from(row: FrozenRow) -> Result<Self> {
        let wrong =
            || Failure::Internal(format!("order {}: the line was not frozen like this", row.order_no));
        let rate = |millionths| Rate::from_millionths(millionths).ok_or_else(wrong);
        Ok(Self {
            cursor: Cursor { position: row.position, ..Cursor::default() },
            formula: Formula::from_code(&row.formula).ok_or_else(wrong)?,
            output_tax: rate(row.output_tax)?,
            service_tax: rate(row.service_tax)?,
            ratio: rate(row.ratio)?,
            position: row.position,
            order_line_id: row.order_line_id,
            order_id: row.order_id,
            order_no: row.order_no,
            line_no: row.line_no,
            order_type: row.order_type,
            customer_name: row.customer_name,
            product_name: row.product_name,
            sku_name: row.sku_name,
            settled_at: row.settled_at,
            rule_version: row.rule_version,
            deal_minor: row.deal_minor,
            floor_minor: row.floor_minor,
            reversal: row.reversal,
            unrounded: row.unrounded,
            amount_minor: row.amount_minor,
        })
    }
}

/// Writes lines into the statement of this row.
pub(super) async fn insert(tx: &mut Tx, statement_id: i64, lines: Vec<Line>) -> Result<()> {
    let mut bulk = Bulk::new(21);
    for line in lines {
        bulk.row::<21>([
            statement_id.into(),
            line.position.into(),
            line.order_line_id.into(),
            line.order_id.into(),
            line.order_no.into(),
            line.line_no.into(),
            line.order_type.into(),
            line.customer_name.into(),
            line.product_name.into(),
            line.sku_name.into(),
            line.settled_at.into(),
            line.formula.code().into(),
            line.rule_version.into(),
            line.deal_minor.into(),
            line.floor_minor.into(),
            line.output_tax.millionths().into(),
            line.service_tax.millionths().into(),
            line.ratio.millionths().into(),
            line.reversal.into(),
            line.unrounded.into(),
            line.amount_minor.into(),
        ]);
    }
    let head = format!("INSERT INTO statement_lines ({FROZEN}) VALUES ");
    bulk.execute(tx, &head, "").await?;
    Ok(())
}

/// Notes on orders how many of their lines are settled now: order and number of lines.
pub(super) async fn mark_orders(tx: &mut Tx, orders: Vec<(i64, i64)>) -> Result<()> {
    let mut alike: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (order_id, lines) in orders {
        alike.entry(lines).or_default().push(order_id);
    }
    for (lines, ids) in alike {
        let head = format!("UPDATE orders SET settled_lines = settled_lines + {lines} WHERE id IN");
        matching::<(i64,), i64>(tx, &head, &ids, " RETURNING id").await?;
    }
    Ok(())
}

/// The next lines of an issued statement.
pub(super) async fn page(office: &Office, head: &Head, after: i64, limit: i64) -> Result<Vec<Line>> {
    rows(office, head, after, limit).await?.into_iter().map(Line::try_from).collect()
}

/// The next lines of an issued statement as they stand in the table.
pub(super) async fn rows(office: &Office, head: &Head, after: i64, limit: i64) -> Result<Vec<FrozenRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(FROZEN).push(" FROM statement_lines WHERE statement_id = ").arg(head.id);
    sql.push(" AND position > ").arg(after).push(" ORDER BY position LIMIT ").arg(limit);
    Ok(sql.fetch_all(&office.db).await?)
}
