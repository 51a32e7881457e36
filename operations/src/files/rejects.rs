//! Rows that did not go in: why, and the file of them that can be put right and brought in again.

use domain::{FieldProblem, Problem, text};
use serde::Serialize;

use super::{form::Table, header::plain_heading, read::table_and_row};

/// What a file of rejected rows says, in the language of its reader.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Headings of the columns in front of those of the original: sheet, row, column and reason.
    pub headings: [&'static str; 4],
    /// What a column is called.
    pub column: fn(&str) -> String,
    /// What is wrong.
    pub reason: fn(&FieldProblem) -> String,
}

impl Words {
    /// Those of the command line and of programs.
    pub const ENGLISH: Self = Self {
        headings: ["sheet", "row", "column", "reason"],
        column: str::to_owned,
        reason: |wrong| wrong.problem.to_string(),
    };
}

/// Headings that an earlier such file has added, in any language.
const OWN: [&str; 8] = ["sheet", "row", "column", "reason", "工作表", "行", "列", "原因"];

/// Whether a heading is one of those that a file of rejected rows has in front.
pub(crate) fn is_own(heading: &str) -> bool {
    OWN.contains(&heading)
}

/// Why a row did not go in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The sheet, where a workbook has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row as a spreadsheet numbers it.
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
    /// Its place in the file; see [`table_and_row`].
    pub(crate) place: u64,
    pub(crate) cells: Vec<String>,
    pub(crate) problems: Vec<FieldProblem>,
}

impl Rejected {
    /// One rejection for each problem.
    pub(crate) fn rejections<'a>(&'a self, tables: &'a [Table]) -> impl Iterator<Item = Rejection> + use<'a> {
        let (table, row) = table_and_row(self.place);
        let sheet = tables.get(table).filter(|_| tables.len() > 1).map(|table| table.name.clone());
        self.problems.iter().map(move |FieldProblem { field, problem }| Rejection {
            sheet: sheet.clone(),
            row,
            column: field.clone(),
            reason: problem.to_string(),
            problem: problem.clone(),
        })
    }
}

/// Writes rejected rows as CSV, piece by piece.
pub(crate) struct Sheet {
    tables: Vec<Table>,
    /// The headings of all tables, each once; not those that an earlier such file added.
    headings: Vec<String>,
    words: Words,
}

impl Sheet {
    /// For a file with these tables.
    pub(crate) fn new(tables: Vec<Table>, words: Words) -> Self {
        let mut headings: Vec<String> = Vec::new();
        for heading in tables.iter().flat_map(|table| &table.headings).filter(|heading| !is_own(heading)) {
            if place(&headings, heading).is_none() || heading.is_empty() {
                headings.push(heading.clone());
            }
        }
        Self { tables, headings, words }
    }

    /// How many columns stand in front: sheets are named where there are several.
    fn own<T>(&self, all: [T; 4]) -> impl Iterator<Item = T> + use<T> {
        all.into_iter().skip(usize::from(self.tables.len() < 2))
    }

    /// How it begins.
    pub(crate) fn head(&self) -> Vec<u8> {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        let own = self.own(self.words.headings.map(str::to_owned));
        bytes.extend(record(own.chain(self.headings.iter().map(|heading| safe(heading)))));
        bytes
    }

    /// A row with its reasons.
    pub(crate) fn row(&self, rejected: &Rejected) -> Vec<u8> {
        let Rejected { place: at, cells, problems } = rejected;
        let (table, row) = table_and_row(*at);
        let table = self.tables.get(table);
        let joined =
            |of: &dyn Fn(&FieldProblem) -> String| problems.iter().map(of).collect::<Vec<_>>().join("; ");
        let column =
            |p: &FieldProblem| if p.field.is_empty() { String::new() } else { (self.words.column)(&p.field) };
        let own = self.own([
            safe(table.map_or("", |table| &table.name)),
            row.to_string(),
            joined(&column),
            safe(&joined(&self.words.reason)),
        ]);
        let mut repeated = vec![String::new(); self.headings.len()];
        let of_file = table.map_or(&[][..], |table| &table.headings);
        let mut next_empty = 0;
        for (number, cell) in cells.iter().enumerate() {
            match of_file.get(number) {
                Some(heading) if is_own(heading) => {}
                // Columns without a heading are told apart by their order.
                Some(heading) if heading.is_empty() => {
                    let empty = self.headings.iter().enumerate().skip(next_empty).find(|(_, h)| h.is_empty());
                    if let Some((place, _)) = empty {
                        (repeated[place], next_empty) = (safe(cell), place + 1);
                    }
                }
                Some(heading) => {
                    if let Some(place) = place(&self.headings, heading) {
                        repeated[place] = safe(cell);
                    }
                }
                // Cells beyond the headings are repeated, too: they are what is wrong with the row.
                None => repeated.push(safe(cell)),
            }
        }
        record(own.chain(repeated))
    }
}

fn place(headings: &[String], heading: &str) -> Option<usize> {
    let plain = plain_heading(heading);
    headings.iter().position(|known| plain_heading(known) == plain)
}

fn safe(cell: &str) -> String {
    text::safe_cell(cell).into_owned()
}

/// A line of CSV. Writing to memory does not fail.
fn record(cells: impl Iterator<Item = impl AsRef<[u8]>>) -> Vec<u8> {
    let mut out =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let written = out.write_record(cells);
    debug_assert!(written.is_ok());
    out.into_inner().unwrap_or_default()
}
