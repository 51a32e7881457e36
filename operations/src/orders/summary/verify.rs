//! Counting every order again: to compare with what is kept, or to put it in its place.

use std::collections::BTreeMap;

use domain::{Period, Zone};

use super::{EVERY, keys};
use crate::{
    Office, Result,
    db::{Sql, Tx, millis, moment},
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

type Counts = BTreeMap<String, (i64, i64)>;

/// Counts every order again and compares.
pub async fn verify(office: &Office) -> Result<Vec<Mismatch>> {
    let mut tx = snapshot(office).await?;
    let pairs = [
        ("order_counts", kept_counts(&mut tx).await?, counted_counts(&mut tx).await?),
        ("order_months", kept_months(&mut tx).await?, counted_months(&mut tx, office.zone).await?),
    ];
    let mut wrong = Vec::new();
    for (table, kept, counted) in &pairs {
        let keys: std::collections::BTreeSet<&String> = kept.keys().chain(counted.keys()).collect();
        for key in keys {
            let of = |counts: &Counts| counts.get(key).copied().unwrap_or_default();
            let (kept, counted) = (of(kept), of(counted));
            if kept != counted {
                let what = format!("{table} {key}");
                wrong.push(Mismatch { what, kept: format!("{kept:?}"), counted: format!("{counted:?}") });
            }
        }
    }
    Ok(wrong)
}

/// Counts every order again and puts the result in place of what was kept.
pub async fn rebuild(office: &Office) -> Result<()> {
    let mut tx = snapshot(office).await?;
    let (counts, months) = (counted_counts(&mut tx).await?, counted_months(&mut tx, office.zone).await?);
    for (table, width, rows) in [("order_counts", 6, counts), ("order_months", 3, months)] {
        Sql::new("DELETE FROM ").push(table).clone().execute_in(&mut tx).await?;
        for (key, (orders, paid)) in rows {
            let mut sql = Sql::new("INSERT INTO ");
            sql.push(table).push(" VALUES (");
            for (n, part) in key.split(' ').enumerate() {
                sql.push(if n > 0 { ", " } else { "" });
                match part.parse::<i64>() {
                    Ok(month) => sql.arg(month),
                    Err(_) => sql.arg(part),
                };
            }
            sql.push(", ").arg(orders);
            if width == 3 {
                sql.push(", ").arg(paid);
            }
            sql.push(")").clone().execute_in(&mut tx).await?;
        }
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

type DimsRow = (String, String, String, String, String, String, i64);

async fn kept_counts(tx: &mut Tx) -> Result<Counts> {
    let sql = Sql::new(
        "SELECT state, order_type, billing_mode, business_kind, delivery_type, sales_channel, orders \
         FROM order_counts",
    );
    let rows: Vec<DimsRow> = sql.fetch_all_in(tx).await?;
    let rows = rows.into_iter().filter(|r| r.6 != 0);
    Ok(rows.map(|(a, b, c, d, e, f, n)| ([a, b, c, d, e, f].join(" "), (n, 0))).collect())
}

async fn counted_counts(tx: &mut Tx) -> Result<Counts> {
    let sql = Sql::new(
        "SELECT state, order_type, billing_mode, business_kind, delivery_type, sales_channel, COUNT(*) \
         FROM orders GROUP BY state, order_type, billing_mode, business_kind, delivery_type, sales_channel",
    );
    let rows: Vec<DimsRow> = sql.fetch_all_in(tx).await?;
    let mut counts = Counts::new();
    for (a, b, c, d, e, f, n) in &rows {
        for key in keys([a.as_str(), b, c, d, e, f], EVERY) {
            counts.entry(key.join(" ")).or_default().0 += n;
        }
    }
    Ok(counts)
}

async fn kept_months(tx: &mut Tx) -> Result<Counts> {
    let sql = Sql::new("SELECT month, currency, state, orders, paid_minor FROM order_months");
    let rows: Vec<(i64, String, String, i64, i64)> = sql.fetch_all_in(tx).await?;
    let rows = rows.into_iter().filter(|r| (r.3, r.4) != (0, 0));
    Ok(rows
        .map(|(month, currency, state, n, paid)| (format!("{month} {currency} {state}"), (n, paid)))
        .collect())
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
