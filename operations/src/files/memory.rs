//! What was said of files with the same headings.
//!
//! Encoding and separator decide what the headings are, so a file is looked at as each of what is remembered says, and has
//! that one whose headings it has then. Where the text itself tells its encoding, no other one is remembered for it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Form, Table, Told, own};

/// Where what is remembered comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Its row.
    pub id: i64,
    /// The file of which it was said.
    pub file_name: String,
    /// Who said it.
    pub by: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What is remembered of files with certain headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Where it comes from.
    pub from: Remembered,
    /// What was said.
    pub told: Told,
    pub(crate) fingerprint: String,
}

impl Form {
    /// What the headings of a file are known by, in whatever order they stand; `None` when there are none. Those that our
    /// own files add do not count: rejected rows are known again.
    pub(crate) fn fingerprint(&self) -> Option<String> {
        let keys = |table: &Table| table.headings.iter().cloned().zip(table.keys()).collect::<Vec<_>>();
        let all = self.tables.iter().flat_map(keys);
        let mut keys: Vec<_> =
            all.filter(|(h, _)| !h.is_empty() && !own::is_ours(h)).map(|(_, key)| key).collect();
        keys.sort();
        keys.dedup();
        (!keys.is_empty()).then(|| hex::encode(Sha256::digest(keys.join("\n"))))
    }
}

impl Told {
    /// What is said here, and for the rest what was said there.
    pub(crate) fn over(&self, other: &Self) -> Self {
        let mut columns = other.columns.clone();
        columns.extend(self.columns.clone());
        Self {
            encoding: self.encoding.or(other.encoding),
            separator: self.separator.or(other.separator),
            numbers: self.numbers.or(other.numbers),
            dates: self.dates.or(other.dates),
            heading_row: self.heading_row.or(other.heading_row),
            sheet: self.sheet.clone().or_else(|| other.sheet.clone()),
            columns,
        }
    }

    /// Whether both say the same of what decides where the headings are and what they are.
    pub(crate) fn finds_as(&self, other: &Self) -> bool {
        (self.encoding, self.separator, self.heading_row, &self.sheet)
            == (other.encoding, other.separator, other.heading_row, &other.sheet)
    }
}
