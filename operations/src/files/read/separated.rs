//! Rows of separated text.
//!
//! A quotation mark that is not closed must not swallow the rows behind it, nor one that is not
//! doubled move what stands beside it: such a row is refused, and reading goes on in the next line.

use std::{collections::VecDeque, io::Read, path::Path};

use domain::Misread;

use super::{
    super::{Encoding, Separator, Unreadable, form::Table},
    Counted, Found, MOST_CELLS, Position, Receiver, Record,
    decode::Decoded,
    lines::{Line, Lines},
    open,
};
use crate::Result;

/// A cell that goes on over more than this is a quotation mark that is never closed. Spreadsheets
/// keep 32,767 characters in a cell.
const MOST_QUOTED: usize = 1 << 17;

/// Every row of a text below its headings.
pub(super) fn read(
    path: &Path,
    (encoding, separator): (Encoding, Separator),
    table: &Table,
    position: &Position,
    receiver: &mut Receiver<'_>,
) -> Result<()> {
    let mut rows = rows(path, encoding, separator, position)?;
    rows.width = table.headings.len();
    while let Some(mut next) = rows.next()? {
        if next.record.row <= table.heading_row {
            continue;
        }
        let found = match next.why {
            None => Found::Row(&mut next.record),
            Some(why) => Found::Unreadable(&mut next.record, why),
        };
        if receiver(found)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The first rows of a text that can be read.
///
/// # Errors
/// `TooManyCells`, or what the disk says.
pub(crate) fn first_of_text(
    path: &Path,
    encoding: Encoding,
    separator: Separator,
    most: usize,
) -> Result<Vec<Record>> {
    let mut rows = rows(path, encoding, separator, &Position::default())?;
    let mut first = Vec::new();
    for _ in 0..most {
        match rows.next()? {
            Some(Next { record, why: None }) => first.push(record),
            Some(_) => {}
            None => break,
        }
    }
    Ok(first)
}

/// The separator that a text names in its first line, as `sep=;`.
///
/// # Errors
/// What the disk says.
pub(crate) fn said_separator(path: &Path, encoding: Encoding) -> Result<Option<Separator>> {
    let mut lines = lines(path, encoding, &Position::default())?;
    Ok(lines.next()?.and_then(|line| said(&line)))
}

fn said(line: &Line) -> Option<Separator> {
    let sign = line.text.trim_start_matches('\u{feff}').strip_prefix("sep=")?;
    Separator::ALL.iter().copied().find(|separator| sign.as_bytes() == [separator.byte()])
}

type Source = Box<dyn Read>;

fn lines(path: &Path, encoding: Encoding, position: &Position) -> Result<Lines<Source>> {
    let file = Counted { inner: open(path)?, position: position.clone() };
    Ok(Lines::new(match encoding {
        // UTF-8 that is broken is found line by line.
        Encoding::Utf8 => Box::new(file) as Source,
        other => {
            let decoder = other.of_library().new_decoder_with_bom_removal();
            Box::new(Decoded::new(file, decoder))
        }
    }))
}

fn rows(path: &Path, encoding: Encoding, separator: Separator, position: &Position) -> Result<Rows<Source>> {
    Ok(Rows::new(lines(path, encoding, position)?, separator, encoding != Encoding::Utf8))
}

struct Rows<R> {
    lines: Lines<R>,
    /// Lines that were looked at and belong to rows to come.
    ahead: VecDeque<Line>,
    separator: u8,
    /// What could not be decoded is U+FFFD.
    decoded: bool,
    row: u64,
    /// Cells of the headings; 0 while they are looked for.
    width: usize,
    /// The fewest cells of a row so far.
    shortest: usize,
}

struct Next {
    record: Record,
    why: Option<Misread>,
}

enum Split {
    Whole,
    /// The last cell is quoted and goes on.
    Open,
    /// Something stands behind a closing quotation mark.
    Stray,
}

impl<R: Read> Rows<R> {
    fn new(lines: Lines<R>, separator: Separator, decoded: bool) -> Self {
        let (ahead, separator) = (VecDeque::new(), separator.byte());
        Self { lines, ahead, separator, decoded, row: 0, width: 0, shortest: usize::MAX }
    }

    fn line(&mut self) -> Result<Option<Line>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// The next row that is not blank; spreadsheets count the blank ones, too.
    fn next(&mut self) -> Result<Option<Next>> {
        loop {
            let Some(mut line) = self.line()? else { return Ok(None) };
            self.row += 1;
            if self.row == 1 {
                if said(&line).is_some() {
                    continue;
                }
                if let Some(rest) = line.text.strip_prefix('\u{feff}') {
                    line.text = rest.to_owned();
                }
            }
            let next = self.row_of(line)?;
            if next.record.len() > MOST_CELLS {
                return Err(Unreadable::TooManyCells(self.row).into());
            }
            if !next.record.is_blank() {
                return Ok(Some(next));
            }
        }
    }

    fn row_of(&mut self, first: Line) -> Result<Next> {
        let mut record = Record { row: self.row, ..Record::default() };
        let mut taken: Vec<Line> = Vec::new();
        let (mut text, mut end, mut broken) = (first.text.clone(), first.end, first.broken);
        let why = loop {
            record.clear();
            match split(&text, self.separator, &mut record) {
                Split::Whole if taken.is_empty() || !self.swallows(&record) => break None,
                Split::Stray if taken.is_empty() => break Some(Misread::StrayQuote),
                Split::Open if text.len() < MOST_QUOTED => {
                    let Some(line) = self.line()? else { break Some(Misread::OpenQuote) };
                    text.push_str(if end.is_empty() { "\n" } else { end });
                    text.push_str(&line.text);
                    (end, broken) = (line.end, broken || line.broken);
                    taken.push(line);
                }
                Split::Whole | Split::Stray | Split::Open => break Some(Misread::OpenQuote),
            }
        };
        if let Some(why) = why {
            // The lines behind the first are rows of their own.
            for line in taken.into_iter().rev() {
                self.ahead.push_front(line);
            }
            record.clear();
            for cell in first.text.split(self.separator as char) {
                record.push(cell);
            }
            return Ok(Next { record, why: Some(why) });
        }
        let why = if broken || (self.decoded && text.contains('\u{fffd}')) {
            Some(Misread::NotText)
        } else if text.contains('\0') {
            Some(Misread::Nought)
        } else if end.is_empty() && record.len() < self.width.min(self.shortest) {
            Some(Misread::CutOff)
        } else {
            None
        };
        if self.width > 0 && !record.is_blank() {
            self.shortest = self.shortest.min(record.len());
        }
        Ok(Next { record, why })
    }

    /// Whether a cell over several lines holds as many separators as a row has: then it is a mark
    /// that was not closed where it should be, and the closing one belongs to a row below.
    fn swallows(&self, record: &Record) -> bool {
        let separators = |cell: &str| cell.bytes().filter(|byte| *byte == self.separator).count();
        self.width > 1
            && record.cells().any(|cell| cell.contains(['\n', '\r']) && separators(cell) >= self.width - 1)
    }
}

/// Splits the text of a row into cells.
fn split(text: &str, separator: u8, record: &mut Record) -> Split {
    let separator = separator as char;
    let mut rest = text;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            match rest.split_once(separator) {
                Some((cell, more)) => {
                    record.push(cell);
                    rest = more;
                    continue;
                }
                None => {
                    record.push(rest);
                    return Split::Whole;
                }
            }
        };
        let mut cell = String::new();
        let mut from = quoted;
        let behind = loop {
            let Some(at) = from.find('"') else { return Split::Open };
            cell.push_str(&from[..at]);
            let more = &from[at + 1..];
            match more.strip_prefix('"') {
                Some(more) => {
                    cell.push('"');
                    from = more;
                }
                None => break more,
            }
        };
        record.push(&cell);
        if behind.is_empty() {
            return Split::Whole;
        }
        match behind.strip_prefix(separator) {
            Some(more) => rest = more,
            None => return Split::Stray,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u64, Vec<String>, Option<Misread>);

    fn all(text: &str, separator: Separator, width: usize) -> Vec<Row> {
        let mut rows = Rows::new(Lines::new(text.as_bytes()), separator, false);
        rows.width = width;
        let mut found = Vec::new();
        while let Some(Next { record, why }) = rows.next().unwrap() {
            found.push((record.row, record.cells().map(str::to_owned).collect(), why));
        }
        found
    }

    fn numbers(text: &str) -> Vec<u64> {
        all(text, Separator::Comma, 0).into_iter().map(|(row, ..)| row).collect()
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n3,4"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r1,2\r3,4\r"), [1, 2, 3]);
        assert_eq!(numbers("a,b\n\n1,2\n,\n\n3,4\n"), [1, 3, 6]);
        assert_eq!(numbers("a,b\r\n\r\n1,2\r\n\r\n3,4\r\n"), [1, 3, 5]);
        assert_eq!(numbers("\n\na,b\n\"1\n2\",2\n3,4\n"), [3, 4, 5]);
        assert_eq!(numbers("sep=,\na,b\n1,2\n"), [2, 3]);
    }

    #[test]
    fn quotes_and_separators() {
        let cells = |text, separator| all(text, separator, 0).pop().unwrap().1;
        let semicolons = "a;b\n\"x\r\ny\";\"say \"\"hi\"\"\"\n";
        assert_eq!(cells(semicolons, Separator::Semicolon), ["x\r\ny", "say \"hi\""]);
        assert_eq!(cells("a\tb\n1,5\t2\n", Separator::Tab), ["1,5", "2"]);
        assert_eq!(cells("\"a,;;;\",b\n1,2\n", Separator::Comma), ["1", "2"]);
        assert_eq!(cells("a,5\" disk,\n", Separator::Comma), ["a", "5\" disk", ""]);
    }

    #[test]
    fn a_mark_that_is_not_closed_costs_its_own_row_only() {
        use Misread::{OpenQuote, StrayQuote};
        let why = |text| {
            all(text, Separator::Comma, 3).into_iter().map(|(row, _, why)| (row, why)).collect::<Vec<_>>()
        };
        // Closed by the mark of the next row, which then has something behind it.
        assert_eq!(why("a,\"b,1\nc,\"d\",2\ne,f,3\n"), [(1, Some(OpenQuote)), (2, None), (3, None)]);
        // Closed by one that is not opened: as many separators within as a row has.
        assert_eq!(why("a,\"b,1\nc,d\",2\ne,f,3\n"), [(1, Some(OpenQuote)), (2, None), (3, None)]);
        assert_eq!(why("a,\"b,1\nc,d,2\ne,f,3\n"), [(1, Some(OpenQuote)), (2, None), (3, None)]);
        assert_eq!(why("a,\"5\" disk\",1\nc,d,2\n"), [(1, Some(StrayQuote)), (2, None)]);
        assert_eq!(why("a,\"two\nlines, of text\",1\nc,d,2\n"), [(1, None), (2, None)]);
        let long = format!("a,\"b,1\n{}", "x,y,1\n".repeat(1 << 16));
        let rows = why(&long);
        assert_eq!((rows.len(), rows[0].1, rows[1].1), ((1 << 16) + 1, Some(OpenQuote), None));
    }

    #[test]
    fn what_is_no_text_and_what_is_cut_off_is_named() {
        let why = |text| all(text, Separator::Comma, 3).pop().unwrap().2;
        assert_eq!(why("a,b,c\n1,x\0y,2\n"), Some(Misread::Nought));
        assert_eq!(why("a,b,c\n1,2,3\n1,2"), Some(Misread::CutOff));
        assert_eq!(why("a,b,c\n1,2\n1,2"), None);
        assert_eq!(why("a,b,c\n1,2\n"), None);
    }

    proptest::proptest! {
        #[test]
        fn every_line_is_in_a_row_and_none_makes_it_panic(text in "[ab,\"\n\r;]{0,60}", width in 0_usize..4) {
            let rows = all(&text, Separator::Comma, width);
            let numbers: Vec<u64> = rows.iter().map(|(row, ..)| *row).collect();
            proptest::prop_assert!(numbers.is_sorted());
            let letters = |text: &str| text.chars().filter(|c| c.is_ascii_lowercase()).count();
            let read: usize = rows.iter().flat_map(|(_, cells, _)| cells).map(|cell| letters(cell)).sum();
            proptest::prop_assert_eq!(read, letters(&text));
        }
    }
}
