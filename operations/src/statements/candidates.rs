//! The lines of a draft, computed from the orders as they stand now.

use domain::{
    Period,
    order::{OrderType, PaymentMethod},
    settlement::evaluate,
};
use sqlx::FromRow;

use super::{Blocked, Cursor, Head, Line, terms::Terms};
use crate::{
    Office, Result,
    db::{Db, Sql, Tx},
};

/// Where rows are read: outside of a transaction, or in the one that issues.
pub(super) enum Reader<'a> {
    Pool(&'a Db),
    Within(&'a mut Tx),
}

#[derive(FromRow)]
struct CandidateRow {
    order_line_id: i64,
    order_id: i64,
    order_no: String,
    line_no: i64,
    order_type: String,
    sales_channel: String,
    billing_mode: String,
    payment_method: String,
    commission_ratio: Option<i64>,
    effective_at: Option<i64>,
    completed_at: Option<i64>,
    repaid_at: Option<i64>,
    delivery_type: String,
    sku_name: String,
    deal_minor: i64,
    floor_minor: Option<i64>,
    output_tax: Option<i64>,
    service_tax: Option<i64>,
    customer_name: String,
    product_name: String,
}

/// A line, or why the formula refuses it.
pub(super) type Candidate = Result<Line, Blocked>;

impl CandidateRow {
    fn settle(self, period: Period, cursor: Cursor) -> Candidate {
        let terms = Terms {
            order_type: &self.order_type,
            sales_channel: &self.sales_channel,
            billing_mode: &self.billing_mode,
            delivery_type: &self.delivery_type,
            commission_ratio: self.commission_ratio,
            deal_minor: self.deal_minor,
            floor_minor: self.floor_minor,
            output_tax: self.output_tax,
            service_tax: self.service_tax,
        };
        let settled =
            terms.inputs(period).and_then(|(rule, inputs)| Ok((rule, inputs, evaluate(rule, &inputs)?)));
        let (rule, inputs, settled) = match settled {
            Ok(settled) => settled,
            Err(problem) => {
                return Err(Blocked { order_no: self.order_no, line_no: self.line_no, problem });
            }
        };
        Ok(Line {
            position: cursor.position,
            settled_at: self.settled_at(),
            order_line_id: self.order_line_id,
            order_id: self.order_id,
            order_no: self.order_no,
            line_no: self.line_no,
            order_type: self.order_type,
            customer_name: self.customer_name,
            product_name: self.product_name,
            sku_name: self.sku_name,
            formula: rule.formula,
            rule_version: rule.version,
            deal_minor: inputs.deal_minor,
            floor_minor: inputs.floor_minor,
            output_tax: inputs.output_tax,
            service_tax: inputs.service_tax,
            ratio: settled.ratio,
            reversal: inputs.reversal,
            unrounded: settled.explanation.unrounded,
            amount_minor: settled.amount_minor,
            cursor,
        })
    }

    /// The moment that decided the month, as `domain::settlement::period_of` took it.
    fn settled_at(&self) -> i64 {
        let renewal = OrderType::from_code(&self.order_type) == Some(OrderType::Renew);
        let earned = if renewal { self.effective_at } else { self.completed_at }.unwrap_or_default();
        let postpaid = PaymentMethod::from_code(&self.payment_method) == Some(PaymentMethod::Postpaid);
        if postpaid { earned.max(self.repaid_at.unwrap_or_default()) } else { earned }
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
            let rows: Vec<CandidateRow> = reader.all(self.sql(reader, month, limit)).await?;
            if rows.is_empty() {
                self.months.pop();
                continue;
            }
            return Ok(rows.into_iter().map(|row| self.settle(row)).collect());
        }
        Ok(Vec::new())
    }

    fn settle(&mut self, row: CandidateRow) -> Candidate {
        self.cursor.order_id = row.order_id;
        self.cursor.line_no = row.line_no;
        let next = Cursor { position: self.cursor.position + 1, ..self.cursor };
        let candidate = row.settle(self.head.period, next);
        if candidate.is_ok() {
            self.cursor = next;
        }
        candidate
    }

    fn sql(&self, reader: &Reader<'_>, month: i64, limit: i64) -> Sql {
        let mut sql = Sql::new(
            "SELECT l.id AS order_line_id, o.id AS order_id, o.order_no, l.line_no, o.order_type, o.sales_channel, \
             o.billing_mode, o.payment_method, o.commission_ratio, o.effective_at, o.completed_at, o.repaid_at, \
             l.delivery_type, l.sku_name, l.deal_minor, l.floor_minor, l.output_tax, l.service_tax, \
             c.name AS customer_name, p.name AS product_name \
             FROM orders o CROSS JOIN order_lines l \
             JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = l.product_id",
        );
        unsettled(&mut sql, &self.head, month, self.cursor);
        sql.push(" LIMIT ").arg(limit).push(reader.lock_orders());
        sql
    }
}

/// Of `orders o CROSS JOIN order_lines l`, those of a draft and month that come after the cursor.
/// The cross join keeps SQLite from walking through the lines first, and the bound on the lines keeps
/// PostgreSQL from walking through those before the cursor.
pub(super) fn unsettled(sql: &mut Sql, head: &Head, month: i64, after: Cursor) {
    sql.push(" WHERE l.order_id = o.id AND o.reseller_id = ").arg(head.reseller_id);
    sql.push(" AND o.settle_period = ").arg(month);
    sql.push(" AND o.currency = ").arg(head.currency.code());
    sql.push(" AND o.settled_lines < o.line_count AND o.id >= ").arg(after.order_id);
    sql.push(" AND l.order_id >= ").arg(after.order_id);
    sql.push(" AND (o.id > ").arg(after.order_id).push(" OR l.line_no > ").arg(after.line_no);
    // Only an order that is settled in part has lines to be passed over.
    sql.push(") AND (o.settled_lines = 0");
    sql.push(" OR NOT EXISTS (SELECT 1 FROM statement_lines s WHERE s.order_line_id = l.id))");
    sql.push(" ORDER BY o.id, l.line_no");
}

/// Months whose unsettled lines belong into a draft: earlier ones that were issued without them,
/// and its own.
pub(super) async fn months(reader: &mut Reader<'_>, head: &Head) -> Result<Vec<i64>> {
    let mut sql = Sql::new("SELECT t.period FROM statements t WHERE t.reseller_id = ");
    sql.arg(head.reseller_id).push(" AND t.currency = ").arg(head.currency.code());
    sql.push(" AND t.state = 'issued' AND t.period < ").arg(head.period.number());
    sql.push(
        " AND EXISTS (SELECT 1 FROM orders o WHERE o.reseller_id = t.reseller_id AND o.settle_period = t.period \
         AND o.currency = t.currency AND o.settled_lines < o.line_count) ORDER BY t.period",
    );
    let mut months: Vec<i64> = reader.all::<(i64,)>(sql).await?.into_iter().map(|(month,)| month).collect();
    months.push(head.period.number());
    Ok(months)
}

impl Reader<'_> {
    async fn all<T>(&mut self, sql: Sql) -> Result<Vec<T>>
    where
        T: Send
            + Unpin
            + for<'r> FromRow<'r, sqlx::sqlite::SqliteRow>
            + for<'r> FromRow<'r, sqlx::postgres::PgRow>,
    {
        Ok(match self {
            Self::Pool(db) => sql.fetch_all(db).await?,
            Self::Within(tx) => sql.fetch_all_in(tx).await?,
        })
    }

    /// While a statement is being issued nobody changes its orders. SQLite has one writer anyway.
    fn lock_orders(&self) -> &'static str {
        match self {
            Self::Within(tx) if tx.is_postgres() => " FOR UPDATE OF o",
            _ => "",
        }
    }
}

/// A walk from the beginning, outside of a transaction.
pub(super) async fn walk<'a>(office: &'a Office, head: &Head, after: Cursor) -> Result<(Walk, Reader<'a>)> {
    let mut reader = Reader::Pool(&office.db);
    let walk = Walk::after(&mut reader, head, after).await?;
    Ok((walk, reader))
}
