//! What a file would do, counted and with examples.

use domain::FieldProblem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::merge::Foresight;
use crate::{
    Failure, Result,
    files::{
        Form, Remembered, Told,
        look::Examples,
        rejects::{Rejected, Rejection},
    },
};

/// So many changes and so many rejected rows are kept to be shown; all are counted.
const SHOWN: usize = 100;
/// A file whose newest moment lies so far before the newest order of the books may be an older one.
const OLDER: i64 = 86_400_000;

/// What a file would do. Counts are rows of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Rows of the file.
    pub rows: u64,
    /// New lines.
    pub created: u64,
    /// Lines of the books that would change.
    pub updated: u64,
    /// Rows that the books have already.
    pub unchanged: u64,
    /// Rows that would not go in.
    pub rejected: u64,
    /// What would change, of the first orders.
    pub changes: Vec<Change>,
    rejects: Vec<(u64, Vec<FieldProblem>)>,
    /// The newest moment that a row says, in milliseconds.
    pub newest: Option<i64>,
    /// When the newest order of the books was created, in milliseconds.
    pub newest_of_books: Option<i64>,
    /// The first cells of each column, by table.
    #[serde(default)]
    examples: Vec<Examples>,
}

/// What would change of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its number.
    pub order_no: String,
    /// What differs, as the books have it.
    pub before: Value,
    /// The same, as the file has it.
    pub after: Value,
}

impl Preview {
    /// Whether the file would change orders though everything in it is older than what is in the books.
    #[must_use]
    pub fn is_older(&self) -> bool {
        let older = self.newest.zip(self.newest_of_books).is_some_and(|(file, books)| file + OLDER < books);
        older && self.updated > 0
    }

    /// Why rows would not go in: the first reasons.
    #[must_use]
    pub fn rejections(&self, form: &Form) -> Vec<Rejection> {
        let rejected = |(place, problems): &(u64, Vec<FieldProblem>)| Rejected {
            place: *place,
            cells: Vec::new(),
            problems: problems.clone(),
        };
        let of = |row| rejected(row).rejections(&form.tables).collect::<Vec<_>>();
        self.rejects.iter().flat_map(of).take(SHOWN).collect()
    }

    /// The first cells of each column, by table.
    #[must_use]
    pub fn examples(&self) -> &[Examples] {
        &self.examples
    }

    /// Of a file of which nothing but its first rows is known.
    pub(super) fn of_examples(examples: Vec<Examples>) -> Self {
        Self { examples, ..Self::default() }
    }

    pub(super) fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Failure::Internal(format!("a preview cannot be kept: {e}")))
    }

    /// Adds what a batch would do.
    pub(super) fn add(&mut self, seen: Foresight) {
        self.rows += seen.merged.read.unsigned_abs();
        self.created += seen.merged.created.unsigned_abs();
        self.updated += seen.merged.updated.unsigned_abs();
        self.unchanged += seen.merged.unchanged.unsigned_abs();
        self.rejected += seen.merged.rejected.unsigned_abs();
        self.newest = self.newest.max(seen.newest);
        let room = SHOWN.saturating_sub(self.changes.len());
        self.changes.extend(seen.changes.into_iter().take(room));
        let room = SHOWN.saturating_sub(self.rejects.len());
        self.rejects.extend(seen.refused.into_iter().take(room).map(|row| (row.place, row.problems)));
    }
}

/// What a file would do, as the command line says it.
#[derive(Debug, Serialize)]
pub struct Foreseen<'a> {
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected_rows: u64,
    rejected: Vec<Rejection>,
    changes: &'a [Change],
    /// Everything in the file is older than the newest order of the books, and it would change some.
    older: bool,
    /// Where what was used of what is remembered comes from, and all that was said of how the file is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    remembered: Option<&'a Remembered>,
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<&'a Told>,
}

impl<'a> Foreseen<'a> {
    /// Of a preview.
    #[must_use]
    pub fn of(form: &'a Form, preview: &'a Preview) -> Self {
        Self {
            created: preview.created,
            updated: preview.updated,
            unchanged: preview.unchanged,
            rejected_rows: preview.rejected,
            rejected: preview.rejections(form),
            changes: &preview.changes,
            older: preview.is_older(),
            remembered: form.remembered.as_ref(),
            told: form.remembered.as_ref().map(|_| &form.told),
        }
    }
}
