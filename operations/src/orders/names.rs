//! From what somebody typed to rows: order numbers, customers, products, a reseller.

use domain::text;

use super::plan::{MOST_ORDERS, Meaning, Plan, Resolved};
use crate::{
    Office, Result, customers,
    db::Sql,
    list::Filter,
    products,
    search::{Found, find, pattern},
};

/// Up to so many order numbers that begin alike are collected and sorted. More than those of names,
/// because walking the list meets them late: numbers that begin alike were given at the same time.
const MOST_NUMBERS: i64 = 10_000;

/// Looks up the reseller and every text of a filter.
pub(super) async fn look_up(office: &Office, filter: &Filter) -> Result<Resolved> {
    let mut resolved = Resolved::default();
    let (mut nothing, mut leave_few) = (false, false);
    if let Some(name) = filter.text("reseller") {
        let mut sql = Sql::new("SELECT id FROM resellers WHERE name = ");
        sql.arg(name);
        match sql.fetch_optional::<(i64,)>(&office.db).await? {
            Some((id,)) => resolved.reseller_id = Some(id),
            None => nothing = true,
        }
    }
    for (field, customers, products) in
        [("q", true, true), ("customer", true, false), ("product", false, true)]
    {
        let Some(given) = filter.text(field) else { continue };
        if customers
            && products
            && let Some((numbers, are_few)) = numbers(office, given).await?
        {
            leave_few = leave_few || are_few;
            resolved.meanings.push(numbers);
            continue;
        }
        let meaning = names(office, given, customers, products).await?;
        match &meaning {
            Meaning::Rows { customers, products } if customers.is_empty() && products.is_empty() => {
                nothing = true;
            }
            Meaning::Rows { customers, products } => {
                leave_few = leave_few || few(office, customers, products).await?;
            }
            Meaning::Pattern { .. } | Meaning::Numbers(..) => {}
        }
        resolved.meanings.push(meaning);
    }
    if nothing {
        resolved.plan = Plan::Nothing;
    } else if leave_few {
        resolved.plan = Plan::Collect { through: None, every_state: true };
    }
    Ok(resolved)
}

/// Order numbers that begin with the text as it was typed, or in capitals, if there is one; and
/// whether they are few.
async fn numbers(office: &Office, given: &str) -> Result<Option<(Meaning, bool)>> {
    let typed = text::plain(given).into_owned();
    let number =
        typed.len() >= 2 && typed.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !number {
        return Ok(None);
    }
    let capitals = typed.to_ascii_uppercase();
    let tries = if capitals == typed { vec![typed] } else { vec![typed, capitals] };
    for from in tries {
        // '~' is behind every character that a number can have.
        let end = format!("{from}~");
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 AS one FROM orders WHERE order_no >= ");
        sql.arg(from.as_str()).push(" AND order_no < ").arg(end.as_str());
        sql.limit(MOST_NUMBERS + 1).push(") AS found");
        let (found,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or((0,));
        if found > 0 {
            return Ok(Some((Meaning::Numbers(from, end), found <= MOST_NUMBERS)));
        }
    }
    Ok(None)
}

async fn names(office: &Office, given: &str, customers: bool, products: bool) -> Result<Meaning> {
    let none = Found::Rows(Vec::new());
    let customer_rows = if customers { find(office, customers::NAMES, given).await? } else { none.clone() };
    let product_rows = if products { find(office, products::NAMES, given).await? } else { none.clone() };
    Ok(match (customer_rows, product_rows) {
        (Found::Rows(customers), Found::Rows(products)) => Meaning::Rows { customers, products },
        // The side whose few names are known to be none need not be looked at.
        (customer_rows, product_rows) => Meaning::Pattern {
            given: given.to_owned(),
            pattern: pattern(given),
            customers: customer_rows != none,
            products: product_rows != none,
        },
    })
}

/// Whether these customers and products have few orders; an order with both counts twice.
async fn few(office: &Office, customers: &[i64], products: &[i64]) -> Result<bool> {
    let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one WHERE 1 = 0");
    for (from, rows) in [
        ("orders WHERE customer_id", customers),
        ("orders WHERE product_id", products),
        ("order_lines WHERE line_no > 1 AND product_id", products),
    ] {
        if !rows.is_empty() {
            sql.push(" UNION ALL SELECT one FROM (SELECT 1 AS one FROM ").push(from).push(" IN ");
            sql.list(rows.iter().copied()).limit(MOST_ORDERS + 1).push(") AS part");
        }
    }
    sql.push(") AS found");
    let (count,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or((0,));
    Ok(count <= MOST_ORDERS)
}
