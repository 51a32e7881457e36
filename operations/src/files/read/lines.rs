//! Lines of a text, with what ends them.

use std::io::Read;

use super::disk;
use crate::Result;

/// A line with more bytes than this is no line of a table.
const MOST: usize = 1 << 20;

/// A line of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// What is in it. What is no UTF-8 is U+FFFD.
    pub(super) text: String,
    /// What ended it; empty at the end of a file.
    pub(super) end: &'static str,
    /// It has bytes that are no text, or is longer than a line can be.
    pub(super) broken: bool,
}

/// The lines of a text, each ended by `\n`, `\r\n` or `\r`.
pub(super) struct Lines<R> {
    source: R,
    input: Vec<u8>,
    from: usize,
    to: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, input: vec![0; 1 << 16], from: 0, to: 0 }
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

    /// The next line; `None` at the end. A line that is too long is cut, and its rest passed over.
    pub(super) fn next(&mut self) -> Result<Option<Line>> {
        let mut bytes = Vec::new();
        let (mut any, mut cut) = (false, false);
        let end = loop {
            if !self.fill()? {
                break "";
            }
            any = true;
            let input = &self.input[self.from..self.to];
            let found = input.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &input[..found.unwrap_or(input.len())];
            let room = MOST - bytes.len();
            cut = cut || part.len() > room;
            bytes.extend_from_slice(&part[..part.len().min(room)]);
            let Some(at) = found else {
                self.from = self.to;
                continue;
            };
            let byte = input[at];
            self.from += at + 1;
            if byte == b'\n' {
                break "\n";
            }
            if self.fill()? && self.input[self.from] == b'\n' {
                self.from += 1;
                break "\r\n";
            }
            break "\r";
        };
        if !any {
            return Ok(None);
        }
        Ok(Some(match String::from_utf8(bytes) {
            Ok(text) => Line { text, end, broken: cut },
            Err(error) => {
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Line { text, end, broken: true }
            }
        }))
    }
}
