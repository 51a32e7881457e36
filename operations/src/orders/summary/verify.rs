//! Counting every order again: to compare with what is kept, or to put it in its place.

use std::collections::BTreeMap;

use domain::{Period, Zone};

use super::{COUNTS, MONTHS, TOTALS, Table, add, totals};
use crate::{
    Office, Result,
    db::{Arg, Bulk, Sql, Tx, millis, moment},
};

/// A count that does not agree with the orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Which one: the table and its key.
    pub what: String,
    /// What the table says.
    pub kept: String,
    /// What counting the orders gives.
    pub counted: String,
}

/// Orders and, by month, what was paid for them, under a key whose parts a blank divides.
type Counts = BTreeMap<String, (i64, i64)>;

/// Counts every order again and compares.
pub async fn verify(office: &Office) -> Result<Vec<Mismatch>> {
    let mut tx = snapshot(office).await?;
    let mut wrong = Vec::new();
    for (table, counted) in counted(&mut tx, office.zone).await? {
        let kept = kept(&mut tx, table).await?;
        let keys: std::collections::BTreeSet<&String> = kept.keys().chain(counted.keys()).collect();
        for key in keys {
            let of = |counts: &Counts| counts.get(key).copied().unwrap_or_default();
            let (kept, counted) = (of(&kept), of(&counted));
            if kept != counted {
                let what = format!("{} {key}", table.name);
                wrong.push(Mismatch { what, kept: format!("{kept:?}"), counted: format!("{counted:?}") });
            }
        }
    }
    Ok(wrong)
}

/// Counts every order again and puts the result in place of what was kept.
pub async fn rebuild(office: &Office) -> Result<()> {
    let mut tx = snapshot(office).await?;
    for (table, counted) in counted(&mut tx, office.zone).await? {
        Sql::new("DELETE FROM ").push(table.name).clone().execute_in(&mut tx).await?;
        let mut rows = Bulk::new(table.key.len() + table.sums.len());
        for (key, (orders, paid)) in counted {
            rows.extend(key.split(' ').map(|part| part.parse().map_or_else(|_| part.into(), Arg::Int)));
            rows.extend([orders, paid].into_iter().take(table.sums.len()).map(Arg::Int));
        }
        add(&mut tx, table, rows).await?;
    }
    Ok(tx.commit().await?)
}

/// A transaction whose reads all see the same state of the books.
async fn snapshot(office: &Office) -> Result<Tx> {
    let mut tx = office.db.begin().await?;
    if let Tx::Postgres(open) = &mut tx {
        sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut **open).await?;
    }
    Ok(tx)
}

/// What a table of sums says; what is nothing is left out.
async fn kept(tx: &mut Tx, table: &Table) -> Result<Counts> {
    let mut sql = Sql::new("SELECT ");
    for (n, column) in table.key.iter().enumerate() {
        sql.push(if n > 0 { " || ' ' || " } else { "" }).push("CAST(").push(column).push(" AS TEXT)");
    }
    for column in [table.sums.first(), table.sums.get(1)] {
        sql.push(", CAST(").push(column.map_or("0", |_| "SUM(")).push(column.copied().unwrap_or_default());
        sql.push(column.map_or("", |_| ")")).push(" AS BIGINT)");
    }
    sql.push(" FROM ").push(table.name).push(" GROUP BY 1");
    let rows: Vec<(String, i64, i64)> = sql.fetch_all_in(tx).await?;
    let rows = rows.into_iter().filter(|(_, orders, paid)| (*orders, *paid) != (0, 0));
    Ok(rows.map(|(key, orders, paid)| (key, (orders, paid))).collect())
}

/// What the tables of sums should say.
async fn counted(tx: &mut Tx, zone: Zone) -> Result<[(&'static Table, Counts); 3]> {
    let sql = Sql::new(
        "SELECT state, order_type, billing_mode, business_kind, delivery_type, sales_channel, COUNT(*) \
         FROM orders GROUP BY state, order_type, billing_mode, business_kind, delivery_type, sales_channel",
    );
    let rows: Vec<(String, String, String, String, String, String, i64)> = sql.fetch_all_in(tx).await?;
    let (mut sums, mut counts) = (Counts::new(), Counts::new());
    for (a, b, c, d, e, f, orders) in &rows {
        let codes = [a.as_str(), b, c, d, e, f];
        counts.insert(codes.join(" "), (*orders, 0));
        for (field, code, state) in totals(codes) {
            sums.entry(format!("{field} {code} {state}")).or_default().0 += orders;
        }
    }
    Ok([(&TOTALS, sums), (&COUNTS, counts), (&MONTHS, counted_months(tx, zone).await?)])
}

/// The database does not know the business time zone, so each month is counted between its bounds.
async fn counted_months(tx: &mut Tx, zone: Zone) -> Result<Counts> {
    let mut counts = Counts::new();
    let mut after = i64::MIN;
    while let Some(period) = next_month(tx, zone, after).await? {
        let (from, to) = zone.bounds(period);
        let mut sql =
            Sql::new("SELECT currency, state, COUNT(*), CAST(SUM(paid_minor) AS BIGINT) FROM orders");
        sql.push(" WHERE created_at >= ").arg(millis(from)).push(" AND created_at < ").arg(millis(to));
        sql.push(" GROUP BY currency, state");
        let rows: Vec<(String, String, i64, i64)> = sql.fetch_all_in(tx).await?;
        for (currency, state, orders, paid) in rows {
            counts.insert(format!("{} {currency} {state}", period.number()), (orders, paid));
        }
        after = millis(to);
    }
    Ok(counts)
}

async fn next_month(tx: &mut Tx, zone: Zone, from: i64) -> Result<Option<Period>> {
    let mut sql = Sql::new("SELECT MIN(created_at) FROM orders WHERE created_at >= ");
    sql.arg(from);
    let first: Option<(Option<i64>,)> = sql.fetch_optional_in(tx).await?;
    Ok(first.and_then(|(at,)| at).map(|at| zone.period(moment(at))))
}
