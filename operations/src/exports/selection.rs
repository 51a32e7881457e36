//! What is exported: the lines that a filter selects, in the order of the list.

use domain::{
    Tongue,
    access::{Actor, Operation, Reach},
};

use super::{
    Manner,
    columns::{Column, LINE_KEY, ORDER_KEY, SETTLED, of_settlement, order_columns, order_fields},
    rows::{Row, Rows},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, joined_rows},
    list::Filter,
    orders::{
        count::joined_names,
        plan::Resolved,
        query::{conditions, granted_lines},
        resolve::resolve,
    },
};

/// Orders in a range.
const RANGE: i64 = 1_000;
/// Lines in a piece. Most orders have one line, so a range is mostly one piece.
pub(super) const PIECE: i64 = 2_000;

/// A place in the sorted list: sort value and row of an order.
pub(super) type Place = (i64, i64);

/// Orders behind a place, up to a place and with it; without a place: from the beginning, or to the
/// end.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) after: Option<Place>,
    pub(super) upto: Option<Place>,
}

/// A line of an order.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) number: i64,
}

impl Line {
    pub(super) fn of(row: Row<'_>) -> Result<Self> {
        Ok(Self { place: (row.number(0)?, row.number(ORDER_KEY)?), number: row.number(LINE_KEY)? })
    }
}

/// What is exported.
pub(super) struct Selection {
    office: Office,
    filter: Filter,
    resolved: Resolved,
    reach: Reach,
    columns: Vec<Column>,
    tongue: Tongue,
}

impl Selection {
    /// What the actor sees of a filter; the page that the filter stands on does not matter.
    ///
    /// # Errors
    /// `Denied`.
    pub(super) async fn new(
        office: &Office,
        actor: &Actor,
        filter: &Filter,
        manner: &Manner,
    ) -> Result<Self> {
        let reach = actor.may(Operation::ExportOrders)?;
        let resolved = resolve(office, actor, &reach, filter).await?;
        let filter = filter.clone().at(None);
        // Who may not see statements is not told what is owed.
        // Programs get the columns of an import and no others.
        let settled = manner.tongue != Tongue::Codes && actor.may(Operation::ReadStatements).is_ok();
        let billed = actor.may(Operation::ReadBills).is_ok();
        let columns = order_columns(manner, settled, billed);
        Ok(Self { office: office.clone(), filter, resolved, reach, columns, tongue: manner.tongue })
    }

    /// What is written of each line.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// In which words.
    pub(super) const fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// How many lines it has; of so many orders at most.
    pub(super) async fn count(&self, most: i64) -> Result<i64> {
        let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM (SELECT ");
        match &self.reach {
            Reach::All => sql.push("o.line_count"),
            granted => {
                sql.push("(SELECT COUNT(*) FROM order_lines l WHERE l.order_id = o.id");
                granted_lines(&mut sql, granted);
                sql.push(")")
            }
        };
        sql.push(" AS n FROM orders o");
        joined_names(&mut sql, &self.resolved);
        self.push_conditions(&mut sql);
        if most < i64::MAX {
            sql.limit(most);
        }
        sql.push(") AS counted");
        let (lines,) = sql.fetch_optional::<(i64,)>(&self.office.db).await?.unwrap_or_default();
        Ok(lines)
    }

    /// The last order of the range that begins behind a place; none when the list ends sooner.
    pub(super) async fn end_of_range(&self, tx: &mut Tx, after: Option<Place>) -> Result<Option<Place>> {
        let mut sql = Sql::new("SELECT ");
        sql.push(&self.resolved.sorted(self.filter.sort.column)).push(", o.id FROM orders o");
        joined_names(&mut sql, &self.resolved);
        self.push_conditions(&mut sql);
        if let Some(after) = after {
            self.push_place(&mut sql, [">", "<"], after);
        }
        self.push_order(&mut sql);
        sql.push(" LIMIT 1 OFFSET ").arg(RANGE - 1).push(" + 0");
        Ok(sql.fetch_optional_in(tx).await?)
    }

    /// Lines of a range, or those behind a line of it; at most [`PIECE`].
    pub(super) async fn lines(&self, tx: &mut Tx, range: Range, behind: Option<Line>) -> Result<Rows> {
        let sorted = self.resolved.sorted(self.filter.sort.column);
        let fields = order_fields(&sorted, &self.columns);
        let mut sql = joined_rows(self.office.db.is_postgres(), &fields);
        // Cross joins keep SQLite from walking through another table than that of the orders first.
        sql.push(" FROM orders o");
        if self.looks_at_names() {
            sql.push(" CROSS JOIN customers c CROSS JOIN products p");
        }
        sql.push(" CROSS JOIN order_lines l");
        if of_settlement(&self.columns) {
            sql.push(SETTLED);
        }
        self.push_conditions(&mut sql);
        sql.push(" AND l.order_id = o.id");
        granted_lines(&mut sql, &self.reach);
        if self.looks_at_names() {
            sql.push(" AND c.id = o.customer_id AND p.id = o.product_id");
        }
        if let Some(Line { place, number }) = behind {
            self.push_place(&mut sql, [">=", "<="], place);
            sql.push(" AND (o.id <> ").arg(place.1).push(" OR l.line_no > ").arg(number).push(")");
        } else if let Some(place) = range.after {
            self.push_place(&mut sql, [">", "<"], place);
        }
        if let Some(place) = range.upto {
            self.push_place(&mut sql, ["<=", ">="], place);
        }
        self.push_order(&mut sql);
        sql.push(", l.line_no").limit(PIECE).push(") AS joined");
        let (text,) = sql.fetch_optional_in::<(Option<String>,)>(tx).await?.unwrap_or_default();
        self.in_order(Rows::split(text.unwrap_or_default(), fields.len())?)
    }

    /// The rows come in the order that was asked for, which no engine promises of rows that it joins to one
    /// text: a file in another order would leave lines out where the next piece begins.
    fn in_order(&self, rows: Rows) -> Result<Rows> {
        let mut last = None;
        for row in rows.iter() {
            let Line { place: (value, id), number } = Line::of(row)?;
            let sign = if self.filter.sort.descending { -1 } else { 1 };
            let here = Some((sign * value, sign * id, number));
            if here <= last {
                return Err(Failure::Internal("the database gave lines out of their order".to_owned()));
            }
            last = here;
        }
        Ok(rows)
    }

    /// Whether the conditions need the names of customer and product.
    fn looks_at_names(&self) -> bool {
        self.resolved.looks_at_customers() || self.resolved.looks_at_products()
    }

    fn push_conditions(&self, sql: &mut Sql) {
        conditions(sql, &self.office, &self.filter, &self.resolved, &self.reach);
    }

    /// The sort column and the row. The plus keeps the engine from walking through the whole list
    /// in sorted order when few orders match.
    fn sorted(&self) -> ([String; 2], bool) {
        let plus = if self.resolved.collects() { "+" } else { "" };
        let column = self.resolved.sorted(self.filter.sort.column);
        ([format!("{plus}{column}"), format!("{plus}o.id")], self.filter.sort.descending)
    }

    fn push_place(&self, sql: &mut Sql, relation: [&str; 2], place: Place) {
        let ([column, id], descending) = self.sorted();
        sql.push(" AND (")
            .push(&column)
            .push(", ")
            .push(&id)
            .push(") ")
            .push(relation[usize::from(descending)]);
        sql.push(" (").arg(place.0).push(", ").arg(place.1).push(")");
    }

    fn push_order(&self, sql: &mut Sql) {
        let ([column, id], descending) = self.sorted();
        let way = if descending { " DESC" } else { "" };
        sql.push(" ORDER BY ").push(&column).push(way).push(", ").push(&id).push(way);
    }
}
