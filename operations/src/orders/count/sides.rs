//! Counting through names: all orders of some customers and products.

use domain::{access::Reach, order::OrderState};

use super::{Counts, EXACT, four};
use crate::{
    Office, Result,
    db::{Sql, dialect::Names},
    orders::{
        Filter,
        query::conditions,
        resolved::{Meaning, Resolved},
    },
};

/// Names through which all counted orders are found.
pub(super) struct Sides<'a> {
    customers: Option<Side<'a>>,
    products: Option<Side<'a>>,
    reach: &'a Reach,
}

enum Side<'a> {
    Rows(&'a [i64]),
    Like { given: &'a str, pattern: &'a str },
}

impl<'a> Sides<'a> {
    /// The one name that is searched for, or the products that somebody may see; and what is left to
    /// look at then.
    pub(super) fn of(resolved: &'a Resolved, reach: &'a Reach) -> Option<(Self, Resolved)> {
        let mut rest = Resolved { meanings: Vec::new(), indexed: Vec::new(), ..resolved.clone() };
        match (resolved.meanings.as_slice(), reach) {
            ([Meaning::Rows { customers, products }], _) => {
                let side = |rows: &'a Vec<i64>| (!rows.is_empty()).then_some(Side::Rows(rows));
                Some((Self { customers: side(customers), products: side(products), reach }, rest))
            }
            ([Meaning::Pattern { given, pattern, customers, products }], _) => {
                let side = |asked: bool| asked.then_some(Side::Like { given, pattern });
                Some((Self { customers: side(*customers), products: side(*products), reach }, rest))
            }
            (meanings, Reach::Products(granted))
                if !meanings.iter().any(|m| matches!(m, Meaning::Pattern { .. })) =>
            {
                rest.meanings = meanings.to_vec();
                let products = (!granted.is_empty()).then_some(Side::Rows(granted));
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
    sides: &Sides<'_>,
    rest: &Resolved,
) -> Result<Counts> {
    let mut sql = Sql::new("WITH none AS (SELECT 1 AS one)");
    for (names, side) in [(Names::Customers, &sides.customers), (Names::Products, &sides.products)] {
        if let Some(side) = side {
            sql.push(", found_").push(names.table()).push(" AS MATERIALIZED (SELECT id FROM ");
            sql.push(names.table()).push(" WHERE ");
            match side {
                Side::Rows(rows) => {
                    sql.push("id IN ").list(rows.iter().copied());
                }
                Side::Like { given, pattern } => {
                    if names.having(&office.db, &mut sql, given).is_some() {
                        sql.push(" AND ");
                    }
                    sql.push("LOWER(name) LIKE ").arg(*pattern).push(" ESCAPE '!'");
                }
            }
            sql.push(")");
        }
    }
    let others = Filter { states: vec![], ..filter.clone() };
    let parts = [
        (sides.customers.is_some(), "found_customers f CROSS JOIN orders o", "o.customer_id = f.id"),
        (sides.products.is_some(), "found_products f CROSS JOIN orders o", "o.product_id = f.id"),
        (
            sides.products.is_some(),
            "found_products f CROSS JOIN order_lines l CROSS JOIN orders o",
            "l.product_id = f.id AND l.line_no > 1 AND o.id = l.order_id",
        ),
    ];
    for (i, state) in OrderState::ALL.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { " SELECT " });
        sql.push("(SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 0 AS id WHERE 1 = 0");
        for (_, from, on) in parts.iter().filter(|(asked, ..)| *asked) {
            // Without further parts nothing is found twice, and nothing has to be told apart.
            sql.push(if sides.products.is_some() { " UNION" } else { " UNION ALL" });
            sql.push(" SELECT id FROM (SELECT o.id FROM ").push(from);
            conditions(&mut sql, office, &others, rest, sides.reach);
            sql.push(" AND ").push(on).push(" AND o.state = ").arg(state.code());
            sql.push(" LIMIT ").arg(EXACT + 1).push(") AS part");
        }
        sql.push(") AS found)");
    }
    four(office, sql).await
}
