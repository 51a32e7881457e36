//! What lines would settle at: the questions of the command line, the API and the page.

use std::{io::Write, ops::ControlFlow, path::Path};

use domain::{
    access::{Actor, Operation},
    money,
    settlement::{Field, QuoteText, Settled, quote},
    text::safe_cell,
};

use crate::{
    Failure, Result,
    files::{
        Told,
        header::{Column, Header},
        look::look,
        read::{self, Found, Position, Record},
    },
};

const fn column(name: &'static str, aliases: &'static [&'static str], required: bool) -> Column {
    Column { name, aliases, required, instead: None }
}

/// The columns of a file of questions: the case, then every field that some formula takes. Which of them have to be
/// there depends on the formulas of the rows, and a row that lacks one says so.
pub const COLUMNS: [Column; Field::ALL.len() + 1] = {
    let mut columns = [column("case", &["案例", "编号"], true); Field::ALL.len() + 1];
    let mut at = 0;
    while at < Field::ALL.len() {
        let field = Field::ALL[at];
        at += 1;
        columns[at] = column(field.code(), field.aliases(), matches!(field, Field::Formula));
    }
    columns
};

/// What became of a file of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Rows answered.
    pub rows: u64,
    /// Those that have an error instead of an amount.
    pub refused: u64,
}

/// Answers one question, under the version of the rule that its effective date chooses, or the newest without one.
///
/// # Errors
/// `Denied`, or `Invalid` with every problem of every field.
pub fn quote_one(actor: &Actor, text: &QuoteText<'_>) -> Result<Settled> {
    actor.may(Operation::QuoteSettlement)?;
    quote(text).map_err(Failure::Invalid)
}

/// Answers a file of questions, CSV or XLSX, row by row: `case, amount, explanation, error`. Only the columns
/// that the formulas of its rows need have to be there. A row that cannot be answered has an error and nothing
/// else. Columns that are not needed are ignored.
///
/// # Errors
/// `Denied`; `MissingColumns` or `Unreadable`; `Internal` when `output` does not take it.
pub fn quote_csv<W: Write>(actor: &Actor, path: &Path, told: &Told, output: W) -> Result<Answered> {
    actor.may(Operation::QuoteSettlement)?;
    let form = look(path, &COLUMNS, told, &[])?.form;
    told.fits(&form)?;
    form.check(&COLUMNS)?;
    let headers: Vec<Header> = form.tables.iter().map(|table| Header::of(&COLUMNS, table)).collect();
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(["case", "amount", "explanation", "error"]).map_err(unwritten)?;
    let mut answered = Answered::default();
    read::read(path, &form, &Position::default(), &mut |found| {
        let (record, why) = match found {
            Found::Row(record) => (record, None),
            Found::Unreadable(record, why) => (record, Some(domain::Problem::Unreadable { why }.to_string())),
        };
        let Some(header) = headers.get(record.table) else { return Ok(ControlFlow::Continue(())) };
        record.fit(header.width);
        let (amount, explanation, error) = match why {
            Some(why) => (String::new(), String::new(), why),
            None => answer(record, header),
        };
        answered.rows += 1;
        answered.refused += u64::from(!error.is_empty());
        let case = safe_cell(header.place(0).map_or("", |place| record.cell(place)));
        writer.write_record([case.as_ref(), &amount, &explanation, &error]).map_err(unwritten)?;
        Ok(ControlFlow::Continue(()))
    })?;
    writer.flush().map_err(unwritten)?;
    Ok(answered)
}

/// Amount, explanation and error of a row.
fn answer(record: &Record, header: &Header) -> (String, String, String) {
    let cell = |column: usize| header.place(column).map_or("", |place| record.cell(place));
    // The case stands before the fields.
    let text = QuoteText::of(Field::ALL.iter().zip(1..).map(|(field, at)| (*field, cell(at))));
    match quote(&text) {
        Ok(settled) => (money::bare(settled.amount_minor, settled.currency), settled.line(), String::new()),
        Err(problems) => {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            (String::new(), String::new(), problems.join("; "))
        }
    }
}

fn unwritten(problem: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("the answers cannot be written: {problem}"))
}
