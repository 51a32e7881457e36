//! What lines would settle at: the questions of the command line, the API and the page.

use std::{
    borrow::Cow,
    io::{Read, Write},
};

use csv::ByteRecord;
use domain::{
    access::{Actor, Operation},
    money,
    settlement::{QuoteText, Settled, quote},
    text::{folded, safe_cell},
};

use crate::{Failure, Result, files};

/// The columns that a file of questions needs.
const COLUMNS: [&str; 7] = ["case", "formula", "deal", "floor", "ratio", "output_tax", "service_tax"];

/// What became of a file of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Rows answered.
    pub rows: u64,
    /// Those that have an error instead of an amount.
    pub refused: u64,
}

/// Answers one question under the newest version of the rule.
///
/// # Errors
/// `Denied`, or `Invalid` with every problem of every field.
pub fn quote_one(actor: &Actor, text: &QuoteText<'_>) -> Result<Settled> {
    actor.may(Operation::QuoteSettlement)?;
    quote(text).map_err(Failure::Invalid)
}

/// Answers a CSV file of questions row by row: `case, amount, explanation, error`. A column `currency`
/// is optional: without one, prices are renminbi. A row that
/// cannot be answered has an error and nothing else. Columns that are not needed are ignored.
///
/// # Errors
/// `Denied`; `MissingColumns` or `UnreadableFile`; `Internal` when `output` does not take it.
pub fn quote_csv<R: Read, W: Write>(actor: &Actor, input: R, output: W) -> Result<Answered> {
    actor.may(Operation::QuoteSettlement)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut writer = csv::Writer::from_writer(output);
    let mut record = ByteRecord::new();
    reader.read_byte_record(&mut record).map_err(unreadable)?;
    let columns = columns(&record)?;
    let currency_column = record.iter().position(|name| folded(&text(name)) == "currency");
    writer.write_record(["case", "amount", "explanation", "error"]).map_err(unwritten)?;
    let mut answered = Answered::default();
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        let cell = |i: usize| text(record.get(columns[i]).unwrap_or_default());
        let currency = text(currency_column.and_then(|at| record.get(at)).unwrap_or_default());
        let [case, formula, deal, floor, ratio, output_tax, service_tax] = std::array::from_fn(cell);
        let text = QuoteText {
            currency: &currency,
            formula: &formula,
            deal: &deal,
            floor: &floor,
            ratio: &ratio,
            output_tax: &output_tax,
            service_tax: &service_tax,
        };
        let (amount, explanation, error) = match quote(&text) {
            Ok(settled) => {
                (money::bare(settled.amount_minor, settled.currency), settled.line(), String::new())
            }
            Err(problems) => {
                answered.refused += 1;
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                (String::new(), String::new(), problems.join("; "))
            }
        };
        answered.rows += 1;
        let case = safe_cell(&case);
        let row = [case.as_ref(), &amount, &explanation, &error];
        writer.write_record(row).map_err(unwritten)?;
    }
    writer.flush().map_err(unwritten)?;
    Ok(answered)
}

/// Where each needed column is.
fn columns(header: &ByteRecord) -> Result<[usize; 7]> {
    let names: Vec<String> = header.iter().map(|name| folded(&text(name))).collect();
    let found = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let missing: Vec<&str> =
        COLUMNS.iter().zip(found).filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        Ok(found.map(Option::unwrap_or_default))
    } else {
        Err(files::Refused::MissingColumns { columns: missing.join(", ") }.into())
    }
}

/// UTF-8, or what Chinese spreadsheets write where it is not.
fn text(cell: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(cell).0,
    }
}

fn unreadable(problem: csv::Error) -> Failure {
    files::Refused::Unreadable { detail: problem.to_string() }.into()
}

fn unwritten(problem: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("the answers cannot be written: {problem}"))
}
