//! Working every due out again: to compare with what is kept, or to put it in its place.

use std::collections::BTreeMap;

use super::{COLUMNS, Kept, RESELLER, Sold, keep, sold};
use crate::{Office, Result, db::Sql};

/// Rows of orders that are looked at together.
const WINDOW: i64 = 2_000;

/// A due that is not what the books say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line_no: i64,
    /// What is kept.
    pub kept: String,
    /// What it should be.
    pub found: String,
}

#[derive(sqlx::FromRow)]
struct Pair {
    #[sqlx(flatten)]
    sold: Sold,
    due_id: Option<i64>,
    party_id: Option<i64>,
    #[sqlx(flatten)]
    kept: Kept,
    statement_id: Option<i64>,
    order_no: String,
}

/// Works every due out again and compares; those in a statement are compared with their frozen
/// line. How many lines were looked at, and what differs.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub async fn verify(office: &Office) -> Result<(u64, Vec<Difference>)> {
    let (mut lines, mut differences) = (0, Vec::new());
    let mut after = 0;
    while let Some(upto) = window(office, after).await? {
        let (count, found) = window_differs(office, after, upto).await?;
        lines += count;
        differences.extend(found);
        after = upto;
    }
    Ok((lines, differences))
}

/// Works every due out again and keeps it, window by window. Those in a statement stay.
///
/// # Errors
/// What the database said, or a code in the books that is not known.
pub async fn rebuild(office: &Office) -> Result<()> {
    let mut after = 0;
    while let Some(upto) = window(office, after).await? {
        let mut tx = office.db.begin().await?;
        let mut sql = Sql::new("SELECT id FROM orders WHERE id > ");
        sql.arg(after).push(" AND id <= ").arg(upto).push(" ORDER BY id");
        let ids: Vec<i64> = sql.fetch_all_in::<(i64,)>(&mut tx).await?.into_iter().map(|(id,)| id).collect();
        keep(&mut tx, office, &ids).await?;
        tx.commit().await?;
        after = upto;
    }
    Ok(())
}

/// The last row of the next window of orders.
async fn window(office: &Office, after: i64) -> Result<Option<i64>> {
    let mut sql = Sql::new("SELECT MAX(id) FROM (SELECT id FROM orders WHERE id > ");
    sql.arg(after).push(" ORDER BY id").limit(WINDOW).push(") AS next");
    Ok(sql.fetch_optional::<(Option<i64>,)>(&office.db).await?.and_then(|(last,)| last))
}

async fn window_differs(office: &Office, after: i64, upto: i64) -> Result<(u64, Vec<Difference>)> {
    let mut pairs = pairs(office, after, upto).await?;
    pairs.sort_unstable_by_key(|pair| (pair.sold.order_id, pair.sold.line_no));
    let frozen = frozen(office, after, upto).await?;
    let mut differences = Vec::new();
    for pairs in pairs.chunk_by(|a, b| a.sold.order_id == b.sold.order_id) {
        let lines: Vec<&Sold> = pairs.iter().map(|pair| &pair.sold).collect();
        let found: BTreeMap<i64, Kept> = sold::dues(&lines, office.zone)?
            .into_iter()
            .map(|(line, due)| (line.line_no, Kept::of(due)))
            .collect();
        differences
            .extend(pairs.iter().filter_map(|pair| pair.differs(found.get(&pair.sold.line_no), &frozen)));
    }
    Ok((pairs.len() as u64, differences))
}

/// Lines with what is kept for them, in one statement, so that both are of one moment.
async fn pairs(office: &Office, after: i64, upto: i64) -> Result<Vec<Pair>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(
        ", d.id AS due_id, d.party_id, d.period, d.amount_minor, d.reason, d.formula, d.rule_version, \
         d.statement_id, o.order_no FROM orders o CROSS JOIN order_lines l LEFT JOIN dues d \
         ON d.order_id = l.order_id AND d.line_no = l.line_no AND d.part = 0 AND d.kind = ",
    );
    sql.arg(RESELLER).push(" WHERE l.order_id = o.id AND o.id > ").arg(after);
    sql.push(" AND o.id <= ").arg(upto).push(" AND l.order_id > ").arg(after);
    sql.push(" AND l.order_id <= ").arg(upto).push(" AND (o.reseller_id IS NOT NULL OR d.id IS NOT NULL)");
    Ok(sql.fetch_all(&office.db).await?)
}

impl Pair {
    /// What is wrong, if `found` is what the line is owed by the rule. A due in a statement is compared
    /// with the line that was frozen.
    fn differs(&self, found: Option<&Kept>, frozen: &BTreeMap<i64, i64>) -> Option<Difference> {
        let kept = self.due_id.map(|_| &self.kept);
        let fits = match (self.statement_id, self.due_id) {
            (Some(_), Some(due_id)) => frozen.get(&due_id).copied() == self.kept.amount_minor,
            _ => kept == found && self.party_id.is_none_or(|party| party == self.sold.reseller_id),
        };
        (!fits).then(|| Difference {
            order_no: self.order_no.clone(),
            line_no: self.sold.line_no,
            kept: format!("{kept:?}"),
            found: format!("{found:?}"),
        })
    }
}

/// The amounts under which the dues of these orders were frozen.
async fn frozen(office: &Office, after: i64, upto: i64) -> Result<BTreeMap<i64, i64>> {
    let mut sql = Sql::new(
        "SELECT d.id, f.amount_minor FROM dues d JOIN statement_lines f ON f.due_id = d.id \
         AND f.statement_id = d.statement_id WHERE d.order_id > ",
    );
    sql.arg(after).push(" AND d.order_id <= ").arg(upto);
    Ok(sql.fetch_all::<(i64, i64)>(&office.db).await?.into_iter().collect())
}
