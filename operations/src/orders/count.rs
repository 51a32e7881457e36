//! How many orders there are in each state under the other filters.

use domain::{Currency, access::Reach};

use super::{
    by_name::{ByName, through_names},
    filter::{CREATED, LIST, PAID},
    plan::{Plan, Resolved},
    query::{conditions, meets},
    summary::counted_by,
};
use crate::{
    Office, Result,
    db::Sql,
    list::{Count, Counts, EXACT, Filter, Value, capped},
};

pub(crate) async fn counts(
    office: &Office,
    filter: &Filter,
    resolved: &Resolved,
    reach: &Reach,
) -> Result<Counts> {
    if resolved.plan == Plan::Nothing {
        return Ok(Counts::none(&LIST));
    }
    if filter.is_of_codes() && *reach == Reach::All {
        summed(office, filter).await
    } else if let (Some(currency), Reach::All) = (of_a_currency(filter), reach) {
        in_currency(office, currency).await
    } else if matches!(resolved.plan, Plan::Collect { every_state: true, .. }) {
        collected(office, filter, resolved, reach).await
    } else if let Some((names, rest)) = ByName::of(resolved, reach) {
        through_names(office, filter, &names, &rest).await
    } else {
        walked(office, filter, resolved, reach).await
    }
}

/// From the maintained summary: exact.
async fn summed(office: &Office, filter: &Filter) -> Result<Counts> {
    let mut sql = Sql::new("SELECT o.state, CAST(SUM(o.orders) AS BIGINT)");
    counted_by(&mut sql, &filter.of_every_tab().enumerated());
    sql.push(" GROUP BY o.state");
    by_state(office, sql, |rows| Count { rows, more: false }).await
}

/// The currency that alone narrows the list, beside its tab.
fn of_a_currency(filter: &Filter) -> Option<Currency> {
    match filter.of_every_tab().given() {
        [(_, Value::Currency(currency))] => Some(*currency),
        _ => None,
    }
}

/// From the maintained months: exact.
async fn in_currency(office: &Office, currency: Currency) -> Result<Counts> {
    let mut sql = Sql::new("SELECT state, CAST(SUM(orders) AS BIGINT) FROM order_months WHERE currency = ");
    sql.arg(currency.code()).push(" GROUP BY state");
    by_state(office, sql, |rows| Count { rows, more: false }).await
}

/// Of the few orders that are collected, all at once. They are grouped by what no index has, or
/// SQLite would walk through every order of each state instead.
async fn collected(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Counts> {
    let mut sql = Sql::new("SELECT o.state || '' AS of_state, CAST(COUNT(*) AS BIGINT) FROM orders o");
    joined_names(&mut sql, resolved);
    conditions(&mut sql, office, &filter.of_every_tab(), resolved, reach);
    sql.push(" GROUP BY 1");
    by_state(office, sql, Count::capped).await
}

/// The rows of a query of states and numbers.
async fn by_state(office: &Office, sql: Sql, count: fn(i64) -> Count) -> Result<Counts> {
    let rows: Vec<(String, i64)> = sql.fetch_all(&office.db).await?;
    Ok(Counts::of_tabs(&LIST, rows.into_iter().map(|(state, orders)| (state, count(orders)))))
}

/// What looks at each order's names needs them.
pub(crate) fn joined_names(sql: &mut Sql, resolved: &Resolved) {
    if resolved.looks_at_customers() {
        sql.push(" JOIN customers c ON c.id = o.customer_id");
    }
    if resolved.looks_at_products() {
        sql.push(" JOIN products p ON p.id = o.product_id");
    }
}

/// By walking an index: that of the amounts of each state, or that of its days, which holds the amounts too.
/// Orders are looked at for the rest.
async fn walked(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Counts> {
    let by_amount = filter.bounds(PAID) && !filter.bounds(CREATED) && resolved.reseller_id.is_none();
    let way = if by_amount { vec!["o.state", PAID] } else { vec!["o.state", CREATED, "o.reseller_id"] };
    let along = Resolved { plan: Plan::Walk(way), reseller_id: resolved.reseller_id, ..Resolved::default() };
    let rest = Resolved { plan: Plan::Walk(Vec::new()), ..resolved.clone() };
    let others = filter.of_every_tab();
    let bounds = others.only_ranges();
    capped(&office.db, &LIST, EXACT, Sql::default(), |sql, state| {
        sql.push("SELECT CASE WHEN ");
        meets(sql, office, &others, &rest, reach);
        sql.push(" THEN 1 END AS fits FROM orders o");
        joined_names(sql, &rest);
        conditions(sql, office, &bounds, &along, &Reach::All);
        sql.push(" AND o.state = ").arg(state);
        if let Some(overdue) = &resolved.overdue {
            overdue.bounds(sql, state);
        }
    })
    .await
}
