//! Which index leads to the orders of a filter.
//!
//! SQLite keeps no figures of how often a value occurs, and both engines like to collect and sort
//! whatever an equality finds, be it half a million orders. So the way is chosen here: few orders
//! are collected through the index that finds them; otherwise the list is walked in its order,
//! along one state, type, kind … where that is the only value asked for.

use domain::access::{Actor, Reach};

use super::{
    assignee::Assigned,
    filter::{CREATED, PAID},
    names,
    overdue::OPEN,
    plan::{MOST_ORDERS, Name, Plan, Resolved},
    summary::counted_by,
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Filter, plain},
};

/// The reseller's row.
const RESELLER: Name = "o.reseller_id";
/// The products of its lines: orders are collected through those that are granted.
pub(super) const GRANTED: Name = "l.product_id";
/// The row of who looks after it.
pub(super) const ASSIGNEE: Name = "o.assignee_id";

/// Looks up every name of a filter, and the way to its orders.
pub(crate) async fn resolve(
    office: &Office,
    actor: &Actor,
    reach: &Reach,
    filter: &Filter,
) -> Result<Resolved> {
    let mut resolved = names::look_up(office, actor, reach, filter).await?;
    // Names that leave few orders, or none, are a way already.
    if matches!(resolved.plan, Plan::Walk(_)) {
        resolved.plan = choose(office, filter, &resolved).await?;
    }
    Ok(resolved)
}

/// The way to the orders of a filter without names that leave few orders.
async fn choose(office: &Office, filter: &Filter, resolved: &Resolved) -> Result<Plan> {
    let by_created = filter.sort.column == CREATED;
    let people = match &resolved.assigned {
        Some(Assigned::To(people)) => people.as_slice(),
        _ => &[],
    };
    // What was paid for the lines that are seen, and how they are delivered, stands in no index: the orders of
    // the granted products are looked at, not all there are.
    let of_lines =
        filter.sort.column == PAID || filter.bounds(PAID) || !filter.codes("delivery_type").is_empty();
    let of_lines = of_lines && resolved.granted.is_some();
    let owned = [(resolved.overdue.is_some(), OPEN), (!people.is_empty(), ASSIGNEE)];
    let stands = resolved.stands.iter().map(|stands| (true, stands.name()));
    for (asked, column) in owned.into_iter().chain(stands).chain([
        (resolved.reseller_id.is_some(), RESELLER),
        (!by_created && filter.bounds(CREATED), CREATED),
        (by_created && filter.bounds(PAID) && !of_lines, PAID),
    ]) {
        if asked && leaves_few(office, filter, resolved, column).await? {
            return Ok(Plan::Collect { through: Some(column), every_state: true });
        }
    }
    if of_lines {
        return Ok(Plan::Collect { through: Some(GRANTED), every_state: false });
    }
    if by_created && resolved.overdue.is_some() {
        return Ok(Plan::Walk(vec![filter.sort.column, OPEN]));
    }
    // The orders of one person stand in the order of the list.
    if by_created && people.len() == 1 {
        return Ok(Plan::Walk(vec![filter.sort.column, ASSIGNEE]));
    }
    let parts = filter.enumerated();
    let simple = by_created && parts.iter().all(|(_, codes)| codes.len() == 1) && parts.len() < 2;
    let found = if simple {
        Found { least: parts.first().map(|(column, _)| *column), orders: None }
    } else {
        enumerated(office, &parts).await?
    };
    if found.orders == Some(0) {
        return Ok(Plan::Nothing);
    }
    if found.orders.is_some_and(|orders| orders <= MOST_ORDERS) {
        return Ok(Plan::Collect { through: found.least, every_state: false });
    }
    let single = |column: &Name| parts.iter().any(|(name, codes)| name == column && codes.len() == 1);
    // The list's own order; along one value it is kept by every index of the enumerated parts.
    let along = found.least.filter(|column| by_created && single(column));
    Ok(Plan::Walk([filter.sort.column].into_iter().chain(along).collect()))
}

/// Whether a condition on this column alone leaves few orders: looked up in its index.
async fn leaves_few(office: &Office, filter: &Filter, resolved: &Resolved, column: Name) -> Result<bool> {
    if let Some(stands) = resolved.stands.iter().find(|stands| stands.name() == column) {
        return stands.leaves_few(office).await;
    }
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM orders o WHERE 1 = 1");
    if let (ASSIGNEE, Some(Assigned::To(people))) = (column, &resolved.assigned) {
        sql.among(column, people);
    } else if let (OPEN, Some(overdue)) = (column, &resolved.overdue) {
        let through = Plan::Collect { through: Some(OPEN), every_state: true };
        overdue.conditions(&mut sql, &Resolved { plan: through, ..resolved.clone() });
    } else if column == RESELLER {
        sql.push(" AND ").push(column).push(" = ").arg(resolved.reseller_id);
    } else {
        filter.only_bounds(column).conditions(&mut sql, office, plain);
    }
    sql.limit(MOST_ORDERS + 1).push(") AS found");
    let (found,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or_default();
    Ok(found <= MOST_ORDERS)
}

/// What the maintained summary knows of the enumerated parts.
struct Found {
    /// The column whose value the fewest orders have.
    least: Option<Name>,
    /// How many orders have them all; not looked up where it does not matter.
    orders: Option<i64>,
}

async fn enumerated(office: &Office, parts: &[(Name, Vec<&'static str>)]) -> Result<Found> {
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
