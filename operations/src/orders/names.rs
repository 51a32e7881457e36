//! From what somebody typed to rows: order numbers, customers, products, a reseller.

use domain::text;

use super::{
    Filter,
    resolved::{MOST_ORDERS, Meaning, Resolved},
};
use crate::{
    Office, Result,
    db::{Sql, dialect::Names},
};

/// Up to so many names are looked up by row; more are found while walking the list.
const MOST_NAMES: i64 = 200;

/// Up to so many order numbers that begin alike are collected and sorted. More than those of names,
/// because walking the list meets them late: numbers that begin alike were given at the same time.
const MOST_NUMBERS: i64 = 10_000;

/// Looks up the reseller and every text of a filter.
///
/// # Errors
/// What the database said.
pub(super) async fn look_up(office: &Office, filter: &Filter) -> Result<Resolved> {
    let mut resolved = Resolved::default();
    if let Some(name) = &filter.reseller {
        let mut sql = Sql::new("SELECT id FROM resellers WHERE name = ");
        sql.arg(name.as_str());
        match sql.fetch_optional::<(i64,)>(&office.db).await? {
            Some((id,)) => resolved.reseller_id = Some(id),
            None => resolved.nothing = true,
        }
    }
    for (given, customers, products) in
        [(&filter.q, true, true), (&filter.customer, true, false), (&filter.product, false, true)]
    {
        let Some(given) = given else { continue };
        if customers
            && products
            && let Some((numbers, few)) = numbers(office, given).await?
        {
            resolved.few = resolved.few || few;
            resolved.meanings.push(numbers);
            continue;
        }
        let meaning = names(office, given, customers, products).await?;
        match &meaning {
            Meaning::Rows { customers, products } if customers.is_empty() && products.is_empty() => {
                resolved.nothing = true;
            }
            Meaning::Rows { customers, products } => {
                resolved.few = resolved.few || few(office, customers, products).await?;
            }
            Meaning::Pattern { .. } | Meaning::Numbers(..) => {}
        }
        resolved.meanings.push(meaning);
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
        sql.push(" LIMIT ").arg(MOST_NUMBERS + 1).push(") AS found");
        let (found,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or((0,));
        if found > 0 {
            return Ok(Some((Meaning::Numbers(from, end), found <= MOST_NUMBERS)));
        }
    }
    Ok(None)
}

async fn names(office: &Office, given: &str, customers: bool, products: bool) -> Result<Meaning> {
    let customer_rows = if customers { rows(office, Names::Customers, given).await? } else { Some(vec![]) };
    let product_rows = if products { rows(office, Names::Products, given).await? } else { Some(vec![]) };
    Ok(match (customer_rows, product_rows) {
        (Some(customers), Some(products)) => Meaning::Rows { customers, products },
        // The side whose few names are known to be none need not be looked at.
        (customer_rows, product_rows) => Meaning::Pattern {
            given: given.to_owned(),
            pattern: pattern(given),
            customers: customers && customer_rows.is_none_or(|rows| !rows.is_empty()),
            products: products && product_rows.is_none_or(|rows| !rows.is_empty()),
        },
    })
}

/// `%text%`, lower case, with the signs that LIKE takes for its own escaped by `!`.
fn pattern(given: &str) -> String {
    let mut pattern = String::from("%");
    for c in given.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Rows whose code is the text or whose name holds it; `None` when there are too many.
async fn rows(office: &Office, names: Names, given: &str) -> Result<Option<Vec<i64>>> {
    let mut by_code = Sql::new("SELECT id, name FROM ");
    by_code.push(names.table()).push(" WHERE code = ").arg(text::plain(given).as_ref());
    if let Some((id, _)) = by_code.fetch_optional::<(i64, String)>(&office.db).await? {
        return Ok(Some(vec![id]));
    }
    let mut sql = Sql::new("SELECT id, name FROM ");
    sql.push(names.table()).push(" WHERE ");
    let indexed = names.having(&office.db, &mut sql, given).is_some();
    if !indexed {
        // Too short for the index. There are far fewer names than orders.
        sql.push("LOWER(name) LIKE ").arg(pattern(given)).push(" ESCAPE '!'");
    }
    sql.push(" LIMIT ").arg(MOST_NAMES + 1);
    let found: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
    if found.len() > MOST_NAMES as usize {
        return Ok(None);
    }
    // Pairs may stand apart in a name; what was typed may not.
    let folded = text::folded(given);
    let holds = |name: &str| !indexed || text::folded(name).contains(&folded);
    Ok(Some(found.into_iter().filter(|(_, name)| holds(name)).map(|(id, _)| id).collect()))
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
            sql.list(rows.iter().copied()).push(" LIMIT ").arg(MOST_ORDERS + 1).push(") AS part");
        }
    }
    sql.push(") AS found");
    let (count,) = sql.fetch_optional::<(i64,)>(&office.db).await?.unwrap_or((0,));
    Ok(count <= MOST_ORDERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_like_are_escaped() {
        assert_eq!(pattern("50%_A!"), "%50!%!_a!!%");
    }
}
