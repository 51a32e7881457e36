//! How a file is written: what was recognised, what was guessed, and what somebody said.

use std::collections::BTreeMap;

use domain::{Problem, money::Numbers, time::Dates};
use serde::{Deserialize, Serialize};

use super::rejects;
use crate::{Failure, Result};

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

/// What somebody said about a file, because they know better than a look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Its encoding.
    pub encoding: Option<Encoding>,
    /// Its separator.
    pub separator: Option<Separator>,
    /// How its numbers are written.
    pub numbers: Option<Numbers>,
    /// How its dates are written.
    pub dates: Option<Dates>,
    /// The row of its headings, as a spreadsheet counts.
    pub heading_row: Option<u64>,
    /// The one sheet that is read.
    pub sheet: Option<String>,
    /// What headings mean: the name of a column, or nothing for one that is ignored. Keys are plain
    /// ([`super::header::plain_heading`]).
    pub columns: BTreeMap<String, String>,
}

impl Told {
    /// What a form, a query or a command says, by name.
    ///
    /// # Errors
    /// A problem with each name whose value means nothing.
    pub fn read<'a>(value: impl Fn(&str) -> Option<&'a str>) -> Result<Self> {
        let mut problems = Vec::new();
        let given = |name: &str| value(name).map(str::trim).filter(|value| !value.is_empty());
        let mut told = Self { sheet: given("sheet").map(str::to_owned), ..Self::default() };
        let mut read =
            |name: &'static str, keep: &mut dyn FnMut(&str) -> std::result::Result<(), Problem>| {
                if let Some(Err(problem)) = given(name).map(keep) {
                    problems.push(problem.of(name));
                }
            };
        read("encoding", &mut |text| Encoding::parse(text).map(|found| told.encoding = Some(found)));
        read("separator", &mut |text| Separator::parse(text).map(|found| told.separator = Some(found)));
        read("numbers", &mut |text| Numbers::parse(text).map(|found| told.numbers = Some(found)));
        read("dates", &mut |text| Dates::parse(text).map(|found| told.dates = Some(found)));
        read("heading_row", &mut |text| {
            let wrong = Problem::NotANumber { value: text.chars().take(40).collect(), least: 1, most: 20 };
            let row = text.parse().ok().filter(|row| (1..=20).contains(row)).ok_or(wrong)?;
            told.heading_row = Some(row);
            Ok(())
        });
        if problems.is_empty() { Ok(told) } else { Err(Failure::Invalid(problems)) }
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
    /// Headings that mean nothing here; they are ignored.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let pairs = self.headings.iter().zip(&self.columns);
        let is_unknown = |(heading, column): &(&String, &Option<String>)| {
            column.is_none() && !heading.is_empty() && !rejects::is_own(heading)
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
