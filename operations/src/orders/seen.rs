//! An order that somebody is about to do something with.

use domain::access::Reach;
use sqlx::FromRow;

use super::query::granted;
use crate::{
    Failure, Result,
    db::{Sql, Tx, dialect::for_update},
};

/// An order that the actor sees.
#[derive(FromRow)]
pub(super) struct Seen {
    pub(super) id: i64,
    pub(super) order_no: String,
    pub(super) assignee_id: Option<i64>,
}

/// The order of a number, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it is not there or not within the reach.
pub(super) async fn held(tx: &mut Tx, reach: &Reach, order_no: &str) -> Result<Seen> {
    // What is no order number is no order: nothing strange reaches the database.
    let order_no = domain::order::parse_number(order_no).map_err(|_| Failure::NotFound)?;
    let lock = for_update(tx);
    let mut sql = Sql::new("SELECT o.id, o.order_no, o.assignee_id FROM orders o WHERE o.order_no = ");
    sql.arg(order_no);
    if let Reach::Products(products) = reach {
        granted(&mut sql, products);
    }
    sql.push(lock);
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}
