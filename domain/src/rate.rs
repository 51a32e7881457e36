//! Rates, ratios and taxes: exact, in millionths.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    Problem,
    decimal::{self, Unread},
    text::plain,
};

/// A rate in millionths: 6 % is 60,000. Never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rate(i64);

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// 100 %.
    pub const ONE: Self = Self(1_000_000);

    /// A rate of so many millionths; `None` when negative or above 1,000 %.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Option<Self> {
        if millionths < 0 || millionths > 10_000_000 { None } else { Some(Self(millionths)) }
    }

    /// A rate of so many whole per cent, for rules written in code.
    #[must_use]
    pub const fn percent(percent: u16) -> Self {
        Self(percent as i64 * 10_000)
    }

    /// Millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Reads `6%`, `6 %`, `0.06`, `６％`. Without a per cent sign the number is the fraction
    /// itself and may not be above 1, because `6` could mean 6 % or 600 %.
    ///
    /// # Errors
    /// `Missing`, `NotARate`, `Negative`, or `TooFine` (more than six decimals of the fraction).
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let value = || text.chars().take(40).collect::<String>();
        let (number, percent) = match text.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (&*text, false),
        };
        if number.starts_with('-') {
            return Err(Problem::Negative { value: value() });
        }
        let places = if percent { 4 } else { 6 };
        let wrong = || Problem::NotARate { value: value() };
        let number = decimal::read(number, places).map_err(|why| match why {
            Unread::TooFine => Problem::TooFine { value: value(), most: places },
            Unread::NotANumber | Unread::TooLarge => wrong(),
        })?;
        let millionths = decimal::units(number, places).ok_or_else(wrong)?;
        if !percent && millionths > 1_000_000 {
            return Err(wrong());
        }
        Self::from_millionths(millionths).ok_or_else(wrong)
    }

    /// `0.06`, without needless zeros: for files and the API.
    #[must_use]
    pub fn bare(self) -> String {
        Decimal::new(self.0, 6).normalize().to_string()
    }
}

impl std::fmt::Display for Rate {
    /// `6.00 %`, `12.345 %`: for people, who compare rates that stand one below the other.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut percent = Decimal::new(self.0, 4).normalize();
        percent.rescale(percent.scale().max(2));
        write!(f, "{percent} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_ways_of_writing() {
        for (text, millionths) in [
            ("6%", 60_000),
            ("6 %", 60_000),
            ("0.06", 60_000),
            ("６％", 60_000),
            ("90.01%", 900_100),
            ("0.9", 900_000),
            ("1", 1_000_000),
            ("0", 0),
            ("0.000001", 1),
            ("12.3456%", 123_456),
        ] {
            assert_eq!(Rate::parse(text), Ok(Rate(millionths)), "{text}");
        }
    }

    #[test]
    fn refuses_the_ambiguous_and_the_wrong() {
        for text in ["6", "90", "abc", "%", ".", "1e-2", "2000%"] {
            assert!(matches!(Rate::parse(text), Err(Problem::NotARate { .. })), "{text}");
        }
        assert!(matches!(Rate::parse("-1%"), Err(Problem::Negative { .. })));
        assert!(matches!(Rate::parse("0.0000001"), Err(Problem::TooFine { .. })));
        assert_eq!(Rate::parse(""), Err(Problem::Missing));
    }

    #[test]
    fn written_for_people_and_for_files() {
        assert_eq!(Rate::percent(6).to_string(), "6.00 %");
        assert_eq!(Rate(123_400).to_string(), "12.34 %");
        assert_eq!(Rate(123_456).to_string(), "12.3456 %");
        assert_eq!(Rate::ONE.to_string(), "100.00 %");
        assert_eq!(Rate(900_100).to_string(), "90.01 %");
        assert_eq!(Rate::percent(6).bare(), "0.06");
        assert_eq!(Rate::ONE.bare(), "1");
    }
}
