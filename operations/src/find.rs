//! What somebody looks for while typing: a few orders, customers and statements, what was named exactly first.

use domain::{
    access::{Actor, Operation, Reach},
    text,
};

use crate::{
    Office, Result, customers,
    db::Sql,
    list::{Filter, Value},
    orders::{self, OrderRow, query::granted},
    statements::{self, Head},
};

/// Of each kind no more than so many are shown.
const MOST: usize = 5;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Orders; the one whose number was typed first.
    pub orders: Vec<OrderRow>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Statements; the one whose number was typed first.
    pub statements: Vec<Head>,
}

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Id in the marketplace.
    pub code: String,
    /// Name.
    pub name: String,
}

/// What the text leads to, as far as the actor may see it.
///
/// # Errors
/// What the database said.
pub async fn find(office: &Office, actor: &Actor, given: &str) -> Result<Hits> {
    // Nothing has a name as long as what is refused here.
    let Ok(Some(given)) = text::optional(given, 200) else { return Ok(Hits::default()) };
    let (orders, customers, statements) = futures::future::try_join3(
        orders(office, actor, &given),
        customers(office, actor, &given),
        statements(office, actor, &given),
    )
    .await?;
    Ok(Hits { orders, customers, statements })
}

async fn orders(office: &Office, actor: &Actor, given: &str) -> Result<Vec<OrderRow>> {
    if actor.may(Operation::ListOrders).is_err() {
        return Ok(Vec::new());
    }
    let filter = Filter::of(&orders::LIST).with("q", Value::Text(given.to_owned())).sized(MOST as i64);
    Ok(orders::list_page(office, actor, &filter).await?.rows)
}

/// Customers with an order that the actor may see, the nearest name first.
async fn customers(office: &Office, actor: &Actor, given: &str) -> Result<Vec<Customer>> {
    let Ok(reach) = actor.may(Operation::ListOrders) else { return Ok(Vec::new()) };
    let nearest = customers::NAMES.nearest(office, given).await?;
    if nearest.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<i64> = nearest.iter().map(|(id, ..)| *id).collect();
    let mut sql = Sql::new("SELECT c.id FROM customers c WHERE 1 = 1");
    sql.among("c.id", &rows);
    if let Reach::Products(products) = &reach {
        sql.push(" AND (SELECT 1 FROM orders o WHERE o.customer_id = c.id");
        granted(&mut sql, products);
        sql.push(" LIMIT 1) IS NOT NULL");
    }
    let seen: Vec<(i64,)> = sql.fetch_all(&office.db).await?;
    let seen = nearest.into_iter().filter(|(id, ..)| seen.contains(&(*id,)));
    Ok(seen.take(MOST).map(|(_, code, name)| Customer { code, name }).collect())
}

async fn statements(office: &Office, actor: &Actor, given: &str) -> Result<Vec<Head>> {
    if actor.may(Operation::ReadStatements).is_err() {
        return Ok(Vec::new());
    }
    statements::named(office, actor, given, MOST as i64).await
}
