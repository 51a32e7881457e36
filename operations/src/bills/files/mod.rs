//! A bill as a file: CSV, XLSX, JSON, and what stands on its paper. The same bill gives the same bytes: nothing in it
//! is of the moment at which somebody asks, and a locked one has what was frozen.

mod csv;
mod detail;
mod json;
mod taken;
mod whole;
mod xlsx;

pub use csv::write_csv;
pub(crate) use detail::Reader;
pub use detail::{Corrected, Detail};
pub use json::write_json;
pub use taken::taken;
pub use whole::{ON_PAPER, Subtotal, Whole, certification, whole};
pub use xlsx::write_xlsx;

domain::codes! {
    /// What kind of file.
    pub enum BillFormat {
        /// Comma-separated values, UTF-8 with a byte order mark.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
        /// Pages of A4.
        Pdf = "pdf",
        /// For programs.
        Json = "json",
    }
}
