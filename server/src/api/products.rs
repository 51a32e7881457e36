//! Products.

use axum::{Extension, Json, extract::State};
use domain::access::Actor;
use operations::products::{self, LIST};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::{Listed, list_params, listed},
    request::Query,
};
use crate::desk::Desk;

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

list_params!(ProductParams, &LIST);

/// Products, the newest first.
#[utoipa::path(
    get,
    path = "/products",
    tag = "orders",
    params(ProductParams),
    responses(
        (status = OK, body = Listed<Product>),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    query: Query,
) -> Result<Json<Listed<Product>>, ApiError> {
    let fetch = async |filter: &_| products::list(&desk.office, &actor, filter).await;
    listed(&query, &LIST, fetch, |row: products::Product| Product {
        orders: row.orders().rows,
        product_id: row.code,
        name: row.name,
        delivery_type: row.delivery_type,
    })
    .await
}
