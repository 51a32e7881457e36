//! From a filter to the conditions of a query. `o` is the order, `c` its customer, `p` its product.

use domain::access::Reach;

use super::plan::{Meaning, Plan, Resolved};
use crate::{
    Office,
    db::Sql,
    list::{Column, Filter},
};

/// Appends ` WHERE …` for everything but the page.
pub(crate) fn conditions(
    sql: &mut Sql,
    office: &Office,
    filter: &Filter,
    resolved: &Resolved,
    reach: &Reach,
) {
    sql.push(" WHERE ");
    meets(sql, office, filter, resolved, reach);
}

/// Appends `…` that is true of the orders of a filter.
pub(super) fn meets(sql: &mut Sql, office: &Office, filter: &Filter, resolved: &Resolved, reach: &Reach) {
    sql.push(if resolved.plan == Plan::Nothing { "1 = 0" } else { "1 = 1" });
    filter.conditions(sql, office.zone, |column| resolved.written(column));
    if let Some(id) = resolved.reseller_id {
        let column = resolved.written(Column::Number("o.reseller_id"));
        sql.push(" AND ").push(&column).push(" = ").arg(id);
    }
    for meaning in &resolved.meanings {
        mean(sql, meaning, resolved.collects());
    }
    if let Reach::Products(products) = reach {
        granted(sql, products);
    }
}

fn mean(sql: &mut Sql, meaning: &Meaning, few: bool) {
    match meaning {
        Meaning::Numbers(from, to) => {
            // Many are met while walking the list: their index must not tempt the engine to sort them.
            let number = if few { "o.order_no" } else { "(o.order_no || '')" };
            sql.push(" AND ").push(number).push(" >= ").arg(from.as_str());
            sql.push(" AND ").push(number).push(" < ").arg(to.as_str());
        }
        Meaning::Rows { customers, products } => {
            sql.push(" AND (");
            if customers.is_empty() && products.is_empty() {
                sql.push("1 = 0");
            }
            if !customers.is_empty() {
                sql.push(if few { "o.customer_id IN " } else { "+o.customer_id IN " })
                    .list(customers.iter().copied());
            }
            if !products.is_empty() {
                if !customers.is_empty() {
                    sql.push(" OR ");
                }
                with_product(sql, products, few);
            }
            sql.push(")");
        }
        Meaning::Pattern { pattern, customers, products, .. } => {
            sql.push(" AND (");
            if !*customers && !*products {
                sql.push("1 = 0");
            }
            if *customers {
                sql.push("LOWER(c.name) LIKE ").arg(pattern.as_str()).push(" ESCAPE '!'");
            }
            if *products {
                if *customers {
                    sql.push(" OR ");
                }
                sql.push("LOWER(p.name) LIKE ").arg(pattern.as_str()).push(" ESCAPE '!'");
                sql.push(" OR (o.line_count > 1 AND (SELECT 1 FROM order_lines l JOIN products lp ");
                sql.push("ON lp.id = l.product_id WHERE l.order_id = o.id AND LOWER(lp.name) LIKE ");
                sql.arg(pattern.as_str()).push(" ESCAPE '!' LIMIT 1) IS NOT NULL)");
            }
            sql.push(")");
        }
    }
}

/// An order has a product when one of its lines has. Few orders are collected through the index of
/// the lines; many are met while walking the list, where nearly all have one line.
fn with_product(sql: &mut Sql, products: &[i64], few: bool) {
    if few {
        // One list of rows: PostgreSQL takes no index for either side of an OR with a query in it.
        sql.push("o.id IN (SELECT id FROM orders WHERE product_id IN ").list(products.iter().copied());
        sql.push(" UNION ALL SELECT order_id FROM order_lines WHERE line_no > 1 AND product_id IN ");
        sql.list(products.iter().copied()).push(")");
    } else {
        sql.push("+o.product_id IN ").list(products.iter().copied());
        // Given EXISTS, PostgreSQL walks through all lines once instead of looking up those of an order.
        sql.push(" OR (o.line_count > 1 AND (SELECT 1 FROM order_lines l WHERE l.order_id = o.id");
        sql.push(" AND l.product_id IN ").list(products.iter().copied()).push(" LIMIT 1) IS NOT NULL)");
    }
}

/// Only orders with a product that was granted to the person (`domain.md` 2.8).
pub(crate) fn granted(sql: &mut Sql, products: &[i64]) {
    if products.is_empty() {
        sql.push(" AND 1 = 0");
        return;
    }
    sql.push(" AND (");
    with_product(sql, products, false);
    sql.push(")");
}
