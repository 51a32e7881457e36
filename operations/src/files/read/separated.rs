//! Rows of separated text.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    ops::ControlFlow,
    path::Path,
};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::{
    Counted, Found, MOST_BYTES, MOST_CELLS, Position, Record, decode::Decoded, disk, inspect::Format,
    unreadable,
};
use crate::Result;

/// Bytes of the mark that some programs put in front of UTF-8.
const MARK: u64 = 3;

pub(super) fn read(
    path: &Path,
    format: Format,
    position: &Position,
    receiver: &mut dyn FnMut(Found<'_>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut file = File::open(path).map_err(|e| disk(&e))?;
    let decoder = match format {
        Format::Utf16Le => Some(encoding_rs::UTF_16LE),
        Format::Utf16Be => Some(encoding_rs::UTF_16BE),
        Format::Gb18030 => Some(encoding_rs::GB18030),
        Format::Utf8Marked => {
            file.seek(SeekFrom::Start(MARK)).map_err(|e| disk(&e))?;
            None
        }
        Format::Utf8 | Format::Workbook => None,
    };
    let file = Counted { inner: file, position: position.clone() };
    match decoder {
        None => Rows::new(file)?.read(false, receiver),
        Some(encoding) => {
            Rows::new(Decoded::new(file, encoding.new_decoder_with_bom_removal()))?.read(true, receiver)
        }
    }
}

struct Rows<R> {
    source: R,
    parser: Reader,
    input: Vec<u8>,
    from: usize,
    to: usize,
    output: Vec<u8>,
    ends: Vec<usize>,
    /// The last byte that was taken from the input.
    last: u8,
    row: u64,
}

enum Next {
    Row { bytes: usize, cells: usize },
    End,
}

impl<R: Read> Rows<R> {
    fn new(source: R) -> Result<Self> {
        let mut rows = Self {
            source,
            parser: Reader::new(),
            input: vec![0; 1 << 16],
            from: 0,
            to: 0,
            output: vec![0; 1 << 12],
            ends: vec![0; 64],
            last: b'\n',
            row: 0,
        };
        rows.fill()?;
        rows.skip_blank_lines()?;
        let separator = separator(&rows.input[rows.from..rows.to]);
        rows.parser = ReaderBuilder::new().delimiter(separator).build();
        Ok(rows)
    }

    /// Takes more input when all of it was used; false at the end of the file.
    fn fill(&mut self) -> Result<bool> {
        if self.from < self.to {
            return Ok(true);
        }
        self.from = 0;
        self.to = self.source.read(&mut self.input).map_err(|e| disk(&e))?;
        Ok(self.to > 0)
    }

    /// The parser passes over blank lines without a word, but a spreadsheet counts them.
    fn skip_blank_lines(&mut self) -> Result<()> {
        while self.fill()? {
            let byte = self.input[self.from];
            match byte {
                b'\n' if self.last == b'\r' => {}
                b'\n' | b'\r' => self.row += 1,
                _ => break,
            }
            self.last = byte;
            self.from += 1;
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Next> {
        self.skip_blank_lines()?;
        let (mut bytes, mut cells) = (0, 0);
        loop {
            self.fill()?;
            let input = &self.input[self.from..self.to];
            let (result, taken, written, ended) =
                self.parser.read_record(input, &mut self.output[bytes..], &mut self.ends[cells..]);
            if taken > 0 {
                self.last = input[taken - 1];
            }
            self.from += taken;
            bytes += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.output.len() < MOST_BYTES => {
                    self.output.resize(self.output.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MOST_CELLS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputFull => {
                    let row = self.row + 1;
                    return Err(unreadable(format!(
                        "row {row} does not end: a quotation mark is not closed"
                    )));
                }
                ReadRecordResult::OutputEndsFull => {
                    let row = self.row + 1;
                    return Err(unreadable(format!("row {row} has more than {MOST_CELLS} cells")));
                }
                ReadRecordResult::Record => {
                    self.row += 1;
                    return Ok(Next::Row { bytes, cells });
                }
                ReadRecordResult::End => return Ok(Next::End),
            }
        }
    }

    fn read(
        mut self,
        decoded: bool,
        receiver: &mut dyn FnMut(Found<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut record = Record::default();
        while let Next::Row { bytes, cells } = self.next()? {
            record.clear();
            record.row = self.row;
            let text = std::str::from_utf8(&self.output[..bytes]).ok();
            let flow = match text.filter(|text| !decoded || !text.contains('\u{fffd}')) {
                Some(text) => {
                    record.text.push_str(text);
                    record.ends.extend_from_slice(&self.ends[..cells]);
                    if record.is_blank() { ControlFlow::Continue(()) } else { receiver(Found::Row(&record))? }
                }
                None => {
                    let mut from = 0;
                    for to in &self.ends[..cells] {
                        record.push(&String::from_utf8_lossy(&self.output[from..*to]));
                        from = *to;
                    }
                    receiver(Found::Unreadable(
                        &record,
                        "it has bytes that are no text in the encoding of the file",
                    ))?
                }
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The separator of the header line: whichever of comma, semicolon and tab it has most of, outside
/// of quotation marks.
fn separator(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(s, _)| s == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // The first one wins where they are equal.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(s, _)| *s)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut all = Vec::new();
        Rows::new(text.as_bytes())
            .unwrap()
            .read(false, &mut |found| {
                if let Found::Row(r) = found {
                    all.push((r.row, r.cells().map(str::to_owned).collect()));
                }
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        all
    }

    fn numbers(text: &str) -> Vec<u64> {
        rows(text).into_iter().map(|(row, _)| row).collect()
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n3,4"), [1, 2, 3]);
        assert_eq!(numbers("a,b\n\n1,2\n,\n\n3,4\n"), [1, 3, 6]);
        assert_eq!(numbers("a,b\r\n\r\n1,2\r\n\r\n3,4\r\n"), [1, 3, 5]);
        assert_eq!(numbers("\n\na,b\n\"1\n2\",2\n3,4\n"), [3, 4, 5]);
    }

    #[test]
    fn quotes_and_separators() {
        let cells = |text| rows(text).pop().unwrap().1;
        assert_eq!(cells("a;b\n\"x\r\ny\";\"say \"\"hi\"\"\"\n"), ["x\r\ny", "say \"hi\""]);
        assert_eq!(cells("a\tb\n1,5\t2\n"), ["1,5", "2"]);
        assert_eq!(cells("\"a,;;;\",b\n1,2\n"), ["1", "2"]);
        assert_eq!(cells("a,b\n1,2,3\n").len(), 3);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_does_not_fill_the_memory() {
        let text = format!("a,b\n1,\"{}", "x,y\n".repeat(1 << 19));
        let result = Rows::new(text.as_bytes()).unwrap().read(false, &mut |_| Ok(ControlFlow::Continue(())));
        assert!(result.is_err_and(|e| e.to_string().contains("row 2")));
    }
}
