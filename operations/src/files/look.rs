//! The look at a file before it is read: what it is, and where its headings are.

use std::path::Path;

use super::{
    Form, LeftOut, Separator, Told, Unreadable, WhyLeftOut,
    form::{Kind, Table},
    header::{Candidate, Column},
    read::{self, Record, Sheet},
};
use crate::Result;

/// Headings are looked for in so many rows.
const FIRST: usize = 20;

/// What the look found.
#[derive(Clone, Debug)]
pub(crate) struct Looked {
    /// SHA-256 in hex.
    pub(crate) sha256: String,
    /// Size in bytes.
    pub(crate) size: u64,
    /// How it is written.
    pub(crate) form: Form,
    /// The first cells of each column, by table.
    pub(crate) examples: Vec<Examples>,
}

/// The first cells of each column of a table.
pub(crate) type Examples = Vec<Vec<String>>;

/// So many cells are given of a column, and so many characters of a cell.
const EXAMPLES: usize = 3;
const LONGEST: usize = 40;

/// Reads a file once to know what it is, and its first rows to find the headings of `columns`. Whether they are all there
/// says [`Form::check`].
///
/// # Errors
/// `Unreadable` for what is no table.
pub(crate) fn look(path: &Path, columns: &[Column], told: &Told) -> Result<Looked> {
    let file = read::inspect(path, told.encoding)?;
    let (kind, found, left_out) = match file.kind {
        read::What::Workbook => workbook(path, columns, told)?,
        read::What::Text { encoding, guessed } => {
            let (separator, found) = text(path, encoding, columns, told)?;
            (Kind::Text { encoding, guessed, separator }, vec![found], Vec::new())
        }
    };
    let (tables, examples) = found.into_iter().unzip();
    let (numbers, dates) = (
        told.numbers.unwrap_or(domain::money::Numbers::Usual),
        told.dates.unwrap_or(domain::time::Dates::Usual),
    );
    let mut form = Form { kind, tables, left_out, numbers, dates, told: told.clone() };
    let keys = form.keys();
    form.told.columns.retain(|key, _| keys.contains(key));
    Ok(Looked { sha256: file.sha256, size: file.size, form, examples })
}

/// A table, with its first cells.
type Found = (Table, Examples);

fn text(
    path: &Path,
    encoding: super::Encoding,
    columns: &[Column],
    told: &Told,
) -> Result<(Separator, Found)> {
    let said = told.separator.or(read::said_separator(path, encoding)?);
    let mut best: Option<(Separator, Candidate, Examples)> = None;
    let mut any = false;
    for separator in Separator::ALL.iter().copied().filter(|s| said.is_none_or(|said| said == *s)) {
        let rows = read::first_of_text(path, encoding, separator, FIRST)?;
        any = any || !rows.is_empty();
        if let Some(found) = best_of(&rows, columns, told)
            && best.as_ref().is_none_or(|(_, best, _)| found.is_better_than(best))
        {
            let examples = examples(&rows, &found.table);
            best = Some((separator, found, examples));
        }
    }
    let none = if any { Unreadable::NoHeadings } else { Unreadable::NoRows };
    let (separator, found, examples) = best.ok_or(none)?;
    Ok((separator, (found.table, examples)))
}

/// The row that looks most like headings.
fn best_of(rows: &[Record], columns: &[Column], told: &Told) -> Option<Candidate> {
    let asked = |row: u64| told.heading_row.is_none_or(|asked| asked == row);
    let mut best: Option<Candidate> = None;
    for record in rows.iter().filter(|record| asked(record.row)) {
        let candidate = Candidate::of(columns, &told.columns, record);
        if best.as_ref().is_none_or(|best| candidate.is_better_than(best)) {
            best = Some(candidate);
        }
    }
    best
}

/// The first cells of each column that have something in them.
fn examples(rows: &[Record], table: &Table) -> Examples {
    let below = || rows.iter().filter(|record| record.row > table.heading_row);
    let cells = |column: usize| {
        let cells = below().map(move |record| record.cell(column).trim()).filter(|cell| !cell.is_empty());
        cells.take(EXAMPLES).map(|cell| cell.chars().take(LONGEST).collect()).collect()
    };
    (0..table.headings.len()).map(cells).collect()
}

fn workbook(path: &Path, columns: &[Column], told: &Told) -> Result<(Kind, Vec<Found>, Vec<LeftOut>)> {
    let book = read::sheets(path, FIRST)?;
    if let Some(asked) = &told.sheet
        && !book.sheets.iter().any(|sheet| sheet.name == *asked)
    {
        return Err(Unreadable::NoSheet(asked.clone()).into());
    }
    let (mut tables, mut left_out) = (Vec::new(), Vec::new());
    let mut nearest: Option<(Candidate, Found)> = None;
    for Sheet { name, hidden, rows } in book.sheets {
        let asked = told.sheet.as_ref().map(|asked| *asked == name);
        let why = match (asked, hidden) {
            (Some(false), _) => Some(WhyLeftOut::NotAsked),
            (None, true) => Some(WhyLeftOut::Hidden),
            _ if rows.is_empty() => Some(WhyLeftOut::Empty),
            _ => None,
        };
        if let Some(why) = why {
            left_out.push(LeftOut { name, why });
            continue;
        }
        let Some(found) = best_of(&rows, columns, told) else {
            left_out.push(LeftOut { name, why: WhyLeftOut::NoHeadings });
            continue;
        };
        let table = Table { name: name.clone(), ..found.table.clone() };
        let examples = examples(&rows, &table);
        if found.is_whole {
            tables.push((table, examples));
            continue;
        }
        left_out.push(LeftOut { name, why: WhyLeftOut::NoHeadings });
        if nearest.as_ref().is_none_or(|(nearest, _)| found.is_better_than(nearest)) {
            nearest = Some((found, (table, examples)));
        }
    }
    if tables.is_empty() {
        // The sheet that is likeliest, so that somebody may say what its headings mean.
        let Some((_, nearest)) = nearest else { return Err(Unreadable::NoRows.into()) };
        left_out.retain(|sheet| sheet.name != nearest.0.name);
        tables.push(nearest);
    }
    Ok((Kind::Workbook { since_1904: book.since_1904 }, tables, left_out))
}
