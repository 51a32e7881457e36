//! Working every due out again: to compare with what is kept, or to put it in its place.

use std::collections::BTreeMap;

use domain::settlement::dues;

use super::{Kept, RESELLER, keep_rows};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    orders::row::{Stored, chosen},
};

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

/// What is kept for a line.
#[derive(sqlx::FromRow)]
struct KeptRow {
    id: i64,
    order_id: i64,
    line_no: i64,
    party_id: i64,
    #[sqlx(flatten)]
    kept: Kept,
    statement_id: Option<i64>,
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
        keep_rows(&mut tx, office, &ids).await?;
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

/// Orders and what is kept for them are read in one transaction, so that both are of one moment.
async fn window_differs(office: &Office, after: i64, upto: i64) -> Result<(u64, Vec<Difference>)> {
    let mut tx = office.db.begin().await?;
    let orders = orders(&mut tx, after, upto).await?;
    let mut kept = BTreeMap::new();
    for row in kept_rows(&mut tx, after, upto).await? {
        kept.insert((row.order_id, row.line_no), row);
    }
    let frozen = frozen(&mut tx, after, upto).await?;
    drop(tx);
    let (mut lines, mut differences) = (0, Vec::new());
    for Stored { id, order, .. } in &orders {
        let mut found: BTreeMap<i64, Kept> =
            dues(order, office.zone).map(|(line, due)| (line.line_no, Kept::of(due))).collect();
        for line in &order.lines {
            let (row, found) = (kept.remove(&(*id, line.line_no)), found.remove(&line.line_no));
            lines += u64::from(row.is_some() || found.is_some());
            if !fits(row.as_ref(), found.as_ref(), order.head.reseller, &frozen) {
                differences.push(Difference {
                    order_no: order.number.clone(),
                    line_no: line.line_no,
                    kept: format!("{:?}", row.map(|row| row.kept)),
                    found: format!("{found:?}"),
                });
            }
        }
    }
    Ok((lines, differences))
}

async fn orders(tx: &mut Tx, after: i64, upto: i64) -> Result<Vec<Stored>> {
    chosen(tx, |sql| {
        sql.push("WHERE o.id > ").arg(after).push(" AND o.id <= ").arg(upto).push(" ORDER BY o.id");
    })
    .await
}

async fn kept_rows(tx: &mut Tx, after: i64, upto: i64) -> Result<Vec<KeptRow>> {
    let mut sql = Sql::new(
        "SELECT id, order_id, line_no, party_id, period, amount_minor, reason, formula, rule_version, statement_id \
         FROM dues WHERE part = 0 AND kind = ",
    );
    sql.arg(RESELLER).push(" AND order_id > ").arg(after).push(" AND order_id <= ").arg(upto);
    Ok(sql.fetch_all_in(tx).await?)
}

/// Whether what is kept for a line is what the rule says that it is owed. A due in a statement is compared
/// with the line that was frozen.
fn fits(
    row: Option<&KeptRow>,
    found: Option<&Kept>,
    reseller: Option<i64>,
    frozen: &BTreeMap<i64, i64>,
) -> bool {
    match row {
        Some(row) if row.statement_id.is_some() => frozen.get(&row.id).copied() == row.kept.amount_minor,
        Some(row) => found == Some(&row.kept) && reseller == Some(row.party_id),
        None => found.is_none(),
    }
}

/// The amounts under which the dues of these orders were frozen.
async fn frozen(tx: &mut Tx, after: i64, upto: i64) -> Result<BTreeMap<i64, i64>> {
    let mut sql = Sql::new(
        "SELECT d.id, f.amount_minor FROM dues d JOIN statement_lines f ON f.due_id = d.id \
         AND f.statement_id = d.statement_id WHERE d.order_id > ",
    );
    sql.arg(after).push(" AND d.order_id <= ").arg(upto);
    Ok(sql.fetch_all_in::<(i64, i64)>(tx).await?.into_iter().collect())
}
