//! Why a file cannot be read at all.

use serde::{Deserialize, Serialize};

use super::form::Encoding;

/// Why a file cannot be read at all, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the sentence of each says it")]
pub enum Unreadable {
    #[error("it is empty")]
    Empty,
    #[error("it is an old Excel file (.xls) or one with a password: save it as .xlsx or CSV")]
    OldExcel,
    #[error("it is a PDF: export the table as CSV or XLSX")]
    Pdf,
    #[error("it is compressed: unpack it first")]
    Packed,
    #[error("it is a picture: export the table as CSV or XLSX")]
    Picture,
    #[error("it is a database: export the table as CSV or XLSX")]
    Database,
    #[error("it is a web page: export the table as CSV or XLSX")]
    WebPage,
    #[error("it is neither text nor XLSX: give a CSV or XLSX file")]
    NoTable,
    #[error("its text may be {} or {}: say which encoding it has", .0.code(), .1.code())]
    UnclearEncoding(Encoding, Encoding),
    #[error(
        "its text seems to be {0}, which is not read here: save it as UTF-8, or say which encoding it has"
    )]
    OtherEncoding(String),
    #[error("it is no XLSX workbook, or a damaged one: save it again, or as CSV")]
    Damaged,
    #[error("it has a password: save it without one")]
    Password,
    #[error("it is out of all proportion when it is unpacked: save it as CSV")]
    Bomb,
    #[error("it has no sheet that is called {0}")]
    NoSheet(String),
    #[error("it has no rows")]
    NoRows,
    #[error("the row of headings is not among its rows")]
    NoHeadings,
    #[error("two columns are called {column}: '{heading}' again")]
    ColumnTwice { column: String, heading: String },
    #[error("row {0} has more than 1,024 cells")]
    TooManyCells(u64),
}
