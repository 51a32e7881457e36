//! What was given for a field of a list.

use chrono::{Datelike, NaiveDate};
use domain::{
    Currency, Period, Problem,
    money::{Amount, Numbers},
    text,
    time::Span,
};

use super::Takes;

/// The longest text that a field takes.
const LONGEST: u32 = 200;
/// So many texts at most.
const MOST_TEXTS: usize = 500;
/// The highest number of days.
const MOST_DAYS: u32 = 36_500;

/// A value, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Any of these codes.
    Codes(Vec<&'static str>),
    /// Days that are told from today.
    Span(Span),
    /// A number of days.
    Days(u32),
    /// A day.
    Day(NaiveDate),
    /// A currency.
    Currency(Currency),
    /// An amount of the currency of its filter.
    Amount(Amount),
    /// A month.
    Month(Period),
    /// Any of these texts.
    Texts(Vec<String>),
    /// A text.
    Text(String),
}

impl Value {
    /// Reads what an address gives; `None` when that is nothing.
    pub(super) fn read(takes: Takes, given: &str) -> Result<Option<Self>, Problem> {
        if given.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(match takes {
            Takes::Codes { read, .. } | Takes::States { read, .. } => {
                let mut codes = Vec::new();
                for part in given.split(',').filter(|part| !part.trim().is_empty()) {
                    let code = read(part)?;
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
                Self::Codes(codes)
            }
            Takes::Currency(_) => Self::Currency(Currency::parse(given)?),
            Takes::From(_) | Takes::Upto(_) => Self::Day(day(given)?),
            Takes::AnyOf(_) => match texts(given)? {
                none if none.is_empty() => return Ok(None),
                texts => Self::Texts(texts),
            },
            Takes::Within(_) => Self::Span(Span::parse(given)?),
            Takes::Older(_) => Self::Days(days(given)?),
            Takes::AtLeast(_) | Takes::AtMost(_) | Takes::Figure => {
                Self::Amount(Amount::parse(given, Numbers::Usual)?)
            }
            Takes::Month(_) => Self::Month(Period::parse(given)?),
            Takes::Is(_) | Takes::Text => return Ok(text::optional(given, LONGEST)?.map(Self::Text)),
        }))
    }

    /// As it stands in an address.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Codes(codes) => codes.join(","),
            Self::Texts(texts) => texts.join(","),
            Self::Span(span) => span.code().to_owned(),
            Self::Days(days) => days.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Currency(currency) => currency.code().to_owned(),
            Self::Amount(amount) => amount.number().to_string(),
            Self::Month(period) => period.dashed(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// The texts in a list of them, each once.
fn texts(given: &str) -> Result<Vec<String>, Problem> {
    let mut texts: Vec<String> = Vec::new();
    for part in given.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、')) {
        if let Some(part) = text::optional(part, LONGEST)?
            && !texts.contains(&part)
        {
            texts.push(part);
        }
    }
    if texts.len() > MOST_TEXTS { Err(Problem::TooMany { most: MOST_TEXTS as u32 }) } else { Ok(texts) }
}

fn days(given: &str) -> Result<u32, Problem> {
    let plain = text::plain(given);
    plain.parse().ok().filter(|days| *days <= MOST_DAYS).ok_or_else(|| Problem::NotANumber {
        value: plain.chars().take(40).collect(),
        least: 0,
        most: i64::from(MOST_DAYS),
    })
}

fn day(given: &str) -> Result<NaiveDate, Problem> {
    let plain = text::plain(given);
    let day = plain.get(..10).unwrap_or(&plain);
    ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"]
        .iter()
        .find_map(|f| NaiveDate::parse_from_str(day, f).ok())
        .filter(|d| (1990..2200).contains(&d.year()))
        .ok_or_else(|| Problem::NotATime { value: plain.chars().take(40).collect() })
}
