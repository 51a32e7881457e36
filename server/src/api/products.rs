//! Products.

use operations::{
    Office,
    products::{self, LIST},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::listing::list_handler;

/// A product.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Product {
    /// Id in the marketplace.
    product_id: String,
    /// Name.
    name: String,
    /// How it reaches the customer, such as `saas_auto`.
    delivery_type: String,
    /// Orders whose first line it is, counted up to 10,000.
    orders: i64,
}

impl Product {
    fn of(_: &Office, row: products::Product) -> Self {
        let orders = row.orders().rows;
        Self { product_id: row.code, name: row.name, delivery_type: row.delivery_type, orders }
    }
}

list_handler! {
    /// Products, the newest first.
    "/products" of "orders": LIST, products::list => Product
}
