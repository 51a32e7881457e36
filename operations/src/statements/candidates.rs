//! The lines of a draft, from its dues and the orders behind them.

use domain::{
    Period,
    settlement::{Formula, RuleVersion, evaluate},
};
use sqlx::FromRow;

use super::{
    Blocked, Cursor, Head, Line,
    open::{months, of_party, stale},
    reader::Reader,
};
use crate::{
    Office, Result,
    db::Sql,
    dues::{COLUMNS, TermsRow},
};

#[derive(FromRow)]
struct CandidateRow {
    #[sqlx(flatten)]
    line: TermsRow,
    due_id: i64,
    period: i64,
    amount_minor: Option<i64>,
    formula: Option<String>,
    rule_version: Option<i64>,
    order_no: String,
    sku_name: String,
    customer_name: String,
    product_name: String,
}

/// A line, or why the formula refuses it.
pub(super) type Candidate = Result<Line, Blocked>;

impl CandidateRow {
    fn settle(self, cursor: Cursor) -> Result<Candidate> {
        let stale = || stale(&self.order_no);
        let period = Period::from_number(self.period).ok_or_else(stale)?;
        // The rule is the one that the due was worked out under.
        let kept = self.formula.as_deref().and_then(Formula::from_code).zip(self.rule_version);
        let kept = kept.and_then(|(formula, version)| RuleVersion::numbered(formula, version));
        let settled = self.line.terms()?.inputs(period).and_then(|(newest, inputs)| {
            let rule = kept.unwrap_or(newest);
            Ok((rule, inputs, evaluate(rule, &inputs.into())?))
        });
        let (rule, inputs, settled) = match settled {
            Ok(settled) if self.amount_minor == Some(settled.2.amount_minor) => settled,
            Err(problem) if self.amount_minor.is_none() => {
                let Self { order_no, line, .. } = self;
                return Ok(Err(Blocked { order_no, line_no: line.line_no, problem }));
            }
            _ => return Err(stale()),
        };
        let (deal_minor, floor_minor) = inputs.signed();
        Ok(Ok(Line {
            position: cursor.position,
            settled_at: self.line.settled_at(),
            due_id: self.due_id,
            order_id: self.line.order_id,
            order_no: self.order_no,
            line_no: self.line.line_no,
            order_type: self.line.order_type.code().to_owned(),
            customer_name: self.customer_name,
            product_name: self.product_name,
            sku_name: self.sku_name,
            formula: rule.formula,
            rule_version: rule.version,
            deal_minor,
            floor_minor,
            output_tax: inputs.output_tax,
            service_tax: inputs.service_tax,
            ratio: settled.ratio,
            reversal: inputs.reversal,
            exact: settled.exact,
            amount_minor: settled.amount_minor,
            corrects: None,
            cursor,
        }))
    }
}

/// Walks through the lines of a draft: late arrivals of issued months first, then its own month,
/// each in the order of their orders.
pub(super) struct Walk {
    head: Head,
    months: Vec<i64>,
    cursor: Cursor,
}

impl Walk {
    /// Begins after this line.
    pub(super) async fn after(reader: &mut Reader<'_>, head: &Head, cursor: Cursor) -> Result<Self> {
        let mut walk = Self { head: head.clone(), months: months(reader, head).await?, cursor };
        walk.months.retain(|month| *month >= cursor.period);
        walk.months.reverse();
        Ok(walk)
    }

    /// The next lines; none when there is no further one. Fewer than `limit` do not mean the end.
    pub(super) async fn page(&mut self, reader: &mut Reader<'_>, limit: i64) -> Result<Vec<Candidate>> {
        while let Some(month) = self.months.last().copied() {
            if month != self.cursor.period {
                self.cursor = Cursor { period: month, order_id: 0, line_no: 0, ..self.cursor };
            }
            let rows: Vec<CandidateRow> = reader.all(self.sql(month, limit)).await?;
            if rows.is_empty() {
                self.months.pop();
                continue;
            }
            return rows.into_iter().map(|row| self.settle(row)).collect();
        }
        Ok(Vec::new())
    }

    /// The line that was walked to last.
    pub(super) const fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The orders of the next lines, with all that [`Walk::page`] would give.
    pub(super) async fn orders(&self, reader: &mut Reader<'_>, limit: i64) -> Result<Vec<i64>> {
        for month in self.months.iter().rev() {
            let after = Cursor { period: *month, ..self.cursor };
            let after = if *month == self.cursor.period {
                after
            } else {
                Cursor { order_id: 0, line_no: 0, ..after }
            };
            let mut sql = Sql::new("SELECT d.order_id FROM dues d WHERE ");
            next(&mut sql, &self.head, after, limit);
            let mut orders: Vec<i64> = reader.all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id).collect();
            orders.dedup();
            if !orders.is_empty() {
                return Ok(orders);
            }
        }
        Ok(Vec::new())
    }

    fn settle(&mut self, row: CandidateRow) -> Result<Candidate> {
        self.cursor.order_id = row.line.order_id;
        self.cursor.line_no = row.line.line_no;
        let next = Cursor { position: self.cursor.position + 1, ..self.cursor };
        let candidate = row.settle(next)?;
        if candidate.is_ok() {
            self.cursor = next;
        }
        Ok(candidate)
    }

    fn sql(&self, month: i64, limit: i64) -> Sql {
        let mut sql = Sql::new("SELECT ");
        // The cross joins keep the order of the dues.
        sql.push(COLUMNS).push(
            ", d.id AS due_id, d.period, d.amount_minor, d.formula, d.rule_version, o.order_no, l.sku_name, \
             c.name AS customer_name, p.name AS product_name FROM dues d CROSS JOIN orders o \
             CROSS JOIN order_lines l CROSS JOIN customers c CROSS JOIN products p \
             WHERE o.id = d.order_id AND l.order_id = d.order_id AND l.line_no = d.line_no \
             AND c.id = o.customer_id AND p.id = l.product_id",
        );
        // Without these PostgreSQL walks through all orders before the cursor.
        sql.push(" AND o.id >= ").arg(self.cursor.order_id);
        sql.push(" AND l.order_id >= ").arg(self.cursor.order_id).push(" AND ");
        next(&mut sql, &self.head, Cursor { period: month, ..self.cursor }, limit);
        sql
    }
}

/// Appends what makes of `dues d` the next ones of a month, in their order.
fn next(sql: &mut Sql, head: &Head, after: Cursor, limit: i64) {
    of_party(sql, head.party());
    sql.push(" AND d.period = ").arg(after.period).push(" AND d.order_id >= ").arg(after.order_id);
    sql.push(" AND (d.order_id > ").arg(after.order_id).push(" OR d.line_no > ").arg(after.line_no);
    sql.push(") ORDER BY d.order_id, d.line_no").limit(limit);
}

/// A walk from the beginning, outside of a transaction.
pub(super) async fn walk<'a>(office: &'a Office, head: &Head, after: Cursor) -> Result<(Walk, Reader<'a>)> {
    let mut reader = Reader::Pool(&office.db);
    let walk = Walk::after(&mut reader, head, after).await?;
    Ok((walk, reader))
}
