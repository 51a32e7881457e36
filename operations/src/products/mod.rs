//! What is sold. Products come into the books with the orders that name them; how they are delivered, and what
//! their deliveries have to prove, is said here.

mod asked;
mod delivery;
mod list;
mod shown;
mod standard;

pub use asked::Asked;
pub use delivery::{Given, set_delivery};
pub use list::{LIST, Product, list};
pub use shown::{Shown, Version, delivery};
pub use standard::Delivery;
pub(crate) use standard::{deliveries, supervised};

use domain::access::{Actor, Operation};

use crate::{Office, Result, reading, search::Names};

/// Their names, to be searched.
pub const NAMES: Names = Names { table: "products", terms: "product_terms", text: "name" };

/// Row, id in the marketplace and name of every product, by id: to choose what a member of support
/// looks after.
///
/// # Errors
/// `Denied`.
pub async fn all(office: &Office, actor: &Actor) -> Result<Vec<Choice>> {
    actor.may(Operation::ReadStaff)?;
    Ok(reading!(&office.db, |pool| sqlx::query_as("SELECT id, code, name FROM products ORDER BY code")
        .fetch_all(pool)
        .await)?)
}

/// A product to choose.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Choice {
    /// Row.
    pub id: i64,
    /// Id in the marketplace.
    pub code: String,
    /// Name.
    pub name: String,
}
