//! Lists as files, for programs: made while they go out, nothing is kept.

use app::pages::columns_as_shown;
use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    response::Response,
};
use domain::access::Actor;
use operations::exports::{Format, KINDS, Kind, Manner};
use utoipa::{
    IntoParams,
    openapi::{
        Required, Type,
        path::{Parameter, ParameterIn},
    },
};

use super::{
    ApiError, ErrorBody,
    listing::{narrowing, parameter, quoted},
    request::invalid,
};
use crate::{
    desk::{Desk, RequestId},
    web::list_file,
};

/// The parameters of every kind.
struct Params;

impl IntoParams for Params {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let kinds: Vec<&str> = KINDS.iter().map(Kind::code).collect();
        let mut kind = parameter("kind", Type::String, format!("The list: {}", quoted(&kinds)));
        kind.parameter_in = ParameterIn::Path;
        kind.required = Required::True;
        let format = format!("{}; the first unless another is given", quoted(Format::CODES));
        let format = parameter("format", Type::String, format);
        let fields = fields().into_iter().map(|(name, about)| {
            let about: Vec<String> =
                about.iter().map(|(text, of)| format!("{}: {text}", quoted(of))).collect();
            parameter(name, Type::String, about.join(". "))
        });
        let columns = "`all` (as when absent), `shown` for those that the page shows, or names by comma; the file of orders \
                       always says which line it is, and the currency";
        let columns = parameter("columns", Type::String, columns.to_owned());
        [kind, format, columns].into_iter().chain(fields).collect()
    }
}

/// What a list understands by a name, with the kinds whose list says it in the same words.
type Meaning = (String, Vec<&'static str>);

/// Every name that any of the lists is narrowed or sorted by.
fn fields() -> Vec<(&'static str, Vec<Meaning>)> {
    let mut fields: Vec<(&str, Vec<Meaning>)> = Vec::new();
    for kind in KINDS {
        for (name, about) in narrowing(kind.list) {
            let at = fields.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                fields.push((name, Vec::new()));
                fields.len() - 1
            });
            let meanings = &mut fields[at].1;
            match meanings.iter_mut().find(|(text, _)| *text == about) {
                Some((_, kinds)) => kinds.push(kind.code()),
                None => meanings.push((about, vec![kind.code()])),
            }
        }
    }
    fields
}

/// A list as a file: every row that matches, in the order of the list.
///
/// The file of orders has the columns of an import and can be brought in again. A file that cannot be
/// written to its end breaks off, so that it never looks complete.
#[utoipa::path(
    get,
    path = "/exports/{kind}",
    tag = "files",
    params(Params),
    responses(
        (status = OK, description = "The file", content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        (status = FORBIDDEN, description = "The role may not see that list", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "No such list, or a value that is not understood; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn file(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Path(kind): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let kind = Kind::of(&kind)?;
    let query = query.as_deref().unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let given = pairs.iter().find(|(name, _)| name == "columns").map_or("", |(_, value)| value);
    let shown = if given == "shown" { columns_as_shown(kind.code(), "").join(",") } else { given.to_owned() };
    let manner = Manner { columns: kind.chosen(&shown).map_err(invalid)?, ..Manner::default() };
    Ok(list_file(&desk.office, &actor, kind, query, request_id, &manner).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_has_a_field_that_is_called_like_the_format_or_the_columns() {
        assert!(fields().iter().all(|(name, _)| !["format", "columns"].contains(name)));
    }
}
