//! The list of products.

use domain::{
    access::{Actor, Operation, Reach},
    order::DeliveryType,
    supervision::FlowKind,
};

use super::{
    NAMES,
    standard::{flow, supervised},
};
use crate::{
    Office, Result,
    list::{Count, EXACT, Field, Filter, List, Page, Placed, Sort, Source, Takes, read},
    search::{Found, find},
};

/// What the list of products is narrowed and sorted by.
pub static LIST: List = List {
    code: "products",
    id: "p.id",
    tab: None,
    fields: &[
        Field::new("q", Takes::Text, "Id of a product, or words of its name"),
        Field::new(
            "delivery_type",
            Takes::Codes { column: "p.delivery_type", all: DeliveryType::CODES, read: DeliveryType::code_of },
            "",
        ),
    ],
    sorts: &[
        Sort { code: "-added", column: "p.id", descending: true },
        Sort { code: "added", column: "p.id", descending: false },
    ],
};

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Product {
    /// Row.
    pub id: i64,
    /// Id in the marketplace.
    pub code: String,
    /// Name.
    pub name: String,
    /// Code of [`DeliveryType`].
    pub delivery_type: String,
    /// Whether it says itself that its deliveries are supervised, or that they are not.
    supervised: Option<i64>,
    /// The flow that it says itself.
    flow: Option<String>,
    /// Orders whose first line it is, counted up to one more than [`EXACT`].
    orders: i64,
}

impl Product {
    /// Whether its deliveries are supervised: as it says, or as its type has it.
    #[must_use]
    pub fn supervised(&self) -> bool {
        supervised(self.supervised, DeliveryType::from_code(&self.delivery_type))
    }

    /// How it is delivered.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        flow(self.flow.as_deref(), DeliveryType::from_code(&self.delivery_type))
    }

    /// Orders whose first line it is.
    #[must_use]
    pub const fn orders(&self) -> Count {
        Count::capped(self.orders)
    }
}

impl Placed for Product {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// Products, the newest first.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Product>> {
    let reach = actor.may(Operation::ListProducts)?;
    let found = match filter.text("q") {
        Some(given) => Some((given, find(office, NAMES, given).await?)),
        None => None,
    };
    let source = Source { select: SELECT, from: " FROM products p" };
    read(office, filter, source, |sql, _| {
        match &found {
            None => {}
            Some((_, Found::Rows(rows))) => {
                sql.among("p.id", rows);
            }
            Some((given, Found::TooMany)) => {
                sql.push(" AND ");
                NAMES.meets(sql, "p.", given);
            }
        }
        if let Reach::Products(granted) = &reach {
            sql.among("p.id", granted);
        }
    })
    .await
}

/// Counting the orders of each ends at one more than [`EXACT`].
const SELECT: &str = "SELECT p.id, p.code, p.name, p.delivery_type, p.supervised, p.flow, (SELECT CAST(COUNT(*) AS BIGINT) FROM \
     (SELECT 1 AS one FROM orders o WHERE o.product_id = p.id LIMIT 10001) AS found) AS orders";
const _: () = assert!(EXACT == 10_000, "the limit above");
