//! The first line of a CSV file.

use super::columns::Column;

/// Byte order mark and headings: without the mark spreadsheets take the file for another encoding.
pub(super) fn header(columns: &[Column]) -> Vec<u8> {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    format!("\u{feff}{}\r\n", names.join(",")).into_bytes()
}
