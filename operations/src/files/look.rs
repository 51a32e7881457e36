//! The look at a file before it is read: what it is, and where its headings are.

use std::path::Path;

use domain::{money::Numbers, time::Dates};

use super::{
    Form, Known, LeftOut, Separator, Told, Unreadable, WhyLeftOut,
    form::{Kind, Table},
    header::{Candidate, Column},
    read::{self, Book, Inspected, Record, Sheet, What},
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
pub type Examples = Vec<Vec<String>>;

/// So many cells are given of a column, and so many characters of a cell.
const EXAMPLES: usize = 3;
const LONGEST: usize = 40;

/// Reads a file once to know what it is, and its first rows to find the headings of `columns`. Whether they are all there
/// says [`Form::check`]. What is known of a file with its headings, the first that fits, holds where nothing else is told.
///
/// # Errors
/// `Unreadable` for what is no table.
pub(crate) fn look(path: &Path, columns: &[Column], told: &Told, known: &[Known]) -> Result<Looked> {
    let Inspected { kind, sha256, size } = read::inspect(path, told.encoding)?;
    let book = if kind == What::Workbook { Some(read::sheets(path, FIRST)?) } else { None };
    let look = Look { path, columns, kind, book };
    let found = known.iter().find_map(|known| look.as_known(told, known));
    let (form, examples) = match found {
        Some(found) => found,
        None => look.as_told(told.clone())?,
    };
    Ok(Looked { sha256, size, form, examples })
}

/// A file that is looked at.
struct Look<'a> {
    path: &'a Path,
    columns: &'a [Column],
    kind: What,
    book: Option<Book>,
}

impl Look<'_> {
    /// As what is remembered says, if that is of a file with these headings.
    fn as_known(&self, told: &Told, known: &Known) -> Option<(Form, Vec<Examples>)> {
        let mut so = told.over(&known.told);
        let has =
            |name: &String| self.book.iter().flat_map(|book| &book.sheets).any(|sheet| sheet.name == *name);
        if told.sheet.is_none() && !so.sheet.as_ref().is_some_and(has) {
            // Sheets are often called by their month.
            so.sheet = None;
        }
        let (form, examples) = self.as_told(so).ok()?;
        let fits = form.fingerprint().as_ref() == Some(&known.fingerprint);
        fits.then(|| (Form { remembered: Some(known.from.clone()), ..form }, examples))
    }

    /// As somebody says. What a file tells by itself stays as it is.
    fn as_told(&self, mut told: Told) -> Result<(Form, Vec<Examples>)> {
        let (kind, found, left_out) = match (&self.kind, &self.book) {
            (_, Some(book)) => workbook(book, self.columns, &told)?,
            (kind, None) => {
                let (encoding, guessed) = match (kind, told.encoding) {
                    (What::Text { encoding, guessed: false }, _) => (*encoding, false),
                    (_, Some(encoding)) => (encoding, false),
                    (What::Text { encoding, guessed: true }, None) => (*encoding, true),
                    (What::Unclear(why), None) => return Err(why.clone().into()),
                    (What::Workbook, None) => return Err(Unreadable::Damaged.into()),
                };
                told.encoding = told.encoding.filter(|told| *told == encoding);
                let (separator, found) = text(self.path, encoding, self.columns, &told)?;
                (Kind::Text { encoding, guessed, separator }, vec![found], Vec::new())
            }
        };
        let (tables, examples) = found.into_iter().unzip();
        let (numbers, dates) = (told.numbers.unwrap_or(Numbers::Usual), told.dates.unwrap_or(Dates::Usual));
        let mut form = Form { kind, tables, left_out, numbers, dates, told, remembered: None };
        let keys = form.keys();
        form.told.columns.retain(|key, _| keys.contains(key));
        Ok((form, examples))
    }
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

fn workbook(book: &Book, columns: &[Column], told: &Told) -> Result<(Kind, Vec<Found>, Vec<LeftOut>)> {
    if let Some(asked) = &told.sheet
        && !book.sheets.iter().any(|sheet| sheet.name == *asked)
    {
        return Err(Unreadable::NoSheet(asked.clone()).into());
    }
    let (mut tables, mut left_out) = (Vec::new(), Vec::new());
    let mut nearest: Option<(Candidate, Found)> = None;
    for Sheet { name, hidden, rows } in &book.sheets {
        let name = name.clone();
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
        let Some(found) = best_of(rows, columns, told) else {
            left_out.push(LeftOut { name, why: WhyLeftOut::NoHeadings });
            continue;
        };
        let table = Table { name: name.clone(), ..found.table.clone() };
        let examples = examples(rows, &table);
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
