//! Lines as they are frozen: writing them, reading them back.

use domain::{
    Rate,
    settlement::{Formula, Fraction, StatementState},
};
use sqlx::FromRow;

use super::{Cursor, Head, Line, open::stale};
use crate::{
    Failure, Office, Result,
    db::{Bulk, Sql, Tx, matching},
};

/// The columns of a frozen line, in the order in which they are written.
const FROZEN: &str = "statement_id, position, due_id, order_id, order_no, line_no, order_type, customer_name, \
     product_name, sku_name, settled_at, formula, rule_version, deal_minor, floor_minor, output_tax, service_tax, \
     ratio, reversal, numerator, denominator, amount_minor, corrects_id";

/// A frozen line as it stands in the table.
#[derive(FromRow)]
pub(super) struct FrozenRow {
    pub(super) position: i64,
    due_id: i64,
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
    numerator: String,
    denominator: String,
    amount_minor: i64,
    corrects_id: Option<i64>,
}

impl TryFrom<FrozenRow> for Line {
    type Error = Failure;

    fn try_from(row: FrozenRow) -> Result<Self> {
        let wrong =
            || Failure::Internal(format!("order {}: the line was not frozen like this", row.order_no));
        let rate = |millionths| Rate::from_millionths(millionths).ok_or_else(wrong);
        let term = |text: &str| text.parse::<i128>().map_err(|_| wrong());
        Ok(Self {
            cursor: Cursor { position: row.position, ..Cursor::default() },
            formula: Formula::from_code(&row.formula).ok_or_else(wrong)?,
            output_tax: rate(row.output_tax)?,
            service_tax: rate(row.service_tax)?,
            ratio: rate(row.ratio)?,
            exact: Fraction::of(term(&row.numerator)?, term(&row.denominator)?).ok_or_else(wrong)?,
            position: row.position,
            due_id: row.due_id,
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
            amount_minor: row.amount_minor,
            corrects: row.corrects_id,
        })
    }
}

/// Writes lines into the statement of this row, and notes on their dues that they stand in it.
pub(super) async fn insert(tx: &mut Tx, statement_id: i64, lines: Vec<Line>) -> Result<()> {
    let dues: Vec<i64> = lines.iter().map(|line| line.due_id).collect();
    let head = format!("UPDATE dues SET statement_id = {statement_id} WHERE statement_id IS NULL AND id IN");
    let taken: Vec<(i64,)> = matching(tx, &head, &dues, " RETURNING id").await?;
    if let Some(line) = lines.first().filter(|_| taken.len() != lines.len()) {
        return Err(stale(&line.order_no));
    }
    write(tx, statement_id, lines).await
}

/// Writes lines into the statement of this row.
pub(super) async fn write(tx: &mut Tx, statement_id: i64, lines: Vec<Line>) -> Result<()> {
    let mut bulk = Bulk::new(23);
    for line in lines {
        bulk.row::<23>([
            statement_id.into(),
            line.position.into(),
            line.due_id.into(),
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
            line.exact.numerator().to_string().into(),
            line.exact.denominator().to_string().into(),
            line.amount_minor.into(),
            line.corrects.into(),
        ]);
    }
    let head = format!("INSERT INTO statement_lines ({FROZEN}) VALUES ");
    bulk.execute(tx, &head, "").await?;
    Ok(())
}

/// Lets some lines of a statement go that was not issued after all; whether there were any.
pub(super) async fn release(tx: &mut Tx, statement_id: i64, limit: i64) -> Result<bool> {
    let mut sql = Sql::new("SELECT id, due_id FROM statement_lines WHERE statement_id = ");
    sql.arg(statement_id).push(" ORDER BY position").limit(limit);
    let lines: Vec<(i64, i64)> = sql.fetch_all_in(tx).await?;
    let (ids, dues): (Vec<i64>, Vec<i64>) = lines.into_iter().unzip();
    let free = format!("UPDATE dues SET statement_id = NULL WHERE statement_id = {statement_id} AND id IN");
    matching::<(i64,), i64>(tx, &free, &dues, " RETURNING id").await?;
    matching::<(i64,), i64>(tx, "DELETE FROM statement_lines WHERE id IN", &ids, " RETURNING id").await?;
    Ok(!ids.is_empty())
}

/// The next lines of an issued statement, each as the line that takes it back.
pub(super) async fn negated(tx: &mut Tx, statement_id: i64, after: i64, limit: i64) -> Result<Vec<Line>> {
    let mut sql = Sql::new("SELECT id, ");
    sql.push(FROZEN).push(" FROM statement_lines WHERE statement_id = ").arg(statement_id);
    sql.push(" AND position > ").arg(after).push(" ORDER BY position").limit(limit);
    let rows: Vec<NumberedRow> = sql.fetch_all_in(tx).await?;
    rows.into_iter().map(|row| Ok(Line::try_from(row.line)?.negated(row.id))).collect()
}

#[derive(FromRow)]
struct NumberedRow {
    id: i64,
    #[sqlx(flatten)]
    line: FrozenRow,
}

/// The next lines of an issued statement, or those of a draft that are frozen already.
pub(super) async fn page(office: &Office, head: &Head, after: i64, limit: i64) -> Result<Vec<Line>> {
    rows(office, head, after, limit).await?.into_iter().map(Line::try_from).collect()
}

/// The frozen lines of an order, of the statements in which it stands.
pub(super) async fn of_order(office: &Office, order_id: i64) -> Result<Vec<Line>> {
    let mut sql = Sql::new("SELECT ");
    let columns = FROZEN.split(',').map(|name| format!("f.{}", name.trim())).collect::<Vec<_>>().join(", ");
    sql.push(&columns)
        .push(" FROM dues d CROSS JOIN statement_lines f CROSS JOIN statements s WHERE d.order_id = ");
    sql.arg(order_id)
        .push(" AND f.due_id = d.id AND f.statement_id = d.statement_id AND s.id = d.statement_id");
    sql.push(" AND s.state = 'issued' ORDER BY d.line_no");
    let rows: Vec<FrozenRow> = sql.fetch_all(&office.db).await?;
    rows.into_iter().map(Line::try_from).collect()
}

/// The next lines as they stand in the table.
pub(super) async fn rows(office: &Office, head: &Head, after: i64, limit: i64) -> Result<Vec<FrozenRow>> {
    if head.state == StatementState::Draft && head.issuing.is_none() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(FROZEN).push(" FROM statement_lines WHERE statement_id = ").arg(head.id);
    sql.push(" AND position > ").arg(after).push(" ORDER BY position").limit(limit);
    Ok(sql.fetch_all(&office.db).await?)
}
