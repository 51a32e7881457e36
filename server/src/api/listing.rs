//! Lists over the API: their parameters, and a page of rows, from what a list is as data.

use axum::Json;
use operations::{
    Failure,
    list::{Filter, List, Page, Takes},
};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{
        Object, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::{ApiError, request::Query};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    /// The rows.
    pub data: Vec<T>,
    /// Give it as `cursor` to get the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// How many rows there are on all pages.
    pub total: i64,
    /// False: there are at least `total`, which is as far as was counted.
    pub total_is_exact: bool,
    /// False: of the texts that have the words of `q` the newest alone were looked at, so that there may be more rows.
    pub search_is_complete: bool,
}

/// Defines the parameters of a list for the OpenAPI document.
macro_rules! list_params {
    ($name:ident, $list:expr) => {
        /// The parameters of this list.
        struct $name;

        impl utoipa::IntoParams for $name {
            fn into_params(
                _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
            ) -> Vec<utoipa::openapi::path::Parameter> {
                crate::api::listing::parameters($list)
            }
        }
    };
}
pub(super) use list_params;

/// Defines the handler of a list and its place in the document: `path of tag: list, rows => Shape`,
/// where `Shape::of(office, row)` is how a program sees a row.
macro_rules! list_handler {
    ($(#[$doc:meta])* $path:literal of $tag:literal: $list:ident, $rows:path => $shape:ident) => {
        crate::api::listing::list_params!(Params, &$list);

        $(#[$doc])*
        #[utoipa::path(
            get,
            path = $path,
            tag = $tag,
            params(Params),
            responses(
                (status = OK, body = crate::api::listing::Listed<$shape>),
                (status = UNPROCESSABLE_ENTITY, body = crate::api::ErrorBody)
            )
        )]
        pub(super) async fn list(
            axum::extract::State(desk): axum::extract::State<crate::desk::Desk>,
            axum::Extension(actor): axum::Extension<domain::access::Actor>,
            query: crate::api::request::Query,
        ) -> Result<axum::Json<crate::api::listing::Listed<$shape>>, crate::api::ApiError> {
            let fetch = async |filter: &_| $rows(&desk.office, &actor, filter).await;
            crate::api::listing::listed(&query, &$list, fetch, |row| $shape::of(&desk.office, row)).await
        }
    };
}
pub(super) use list_handler;

/// What a list takes, for the document.
pub fn parameters(list: &'static List) -> Vec<Parameter> {
    let narrowing = narrowing(list).map(|(name, about)| (name, Type::String, about));
    let page = [
        ("limit", Type::Integer, "Rows on a page, 1 to 500; 50 when absent".to_owned()),
        ("cursor", Type::String, "`next_cursor` of the page before".to_owned()),
    ];
    narrowing.chain(page).map(|(name, kind, about)| parameter(name, kind, about)).collect()
}

/// What a list is narrowed and sorted by, in words.
pub fn narrowing(list: &'static List) -> impl Iterator<Item = (&'static str, String)> {
    let sorts: Vec<&str> = list.sorts.iter().map(|sort| sort.code).collect();
    let sort =
        (sorts.len() > 1).then(|| ("sort", format!("{}; the first unless another is given", quoted(&sorts))));
    let fields = list.fields.iter().map(|field| {
        let about = match field.takes {
            Takes::Codes { all, .. } | Takes::States { all, .. } if field.about.is_empty() => {
                format!("{}; several by comma", quoted(all))
            }
            Takes::Codes { all, .. } | Takes::States { all, .. } => {
                format!("{}: {}; several by comma", field.about, quoted(all))
            }
            Takes::Month(_) => format!("{}, such as `202610`", field.about),
            _ => field.about.to_owned(),
        };
        (field.name, about)
    });
    fields.chain(sort)
}

/// A parameter of a query string that may be left out.
pub fn parameter(name: &str, kind: Type, about: String) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(Object::with_type(kind)))
        .build()
}

/// Codes as the document writes them.
pub fn quoted(codes: &[&str]) -> String {
    codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}

/// The filter of a query. Pages have names of their own for the place and the size; the API has
/// `cursor` and `limit`.
///
/// # Errors
/// A value that is not understood.
fn filter(query: &Query, list: &'static List) -> Result<Filter, ApiError> {
    let size = query.limit()?;
    let own = ["after", "before", "size", "limit", "cursor"];
    let pairs = query.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let cursor = query.get("cursor").map(|value| ("after", value));
    let (filter, problems) = Filter::read(list, pairs.filter(|(name, _)| !own.contains(name)).chain(cursor));
    if problems.is_empty() {
        return Ok(filter.sized(size));
    }
    let named = problems.into_iter().map(|problem| match problem.field.as_str() {
        "after" => problem.problem.of("cursor"),
        _ => problem,
    });
    Err(Failure::Invalid(named.collect()).into())
}

/// A page of a list, in the shape of the API.
///
/// # Errors
/// A value that is not understood, or what `fetch` says.
pub async fn listed<R, T>(
    query: &Query,
    list: &'static List,
    fetch: impl AsyncFnOnce(&Filter) -> operations::Result<Page<R>>,
    shape: impl FnMut(R) -> T,
) -> Result<Json<Listed<T>>, ApiError> {
    let filter = filter(query, list)?;
    let page = fetch(&filter).await?;
    let search_is_complete = !page.partial;
    let total = page.counts.of(list.tab.map_or(&[], |tab| filter.codes(tab)));
    Ok(Json(Listed {
        data: page.rows.into_iter().map(shape).collect(),
        next_cursor: page.next.map(|cursor| cursor.code()),
        total: total.rows,
        total_is_exact: !total.more,
        search_is_complete,
    }))
}
