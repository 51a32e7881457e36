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
    search::Found,
};

/// Names through which all counted orders are found.
pub(super) struct ByName<'a> {
    given: &'a str,
    customers: Found,
    products: Found,
    reach: &'a Reach,
}

impl<'a> ByName<'a> {
    /// One of the names that are searched for, or the products that somebody may see; and what is left
    /// to look at then.
    pub(super) fn of(resolved: &'a Resolved, reach: &'a Reach) -> Option<(Self, Resolved)> {
        let mut rest = Resolved { plan: Plan::Walk(Vec::new()), ..resolved.clone() };
        let names = |meaning: &Meaning| !meaning.finds_more_than_names();
        let many = |m: &Meaning| m.customers == Found::TooMany || m.products == Found::TooMany;
        let place = |kind: &dyn Fn(&Meaning) -> bool| {
            resolved.meanings.iter().position(|meaning| names(meaning) && kind(meaning))
        };
        // Few names have fewer orders than many.
        let way = match (place(&|meaning| !many(meaning)).or_else(|| place(&many)), reach) {
            (Some(at), _) => {
                rest.meanings.remove(at);
                let Meaning { given, customers, products, .. } = &resolved.meanings[at];
                Self { given, customers: customers.clone(), products: products.clone(), reach }
            }
            (None, Reach::Products(granted)) => Self {
                given: "",
                customers: Found::NONE,
                products: Found::Rows(granted.clone()),
                reach: &Reach::All,
            },
            (None, Reach::All) => return None,
        };
        Some((way, rest))
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
    for (kind, found) in [(customers::NAMES, &names.customers), (products::NAMES, &names.products)] {
        sql.push(", found_").push(kind.table).push(" AS MATERIALIZED (");
        match found {
            Found::Rows(rows) => {
                sql.push("SELECT id FROM ").push(kind.table).push(" WHERE 1 = 1").among("id", rows);
            }
            Found::TooMany => kind.select(&office.db, &mut sql, names.given),
        }
        sql.push(")");
    }
    let (of_customers, of_products) = (names.customers.is_some(), names.products.is_some());
    let others = filter.of_every_tab();
    let parts = [
        (of_customers, "found_customers f CROSS JOIN orders o", "o.customer_id = f.id"),
        (of_products, "found_products f CROSS JOIN orders o", "o.product_id = f.id"),
        (
            of_products,
            "found_products f CROSS JOIN order_lines l CROSS JOIN orders o",
            "l.product_id = f.id AND l.line_no > 1 AND o.id = l.order_id",
        ),
    ];
    sql.push(" ");
    capped(&office.db, &LIST, EXACT, sql, |sql, state| {
        sql.push("SELECT 0 AS id, 1 AS fits WHERE 1 = 0");
        for (_, from, on) in parts.iter().filter(|(asked, ..)| *asked) {
            // Without further parts nothing is found twice, and nothing has to be told apart.
            sql.push(if of_products { " UNION" } else { " UNION ALL" });
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
