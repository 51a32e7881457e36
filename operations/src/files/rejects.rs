//! Rows that did not go in: why, and the file of them that can be put right and brought in again.

use domain::{FieldProblem, Problem, text};
use serde::Serialize;

/// Columns that a file of rejected rows has in front of those of the original.
const OWN: [&str; 3] = ["row", "column", "reason"];

/// Why a row did not go in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The row as a spreadsheet numbers it; the header is row 1.
    pub row: u64,
    /// The column, by the name that the list of columns gives it; empty for the whole row.
    pub column: String,
    /// The problem in English.
    pub reason: String,
    /// The problem, for words in other languages.
    #[serde(skip)]
    pub problem: Problem,
}

/// A row that did not go in, with everything that is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Rejected {
    pub(crate) row: u64,
    pub(crate) cells: Vec<String>,
    pub(crate) problems: Vec<FieldProblem>,
}

impl Rejected {
    /// One rejection for each problem.
    pub(crate) fn rejections(&self) -> impl Iterator<Item = Rejection> + use<'_> {
        self.problems.iter().map(|FieldProblem { field, problem }| Rejection {
            row: self.row,
            column: field.clone(),
            reason: problem.to_string(),
            problem: problem.clone(),
        })
    }
}

/// Writes rejected rows as CSV, piece by piece.
pub(crate) struct Sheet {
    headings: Vec<String>,
    /// The cells of the original that are repeated: not those that an earlier such file added.
    kept: Vec<usize>,
}

impl Sheet {
    /// For a file with these headings.
    pub(crate) fn new(headings: Vec<String>) -> Self {
        let kept = (0..headings.len()).filter(|n| !OWN.contains(&headings[*n].as_str())).collect();
        Self { headings, kept }
    }

    /// How it begins.
    pub(crate) fn head(&self) -> Vec<u8> {
        let headings = self.kept.iter().map(|place| self.headings[*place].as_str());
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        bytes.extend(record(OWN.into_iter().chain(headings)));
        bytes
    }

    /// A row with its reasons.
    pub(crate) fn row(&self, rejected: &Rejected) -> Vec<u8> {
        let Rejected { row, cells, problems } = rejected;
        let joined = |of: fn(&FieldProblem) -> String| problems.iter().map(of).collect::<Vec<_>>().join("; ");
        let reason = joined(|p| p.to_string().trim_start().to_owned());
        let own = [row.to_string(), joined(|p| p.field.clone()), text::safe_cell(&reason).into_owned()];
        // Cells beyond the header are repeated, too: they are what is wrong with the row.
        let beyond = self.headings.len()..cells.len().max(self.headings.len());
        let repeated = self.kept.iter().copied().chain(beyond).map(|place| {
            text::safe_cell(cells.get(place).map(String::as_str).unwrap_or_default()).into_owned()
        });
        record(own.into_iter().chain(repeated))
    }
}

/// A line of CSV. Writing to memory does not fail.
fn record(cells: impl Iterator<Item = impl AsRef<[u8]>>) -> Vec<u8> {
    let mut out =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let written = out.write_record(cells);
    debug_assert!(written.is_ok());
    out.into_inner().unwrap_or_default()
}
