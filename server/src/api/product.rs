//! One product: how it is delivered, and what its deliveries have to prove.

use axum::{
    Extension, Json,
    extract::{Path, State},
};
use domain::{access::Actor, supervision::Requested};
use operations::products::{self, Asked, Shown};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, ErrorBody, request::Given, shape::stamp};
use crate::desk::Desk;

/// A product with how it is delivered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Product {
    /// Id in the marketplace.
    product_id: String,
    /// Name.
    name: String,
    /// How it reaches the customer, such as `saas_auto`.
    delivery_type: String,
    /// Whether its deliveries are supervised.
    supervised: bool,
    /// The product says so itself; false: its `delivery_type` does.
    supervised_is_own: bool,
    /// How a delivery goes, such as `standard`.
    flow: String,
    /// Counts what was written of it; 0: nothing was, and the flow says what is asked for.
    standard_version: i64,
    /// The documents that a delivery is asked for.
    standard: Vec<Document>,
    /// Shares of the parts that it is delivered in, such as `0.3`; none when it is delivered at once.
    milestones: Vec<String>,
    /// When that was written, and by whom; null when nothing was.
    changed_at: Option<String>,
    /// Who wrote it.
    changed_by: Option<String>,
}

/// A document that a delivery is asked for.
#[derive(Debug, Serialize, ToSchema)]
struct Document {
    /// What programs call it.
    code: String,
    /// Its name in Chinese.
    name_zh: String,
    /// Its name in English.
    name_en: String,
    /// Without it nothing goes on at its node.
    required: bool,
    /// Where it is handed in: `submit_requirement`, `design_submit` or `implement`.
    node: String,
    /// In which scene it is asked for: `enablement`, `base` or `other`; null: in every one.
    scene: Option<String>,
    /// So many files at least.
    least: u32,
}

impl Document {
    fn of(request: Requested) -> Self {
        Self {
            code: request.code,
            name_zh: request.name_zh,
            name_en: request.name_en,
            required: request.required,
            node: request.node.code().to_owned(),
            scene: request.scene.map(|scene| scene.code().to_owned()),
            least: request.least,
        }
    }
}

impl Product {
    fn of(desk: &Desk, shown: Shown) -> Self {
        let last = shown.versions.into_iter().next();
        let delivery = shown.delivery;
        Self {
            product_id: shown.code,
            name: shown.name,
            delivery_type: shown.delivery_type,
            supervised: delivery.supervised,
            supervised_is_own: delivery.says.is_some(),
            flow: delivery.flow.code().to_owned(),
            standard_version: delivery.version,
            standard: delivery.requests.into_iter().map(Document::of).collect(),
            milestones: delivery.shares.iter().map(|share| share.bare()).collect(),
            changed_at: last.as_ref().map(|version| stamp(desk.office.zone, version.at)),
            changed_by: last.map(|version| version.by),
        }
    }
}

/// One product: how it is delivered.
#[utoipa::path(
    get,
    path = "/products/{product_id}",
    tag = "orders",
    params(("product_id" = String, Path, description = "Id in the marketplace")),
    responses(
        (status = OK, body = Product),
        (status = NOT_FOUND, description = "Not there, or not granted", body = ErrorBody)
    )
)]
pub(super) async fn get(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(product_id): Path<String>,
) -> Result<Json<Product>, ApiError> {
    let shown = products::delivery(&desk.office, &actor, &product_id).await?;
    Ok(Json(Product::of(&desk, shown)))
}

/// How a product is to be delivered. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Delivery {
    /// Whether its deliveries are supervised.
    #[serde(default)]
    supervised: Option<bool>,
    /// How a delivery goes, such as `standard`.
    #[serde(default)]
    flow: Option<String>,
    /// The documents that a delivery is asked for: all of them, at most 30.
    #[serde(default)]
    standard: Option<Vec<GivenDocument>>,
    /// Shares of the parts that it is delivered in, `30%` or `0.3`, 100 % together; an empty list: at once.
    #[serde(default)]
    milestones: Option<Vec<String>>,
    /// The `standard_version` that was seen when this was decided: refused when somebody changed it meanwhile.
    #[serde(default)]
    standard_version: Option<i64>,
}

/// A document that a delivery is to be asked for.
#[derive(Debug, Deserialize, ToSchema)]
struct GivenDocument {
    /// What programs call it: small letters, digits, `-` and `_`.
    #[serde(default)]
    code: String,
    /// Its names, in place of `name_zh` and `name_en`.
    #[serde(default)]
    name: Option<Names>,
    /// Its name in Chinese.
    #[serde(default)]
    name_zh: String,
    /// Its name in English.
    #[serde(default)]
    name_en: String,
    /// Without it nothing goes on at its node; true when absent.
    #[serde(default = "yes")]
    required: bool,
    /// Where it is handed in: `submit_requirement`, `design_submit` or `implement`, which it is when absent.
    #[serde(default)]
    node: Option<String>,
    /// In which scene it is asked for: `enablement`, `base` or `other`; in every one when absent.
    #[serde(default)]
    scene: Option<String>,
    /// So many files at least, 1 to 10; 1 when absent.
    #[serde(default)]
    least: Option<i64>,
}

/// A name in both languages.
#[derive(Debug, Deserialize, ToSchema)]
struct Names {
    /// In Chinese.
    #[serde(default)]
    zh: String,
    /// In English.
    #[serde(default)]
    en: String,
}

const fn yes() -> bool {
    true
}

impl GivenDocument {
    fn asked(self) -> Asked {
        let (zh, en) = self.name.map_or((self.name_zh, self.name_en), |name| (name.zh, name.en));
        Asked {
            code: self.code,
            name_zh: zh,
            name_en: en,
            required: self.required,
            node: self.node.unwrap_or_default(),
            scene: self.scene.unwrap_or_default(),
            least: self.least.map(|least| least.to_string()).unwrap_or_default(),
        }
    }
}

/// Says how a product is delivered. Orders keep what was in force when they were bought.
#[utoipa::path(
    put,
    path = "/products/{product_id}",
    tag = "orders",
    params(("product_id" = String, Path, description = "Id in the marketplace")),
    request_body = Delivery,
    responses(
        (status = OK, description = "The product as it is now", body = Product),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "Somebody changed it meanwhile", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "`field` names the place, such as `standard[2].code`", body = ErrorBody)
    )
)]
pub(super) async fn put(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(product_id): Path<String>,
    Given(given): Given<Delivery>,
) -> Result<Json<Product>, ApiError> {
    let given = products::Given {
        supervised: given.supervised.map(Some),
        flow: given.flow,
        standard: given.standard.map(|all| all.into_iter().map(GivenDocument::asked).collect()),
        milestones: given.milestones,
        seen: given.standard_version,
    };
    products::set_delivery(&desk.office, &actor, &product_id, given).await?;
    let shown = products::delivery(&desk.office, &actor, &product_id).await?;
    Ok(Json(Product::of(&desk, shown)))
}
