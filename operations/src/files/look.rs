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
}

/// Reads a file once to know what it is, and its first rows to find the headings of `columns`.
///
/// # Errors
/// `Unreadable` for what is no table, or `MissingColumns`.
pub(crate) fn look(path: &Path, columns: &[Column], told: &Told) -> Result<Looked> {
    let file = read::inspect(path, told.encoding)?;
    let (kind, tables, left_out) = match file.kind {
        read::What::Workbook => workbook(path, columns, told)?,
        read::What::Text { encoding, guessed } => {
            let (separator, table) = text(path, encoding, columns, told)?;
            (Kind::Text { encoding, guessed, separator }, vec![table], Vec::new())
        }
    };
    let (numbers, dates) = (
        told.numbers.unwrap_or(domain::money::Numbers::Usual),
        told.dates.unwrap_or(domain::time::Dates::Usual),
    );
    let form = Form { kind, tables, left_out, numbers, dates };
    Ok(Looked { sha256: file.sha256, size: file.size, form })
}

fn text(
    path: &Path,
    encoding: super::Encoding,
    columns: &[Column],
    told: &Told,
) -> Result<(Separator, Table)> {
    let said = told.separator.or(read::said_separator(path, encoding)?);
    let mut best: Option<(Separator, Candidate)> = None;
    let mut any = false;
    for separator in Separator::ALL.iter().copied().filter(|s| said.is_none_or(|said| said == *s)) {
        let rows = read::first_of_text(path, encoding, separator, FIRST)?;
        any = any || !rows.is_empty();
        if let Some(found) = best_of(&rows, columns, told)
            && best.as_ref().is_none_or(|(_, best)| is_better(&found, best))
        {
            best = Some((separator, found));
        }
    }
    let (separator, found) = best.ok_or(if any { Unreadable::NoHeadings } else { Unreadable::NoRows })?;
    Ok((separator, found.table()?))
}

/// The row that looks most like headings.
fn best_of(rows: &[Record], columns: &[Column], told: &Told) -> Option<Candidate> {
    let asked = |row: u64| told.heading_row.is_none_or(|asked| asked == row);
    let mut best: Option<Candidate> = None;
    for record in rows.iter().filter(|record| asked(record.row)) {
        let candidate = Candidate::of(columns, &told.columns, record);
        if best.as_ref().is_none_or(|best| is_better(&candidate, best)) {
            best = Some(candidate);
        }
    }
    best
}

fn is_better(one: &Candidate, other: &Candidate) -> bool {
    (one.is_whole(), one.known) > (other.is_whole(), other.known)
}

fn workbook(path: &Path, columns: &[Column], told: &Told) -> Result<(Kind, Vec<Table>, Vec<LeftOut>)> {
    let book = read::sheets(path, FIRST)?;
    if let Some(asked) = &told.sheet
        && !book.sheets.iter().any(|sheet| sheet.name == *asked)
    {
        return Err(Unreadable::NoSheet(asked.clone()).into());
    }
    let (mut tables, mut left_out) = (Vec::new(), Vec::new());
    let mut nearest: Option<Candidate> = None;
    for Sheet { name, hidden, rows } in book.sheets {
        let asked = told.sheet.as_ref().map(|asked| *asked == name);
        let found = best_of(&rows, columns, told);
        let why = match (asked, hidden) {
            (Some(false), _) => Some(WhyLeftOut::NotAsked),
            (None, true) => Some(WhyLeftOut::Hidden),
            _ if rows.is_empty() => Some(WhyLeftOut::Empty),
            _ => None,
        };
        match (why, found) {
            (None, Some(found)) if found.is_whole() => {
                tables.push(Table { name, ..found.table()? });
            }
            (None, found) => {
                left_out.push(LeftOut { name, why: WhyLeftOut::NoHeadings });
                if let Some(found) = found
                    && nearest.as_ref().is_none_or(|nearest| is_better(&found, nearest))
                {
                    nearest = Some(found);
                }
            }
            (Some(why), _) => left_out.push(LeftOut { name, why }),
        }
    }
    if tables.is_empty() {
        let Some(nearest) = nearest else { return Err(Unreadable::NoRows.into()) };
        nearest.table()?;
    }
    Ok((Kind::Workbook { since_1904: book.since_1904 }, tables, left_out))
}
