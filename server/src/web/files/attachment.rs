//! A file that the browser saves.

use axum::{
    BoxError,
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::Response,
};
use futures::{Stream, StreamExt};
use operations::documents::Document;

/// Comma-separated text.
pub(super) const CSV: &str = "text/csv; charset=utf-8";
/// A workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// For programs.
pub(super) const JSON: &str = "application/json";

/// A document for paper.
pub(super) const PDF: &str = "application/pdf";

/// What kind of file a name stands for.
pub(super) fn kind_of(name: &str) -> &'static str {
    if name.ends_with(".xlsx") { XLSX } else { CSV }
}

/// The headers of a file.
pub(super) struct Attachment {
    disposition: String,
    kind: &'static str,
    size: Option<u64>,
}

impl Attachment {
    /// A file with a name.
    pub(super) fn new(name: &str, kind: &'static str) -> Self {
        Self { disposition: disposition(name), kind, size: None }
    }

    /// Of a size that is known.
    pub(super) fn sized(self, size: u64) -> Self {
        Self { size: Some(size), ..self }
    }

    /// A document of the store.
    pub(super) fn document(self, document: Document) -> Response {
        self.sized(document.size).streamed(document.bytes)
    }

    /// With its content piece by piece. Whoever compresses it may ask once more after the last piece, which
    /// not every stream survives: so it is fused.
    pub(super) fn streamed<T, E>(self, pieces: impl Stream<Item = Result<T, E>> + Send + 'static) -> Response
    where
        T: Into<Bytes> + 'static,
        E: Into<BoxError> + 'static,
    {
        self.of(Body::from_stream(pieces.fuse()))
    }

    /// With its content.
    pub(super) fn of(self, body: Body) -> Response {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Ok(value) = HeaderValue::from_str(&self.disposition) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        if let Some(size) = self.size {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
        }
        response
    }
}

/// As RFC 6266 writes it: the name in full, and one in plain letters for clients that know no other.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).collect();
    let mut full = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            full.push(char::from(byte));
        } else {
            full.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_letters() {
        assert_eq!(
            disposition("RS-202610-0001 云.csv"),
            "attachment; filename=\"RS-202610-0001 _.csv\"; filename*=UTF-8''RS-202610-0001%20%E4%BA%91.csv"
        );
        let hostile = disposition("a\"; x=\r\n/..\\b");
        assert!(hostile.starts_with("attachment; filename=\"a__ x____.._b\";"), "{hostile}");
    }

    #[test]
    fn kinds_follow_from_names() {
        assert_eq!(kind_of("orders.xlsx"), XLSX);
        assert_eq!(kind_of("orders.csv"), CSV);
    }
}
