//! A first look at a whole file: its hash, its size, and what it is.

use std::{io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{
    super::{Encoding, Unreadable},
    disk,
    encoding::Guess,
    open,
};
use crate::Result;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// An XLSX workbook.
    Workbook,
    /// Text.
    Text {
        /// Its encoding.
        encoding: Encoding,
        /// Whether that was guessed.
        guessed: bool,
    },
    /// Text whose encoding cannot be told, and why.
    Unclear(Unreadable),
}

/// What the first look found.
#[derive(Clone, Debug)]
pub(crate) struct Inspected {
    /// What it is.
    pub(crate) kind: What,
    /// SHA-256 in hex.
    pub(crate) sha256: String,
    /// Size in bytes.
    pub(crate) size: u64,
}

/// Reads the whole file once. `told`: the encoding that somebody said it has.
///
/// # Errors
/// `Unreadable` for what is neither text nor XLSX.
pub(crate) fn inspect(path: &Path, told: Option<Encoding>) -> Result<Inspected> {
    let mut file = open(path)?;
    let mut buffer = vec![0; 1 << 16];
    let mut hasher = Sha256::new();
    let mut look = Look::default();
    let mut size = 0;
    loop {
        let count = file.read(&mut buffer).map_err(|e| disk(&e))?;
        if count == 0 {
            break;
        }
        let chunk = &buffer[..count];
        hasher.update(chunk);
        look.at(chunk);
        size += count as u64;
    }
    if size == 0 {
        return Err(Unreadable::Empty.into());
    }
    let kind = look.what(told)?;
    Ok(Inspected { kind, sha256: hex::encode(hasher.finalize()), size })
}

/// Beginnings of files that people take for a table.
const OTHERS: &[(&[u8], Unreadable)] = &[
    (b"\xD0\xCF\x11\xE0", Unreadable::OldExcel),
    (b"%PDF", Unreadable::Pdf),
    (b"\x1F\x8B", Unreadable::Packed),
    (b"7z\xBC\xAF", Unreadable::Packed),
    (b"Rar!", Unreadable::Packed),
    (b"\x89PNG", Unreadable::Picture),
    (b"\xFF\xD8\xFF", Unreadable::Picture),
    (b"SQLite format 3", Unreadable::Database),
    (b"<!DOCTYPE", Unreadable::WebPage),
    (b"<html", Unreadable::WebPage),
];

#[derive(Default)]
struct Look {
    start: Vec<u8>,
    size: u64,
    /// Bytes that are nought, at even and at odd places.
    zeros: [u64; 2],
    /// Characters of several bytes that are valid UTF-8, and places that are not.
    wide: u64,
    broken: u64,
    /// The unfinished character at the end of the last piece.
    rest: Vec<u8>,
    guess: Option<Guess>,
}

impl Look {
    fn at(&mut self, chunk: &[u8]) {
        if self.start.len() < 16 {
            self.start.extend(chunk.iter().take(16 - self.start.len()));
        }
        if chunk.contains(&0) {
            for (at, _) in chunk.iter().enumerate().filter(|(_, byte)| **byte == 0) {
                self.zeros[((self.size + at as u64) % 2) as usize] += 1;
            }
        }
        self.size += chunk.len() as u64;
        if self.rest.is_empty() {
            self.utf8(chunk);
        } else {
            let mut joined = std::mem::take(&mut self.rest);
            joined.extend_from_slice(chunk);
            self.utf8(&joined);
        }
        // What went before was ASCII or whole characters, and says nothing about the others.
        if self.broken > 0 || self.guess.is_some() {
            self.guess.get_or_insert_with(Guess::new).feed(chunk, false);
        }
    }

    fn utf8(&mut self, mut bytes: &[u8]) {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.count(text);
                    return;
                }
                Err(error) => {
                    let (valid, after) = bytes.split_at(error.valid_up_to());
                    self.count(std::str::from_utf8(valid).unwrap_or_default());
                    let Some(skip) = error.error_len() else {
                        self.rest = after.to_vec();
                        return;
                    };
                    self.broken += 1;
                    bytes = &after[skip..];
                }
            }
        }
    }

    fn count(&mut self, text: &str) {
        // Only the proportion matters, and ASCII is nearly everything.
        if !text.is_ascii() {
            self.wide += text.chars().filter(|c| !c.is_ascii()).count() as u64;
        }
    }

    fn what(mut self, told: Option<Encoding>) -> Result<What> {
        let start = self.start.as_slice();
        if start.starts_with(b"PK\x03\x04") {
            return Ok(What::Workbook);
        }
        let marked = |encoding| Ok(What::Text { encoding, guessed: false });
        if start.starts_with(b"\xFF\xFE") {
            return marked(Encoding::Utf16Le);
        }
        if start.starts_with(b"\xFE\xFF") {
            return marked(Encoding::Utf16Be);
        }
        if let Some((_, why)) = OTHERS.iter().find(|(magic, _)| start.starts_with(magic)) {
            return Err(why.clone().into());
        }
        if start.starts_with(b"\xEF\xBB\xBF") {
            return marked(Encoding::Utf8);
        }
        if let Some(encoding) = told {
            return marked(encoding);
        }
        // In UTF-16 every second byte of a table is nought, because its separators and digits are so.
        let [even, odd] = self.zeros;
        if odd * 4 > self.size && even * 20 < odd {
            return Ok(What::Text { encoding: Encoding::Utf16Le, guessed: true });
        }
        if even * 4 > self.size && odd * 20 < even {
            return Ok(What::Text { encoding: Encoding::Utf16Be, guessed: true });
        }
        // A few such bytes are broken rows, many are no text.
        if (even + odd) * 50 > self.size {
            return Err(Unreadable::NoTable.into());
        }
        let broken = self.broken + u64::from(!self.rest.is_empty());
        // A few broken places in a file that is UTF-8 otherwise are broken rows. In the other encodings
        // nearly every character is a broken place.
        if broken == 0 || self.wide > broken.saturating_mul(10) {
            return marked(Encoding::Utf8);
        }
        let mut guess = self.guess.take().unwrap_or_else(Guess::new);
        guess.feed(b"", true);
        Ok(match guess.encoding() {
            Ok(encoding) => What::Text { encoding, guessed: true },
            Err(why) => What::Unclear(why),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(bytes: &[u8]) -> Result<What> {
        let mut look = Look::default();
        for chunk in bytes.chunks(7) {
            look.at(chunk);
        }
        look.what(None)
    }

    fn encoding(bytes: &[u8]) -> Option<(Encoding, bool)> {
        match what(bytes) {
            Ok(What::Text { encoding, guessed }) => Some((encoding, guessed)),
            _ => None,
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        let chinese = "订单号,客户名称\nCS1,华为云计算技术有限公司\n";
        let gb = encoding_rs::GB18030.encode(chinese).0;
        let utf16: Vec<u8> = "order_no,name\nA1,云\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(chinese.as_bytes()), Some((Encoding::Utf8, false)));
        assert_eq!(encoding(format!("\u{feff}{chinese}").as_bytes()), Some((Encoding::Utf8, false)));
        assert_eq!(encoding(&gb), Some((Encoding::Gb18030, true)));
        assert_eq!(encoding(&utf16), Some((Encoding::Utf16Le, true)));
        let mut one_broken = chinese.as_bytes().to_vec();
        one_broken.extend_from_slice(b"CS2,\xff\n");
        assert_eq!(encoding(&one_broken), Some((Encoding::Utf8, false)));
        let one_nought = format!("{chinese}{}CS2,a\0b\n", "CS9,云\n".repeat(20));
        assert_eq!(encoding(one_nought.as_bytes()), Some((Encoding::Utf8, false)));
    }

    #[test]
    fn other_files_are_refused_with_a_hint() {
        for (bytes, word) in [
            (b"%PDF-1.7 abc".as_slice(), "PDF"),
            (b"\xD0\xCF\x11\xE0abc", ".xls"),
            (b"\x1F\x8Babc", "unpack"),
            (b"abc\0def\0\0", "neither"),
        ] {
            assert!(what(bytes).is_err_and(|e| e.to_string().contains(word)), "{word}");
        }
    }
}
