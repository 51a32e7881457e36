//! A bill as a file.

use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use domain::access::Actor;
use operations::bills::{self, files::BillFormat};

use super::{
    ApiError, ErrorBody,
    request::{Query, row},
};
use crate::{
    desk::Desk,
    web::files::bill::{format_of, media_type, sent},
};

/// A bill as a file: CSV, XLSX, PDF or JSON. `format` says which, or else the header `Accept`; CSV when neither does.
/// The same bill gives the same bytes.
#[utoipa::path(
    get,
    path = "/bills/{id}/file",
    tag = "bills",
    params(
        ("id" = i64, Path, description = "Its row"),
        ("format" = Option<String>, Query, description = "`csv`, `xlsx`, `pdf` or `json`; it goes before `Accept`"),
        ("language" = Option<String>, Query, description = "`zh` or `en`: the words of headings and codes. Without it CSV and XLSX have the names and codes of programs, and the PDF is Chinese")
    ),
    responses(
        (status = OK, description = "The file", content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/pdf"),
            (Object = "application/json")
        )),
        (status = NOT_FOUND, body = ErrorBody),
        (status = NOT_ACCEPTABLE, description = "`Accept` names none of them", body = ErrorBody),
        (status = CONFLICT, description = "The agreement in force is not signed, or the bill has more lines than paper takes", body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, description = "No such format or language; `field` names it", body = ErrorBody)
    )
)]
pub(super) async fn file(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let format = match format_of(query.get("format"))? {
        Some(format) => format,
        None => accepted(&headers)?,
    };
    let lang = query.get("language").map(|_| query.language()).transpose()?;
    let bill = bills::get(&desk.office, &actor, row(&id)?).await?;
    Ok(sent(&desk.office, &actor, bill, format, lang).await?)
}

/// The format that the caller likes best; of those that it likes alike the first that we have.
fn accepted(headers: &HeaderMap) -> Result<BillFormat, ApiError> {
    let given: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    if given.iter().all(|text| text.trim().is_empty()) {
        return Ok(BillFormat::Csv);
    }
    let given = given.join(",");
    let liked = BillFormat::ALL.iter().map(|format| (*format, liking(&given, media_type(*format))));
    let best = liked
        .filter(|(_, liking)| *liking > 0)
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(format, _)| format).ok_or_else(|| {
        let types: Vec<&str> = BillFormat::ALL.iter().map(|format| media_type(*format)).collect();
        let message = format!("a bill comes as {}: name one of them, or give `format`", types.join(", "));
        ApiError::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", message)
    })
}

/// How much a media type is liked, in thousandths: by the range that fits it best.
fn liking(accept: &str, media_type: &str) -> u16 {
    let plain = media_type.split(';').next().unwrap_or_default();
    let group = plain.split('/').next().unwrap_or_default();
    let mut best = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let fits = match name.split_once('/') {
            Some(_) if name == plain => 3,
            Some((of, "*")) if of == group => 2,
            Some(("*", "*")) => 1,
            _ => continue,
        };
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        if fits > best.0 {
            best = (fits, quality.map_or(1_000, thousandths));
        }
    }
    best.1
}

/// `0.8` as 800. What is no such number counts in full.
fn thousandths(text: &str) -> u16 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = rest.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("0", Ok(rest)) => rest,
        _ => 1_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(accept: &str) -> Option<BillFormat> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        accepted(&headers).ok()
    }

    #[test]
    fn the_best_liked_format_is_taken() {
        for (accept, format) in [
            ("", Some(BillFormat::Csv)),
            ("*/*", Some(BillFormat::Csv)),
            ("text/csv", Some(BillFormat::Csv)),
            ("application/pdf", Some(BillFormat::Pdf)),
            ("application/json", Some(BillFormat::Json)),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Some(BillFormat::Xlsx)),
            ("application/json;q=0.5, application/pdf;q=0.8, */*;q=0.1", Some(BillFormat::Pdf)),
            ("text/html, application/json;q=0.9", Some(BillFormat::Json)),
            ("text/csv;q=0, */*", Some(BillFormat::Xlsx)),
            ("APPLICATION/PDF", Some(BillFormat::Pdf)),
            ("text/html", None),
            ("image/*;q=1.0", None),
        ] {
            assert_eq!(of(accept), format, "{accept}");
        }
        assert_eq!(accepted(&HeaderMap::new()).ok(), Some(BillFormat::Csv));
    }
}
