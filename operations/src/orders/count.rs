//! How many orders there are in each state under the other filters.

mod sides;

use domain::{access::Reach, order::OrderState};

use self::sides::{Sides, through_names};
use super::{
    Filter,
    query::conditions,
    resolved::{Meaning, Resolved},
    summary::counted_by,
};
use crate::{Office, Result, db::Sql};

/// Counted exactly up to so many.
pub const EXACT: i64 = 10_000;

/// A number of orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many; when `more`, at least so many.
    pub orders: i64,
    /// There are more than were counted.
    pub more: bool,
}

/// The numbers on the tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the order of [`OrderState::ALL`].
    pub by_state: [Count; 4],
}

impl Counts {
    /// In these states; in all when none is named.
    #[must_use]
    pub fn of(&self, states: &[OrderState]) -> Count {
        OrderState::ALL
            .iter()
            .zip(self.by_state)
            .filter(|(s, _)| states.is_empty() || states.contains(s))
            .fold(Count::default(), |sum, (_, count)| Count {
                orders: sum.orders + count.orders,
                more: sum.more || count.more,
            })
    }
}

pub(crate) async fn counts(
    office: &Office,
    filter: &Filter,
    resolved: &Resolved,
    reach: &Reach,
) -> Result<Counts> {
    if resolved.nothing {
        return Ok(Counts::default());
    }
    if filter.is_enumerated() && *reach == Reach::All {
        summed(office, filter).await
    } else if resolved.few {
        collected(office, filter, resolved, reach).await
    } else if let Some((sides, rest)) = Sides::of(resolved, reach) {
        through_names(office, filter, &sides, &rest).await
    } else {
        walked(office, filter, resolved, reach).await
    }
}

/// From the maintained summary: exact.
async fn summed(office: &Office, filter: &Filter) -> Result<Counts> {
    let mut sql = Sql::new("SELECT o.state, CAST(SUM(o.orders) AS BIGINT)");
    counted_by(&mut sql, &Filter { states: vec![], ..filter.clone() }.enumerated());
    sql.push(" GROUP BY o.state");
    by_state(office, sql, i64::MAX).await
}

/// Of the few orders that are collected, all at once. They are grouped by what no index has, or
/// SQLite would walk through every order of each state instead.
async fn collected(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Counts> {
    let mut sql = Sql::new("SELECT o.state || '' AS of_state, CAST(COUNT(*) AS BIGINT) FROM orders o");
    joined_names(&mut sql, resolved);
    conditions(&mut sql, office, &Filter { states: vec![], ..filter.clone() }, resolved, reach);
    sql.push(" GROUP BY 1");
    by_state(office, sql, EXACT).await
}

/// The rows of a query of states and numbers; what is above the limit is cut.
async fn by_state(office: &Office, sql: Sql, most: i64) -> Result<Counts> {
    let mut counts = Counts::default();
    for (state, orders) in sql.fetch_all::<(String, i64)>(&office.db).await? {
        if let Some(at) = OrderState::ALL.iter().position(|s| s.code() == state) {
            counts.by_state[at] = Count { orders: orders.min(most), more: orders > most };
        }
    }
    Ok(counts)
}

/// A pattern looks at the names themselves.
fn joined_names(sql: &mut Sql, resolved: &Resolved) {
    if resolved.meanings.iter().any(|m| matches!(m, Meaning::Pattern { .. })) {
        sql.push(" JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = o.product_id");
    }
}

/// By walking an index, each state up to [`EXACT`].
async fn walked(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Counts> {
    let along = Resolved { indexed: vec!["o.state", "o.created_at", "o.reseller_id"], ..resolved.clone() };
    let mut sql = Sql::new("SELECT ");
    for (i, state) in OrderState::ALL.iter().enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.push("(SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM orders o");
        joined_names(&mut sql, resolved);
        let one_state = Filter { states: vec![*state], ..filter.clone() };
        conditions(&mut sql, office, &one_state, &along, reach);
        sql.push(" LIMIT ").arg(EXACT + 1).push(") AS found)");
    }
    four(office, sql).await
}

/// The one row of a query with a number for each state.
async fn four(office: &Office, sql: Sql) -> Result<Counts> {
    let (a, b, c, d) = sql.fetch_optional::<(i64, i64, i64, i64)>(&office.db).await?.unwrap_or_default();
    let count = |n: i64| Count { orders: n.min(EXACT), more: n > EXACT };
    Ok(Counts { by_state: [count(a), count(b), count(c), count(d)] })
}
