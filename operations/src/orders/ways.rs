//! Which index leads to the orders of a filter.
//!
//! SQLite keeps no figures of how often a value occurs, and both engines like to collect and sort
//! whatever an equality finds, be it half a million orders. So the way is chosen here: few orders
//! are collected through the index that finds them; otherwise the list is walked in its order,
//! along one state, type, kind … where that is the only value asked for.

use super::{
    Filter, names,
    resolved::{MOST_ORDERS, Resolved},
    summary::counted_by,
};
use crate::{Office, Result, db::Sql, db::millis};

/// Looks up every name of a filter, and the way to its orders.
///
/// # Errors
/// What the database said.
pub(crate) async fn resolve(office: &Office, filter: &Filter) -> Result<Resolved> {
    let mut resolved = names::look_up(office, filter).await?;
    resolved.narrow = resolved.few;
    if !resolved.nothing && !resolved.few {
        choose(office, filter, &mut resolved).await?;
    }
    Ok(resolved)
}

/// Sets `few`, `narrow` and `indexed`, for a filter without names that leave few orders.
async fn choose(office: &Office, filter: &Filter, resolved: &mut Resolved) -> Result<()> {
    let by_created = filter.sort.column().0 == "o.created_at";
    for (asked, column) in [
        (resolved.reseller_id.is_some(), "o.reseller_id"),
        (!by_created && (filter.created_from.is_some() || filter.created_to.is_some()), "o.created_at"),
        (by_created && (filter.paid_from.is_some() || filter.paid_to.is_some()), "o.paid_minor"),
    ] {
        if asked && leaves_few(office, filter, resolved, column).await? {
            (resolved.few, resolved.narrow, resolved.indexed) = (true, true, vec![column]);
            return Ok(());
        }
    }
    let parts = filter.enumerated();
    let simple = by_created && parts.iter().all(|(_, codes)| codes.len() == 1) && parts.len() < 2;
    let found = if simple {
        Found { least: parts.first().map(|(column, _)| *column), orders: None }
    } else {
        enumerated(office, &parts).await?
    };
    resolved.nothing = found.orders == Some(0);
    resolved.narrow = found.orders.is_some_and(|orders| orders <= MOST_ORDERS);
    let single = |column: &&str| parts.iter().any(|(name, codes)| name == column && codes.len() == 1);
    resolved.indexed = if resolved.narrow {
        found.least.into_iter().collect()
    } else {
        // The list's own order; along one value it is kept by every index of the enumerated parts.
        let along = found.least.filter(|column| by_created && single(column));
        [filter.sort.column().0].into_iter().chain(along).collect()
    };
    Ok(())
}

/// Whether a condition on this column alone leaves few orders: looked up in its index.
async fn leaves_few(
    office: &Office,
    filter: &Filter,
    resolved: &Resolved,
    column: &'static str,
) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM orders o WHERE 1 = 1");
    let zone = &office.zone;
    let (from, upto) = match column {
        "o.created_at" => (
            filter.created_from.map(|day| millis(zone.day(day).0)),
            filter.created_to.map(|day| millis(zone.day(day).1) - 1),
        ),
        "o.paid_minor" => (filter.paid_from, filter.paid_to),
        _ => (resolved.reseller_id, resolved.reseller_id),
    };
    if let Some(from) = from {
        sql.push(" AND ").push(column).push(" >= ").arg(from);
    }
    if let Some(upto) = upto {
        sql.push(" AND ").push(column).push(" <= ").arg(upto);
    }
    sql.push(" LIMIT ").arg(MOST_ORDERS + 1).push(") AS found");
    let (found,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or_default();
    Ok(found <= MOST_ORDERS)
}

/// What the maintained summary knows of the enumerated parts.
struct Found {
    /// The column whose value the fewest orders have.
    least: Option<&'static str>,
    /// How many orders have them all; not looked up where it does not matter.
    orders: Option<i64>,
}

async fn enumerated(office: &Office, parts: &[(&'static str, Vec<&'static str>)]) -> Result<Found> {
    if parts.is_empty() {
        return Ok(Found { least: None, orders: None });
    }
    // A row for each part, and one for all of them together.
    let mut sql = Sql::new("");
    for at in 0..=parts.len() {
        if at > 0 {
            sql.push(" UNION ALL ");
        }
        sql.push("SELECT CAST(COALESCE(SUM(o.orders), 0) AS BIGINT)");
        counted_by(&mut sql, parts.get(at..=at).unwrap_or(parts));
    }
    let rows: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    let least = parts.iter().zip(&rows).min_by_key(|(_, (orders,))| *orders).map(|((column, _), _)| *column);
    Ok(Found { least, orders: rows.last().map(|(orders,)| *orders) })
}
