//! The REST API under `/api/v1`, for programs. `docs/api.md` tells the same to people.

mod bill_file;
mod bill_shape;
mod bills;
mod disputes;
mod documents;
mod door;
mod error;
mod evidence;
mod exports;
mod import;
mod imports;
mod invoice;
mod journal;
mod left_out;
mod links;
mod listing;
mod live;
mod mail;
mod merchant;
mod months;
mod notes;
mod notifications;
mod order_money;
mod orders;
mod product;
mod products;
mod quote;
mod reception;
mod reconciliation_shape;
mod reconciliations;
mod refunds;
mod request;
mod resellers;
mod rule_given;
mod rule_replay;
mod rule_shape;
mod rules;
mod shape;
mod statement_shape;
mod statements;
mod supervision_list;
pub(crate) mod supervision_shape;
mod supervisions;
mod ticket_documents;
mod ticket_shape;
mod tickets;
mod transactions;
mod undo;

use std::sync::Arc;

use axum::{Extension, Router, http::header, middleware, response::IntoResponse};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use bill_shape::{BillHead, BillRun};
pub use error::{ApiError, ErrorBody, ErrorDetail};
pub(crate) use merchant::Merchant;
pub(crate) use reconciliation_shape::WholeReconciliation;
pub(crate) use rule_replay::Replay as RuleReplay;
pub(crate) use rule_shape::Rule as SettlementRule;
pub(crate) use supervision_shape::Supervision as Delivery;
pub use undo::Obstacle;
pub(crate) use undo::Undone;

use crate::{
    desk::Desk,
    web::{compression, sessions},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Countinghouse",
        description = "Orders and reseller settlement. Amounts and rates are strings with exact decimals, moments \
                       are RFC 3339 with the offset of the business time zone.",
        license(name = "MIT")
    ),
    tags(
        (name = "orders", description = "Find orders, cancel unpaid ones, note something on them, bring them in from a file."),
        (name = "supervisions", description = "Supervised deliveries, step by step, with their documents."),
        (name = "refunds", description = "Refunds that buyers ask for, and their review."),
        (name = "merchant", description = "What the marketplace says of the merchant: certification and agreement."),
        (name = "tickets", description = "Tickets of buyers, and when they are received."),
        (name = "notifications", description = "What a person was told."),
        (name = "settlement", description = "What resellers are owed, line by line, and the rules of it."),
        (name = "bills", description = "What the marketplace owes the merchant for a month, line by line."),
        (name = "reconciliations", description = "The marketplace's bill of a month, as a file, against ours."),
        (name = "files", description = "Lists as CSV or XLSX files."),
        (name = "journal", description = "Who did what, and what changed."),
        (name = "about", description = "This document.")
    ),
    components(schemas(ErrorBody)),
    security(("token" = [])),
    modifiers(&Bearer)
)]
struct Api;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let description = "An API token: `countinghouse token create`, or the page API tokens.";
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The document, ready to be sent.
#[derive(Clone, Debug)]
struct Document(Arc<str>);

fn bill_routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(bills::list))
        .routes(routes!(bills::run))
        .routes(routes!(bills::run_of))
        .routes(routes!(bills::get))
        .routes(routes!(bills::lines))
        .routes(routes!(bills::act))
        .routes(routes!(bills::note_stage))
        .routes(routes!(reconciliations::list))
        .routes(routes!(reconciliations::begin))
        .routes(routes!(reconciliations::get))
        .routes(routes!(reconciliations::sheet))
        .routes(routes!(reconciliations::lines))
        .routes(routes!(reconciliations::act))
        .routes(routes!(reconciliations::step))
        .routes(routes!(disputes::list))
        .routes(routes!(disputes::get))
        .routes(routes!(disputes::open))
        .routes(routes!(disputes::say))
        .routes(routes!(disputes::act))
        .routes(routes!(bills::of_order))
        .routes(routes!(bill_file::file))
}

fn routes() -> OpenApiRouter<Desk> {
    bill_routes()
        .routes(routes!(openapi))
        .routes(routes!(orders::list))
        .routes(routes!(import::import))
        .routes(routes!(orders::get))
        .routes(routes!(orders::cancel))
        .routes(routes!(orders::assign))
        .routes(routes!(invoice::note))
        .routes(routes!(notes::list, notes::write))
        .routes(routes!(quote::quote))
        .routes(routes!(transactions::list))
        .routes(routes!(statements::list, statements::draft))
        .routes(routes!(statements::get))
        .routes(routes!(statements::pdf))
        .routes(routes!(left_out::file))
        .routes(routes!(statements::issue))
        .routes(routes!(statements::discard))
        .routes(routes!(statements::supplement))
        .routes(routes!(statements::reverse))
        .routes(routes!(statements::pay))
        .routes(routes!(statements::take_payment_back))
        .routes(routes!(statements::balances))
        .routes(routes!(months::list))
        .routes(routes!(months::get))
        .routes(routes!(rules::list, rules::draft))
        .routes(routes!(rules::get, rules::revise))
        .routes(routes!(rules::replay))
        .routes(routes!(rules::changes))
        .routes(routes!(rules::act))
        .routes(routes!(supervision_list::list))
        .routes(routes!(supervisions::get))
        .routes(routes!(evidence::evidence))
        .routes(routes!(supervisions::act))
        .routes(routes!(supervisions::set_milestones))
        .routes(routes!(documents::hand_in))
        .routes(routes!(documents::get))
        .routes(routes!(links::make))
        .routes(routes!(links::revoke))
        .routes(routes!(refunds::request))
        .routes(routes!(refunds::list))
        .routes(routes!(refunds::get))
        .routes(routes!(refunds::act))
        .routes(routes!(products::list))
        .routes(routes!(product::get, product::put))
        .routes(routes!(tickets::list, tickets::open))
        .routes(routes!(tickets::get))
        .routes(routes!(tickets::say))
        .routes(routes!(tickets::send_now, tickets::take_back))
        .routes(routes!(ticket_documents::hand_in))
        .routes(routes!(tickets::act))
        .routes(routes!(mail::receive))
        .routes(routes!(live::listen))
        .routes(routes!(notifications::list))
        .routes(routes!(notifications::read))
        .routes(routes!(reception::get, reception::put))
        .routes(routes!(merchant::get, merchant::put))
        .routes(routes!(resellers::list))
        .routes(routes!(imports::list))
        .routes(routes!(undo::undo))
        .routes(routes!(imports::deal_with))
        .routes(routes!(imports::reopen))
        .routes(routes!(journal::list))
        .routes(routes!(exports::file))
}

/// The OpenAPI document, built from the routes.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    OpenApiRouter::with_openapi(Api::openapi()).nest("/api/v1", routes()).into_openapi()
}

/// Every route of the API, behind its door.
///
/// # Errors
/// The document cannot be written.
pub fn router(desk: &Desk) -> anyhow::Result<Router<Desk>> {
    let text: Arc<str> = document().to_json()?.into();
    let inner = routes()
        .route_layer(middleware::from_fn_with_state(desk.clone(), door::keep))
        .fallback(async || ApiError::not_found())
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn(error::finish))
        .layer(compression())
        .layer(sessions(desk))
        .layer(Extension(Document(text)));
    Ok(Router::new().nest("/api/v1", inner.into()))
}

/// This document.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "about",
    security(()),
    responses((status = OK, description = "The OpenAPI document.", body = serde_json::Value))
)]
async fn openapi(Extension(Document(text)): Extension<Document>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], text.to_string())
}
