//! What was paid for all orders of a filter, by currency.

use domain::access::{Actor, Operation, Reach};

use super::{
    count::joined_names,
    filter::{CURRENCY, PAID},
    plan::{Plan, Resolved},
    query::conditions,
    resolve::resolve,
};
use crate::{
    Office, Result,
    db::Sql,
    list::{EXACT, Filter, Takes, Value},
};

/// What was paid in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Code of the currency.
    pub currency: String,
    /// So many orders.
    pub orders: i64,
    /// Paid for them together, in minor units.
    pub paid_minor: i64,
}

/// Sums under a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sums {
    /// Of every order that matches, exactly; the currency of most orders first.
    Exact(Vec<Sum>),
    /// More than [`EXACT`] orders match, and no summary is kept of them.
    TooMany,
    /// Each order has to be looked at: only for who asks.
    Unasked,
}

/// The sums under a filter. What is kept in a summary is told at once; for the rest up to [`EXACT`] orders are
/// looked at, when it is `asked`.
///
/// # Errors
/// `Denied`.
pub async fn sums(office: &Office, actor: &Actor, filter: &Filter, asked: bool) -> Result<Sums> {
    let reach = actor.may(Operation::ListOrders)?;
    if reach == Reach::All && is_kept(filter) {
        return kept(office, filter).await;
    }
    if !asked {
        return Ok(Sums::Unasked);
    }
    let resolved = resolve(office, actor, &reach, filter).await?;
    if resolved.plan == Plan::Nothing {
        return Ok(Sums::Exact(Vec::new()));
    }
    looked_at(office, filter, &resolved, &reach).await
}

/// Whether state and currency alone narrow it.
fn is_kept(filter: &Filter) -> bool {
    filter.given().iter().all(|(field, value)| field.name == "state" || matches!(value, Value::Currency(_)))
}

/// From the maintained months.
async fn kept(office: &Office, filter: &Filter) -> Result<Sums> {
    let mut sql = Sql::new(
        "SELECT currency, CAST(SUM(orders) AS BIGINT), CAST(SUM(paid_minor) AS BIGINT) FROM order_months WHERE 1 = 1",
    );
    sql.any_of("state", filter.codes("state"));
    if filter.given().iter().any(|(field, _)| matches!(field.takes, Takes::Currency(_))) {
        sql.push(" AND currency = ").arg(filter.currency().code());
    }
    sql.push(" GROUP BY currency HAVING SUM(orders) > 0 ORDER BY 2 DESC, 1");
    Ok(Sums::Exact(read(office, sql).await?))
}

async fn looked_at(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Sums> {
    let mut sql =
        Sql::new("SELECT currency, CAST(COUNT(*) AS BIGINT), CAST(SUM(paid) AS BIGINT) FROM (SELECT ");
    sql.push(CURRENCY).push(" AS currency, ").push(&resolved.sorted(PAID)).push(" AS paid FROM orders o");
    joined_names(&mut sql, resolved);
    conditions(&mut sql, office, filter, resolved, reach);
    // One more than are summed up, found in the order of the list, as its page is.
    let all = filter.clone().at(None).sized(EXACT);
    all.keyset_by(&mut sql, &resolved.sorted(filter.sort.column), resolved.collects());
    sql.push(") AS found GROUP BY currency ORDER BY 2 DESC, 1");
    let sums = read(office, sql).await?;
    let orders: i64 = sums.iter().map(|sum| sum.orders).sum();
    Ok(if orders > EXACT { Sums::TooMany } else { Sums::Exact(sums) })
}

async fn read(office: &Office, sql: Sql) -> Result<Vec<Sum>> {
    let rows: Vec<(String, i64, i64)> = sql.fetch_all(&office.db).await?;
    Ok(rows.into_iter().map(|(currency, orders, paid_minor)| Sum { currency, orders, paid_minor }).collect())
}
