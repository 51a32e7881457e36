//! What is sold. Products come into the books with the orders that name them.

use domain::access::{Actor, Operation};

use crate::{Office, Result, reading, search::Names};

/// Their names, to be searched.
pub const NAMES: Names = Names { table: "products", terms: "product_terms" };

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Product {
    /// Row.
    pub id: i64,
    /// Id in the marketplace.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Every product, by its code: to choose what a member of support looks after.
///
/// # Errors
/// `Denied`.
pub async fn all(office: &Office, actor: &Actor) -> Result<Vec<Product>> {
    actor.may(Operation::ReadStaff)?;
    Ok(reading!(&office.db, |pool| sqlx::query_as("SELECT id, code, name FROM products ORDER BY code")
        .fetch_all(pool)
        .await)?)
}
