//! The first line of a CSV file.

use super::columns::Heading;

/// Byte order mark and headings: without the mark spreadsheets take the file for another encoding.
pub(super) fn header(headings: &[Heading]) -> Vec<u8> {
    let names: Vec<&str> = headings.iter().map(|heading| &*heading.name).collect();
    format!("\u{feff}{}\r\n", names.join(",")).into_bytes()
}
