//! Counting by name: all orders of some customers and products.

use domain::access::Reach;

use super::{
    count::joined_names,
    filter::LIST,
    plan::{Meaning, Plan, Resolved},
    query::meets,
};
use crate::{
    Office, Result, customers,
    db::Sql,
    list::{Counts, EXACT, Filter, capped},
    products,
};

/// Names through which all counted orders are found.
pub(super) struct ByName<'a> {
    customers: Option<Asked<'a>>,
    products: Option<Asked<'a>>,
    reach: &'a Reach,
}

enum Asked<'a> {
    Rows(&'a [i64]),
    Like { given: &'a str, pattern: &'a str },
}

impl<'a> ByName<'a> {
    /// One of the names that are searched for, or the products that somebody may see; and what is left
    /// to look at then.
    pub(super) fn of(resolved: &'a Resolved, reach: &'a Reach) -> Option<(Self, Resolved)> {
        let mut rest = Resolved { plan: Plan::Walk(Vec::new()), ..resolved.clone() };
        let place = |kind: fn(&Meaning) -> bool| resolved.meanings.iter().position(kind);
        // Few names have fewer orders than many.
        let way = place(|meaning| matches!(meaning, Meaning::Rows { .. }))
            .or_else(|| place(|meaning| matches!(meaning, Meaning::Pattern { .. })));
        let (customers, products, reach) = match (way, reach) {
            (Some(at), _) => {
                rest.meanings.remove(at);
                let (customers, products) = Asked::by(&resolved.meanings[at]);
                (customers, products, reach)
            }
            (None, Reach::Products(granted)) => (None, Asked::rows(granted), &Reach::All),
            (None, _) => return None,
        };
        Some((Self { customers, products, reach }, rest))
    }
}

impl<'a> Asked<'a> {
    fn rows(rows: &'a [i64]) -> Option<Self> {
        (!rows.is_empty()).then_some(Self::Rows(rows))
    }

    /// Customers and products of a meaning.
    fn by(meaning: &'a Meaning) -> (Option<Self>, Option<Self>) {
        match meaning {
            Meaning::Rows { customers, products } => (Self::rows(customers), Self::rows(products)),
            Meaning::Pattern { given, pattern, customers, products } => {
                let side = |asked: bool| asked.then_some(Self::Like { given, pattern });
                (side(*customers), side(*products))
            }
            Meaning::Numbers(..) => (None, None),
        }
    }
}

/// Through the orders of the names, of which up to [`EXACT`] are looked at in each state; one that has
/// several of them counts once. The names are looked up once for all states.
pub(super) async fn through_names(
    office: &Office,
    filter: &Filter,
    names: &ByName<'_>,
    rest: &Resolved,
) -> Result<Counts> {
    let mut sql = Sql::new("WITH none AS (SELECT 1 AS one)");
    for (kind, side) in [(customers::NAMES, &names.customers), (products::NAMES, &names.products)] {
        if let Some(side) = side {
            sql.push(", found_").push(kind.table).push(" AS MATERIALIZED (SELECT id FROM ");
            sql.push(kind.table).push(" WHERE ");
            match side {
                Asked::Rows(rows) => {
                    sql.push("id IN ").list(rows.iter().copied());
                }
                Asked::Like { given, pattern } => {
                    if kind.having(&office.db, &mut sql, given).is_some() {
                        sql.push(" AND ");
                    }
                    sql.push("LOWER(name) LIKE ").arg(*pattern).push(" ESCAPE '!'");
                }
            }
            sql.push(")");
        }
    }
    let others = filter.of_every_tab();
    let parts = [
        (names.customers.is_some(), "found_customers f CROSS JOIN orders o", "o.customer_id = f.id"),
        (names.products.is_some(), "found_products f CROSS JOIN orders o", "o.product_id = f.id"),
        (
            names.products.is_some(),
            "found_products f CROSS JOIN order_lines l CROSS JOIN orders o",
            "l.product_id = f.id AND l.line_no > 1 AND o.id = l.order_id",
        ),
    ];
    sql.push(" ");
    capped(&office.db, &LIST, sql, |sql, state| {
        sql.push("SELECT 0 AS id, 1 AS fits WHERE 1 = 0");
        for (_, from, on) in parts.iter().filter(|(asked, ..)| *asked) {
            // Without further parts nothing is found twice, and nothing has to be told apart.
            sql.push(if names.products.is_some() { " UNION" } else { " UNION ALL" });
            sql.push(" SELECT id, fits FROM (SELECT o.id, CASE WHEN ");
            meets(sql, office, &others, rest, names.reach);
            sql.push(" THEN 1 END AS fits FROM ").push(from);
            joined_names(sql, rest);
            sql.push(" WHERE ").push(on).push(" AND o.state = ").arg(state);
            sql.limit(EXACT + 1).push(") AS part");
        }
    })
    .await
}
