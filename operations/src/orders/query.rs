//! From a filter to the conditions of a query. `o` is the order, `c` its customer, `p` its product.

use domain::access::Reach;

use super::{
    assignee::Assigned,
    plan::{Meaning, Plan, Resolved, Way},
    resolve::{ASSIGNEE, GRANTED},
};
use crate::{
    Office, customers,
    db::{
        Db, Sql,
        dialect::{LAST, last_characters},
    },
    list::{Column, Filter},
    products,
    search::Found,
    skus,
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
    filter.conditions(sql, office, |column| resolved.seen(column));
    if let Some(id) = resolved.reseller_id {
        let column = resolved.written(Column::Number("o.reseller_id"));
        sql.push(" AND ").push(&column).push(" = ").arg(id);
    }
    if let Some(statement) = &resolved.statement {
        statement.conditions(sql, &office.db);
    }
    if let Some(overdue) = &resolved.overdue {
        overdue.conditions(sql, resolved);
    }
    for stands in &resolved.stands {
        stands.conditions(sql, &office.db, resolved);
    }
    match &resolved.assigned {
        None => {}
        // Most orders: no index has them, and PostgreSQL is to know how many they are.
        Some(Assigned::Nobody) => {
            sql.push(" AND o.assignee_id IS NULL");
        }
        Some(Assigned::To(people)) => {
            sql.among(&resolved.written(Column::Number(ASSIGNEE)), people);
        }
    }
    for meaning in &resolved.meanings {
        mean(sql, &office.db, meaning);
    }
    match (reach, &resolved.plan) {
        (Reach::All, _) => {}
        (Reach::Products(products), Plan::Collect { through: Some(GRANTED), .. }) if !products.is_empty() => {
            sql.push(" AND o.id IN (SELECT id FROM orders WHERE product_id IN ")
                .list(products.iter().copied());
            sql.push(" UNION ALL SELECT order_id FROM order_lines WHERE line_no > 1 AND product_id IN ");
            sql.list(products.iter().copied()).push(")");
        }
        (Reach::Products(products), _) => granted(sql, products),
    }
}

fn mean(sql: &mut Sql, db: &Db, meaning: &Meaning) {
    sql.push(" AND (");
    match (meaning.ways().as_slice(), meaning.few) {
        ([], _) => {
            sql.push("1 = 0");
        }
        ([Way::Begin], true) => begins(sql, "o.order_no", meaning),
        ([Way::Customers], true) => {
            sql.push("o.customer_id IN ");
            rows(sql, &meaning.customers);
        }
        (ways, true) => {
            // One list of rows: PostgreSQL takes no index for either side of an OR with a query in it.
            for (at, way) in ways.iter().enumerate() {
                sql.push(if at == 0 { "o.id IN (" } else { " UNION ALL " });
                found(sql, db, meaning, *way);
            }
            sql.push(")");
        }
        // Many are met while walking the list: no index may tempt the engine to sort them.
        (ways, false) => {
            for (at, way) in ways.iter().enumerate() {
                sql.push(if at == 0 { "" } else { " OR " });
                meets_one(sql, meaning, *way);
            }
        }
    }
    sql.push(")");
}

/// Appends a query of the rows of orders that are found in this way, through its index.
pub(super) fn found(sql: &mut Sql, db: &Db, meaning: &Meaning, way: Way) {
    match way {
        Way::Begin => {
            sql.push("SELECT id FROM orders WHERE ");
            begins(sql, "order_no", meaning);
        }
        Way::End => {
            let end = meaning.end.as_deref().unwrap_or_default();
            sql.push("SELECT id FROM orders WHERE ").push(last_characters(db)).push(" = ");
            sql.arg(&end[end.len().saturating_sub(LAST)..]).push(" AND ");
            ends(sql, "order_no", end);
        }
        Way::Customers => {
            sql.push("SELECT id FROM orders WHERE customer_id IN ");
            rows(sql, &meaning.customers);
        }
        Way::Products => {
            sql.push("SELECT id FROM orders WHERE product_id IN ");
            rows(sql, &meaning.products);
        }
        Way::Further => {
            sql.push("SELECT order_id FROM order_lines WHERE line_no > 1 AND product_id IN ");
            rows(sql, &meaning.products);
        }
        Way::Skus => {
            sql.push("SELECT l.order_id FROM skus s CROSS JOIN order_lines l WHERE s.id IN ");
            rows(sql, &meaning.skus);
            sql.push(" AND l.sku_code = s.code AND l.sku_name = s.name");
            granted_lines(sql, &meaning.reach);
        }
    }
}

/// Appends a condition on an order that is met while walking.
fn meets_one(sql: &mut Sql, meaning: &Meaning, way: Way) {
    let given = meaning.given.as_str();
    match way {
        Way::Begin => begins(sql, "(o.order_no || '')", meaning),
        Way::End => ends(sql, "o.order_no", meaning.end.as_deref().unwrap_or_default()),
        Way::Customers => match &meaning.customers {
            Found::Rows(rows) => {
                sql.push("+o.customer_id IN ").list(rows.iter().copied());
            }
            Found::TooMany => customers::NAMES.meets(sql, "c.", given),
        },
        Way::Products => match &meaning.products {
            Found::Rows(rows) => {
                sql.push("+o.product_id IN ").list(rows.iter().copied());
            }
            Found::TooMany => products::NAMES.meets(sql, "p.", given),
        },
        // Given EXISTS, PostgreSQL walks through all lines once instead of looking up those of an order.
        Way::Further => {
            sql.push("(o.line_count > 1 AND (SELECT 1 FROM order_lines l CROSS JOIN products lp ");
            sql.push("WHERE l.order_id = o.id AND lp.id = l.product_id AND ");
            match &meaning.products {
                Found::Rows(rows) => {
                    sql.push("+lp.id IN ").list(rows.iter().copied());
                }
                Found::TooMany => products::NAMES.meets(sql, "lp.", given),
            }
            sql.push(" LIMIT 1) IS NOT NULL)");
        }
        Way::Skus => {
            sql.push("(SELECT 1 FROM order_lines l CROSS JOIN skus s WHERE l.order_id = o.id ");
            sql.push("AND s.code = l.sku_code AND s.name = l.sku_name");
            granted_lines(sql, &meaning.reach);
            sql.push(" AND ");
            match &meaning.skus {
                Found::Rows(rows) => {
                    sql.push("+s.id IN ").list(rows.iter().copied());
                }
                Found::TooMany => skus::NAMES.meets(sql, "s.", given),
            }
            sql.push(" LIMIT 1) IS NOT NULL");
        }
    }
}

fn begins(sql: &mut Sql, column: &str, meaning: &Meaning) {
    if let Some((from, to)) = &meaning.begin {
        sql.push(column)
            .push(" >= ")
            .arg(from.as_str())
            .push(" AND ")
            .push(column)
            .push(" < ")
            .arg(to.as_str());
    }
}

fn ends(sql: &mut Sql, column: &str, end: &str) {
    let length = i64::try_from(end.len()).unwrap_or(i64::MAX);
    // Both engines count from one, and have nothing before that.
    sql.push("substr(").push(column).push(", CAST(length(").push(column).push(") - ").arg(length);
    sql.push(" + 1 AS INTEGER)) = ").arg(end);
}

/// Few orders are never those of too many names.
fn rows(sql: &mut Sql, found: &Found) {
    match found {
        Found::Rows(rows) => sql.list(rows.iter().copied()),
        Found::TooMany => sql.push("(NULL)"),
    };
}

/// Only lines `l` of products that were granted.
pub(crate) fn granted_lines(sql: &mut Sql, reach: &Reach) {
    if let Reach::Products(products) = reach {
        sql.among("l.product_id", products);
    }
}

/// Only orders with a product that was granted to the person (`domain.md` 2.8).
pub(crate) fn granted(sql: &mut Sql, products: &[i64]) {
    if products.is_empty() {
        sql.push(" AND 1 = 0");
        return;
    }
    sql.push(" AND (+o.product_id IN ").list(products.iter().copied());
    // Nearly all orders have one line. Given EXISTS, PostgreSQL walks through all lines once instead of
    // looking up those of an order.
    sql.push(" OR (o.line_count > 1 AND (SELECT 1 FROM order_lines l WHERE l.order_id = o.id");
    sql.push(" AND l.product_id IN ").list(products.iter().copied()).push(" LIMIT 1) IS NOT NULL))");
}

/// Appends ` AND …` that only orders `o` meet of which every line is granted: what is said of the whole of an order says
/// something of each.
pub(crate) fn granted_whole(sql: &mut Sql, reach: &Reach) {
    let Reach::Products(products) = reach else { return };
    sql.among("+o.product_id", products);
    if !products.is_empty() {
        sql.push(" AND (o.line_count = 1 OR (SELECT 1 FROM order_lines l WHERE l.order_id = o.id");
        sql.push(" AND l.product_id NOT IN ").list(products.iter().copied()).push(" LIMIT 1) IS NULL)");
    }
}
