//! Amounts of money: whole minor units, never floating point.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Problem, codes, text::plain};

codes! {
    /// Currencies that the marketplace settles in. All have two decimals.
    pub enum Currency {
        /// Renminbi.
        Cny = "CNY" | "人民币" | "RMB" | "¥",
        /// United States dollar.
        Usd = "USD" | "美元",
        /// Euro.
        Eur = "EUR" | "欧元",
        /// Hong Kong dollar.
        Hkd = "HKD" | "港币",
        /// Singapore dollar.
        Sgd = "SGD" | "新加坡元",
        /// Pound sterling.
        Gbp = "GBP" | "英镑",
        /// Thai baht.
        Thb = "THB" | "泰铢",
        /// Brazilian real.
        Brl = "BRL" | "巴西雷亚尔",
    }
}

impl Currency {
    /// The sign that stands before an amount.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Cny => "¥",
            Self::Usd => "US$",
            Self::Eur => "€",
            Self::Hkd => "HK$",
            Self::Sgd => "S$",
            Self::Gbp => "£",
            Self::Thb => "฿",
            Self::Brl => "R$",
        }
    }
}

/// The largest amount that the books take, in minor units: 10 trillion.
pub const MOST_MINOR: i64 = 1_000_000_000_000_000;

/// An amount in minor units (fen, cents) of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; may be negative.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, grouped(self.minor))
    }
}

/// Reads an amount as people write it: `1234.5`, `1,234.50`, `¥１２３`, `-5`.
///
/// # Errors
/// `Missing`, `NotAnAmount`, `TooFine` (more than two decimals) or `TooLarge`.
pub fn parse_minor(text: &str) -> Result<i64, Problem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let wrong = || Problem::NotAnAmount { value: text.chars().take(40).collect() };
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let rest = rest.trim_start_matches(['¥', '￥', '$', '€', '£']).trim();
    let (whole, decimals) = rest.split_once('.').unwrap_or((rest, ""));
    if whole.is_empty() && decimals.is_empty() {
        return Err(wrong());
    }
    let whole_digits = ungrouped(whole).ok_or_else(wrong)?;
    if !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > 2 {
        return Err(Problem::TooFine { value: text.chars().take(40).collect(), most: 2 });
    }
    let too_large = || Problem::TooLarge { value: text.chars().take(40).collect() };
    let mut minor: i64 = 0;
    for digit in
        whole_digits.bytes().chain(decimals.bytes()).chain(std::iter::repeat_n(b'0', 2 - decimals.len()))
    {
        minor = minor
            .checked_mul(10)
            .and_then(|m| m.checked_add(i64::from(digit - b'0')))
            .filter(|m| *m <= MOST_MINOR)
            .ok_or_else(too_large)?;
    }
    Ok(if negative { -minor } else { minor })
}

/// The digits of a whole part with or without thousands separators; `None` when the groups are
/// not of three digits, because `1,5` could mean two different amounts.
fn ungrouped(whole: &str) -> Option<std::borrow::Cow<'_, str>> {
    if whole.bytes().all(|b| b.is_ascii_digit()) {
        return Some(whole.into());
    }
    let mut groups = whole.split([',', ' ', '\'']);
    let first = groups.next()?;
    let well_formed = (1..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_digit())
        && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    well_formed.then(|| whole.chars().filter(char::is_ascii_digit).collect::<String>().into())
}

/// `1234567.89`: for files and the API.
#[must_use]
pub fn bare(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let abs = minor.unsigned_abs();
    format!("{sign}{}.{:02}", abs / 100, abs % 100)
}

/// `1,234,567.89`, with `−` (U+2212) in front of a negative amount: for people.
#[must_use]
pub fn grouped(minor: i64) -> String {
    let mut out = String::with_capacity(16);
    push_grouped(&mut out, minor);
    out
}

/// Appends [`grouped`] to `out` without an allocation of its own.
pub fn push_grouped(out: &mut String, minor: i64) {
    if minor < 0 {
        out.push('\u{2212}');
    }
    let abs = minor.unsigned_abs();
    push_thousands(out, abs / 100);
    out.push('.');
    out.push(char::from(b'0' + (abs % 100 / 10) as u8));
    out.push(char::from(b'0' + (abs % 10) as u8));
}

/// Appends a whole number with thousands separators.
pub fn push_thousands(out: &mut String, number: u64) {
    let mut digits = [0u8; 20];
    let mut n = number;
    let mut len = 0;
    loop {
        digits[len] = b'0' + (n % 10) as u8;
        len += 1;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    for i in (0..len).rev() {
        out.push(char::from(digits[i]));
        if i > 0 && i % 3 == 0 {
            out.push(',');
        }
    }
}

/// A whole number with thousands separators.
#[must_use]
pub fn thousands(number: u64) -> String {
    let mut out = String::with_capacity(12);
    push_thousands(&mut out, number);
    out
}

/// An amount in Chinese capital numerals, as a statement on paper needs it:
/// 168,850 fen is `壹仟陆佰捌拾捌元伍角整`.
#[must_use]
pub fn capitals(minor: i64) -> String {
    const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
    const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];
    let abs = minor.unsigned_abs();
    let (yuan, jiao, fen) = (abs / 100, (abs / 10 % 10) as usize, (abs % 10) as usize);
    let mut out = String::new();
    if minor < 0 {
        out.push('负');
    }
    if yuan == 0 && jiao == 0 && fen == 0 {
        return "零元整".to_owned();
    }
    let mut zero = false;
    for group in (0..5u32).rev() {
        let part = yuan / 10u64.pow(group * 4) % 10_000;
        if part == 0 {
            zero = !out.is_empty() && out != "负";
            continue;
        }
        for place in (0..4u32).rev() {
            let digit = (part / 10u64.pow(place) % 10) as usize;
            if digit == 0 {
                zero = zero || (!out.is_empty() && out != "负");
                continue;
            }
            if zero {
                out.push('零');
                zero = false;
            }
            out.push_str(DIGITS[digit]);
            out.push_str(PLACES[place as usize]);
        }
        zero = false;
        out.push_str(GROUPS[group as usize]);
        if part.is_multiple_of(10) && group > 0 {
            zero = true;
        }
    }
    if yuan > 0 {
        out.push('元');
    }
    match (jiao, fen) {
        (0, 0) => out.push('整'),
        (0, f) => {
            if yuan > 0 {
                out.push('零');
            }
            out.push_str(DIGITS[f]);
            out.push('分');
        }
        (j, 0) => {
            out.push_str(DIGITS[j]);
            out.push_str("角整");
        }
        (j, f) => {
            out.push_str(DIGITS[j]);
            out.push('角');
            out.push_str(DIGITS[f]);
            out.push('分');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for (text, minor) in [
            ("0", 0),
            ("1", 100),
            ("1.5", 150),
            ("1,234,567.89", 123_456_789),
            ("¥1,000", 100_000),
            ("１２３．４５", 12_345),
            ("-5.01", -501),
            ("−5", -500),
            (".5", 50),
            ("3.550", 355),
            ("+7", 700),
        ] {
            assert_eq!(parse_minor(text), Ok(minor), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        assert_eq!(parse_minor(" "), Err(Problem::Missing));
        for text in ["abc", "1,5", "1.2.3", "1e5", "12,34,567", "--1", "NaN", ".", "1 2", "0x10"] {
            assert!(matches!(parse_minor(text), Err(Problem::NotAnAmount { .. })), "{text}");
        }
        assert!(matches!(parse_minor("3.555"), Err(Problem::TooFine { most: 2, .. })));
        assert!(matches!(parse_minor("99999999999999999999"), Err(Problem::TooLarge { .. })));
    }

    #[test]
    fn capital_numerals() {
        for (minor, text) in [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (100, "壹元整"),
            (105, "壹元零伍分"),
            (168_850, "壹仟陆佰捌拾捌元伍角整"),
            (1_000_000, "壹万元整"),
            (10_010_000, "壹拾万零壹佰元整"),
            (100_000_500, "壹佰万零伍元整"),
            (-12_345, "负壹佰贰拾叁元肆角伍分"),
            (10_000_000_000, "壹亿元整"),
        ] {
            assert_eq!(capitals(minor), text, "{minor}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -MOST_MINOR..=MOST_MINOR) {
            prop_assert_eq!(parse_minor(&bare(minor)), Ok(minor));
            prop_assert_eq!(parse_minor(&grouped(minor)), Ok(minor));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = parse_minor(&text);
        }
    }
}
