//! What came of an import that ran at once.

use std::io::Write;

use futures::TryStreamExt;
use serde::Serialize;

use super::{list, rejected};
use crate::{
    Failure, Office, Result,
    files::{Encoding, Form, Remembered, Told, rejects::Rejection},
};

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
    /// Why rows were rejected: the first [`super::SHOWN`] reasons. [`Outcome::write_json`] gives all.
    pub rejected: Vec<Rejection>,
    /// How many rows were rejected.
    #[serde(skip)]
    pub rejected_rows: u64,
    /// Headings that mean nothing here; their columns were ignored.
    #[serde(skip)]
    pub unknown_columns: Vec<String>,
    /// The encoding of its text, where it was guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding_guessed: Option<Encoding>,
    /// What was remembered of files with these headings, and where that comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remembered: Option<(Remembered, Told)>,
    /// Sheets of a workbook that were not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets_left_out: Vec<String>,
}

impl Outcome {
    pub(super) async fn load(office: &Office, id: i64, form: Form) -> Result<Self> {
        let import = list::load(office, id).await?;
        Ok(Self {
            import_id: import.id,
            created: import.created.unsigned_abs(),
            updated: import.updated.unsigned_abs(),
            unchanged: import.unchanged.unsigned_abs(),
            rejected: rejected::first(office, &import).await?,
            rejected_rows: import.rejected.unsigned_abs(),
            encoding_guessed: form.guessed(),
            remembered: form.remembered.clone().map(|from| (from, form.told.clone())),
            unknown_columns: form.unknown().map(str::to_owned).collect(),
            sheets_left_out: form.left_out.into_iter().map(|sheet| sheet.name).collect(),
        })
    }

    /// Writes `{"created", "updated", "unchanged", "rejected": [{"row", "column", "reason"}]}` with
    /// every rejection, without having all of them in memory.
    ///
    /// # Errors
    /// What the writer says, as `Internal`; what the database said.
    pub async fn write_json(&self, office: &Office, out: &mut impl Write) -> Result<()> {
        let wrong = |e: std::io::Error| Failure::Internal(format!("the outcome cannot be written: {e}"));
        let Self { created, updated, unchanged, .. } = self;
        write!(out, "{{\"created\":{created},\"updated\":{updated},\"unchanged\":{unchanged},\"rejected\":[")
            .map_err(wrong)?;
        let tables = rejected::tables(&list::load(office, self.import_id).await?);
        let mut pages = rejected::pages(office, self.import_id);
        let mut between = "";
        while let Some(page) = pages.try_next().await? {
            for rejection in page.iter().flat_map(|row| row.rejections(&tables)) {
                out.write_all(between.as_bytes()).map_err(wrong)?;
                serde_json::to_writer(&mut *out, &rejection).map_err(|e| wrong(e.into()))?;
                between = ",";
            }
        }
        out.write_all(b"]}").map_err(wrong)
    }
}
