//! How a file is written: what was recognised, what was guessed, and what somebody said.

use domain::{money::Numbers, time::Dates};
use serde::{Deserialize, Serialize};

use super::{Remembered, Told, header, own};

domain::codes! {
    /// How the text of a file is encoded.
    pub enum Encoding {
        /// UTF-8, with or without a mark in front.
        Utf8 = "utf-8" | "utf8",
        /// UTF-16, little end first.
        Utf16Le = "utf-16le" | "utf-16",
        /// UTF-16, big end first.
        Utf16Be = "utf-16be",
        /// GB18030, and so GBK and GB2312.
        Gb18030 = "gb18030" | "gbk" | "gb2312",
        /// Traditional Chinese.
        Big5 = "big5",
        /// Japanese.
        ShiftJis = "shift_jis" | "sjis",
        /// Korean.
        EucKr = "euc-kr",
        /// Western European, as Windows writes it.
        Windows1252 = "windows-1252" | "latin1" | "iso-8859-1",
    }
}

impl Encoding {
    pub(super) fn of_library(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Big5 => encoding_rs::BIG5,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::EucKr => encoding_rs::EUC_KR,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }
}

domain::codes! {
    /// What stands between two cells of a text.
    pub enum Separator {
        /// A comma.
        Comma = "comma" | ",",
        /// A semicolon.
        Semicolon = "semicolon" | ";",
        /// A tabulator.
        Tab = "tab",
        /// A vertical bar.
        Pipe = "pipe" | "|",
    }
}

impl Separator {
    /// The sign.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

/// How a file is written. A file is read by this alone, so it is read the same way each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What it is.
    pub kind: Kind,
    /// The tables that are read: a text is one.
    pub tables: Vec<Table>,
    /// Sheets that are not read.
    pub left_out: Vec<LeftOut>,
    /// How its numbers are written.
    pub numbers: Numbers,
    /// How its dates are written.
    pub dates: Dates,
    /// What of all this somebody said.
    #[serde(default, skip_serializing_if = "Told::is_empty")]
    pub told: Told,
    /// Where some of that was said earlier, of another file with these headings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remembered: Option<Remembered>,
}

impl Form {
    /// The encoding, where it was guessed.
    #[must_use]
    pub const fn guessed(&self) -> Option<Encoding> {
        match self.kind {
            Kind::Text { encoding, guessed: true, .. } => Some(encoding),
            _ => None,
        }
    }

    /// Headings that mean nothing here; their columns are ignored.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().flat_map(Table::unknown)
    }

    /// What each heading goes by; see [`Table::keys`].
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.tables.iter().flat_map(Table::keys).collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Separated text.
    Text {
        /// How it is encoded.
        encoding: Encoding,
        /// Whether the encoding was guessed from how often characters occur.
        guessed: bool,
        /// What stands between its cells.
        separator: Separator,
    },
    /// An XLSX workbook.
    Workbook {
        /// Its days are counted from 1904, so a bare number is no date that can be known.
        since_1904: bool,
    },
}

/// A table of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name of its sheet; empty for a text.
    pub name: String,
    /// The row of its headings, as a spreadsheet counts.
    pub heading_row: u64,
    /// Its headings.
    pub headings: Vec<String>,
    /// The column that each heading names; nothing for one that is ignored.
    pub columns: Vec<Option<String>>,
}

impl Table {
    /// What each heading goes by where somebody says what it means.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        header::keys(&self.headings)
    }

    /// Headings that mean nothing here; they are ignored.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let pairs = self.headings.iter().zip(&self.columns);
        let is_unknown = |(heading, column): &(&String, &Option<String>)| {
            column.is_none() && !heading.is_empty() && !own::is_ours(heading)
        };
        pairs.filter(is_unknown).map(|(heading, _)| heading.as_str())
    }
}

/// A sheet that is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: WhyLeftOut,
}

domain::codes! {
    /// Why a sheet is not read.
    pub enum WhyLeftOut {
        /// It is hidden.
        Hidden = "hidden",
        /// There is nothing in it.
        Empty = "empty",
        /// None of its first rows has the headings.
        NoHeadings = "no_headings",
        /// Another one was asked for.
        NotAsked = "not_asked",
    }
}
