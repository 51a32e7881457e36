//! Orders with their lines, many at once: what programs take away page by page.

use std::collections::HashMap;

use domain::access::{Actor, Operation, Reach};
use sqlx::FromRow;

use super::{
    Head, LineRow,
    detail::{HEAD, LINES},
    query::granted,
};
use crate::{Office, Result, db::Sql};

#[derive(FromRow)]
struct Row {
    order_id: i64,
    #[sqlx(flatten)]
    line: LineRow,
}

/// The orders of these rows with their lines, in the order of the rows, in two queries. Rows that
/// are not there, or not granted to the actor, are left out.
///
/// # Errors
/// `Denied`.
pub async fn with_lines(office: &Office, actor: &Actor, rows: &[i64]) -> Result<Vec<(Head, Vec<LineRow>)>> {
    let reach = actor.may(Operation::ListOrders)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut heads = Sql::new(HEAD);
    heads.push(" WHERE o.id IN ").list(rows.iter().copied());
    if let Reach::Products(products) = &reach {
        granted(&mut heads, products);
    }
    let mut lines = Sql::new("SELECT l.order_id, ");
    lines.push(LINES).push(" WHERE l.order_id IN ").list(rows.iter().copied());
    lines.push(" ORDER BY l.order_id, l.line_no");
    let (heads, lines) =
        futures::future::try_join(heads.fetch_all::<Head>(&office.db), lines.fetch_all::<Row>(&office.db))
            .await?;
    let mut of: HashMap<i64, Vec<LineRow>> = HashMap::new();
    for Row { order_id, line } in lines {
        of.entry(order_id).or_default().push(line);
    }
    let mut heads: HashMap<i64, Head> = heads.into_iter().map(|head| (head.id, head)).collect();
    let found = rows.iter().filter_map(|id| heads.remove(id));
    Ok(found
        .map(|head| (of.remove(&head.id).unwrap_or_default(), head))
        .map(|(lines, head)| (head, lines))
        .collect())
}
