//! Rows that did not go in: listed one by one, and kept as a file that can be put right and
//! brought in again.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Seek, Write},
};

use domain::{FieldProblem, Problem, text};
use serde::Serialize;

use super::{columns::Header, read::Record};
use crate::{Failure, Result};

/// So many rejections are kept in memory and shown.
pub const SHOWN: usize = 1_000;

/// Columns that a file of rejected rows has in front of those of the original.
const OWN: [&str; 3] = ["row", "column", "reason"];

/// Why a row did not go in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The row as a spreadsheet numbers it; the header is row 1.
    pub row: u64,
    /// The column, by the name that [`super::COLUMNS`] gives it; empty for the whole row.
    pub column: String,
    /// The problem in English.
    pub reason: String,
    /// The problem, for words in other languages.
    #[serde(skip)]
    pub problem: Problem,
}

impl Rejection {
    fn new(row: u64, column: String, problem: Problem) -> Self {
        Self { row, column, reason: problem.to_string(), problem }
    }

    /// As it is kept: the reason follows from the problem.
    pub(super) fn stored(&self) -> (u64, &str, &Problem) {
        (self.row, &self.column, &self.problem)
    }
}

/// Collects rejected rows of one import.
pub(super) struct Rejects {
    headings: Vec<String>,
    /// The cells of the original that a file of rejected rows repeats.
    kept: Vec<usize>,
    /// How many rows.
    pub(super) rows: u64,
    /// The first ones.
    pub(super) first: Vec<Rejection>,
    files: Option<Files>,
}

struct Files {
    /// Every rejection, one JSON array a line.
    list: BufWriter<File>,
    /// The rejected rows with their reasons.
    rows: csv::Writer<File>,
}

/// What is left when an import has ended.
pub(super) struct Rejected {
    pub(super) rows: u64,
    pub(super) first: Vec<Rejection>,
    pub(super) list: Option<Spill>,
    pub(super) file: Option<File>,
}

impl Rejects {
    pub(super) fn new(header: &Header) -> Self {
        let kept =
            (0..header.headings.len()).filter(|n| !OWN.contains(&header.headings[*n].as_str())).collect();
        Self { headings: header.headings.clone(), kept, rows: 0, first: Vec::new(), files: None }
    }

    /// Adds a row with everything that is wrong with it.
    pub(super) fn add(&mut self, record: &Record, problems: &[FieldProblem]) -> Result<()> {
        self.rows += 1;
        self.write(record, problems).map_err(|e| disk(&e))?;
        for problem in problems.iter().take(SHOWN.saturating_sub(self.first.len())) {
            self.first.push(Rejection::new(record.row, problem.field.clone(), problem.problem.clone()));
        }
        Ok(())
    }

    fn write(&mut self, record: &Record, problems: &[FieldProblem]) -> std::io::Result<()> {
        let (headings, kept) = (&self.headings, &self.kept);
        let files = match &mut self.files {
            Some(files) => files,
            none => none.insert(Files::new(headings, kept)?),
        };
        for problem in problems {
            serde_json::to_writer(&mut files.list, &(record.row, &problem.field, &problem.problem))?;
            files.list.write_all(b"\n")?;
        }
        let joined = |of: fn(&FieldProblem) -> String| problems.iter().map(of).collect::<Vec<_>>().join("; ");
        let out = &mut files.rows;
        out.write_field(record.row.to_string())?;
        out.write_field(joined(|p| p.field.clone()))?;
        out.write_field(
            text::safe_cell(joined(|p| p.to_string().trim_start().to_owned()).as_str()).as_ref(),
        )?;
        // Cells beyond the header are repeated, too: they are what is wrong with the row.
        let beyond = headings.len()..record.len().max(headings.len());
        for place in kept.iter().copied().chain(beyond) {
            out.write_field(text::safe_cell(record.cell(place)).as_ref())?;
        }
        Ok(out.write_record(None::<&[u8]>)?)
    }

    pub(super) fn finish(self) -> Result<Rejected> {
        let Self { rows, first, files, .. } = self;
        let Some(Files { list, rows: file }) = files else {
            return Ok(Rejected { rows, first, list: None, file: None });
        };
        let list = list.into_inner().map_err(|e| disk(e.error()))?;
        let mut file = file.into_inner().map_err(|e| disk(e.error()))?;
        file.rewind().map_err(|e| disk(&e))?;
        Ok(Rejected { rows, first, list: Some(Spill(list)), file: Some(file) })
    }
}

impl Files {
    fn new(headings: &[String], kept: &[usize]) -> std::io::Result<Self> {
        let mut file = tempfile::tempfile()?;
        file.write_all("\u{feff}".as_bytes())?;
        let mut rows =
            csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(file);
        let headings = kept.iter().map(|place| headings[*place].as_str());
        rows.write_record(OWN.into_iter().chain(headings))?;
        Ok(Self { list: BufWriter::new(tempfile::tempfile()?), rows })
    }
}

/// Every rejection of an import, on disk until it is dropped.
#[derive(Debug)]
pub(super) struct Spill(File);

impl Spill {
    /// From the first one.
    pub(super) fn read(&self) -> Result<impl Iterator<Item = Result<Rejection>>> {
        let mut file = self.0.try_clone().map_err(|e| disk(&e))?;
        file.rewind().map_err(|e| disk(&e))?;
        Ok(BufReader::new(file).lines().map(|line| parse(&line.map_err(|e| disk(&e))?)))
    }
}

fn parse(line: &str) -> Result<Rejection> {
    let (row, column, problem) = serde_json::from_str(line)
        .map_err(|e| Failure::Internal(format!("a rejection cannot be read: {e}")))?;
    Ok(Rejection::new(row, column, problem))
}

/// Rejections as they are kept with an import.
pub(super) fn parse_stored(json: &[u8]) -> Result<Vec<Rejection>> {
    let stored: Vec<(u64, String, Problem)> = serde_json::from_slice(json)
        .map_err(|e| Failure::Internal(format!("rejections cannot be read: {e}")))?;
    Ok(stored.into_iter().map(|(row, column, problem)| Rejection::new(row, column, problem)).collect())
}

fn disk(error: &std::io::Error) -> Failure {
    Failure::Internal(format!("rejected rows cannot be kept on disk: {error}"))
}
