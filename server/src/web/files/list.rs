//! A list as a file that is made while it goes out, for browsers and for programs.

use axum::response::Response;
use domain::access::Actor;
use futures::{Stream, TryStreamExt};
use operations::{
    Failure, Office,
    exports::{self, Format, Kind, Manner},
};

use super::attachment::{self, Attachment};
use crate::web::respond;

/// What a query string selects of a list; `format` in it is `csv`, unless it says `xlsx`.
///
/// # Errors
/// `Denied`; a problem with a value of the query.
pub(crate) async fn list_file(
    office: &Office,
    actor: &Actor,
    kind: &Kind,
    query: &str,
    request_id: String,
    manner: &Manner,
) -> Result<Response, Failure> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let given = pairs.iter().find(|(name, value)| name == "format" && !value.is_empty());
    let format = given.map_or(Ok(Format::Csv), |(_, code)| Format::parse(code));
    let format = format.map_err(|problem| problem.of("format"))?;
    let pieces = kind.stream_as(office, actor, query, format, manner).await?;
    let name = kind.file_name(office, format);
    let bytes = noted(request_id, exports::bytes(pieces));
    Ok(Attachment::new(&name, attachment::kind_of(&name)).streamed(bytes))
}

/// A file that is made while it goes out: what goes wrong is noted. The head is out by then, so
/// whoever asked sees a download that broke off.
pub(super) fn noted<T>(
    request_id: String,
    pieces: impl Stream<Item = Result<T, Failure>> + Send + 'static,
) -> impl Stream<Item = Result<T, Failure>> + Send + 'static {
    pieces.inspect_err(move |failure| respond::note(failure, &request_id))
}
