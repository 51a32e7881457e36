//! What came of an import.

use std::io::Write;

use serde::Serialize;

use super::rejects::{Rejection, Spill};
use crate::{Failure, Result};

/// What came of an import. Counts are rows of the file, that is lines of orders.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// The import.
    #[serde(skip)]
    pub import_id: i64,
    /// New lines.
    pub created: u64,
    /// Lines of the books that changed.
    pub updated: u64,
    /// Rows that the books had already.
    pub unchanged: u64,
    /// Why rows were rejected: the first [`super::SHOWN`] reasons. [`Outcome::rejections`] has all.
    pub rejected: Vec<Rejection>,
    /// How many rows were rejected.
    #[serde(skip)]
    pub rejected_rows: u64,
    /// Headings that mean nothing here; their columns were ignored.
    #[serde(skip)]
    pub unknown_columns: Vec<String>,
    #[serde(skip)]
    pub(super) spill: Option<Spill>,
}

impl Outcome {
    /// Every reason, in the order of the file, however many there are.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn rejections(&self) -> Result<impl Iterator<Item = Result<Rejection>> + use<'_>> {
        let all = self.spill.as_ref().map(Spill::read).transpose()?;
        Ok(all.into_iter().flatten())
    }

    /// Writes `{"created", "updated", "unchanged", "rejected": [{"row", "column", "reason"}]}` with
    /// every rejection, without having all of them in memory.
    ///
    /// # Errors
    /// What the writer says, as `Internal`.
    pub fn write_json(&self, out: &mut impl Write) -> Result<()> {
        let wrong = |e: std::io::Error| Failure::Internal(format!("the outcome cannot be written: {e}"));
        let Self { created, updated, unchanged, .. } = self;
        write!(out, "{{\"created\":{created},\"updated\":{updated},\"unchanged\":{unchanged},\"rejected\":[")
            .map_err(wrong)?;
        for (n, rejection) in self.rejections()?.enumerate() {
            if n > 0 {
                out.write_all(b",").map_err(wrong)?;
            }
            serde_json::to_writer(&mut *out, &rejection?).map_err(|e| wrong(e.into()))?;
        }
        out.write_all(b"]}").map_err(wrong)
    }
}
