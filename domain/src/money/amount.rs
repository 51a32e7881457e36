//! Amounts as people and programs write them, read without knowing their currency yet.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::MOST_MINOR;
use crate::{
    Currency, Problem,
    decimal::{self, Unread},
    text::plain,
};

crate::codes! {
    /// How the numbers of a file are written.
    pub enum Numbers {
        /// `1,234.50`; what could be read in two ways is refused.
        Usual = "usual",
        /// A point before the decimals, always: `1.200` is one and a fifth.
        Point = "point",
        /// A comma before the decimals, as in much of Europe: `1.200,50`.
        Comma = "comma",
    }
}

/// An amount that was read. What it is in minor units only its currency can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    number: Decimal,
    sign: Option<Sign>,
    /// The only separator, where three digits stand behind it: `1.200` may be 1.2 or 1,200.
    lone: Option<char>,
}

/// The currencies that a sign may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// This one alone.
    Of(Currency),
    /// `¥`: yuan or yen, and here yuan where nothing else is said.
    Yuan,
    /// `$`: of a dozen countries.
    Dollar,
}

const SIGNS: &[(&str, Sign)] = &[
    ("US$", Sign::Of(Currency::USD)),
    ("HK$", Sign::Of(Currency::HKD)),
    ("S$", Sign::Of(Currency::SGD)),
    ("R$", Sign::Of(Currency::BRL)),
    ("CN¥", Sign::Of(Currency::CNY)),
    ("JP¥", Sign::Of(Currency::JPY)),
    ("€", Sign::Of(Currency::EUR)),
    ("£", Sign::Of(Currency::GBP)),
    ("฿", Sign::Of(Currency::THB)),
    ("元", Sign::Of(Currency::CNY)),
    ("¥", Sign::Yuan),
    ("￥", Sign::Yuan),
    ("$", Sign::Dollar),
];

/// Currencies that are written with `$`.
const DOLLARS: [&str; 32] = [
    "USD", "HKD", "SGD", "AUD", "CAD", "NZD", "TWD", "BMD", "BSD", "BBD", "BZD", "BND", "FJD", "GYD", "JMD",
    "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD", "ARS", "BRL", "CLP", "COP", "CUP", "CVE", "DOP", "MOP",
    "MXN", "UYU",
];

impl Sign {
    fn may_be(self, currency: Currency) -> bool {
        match self {
            Self::Of(only) => only == currency,
            Self::Yuan => matches!(currency, Currency::CNY | Currency::JPY),
            Self::Dollar => DOLLARS.contains(&currency.code()),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Of(currency) => currency.sign().trim_end().to_owned(),
            Self::Yuan => "¥".to_owned(),
            Self::Dollar => "$".to_owned(),
        }
    }
}

impl From<Decimal> for Amount {
    fn from(number: Decimal) -> Self {
        Self { number, sign: None, lone: None }
    }
}

impl Amount {
    /// Reads `1234.5`, `1,234.50`, `¥１２３`, `US$5`, `100 EUR`, `-5`, `(5.00)`, `5.00-`.
    ///
    /// # Errors
    /// `Missing`, `NotAnAmount`, `TooFine` (more decimals than any currency has) or `TooLarge`.
    pub fn parse(text: &str, numbers: Numbers) -> Result<Self, Problem> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let value = || text.chars().take(40).collect();
        let (negative, sign, rest) = bared(&text).ok_or_else(|| Problem::NotAnAmount { value: value() })?;
        let written: Cow<'_, str> = match numbers {
            Numbers::Comma => rest.chars().map(swapped).collect::<String>().into(),
            Numbers::Usual | Numbers::Point => rest.into(),
        };
        let digits = ungrouped(&written).ok_or_else(|| Problem::NotAnAmount { value: value() })?;
        let number = decimal::read(&digits, Currency::FINEST).map_err(|why| match why {
            Unread::NotANumber => Problem::NotAnAmount { value: value() },
            Unread::TooFine => Problem::TooFine { value: value(), most: Currency::FINEST },
            Unread::TooLarge => Problem::TooLarge { value: value() },
        })?;
        let lone = if numbers == Numbers::Usual { lone(rest) } else { None };
        Ok(Self { number: if negative { -number } else { number }, sign, lone })
    }

    /// The number itself.
    #[must_use]
    pub const fn number(self) -> Decimal {
        self.number
    }

    /// Whether a sign or a code of a currency stands beside it.
    #[must_use]
    pub const fn has_sign(self) -> bool {
        self.sign.is_some()
    }

    /// The currency that its sign says; `None` without a sign, and for `¥`.
    ///
    /// # Errors
    /// `UnclearSign` for `$`, which many currencies share.
    pub fn currency(self) -> Result<Option<Currency>, Problem> {
        match self.sign {
            Some(Sign::Of(currency)) => Ok(Some(currency)),
            Some(Sign::Dollar) => Err(Problem::UnclearSign { value: Sign::Dollar.text() }),
            Some(Sign::Yuan) | None => Ok(None),
        }
    }

    /// In minor units of its currency.
    ///
    /// # Errors
    /// `OtherCurrency` (its sign says another), `Ambiguous` (`1.200` of a currency with two decimals),
    /// `TooFine` (more decimals than the currency has) or `TooLarge`.
    pub fn minor(self, currency: Currency) -> Result<i64, Problem> {
        if let Some(sign) = self.sign.filter(|sign| !sign.may_be(currency)) {
            return Err(Problem::OtherCurrency { value: sign.text(), currency: currency.code().to_owned() });
        }
        let minor = self.units(currency.exponent())?;
        if minor.abs() > MOST_MINOR {
            return Err(Problem::TooLarge { value: self.number.to_string() });
        }
        Ok(minor)
    }

    /// In units of its `exponent`-th decimal, whatever the currency.
    ///
    /// # Errors
    /// `Ambiguous`, `TooFine` or `TooLarge`.
    pub fn units(self, exponent: u32) -> Result<i64, Problem> {
        // Three decimals mean what they say only where a currency has them; a comma before three
        // digits is in doubt only there.
        let unclear = match self.lone {
            Some('.') => exponent < Currency::FINEST,
            Some(_) => exponent == Currency::FINEST,
            None => false,
        };
        if unclear {
            return Err(self.ambiguous());
        }
        let number = self.number.normalize();
        if number.scale() > exponent {
            return Err(Problem::TooFine { value: number.to_string(), most: exponent });
        }
        decimal::units(number, exponent).ok_or_else(|| Problem::TooLarge { value: self.number.to_string() })
    }

    fn ambiguous(self) -> Problem {
        let (small, large) = match self.lone {
            Some('.') => (self.number, self.number * Decimal::from(1_000)),
            _ => (self.number / Decimal::from(1_000), self.number),
        };
        let value = match self.lone {
            Some('.') => format!("{:.3}", self.number),
            _ => super::with_separators(&self.number.to_string()),
        };
        let (one, other) = (small.normalize().to_string(), large.normalize().to_string());
        Problem::Ambiguous { value, one, other }
    }
}

/// Whether it is negative, its sign, and what is left: digits and separators.
fn bared(text: &str) -> Option<(bool, Option<Sign>, &str)> {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let (mut negative, mut rest) = (inner.is_some(), inner.unwrap_or(text).trim());
    let mut minus_seen = negative;
    let mut sign = None;
    loop {
        let before = rest;
        if let Some(more) = rest.strip_prefix('-').or_else(|| rest.strip_suffix('-')) {
            if minus_seen {
                return None;
            }
            (negative, minus_seen, rest) = (true, true, more.trim());
        } else if let Some(more) = rest.strip_prefix('+') {
            if minus_seen {
                return None;
            }
            (minus_seen, rest) = (true, more.trim());
        } else if sign.is_none()
            && let Some((found, more)) = signed(rest)
        {
            (sign, rest) = (Some(found), more.trim());
        }
        if rest == before {
            return Some((negative, sign, rest));
        }
    }
}

/// A sign or a code in front or at the end, and the rest.
fn signed(text: &str) -> Option<(Sign, &str)> {
    let of_sign = SIGNS.iter().find_map(|(written, sign)| {
        let rest = text.strip_prefix(written).or_else(|| text.strip_suffix(written))?;
        Some((*sign, rest))
    });
    let of_code = || {
        let (front, back) = (text.get(..3), text.len().checked_sub(3).and_then(|at| text.get(at..)));
        let known = |code: &str| {
            code.bytes().all(|b| b.is_ascii_alphabetic()).then(|| Currency::from_code(code)).flatten()
        };
        front
            .and_then(|code| Some((Sign::Of(known(code)?), &text[3..])))
            .or_else(|| back.and_then(|code| Some((Sign::Of(known(code)?), &text[..text.len() - 3]))))
    };
    of_sign.or_else(of_code)
}

const fn swapped(c: char) -> char {
    match c {
        ',' => '.',
        '.' => ',',
        other => other,
    }
}

/// The only separator of `1.200` or `1,200`. What begins with a nought has no thousands.
fn lone(text: &str) -> Option<char> {
    let at = text.find(['.', ','])?;
    let (whole, behind) = (&text[..at], &text[at + 1..]);
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let in_doubt = (1..=3).contains(&whole.len())
        && digits(whole)
        && !whole.starts_with('0')
        && behind.len() == 3
        && digits(behind);
    in_doubt.then(|| text[at..].chars().next()).flatten()
}

/// The digits without thousands separators; `None` when the groups are not of three digits, because
/// `1,5` could mean two different amounts.
fn ungrouped(text: &str) -> Option<Cow<'_, str>> {
    let (whole, decimals) = text.split_at(text.find('.').unwrap_or(text.len()));
    if !whole.contains([',', ' ', '\'']) {
        return Some(text.into());
    }
    let mut groups = whole.split([',', ' ', '\'']);
    let first = groups.next()?;
    let well_formed = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    well_formed.then(|| (whole.replace([',', ' ', '\''], "") + decimals).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Currency as C;

    fn minor(text: &str, currency: Currency) -> Result<i64, Problem> {
        Amount::parse(text, Numbers::Usual)?.minor(currency)
    }

    #[test]
    fn what_could_be_two_amounts_is_refused_where_it_could() {
        for (text, one, other) in
            [("1.200", "1.2", "1200"), ("12.500", "12.5", "12500"), ("-1.234", "-1.234", "-1234")]
        {
            let expected =
                Problem::Ambiguous { value: text.to_owned(), one: one.to_owned(), other: other.to_owned() };
            assert_eq!(minor(text, C::EUR), Err(expected.clone()), "{text}");
            assert_eq!(minor(text, C::JPY), Err(expected), "{text}");
        }
        assert_eq!(minor("1.200", C::KWD), Ok(1_200));
        assert_eq!(minor("1,200", C::EUR), Ok(120_000));
        assert!(matches!(minor("1,200", C::KWD), Err(Problem::Ambiguous { .. })));
        assert_eq!(minor("1,200.000", C::KWD), Ok(1_200_000));
        assert_eq!(minor("1,200,000", C::KWD), Ok(1_200_000_000));
    }

    #[test]
    fn a_file_may_say_how_it_writes_numbers() {
        let read = |text, numbers| Amount::parse(text, numbers).and_then(|amount| amount.minor(C::EUR));
        assert_eq!(read("1.200", Numbers::Point), Ok(120));
        assert_eq!(read("1.200", Numbers::Comma), Ok(120_000));
        assert_eq!(read("1.234,56", Numbers::Comma), Ok(123_456));
        assert_eq!(read("1,5", Numbers::Comma), Ok(150));
        assert_eq!(read("-1.200,00 €", Numbers::Comma), Ok(-120_000));
        assert!(matches!(read("1,234.56", Numbers::Comma), Err(Problem::NotAnAmount { .. })));
    }

    #[test]
    fn a_sign_may_not_say_another_currency() {
        assert_eq!(minor("€100", C::EUR), Ok(10_000));
        assert_eq!(minor("$100", C::USD), Ok(10_000));
        assert_eq!(minor("$100", C::HKD), Ok(10_000));
        assert_eq!(minor("¥100", C::JPY), Ok(100));
        assert_eq!(minor("USD 100", C::USD), Ok(10_000));
        for (text, currency) in
            [("€100", C::USD), ("$100", C::CNY), ("¥100", C::USD), ("$100", C::KWD), ("100 EUR", C::CNY)]
        {
            assert!(matches!(minor(text, currency), Err(Problem::OtherCurrency { .. })), "{text}");
        }
        let of = |text| Amount::parse(text, Numbers::Usual).unwrap().currency();
        assert_eq!(of("€1"), Ok(Some(C::EUR)));
        assert_eq!(of("HK$1"), Ok(Some(C::HKD)));
        assert_eq!((of("¥1"), of("1")), (Ok(None), Ok(None)));
        assert!(matches!(of("$1"), Err(Problem::UnclearSign { .. })));
    }
}
