//! Counting by name: all orders of some customers and products.

use domain::access::Reach;

use super::{
    filter::LIST,
    plan::{Meaning, Plan, Resolved},
    query::conditions,
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
    /// The one name that is searched for, or the products that somebody may see; and what is left to
    /// look at then.
    pub(super) fn of(resolved: &'a Resolved, reach: &'a Reach) -> Option<(Self, Resolved)> {
        let mut rest = Resolved {
            meanings: Vec::new(),
            plan: Plan::Walk(Vec::new()),
            reseller_id: resolved.reseller_id,
        };
        match (resolved.meanings.as_slice(), reach) {
            ([Meaning::Rows { customers, products }], _) => {
                let side = |rows: &'a Vec<i64>| (!rows.is_empty()).then_some(Asked::Rows(rows));
                Some((Self { customers: side(customers), products: side(products), reach }, rest))
            }
            ([Meaning::Pattern { given, pattern, customers, products }], _) => {
                let side = |asked: bool| asked.then_some(Asked::Like { given, pattern });
                Some((Self { customers: side(*customers), products: side(*products), reach }, rest))
            }
            (meanings, Reach::Products(granted))
                if !meanings.iter().any(|m| matches!(m, Meaning::Pattern { .. })) =>
            {
                rest.meanings = meanings.to_vec();
                let products = (!granted.is_empty()).then_some(Asked::Rows(granted));
                Some((Self { customers: None, products, reach: &Reach::All }, rest))
            }
            _ => None,
        }
    }
}

/// Through the orders of the names, each state up to [`EXACT`]; an order that has several of them
/// counts once. The names are looked up once for all states.
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
        sql.push("SELECT 0 AS id WHERE 1 = 0");
        for (_, from, on) in parts.iter().filter(|(asked, ..)| *asked) {
            // Without further parts nothing is found twice, and nothing has to be told apart.
            sql.push(if names.products.is_some() { " UNION" } else { " UNION ALL" });
            sql.push(" SELECT id FROM (SELECT o.id FROM ").push(from);
            conditions(sql, office, &others, rest, names.reach);
            sql.push(" AND ").push(on).push(" AND o.state = ").arg(state);
            sql.limit(EXACT + 1).push(") AS part");
        }
    })
    .await
}
