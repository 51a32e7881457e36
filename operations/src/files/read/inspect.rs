//! A first look at a whole file: its hash, its size, and what it is.

use std::{fs::File, io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{disk, unreadable};
use crate::Result;

domain::codes! {
    /// What a file is, and how its text is encoded.
    pub enum Format {
        /// An XLSX workbook.
        Workbook = "xlsx",
        /// UTF-8.
        Utf8 = "utf8",
        /// UTF-8 with a byte order mark in front.
        Utf8Marked = "utf8_marked",
        /// UTF-16 with a byte order mark, little end first.
        Utf16Le = "utf16le",
        /// UTF-16 with a byte order mark, big end first.
        Utf16Be = "utf16be",
        /// GB18030, and so GBK and GB2312.
        Gb18030 = "gb18030",
    }
}

/// What the first look found.
#[derive(Clone, Debug)]
pub(crate) struct Inspected {
    /// What it is.
    pub(crate) format: Format,
    /// SHA-256 in hex.
    pub(crate) sha256: String,
    /// Size in bytes.
    pub(crate) size: u64,
}

/// Reads the whole file once.
///
/// # Errors
/// `UnreadableFile` for what is neither text nor XLSX.
pub(crate) fn inspect(path: &Path) -> Result<Inspected> {
    let mut file = File::open(path).map_err(|e| disk(&e))?;
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
        look.at(chunk, size == 0);
        size += count as u64;
    }
    if size == 0 {
        return Err(unreadable("it is empty"));
    }
    let format = look.format()?;
    Ok(Inspected { format, sha256: hex::encode(hasher.finalize()), size })
}

/// Beginnings of files that people take for a table, and what to do about each.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\xD0\xCF\x11\xE0", "it is an old Excel file (.xls) or one with a password: save it as .xlsx or CSV"),
    (b"%PDF", "it is a PDF: export the table as CSV or XLSX"),
    (b"\x1F\x8B", "it is compressed with gzip: unpack it first"),
    (b"7z\xBC\xAF", "it is a 7z archive: unpack it first"),
    (b"Rar!", "it is a RAR archive: unpack it first"),
    (b"\x89PNG", "it is a picture: export the table as CSV or XLSX"),
    (b"\xFF\xD8\xFF", "it is a picture: export the table as CSV or XLSX"),
    (b"SQLite format 3", "it is a database: export the table as CSV or XLSX"),
    (b"<!DOCTYPE", "it is a web page: export the table as CSV or XLSX"),
    (b"<html", "it is a web page: export the table as CSV or XLSX"),
];

#[derive(Default)]
struct Look {
    start: Vec<u8>,
    /// A byte that no text has.
    zeros: bool,
    /// Characters of several bytes that are valid UTF-8, and places that are not.
    wide: u64,
    broken: u64,
    /// The unfinished character at the end of the last piece.
    rest: Vec<u8>,
}

impl Look {
    fn at(&mut self, chunk: &[u8], first: bool) {
        if first {
            self.start = chunk.iter().take(16).copied().collect();
        }
        self.zeros = self.zeros || chunk.contains(&0);
        if self.rest.is_empty() {
            self.utf8(chunk);
        } else {
            let mut joined = std::mem::take(&mut self.rest);
            joined.extend_from_slice(chunk);
            self.utf8(&joined);
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

    fn format(self) -> Result<Format> {
        let start = self.start.as_slice();
        if start.starts_with(b"PK\x03\x04") {
            return Ok(Format::Workbook);
        }
        if start.starts_with(b"\xFF\xFE") {
            return Ok(Format::Utf16Le);
        }
        if start.starts_with(b"\xFE\xFF") {
            return Ok(Format::Utf16Be);
        }
        if let Some((_, detail)) = OTHERS.iter().find(|(magic, _)| start.starts_with(magic)) {
            return Err(unreadable(*detail));
        }
        if self.zeros {
            return Err(unreadable("it is neither text nor XLSX: give a CSV or XLSX file"));
        }
        let marked = start.starts_with(b"\xEF\xBB\xBF");
        let broken = self.broken + u64::from(!self.rest.is_empty());
        // A few broken places in a file that is UTF-8 otherwise are broken rows. In GB18030 nearly
        // every Chinese character is a broken place.
        if marked {
            Ok(Format::Utf8Marked)
        } else if broken == 0 || self.wide > broken.saturating_mul(10) {
            Ok(Format::Utf8)
        } else {
            Ok(Format::Gb18030)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(bytes: &[u8]) -> Result<Format> {
        let mut look = Look::default();
        for (n, chunk) in bytes.chunks(7).enumerate() {
            look.at(chunk, n == 0);
            if n == 0 {
                look.start = bytes.iter().take(16).copied().collect();
            }
        }
        look.format()
    }

    #[test]
    fn encodings_are_told_apart() {
        let chinese = "订单号,客户名称\nCS1,华为云计算技术有限公司\n";
        let gb = encoding_rs::GB18030.encode(chinese).0;
        assert_eq!(format(chinese.as_bytes()).unwrap(), Format::Utf8);
        assert_eq!(format(format!("\u{feff}{chinese}").as_bytes()).unwrap(), Format::Utf8Marked);
        assert_eq!(format(&gb).unwrap(), Format::Gb18030);
        let mut one_broken = chinese.as_bytes().to_vec();
        one_broken.extend_from_slice(b"CS2,\xff\n");
        assert_eq!(format(&one_broken).unwrap(), Format::Utf8);
    }

    #[test]
    fn other_files_are_refused_with_a_hint() {
        for (bytes, word) in [
            (b"%PDF-1.7 abc".as_slice(), "PDF"),
            (b"\xD0\xCF\x11\xE0abc", ".xls"),
            (b"\x1F\x8Babc", "gzip"),
            (b"abc\0def", "neither"),
        ] {
            assert!(format(bytes).is_err_and(|e| e.to_string().contains(word)), "{word}");
        }
    }
}
