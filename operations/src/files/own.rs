//! Headings that our own files add to those of the marketplace. A file of ours that comes in again has them, and they are
//! not used.

use super::{header::plain_heading, rejects::is_own};
use crate::exports;

/// Whether a heading is one that a file of ours has added, in any language.
#[must_use]
pub fn is_ours(heading: &str) -> bool {
    is_own(heading) || exports::adds(&plain_heading(heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_our_files_add_is_known_in_every_language() {
        for heading in
            ["settlement_month", "结算月份", "Settlement amount", "所在结算单", "Not settled because", "原因"]
        {
            assert!(is_ours(heading), "{heading}");
        }
        for heading in ["order_no", "订单号", "Paid at", "备注", "Colour", "State"] {
            assert!(!is_ours(heading), "{heading}");
        }
    }
}
