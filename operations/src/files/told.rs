//! What somebody says about how a file is written.

use std::collections::BTreeMap;

use domain::{Problem, money::Numbers, time::Dates};
use serde::{Deserialize, Serialize};

use super::{
    Encoding, Form, Separator,
    header::{self, Column},
};
use crate::{Failure, Result};

/// What somebody said about a file, because they know better than a look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Its encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Its separator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<Separator>,
    /// How its numbers are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Numbers>,
    /// How its dates are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<Dates>,
    /// The row of its headings, as a spreadsheet counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading_row: Option<u64>,
    /// The one sheet that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// What headings mean: the name of a column, or nothing for one that is not used. By the key of the heading
    /// ([`super::Table::keys`]).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
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

    /// Takes what is said of columns as `Heading=column`, with nothing behind the sign for one that is not used.
    ///
    /// # Errors
    /// A problem with each that says no such thing, or names no column.
    pub fn choose<'a>(&mut self, columns: &[Column], said: impl IntoIterator<Item = &'a str>) -> Result<()> {
        let mut problems = Vec::new();
        for said in said {
            // A heading may have the sign in it, the name of a column has not.
            let found = said.rsplit_once('=').ok_or_else(|| unknown(said, "Heading=column".to_owned()));
            let said = found.and_then(|(heading, column)| {
                self.say(columns, header::plain_heading(&header::shown(heading)), column.trim())
            });
            problems.extend(said.err().map(|problem| problem.of("column")));
        }
        if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
    }

    /// Takes what the heading with a key means; an empty name is that of a column that is not used.
    ///
    /// # Errors
    /// No column is called so.
    pub fn say(&mut self, columns: &[Column], key: String, name: &str) -> std::result::Result<(), Problem> {
        self.columns.insert(key, named(columns, name)?.to_owned());
        Ok(())
    }

    /// Whether nobody said anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// That every heading of which something is said is there.
    ///
    /// # Errors
    /// A problem with each that is not.
    pub(crate) fn fits(&self, form: &Form) -> Result<()> {
        let keys = form.keys();
        let headings = || {
            let all = form.tables.iter().flat_map(|table| &table.headings).filter(|h| !h.is_empty());
            all.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let missing = self.columns.keys().filter(|key| !keys.contains(key));
        let problems: Vec<_> = missing.map(|key| unknown(key, headings()).of("column")).collect();
        if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
    }
}

/// The column of a name; an empty name is that of a column that is not used.
fn named(columns: &[Column], name: &str) -> std::result::Result<&'static str, Problem> {
    if name.is_empty() {
        return Ok("");
    }
    let plain = header::plain_heading(name);
    let names = || columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", ");
    let found = columns.iter().find(|c| c.is_called(&plain));
    found.map(|c| c.name).ok_or_else(|| unknown(name, names()))
}

fn unknown(value: &str, allowed: String) -> Problem {
    Problem::UnknownCode { value: value.chars().take(40).collect(), allowed }
}
