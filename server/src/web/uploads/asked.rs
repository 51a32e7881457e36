//! What the headers of a request of the protocol say.

use std::collections::HashMap;

use axum::http::request::Parts;
use base64::{Engine, engine::general_purpose::STANDARD};
use operations::uploads::Checksum;

use crate::web::client::header;

/// A whole number.
pub(super) fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

/// How long the file is. Lengths that are told later are not taken.
pub(super) fn length(parts: &Parts) -> Option<u64> {
    number(header(parts, "upload-length"))
}

/// Pairs of a key and a value in Base64, which may be missing.
pub(super) fn metadata(text: &str) -> Option<HashMap<String, String>> {
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
            Some((key.to_owned(), String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?))
        })
        .collect()
}

/// What the piece has to hash to, if anything; `None` when it cannot be read.
#[expect(clippy::option_option, reason = "not said, and not understood")]
pub(super) fn checksum(text: &str) -> Option<Option<Checksum>> {
    if text.is_empty() {
        return Some(None);
    }
    let (algorithm, value) = text.split_once(' ')?;
    let value = STANDARD.decode(value.trim()).ok()?;
    match algorithm {
        "sha1" => Some(Some(Checksum::Sha1(value))),
        "sha256" => Some(Some(Checksum::Sha256(value))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_or_refused() {
        let said = metadata("filename 6aqM5pS2LnBkZg==, order_no Q1Mx,empty").unwrap();
        assert_eq!((said["filename"].as_str(), said["order_no"].as_str()), ("验收.pdf", "CS1"));
        assert_eq!(said["empty"], "");
        assert_eq!(metadata("filename ***"), None);
    }

    #[test]
    fn checksums_are_known_or_refused() {
        assert_eq!(checksum(""), Some(None));
        assert_eq!(checksum("sha1 AQ=="), Some(Some(Checksum::Sha1(vec![1]))));
        for wrong in ["crc32 AQ==", "sha1", "sha1 ***"] {
            assert_eq!(checksum(wrong), None);
        }
    }
}
