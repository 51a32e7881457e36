//! How many orders there are in each state under the other filters.

use domain::{access::Reach, order::OrderState};

use super::{
    Filter,
    names::Resolved,
    query::{conditions, of_states},
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
    } else {
        walked(office, filter, resolved, reach).await
    }
}

/// From the maintained summary: exact, and a few hundred rows at most.
async fn summed(office: &Office, filter: &Filter) -> Result<Counts> {
    let mut sql = Sql::new("SELECT o.state, CAST(SUM(o.orders) AS BIGINT) FROM order_counts o");
    conditions(
        &mut sql,
        office,
        &Filter { states: vec![], ..filter.clone() },
        &Resolved::default(),
        &Reach::All,
    );
    sql.push(" GROUP BY o.state");
    let mut counts = Counts::default();
    for (state, orders) in sql.fetch_all::<(String, i64)>(&office.db).await? {
        if let Some(at) = OrderState::ALL.iter().position(|s| s.code() == state) {
            counts.by_state[at] = Count { orders, more: false };
        }
    }
    Ok(counts)
}

/// By walking an index, each state up to [`EXACT`].
async fn walked(office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) -> Result<Counts> {
    let mut sql = Sql::new("SELECT ");
    for (i, state) in OrderState::ALL.iter().enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.push("(SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM orders o");
        if resolved.meanings.iter().any(|m| matches!(m, super::names::Meaning::Pattern { .. })) {
            sql.push(" JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = o.product_id");
        }
        conditions(&mut sql, office, filter, resolved, reach);
        let one_state = Filter { states: vec![*state], ..Filter::default() };
        of_states(&mut sql, &one_state);
        sql.push(" LIMIT ").arg(EXACT + 1).push(") AS found)");
    }
    let (a, b, c, d) = sql.fetch_optional::<(i64, i64, i64, i64)>(&office.db).await?.unwrap_or_default();
    let count = |n: i64| Count { orders: n.min(EXACT), more: n > EXACT };
    Ok(Counts { by_state: [count(a), count(b), count(c), count(d)] })
}
