//! Products.

use operations::{
    Office,
    products::{self, LIST},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::listing::list_handler;

/// A product of the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProductRow {
    /// Id in the marketplace.
    product_id: String,
    /// Name.
    name: String,
    /// How it reaches the customer, such as `saas_auto`.
    delivery_type: String,
    /// Whether its deliveries are supervised.
    supervised: bool,
    /// How a delivery goes, such as `standard`.
    flow: String,
    /// Orders whose first line it is, counted up to 10,000.
    orders: i64,
}

impl ProductRow {
    fn of(_: &Office, row: products::Product) -> Self {
        let (orders, supervised, flow) = (row.orders().rows, row.supervised(), row.flow().code().to_owned());
        Self {
            product_id: row.code,
            name: row.name,
            delivery_type: row.delivery_type,
            supervised,
            flow,
            orders,
        }
    }
}

list_handler! {
    /// Products, the newest first.
    "/products" of "orders": LIST, products::list => ProductRow
}
