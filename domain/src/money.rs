//! Amounts of money: whole minor units of a currency, never floating point. A [`Decimal`] stands at
//! the edges, while the currency of a text is not known yet and where an amount is written out.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::{
    Currency, Problem,
    decimal::{self, Unread},
    text::plain,
};

/// The largest amount that the books take, in minor units: 10 trillion yuan.
pub const MOST_MINOR: i64 = 1_000_000_000_000_000;

/// Reads an amount as people write it: `1234.5`, `1,234.50`, `¥１２３`, `-5`.
///
/// # Errors
/// `Missing`, `NotAnAmount`, `TooFine` (more decimals than the currency has) or `TooLarge`.
pub fn parse_minor(text: &str, currency: Currency) -> Result<i64, Problem> {
    minor(parse(text, currency.exponent())?, currency)
}

/// Reads an amount with at most so many decimals, before its currency is known.
///
/// # Errors
/// `Missing`, `NotAnAmount`, `TooFine` or `TooLarge`.
pub fn parse(text: &str, most: u32) -> Result<Decimal, Problem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let value = || text.chars().take(40).collect();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let rest = rest.trim_start_matches(['¥', '￥', '$', '€', '£']).trim();
    let digits = ungrouped(rest).ok_or_else(|| Problem::NotAnAmount { value: value() })?;
    let number = decimal::read(&digits, most).map_err(|why| match why {
        Unread::NotANumber => Problem::NotAnAmount { value: value() },
        Unread::TooFine => Problem::TooFine { value: value(), most },
        Unread::TooLarge => Problem::TooLarge { value: value() },
    })?;
    Ok(if negative { -number } else { number })
}

/// An amount in minor units of its currency.
///
/// # Errors
/// `TooFine` (more decimals than the currency has) or `TooLarge`.
pub fn minor(amount: Decimal, currency: Currency) -> Result<i64, Problem> {
    let most = currency.exponent();
    if amount.normalize().scale() > most {
        return Err(Problem::TooFine { value: amount.to_string(), most });
    }
    decimal::units(amount, most)
        .filter(|minor| minor.abs() <= MOST_MINOR)
        .ok_or_else(|| Problem::TooLarge { value: amount.to_string() })
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

/// `1234567.89`, `1234568` in JPY: for files and the API.
#[must_use]
pub fn bare(minor: i64, currency: Currency) -> String {
    Decimal::new(minor, currency.exponent()).to_string()
}

/// `1,234,567.89`, with `−` (U+2212) in front of a negative amount: for people.
#[must_use]
pub fn grouped(minor: i64, currency: Currency) -> String {
    with_separators(&bare(minor, currency))
}

/// `-1234.5…` as people read it: `−1,234.5…`.
pub(crate) fn with_separators(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("\u{2212}", rest));
    let (whole, decimals) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = String::with_capacity(number.len() + 12);
    out.push_str(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + decimals
}

/// A whole number with thousands separators.
#[must_use]
pub fn thousands(number: u64) -> String {
    with_separators(&number.to_string())
}

/// An amount in Chinese capital numerals, as a statement on paper needs it:
/// 168,850 fen is `壹仟陆佰捌拾捌元伍角整`. The third decimal of a dinar is a `厘`.
#[must_use]
pub fn capitals(minor: i64, currency: Currency) -> String {
    let scale = 10_u64.pow(currency.exponent());
    let (whole, mut rest) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
    if minor == 0 {
        return "零元整".to_owned();
    }
    let mut out = if minor < 0 { "负".to_owned() } else { String::new() };
    if whole > 0 {
        push_capitals(&mut out, whole);
        out.push('元');
    }
    let (mut last, mut zero, mut place) = ("元", false, scale);
    for unit in ["角", "分", "厘"].into_iter().take(currency.exponent() as usize) {
        place /= 10;
        let digit = (rest / place) as usize;
        rest %= place;
        if digit == 0 {
            zero = whole > 0 || last != "元";
            continue;
        }
        if std::mem::take(&mut zero) {
            out.push('零');
        }
        out.push_str(CAPITALS[digit]);
        out.push_str(unit);
        last = unit;
    }
    // What ends before the fen is whole.
    if matches!(last, "元" | "角") {
        out.push('整');
    }
    out
}

const CAPITALS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// A whole number in capital numerals, in groups of four digits.
fn push_capitals(out: &mut String, number: u64) {
    const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
    const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];
    let (mut begun, mut zero) = (false, false);
    for group in (0..5u32).rev() {
        let part = number / 10u64.pow(group * 4) % 10_000;
        if part == 0 {
            zero = begun;
            continue;
        }
        for place in (0..4u32).rev() {
            let digit = (part / 10u64.pow(place) % 10) as usize;
            if digit == 0 {
                zero = zero || begun;
                continue;
            }
            if std::mem::take(&mut zero) {
                out.push('零');
            }
            out.push_str(CAPITALS[digit]);
            out.push_str(PLACES[place as usize]);
            begun = true;
        }
        out.push_str(GROUPS[group as usize]);
        zero = part.is_multiple_of(10) && group > 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Currency as C;
    use proptest::prelude::*;

    const CNY: Currency = Currency::CNY;

    #[test]
    fn a_currency_has_as_many_decimals_as_it_has() {
        for (text, currency, minor, shown) in [
            ("1,200", C::JPY, 1_200, "1,200"),
            ("1200.00", C::JPY, 1_200, "1,200"),
            ("-1200", C::JPY, -1_200, "\u{2212}1,200"),
            ("1200.5", C::KWD, 1_200_500, "1,200.500"),
            ("0.005", C::KWD, 5, "0.005"),
            ("0.05", C::CNY, 5, "0.05"),
        ] {
            assert_eq!(parse_minor(text, currency), Ok(minor), "{text}");
            assert_eq!(grouped(minor, currency), shown);
        }
        assert!(matches!(parse_minor("1200.5", C::JPY), Err(Problem::TooFine { most: 0, .. })));
        assert!(matches!(parse_minor("1.2345", C::KWD), Err(Problem::TooFine { most: 3, .. })));
        let later = parse("1200.5", Currency::FINEST).unwrap();
        assert_eq!((minor(later, C::CNY), minor(later, C::KWD)), (Ok(120_050), Ok(1_200_500)));
        assert!(matches!(minor(later, C::JPY), Err(Problem::TooFine { most: 0, .. })));
    }

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
            assert_eq!(parse_minor(text, CNY), Ok(minor), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        assert_eq!(parse_minor(" ", CNY), Err(Problem::Missing));
        for text in [
            "abc",
            "1,5",
            "1.2.3",
            "1e5",
            "12,34,567",
            "--1",
            "NaN",
            ".",
            "1 2",
            "0x10",
            "1,234.5,6",
            "1_000",
        ] {
            assert!(matches!(parse_minor(text, CNY), Err(Problem::NotAnAmount { .. })), "{text}");
        }
        assert!(matches!(parse_minor("3.555", CNY), Err(Problem::TooFine { most: 2, .. })));
        assert!(matches!(parse_minor("99999999999999999999", CNY), Err(Problem::TooLarge { .. })));
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
            assert_eq!(capitals(minor, CNY), text, "{minor}");
        }
        for (minor, currency, text) in [
            (1_000, Currency::JPY, "壹仟元整"),
            (12_340, Currency::KWD, "壹拾贰元叁角肆分"),
            (1_005, Currency::KWD, "壹元零伍厘"),
        ] {
            assert_eq!(capitals(minor, currency), text, "{minor}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -MOST_MINOR..=MOST_MINOR, place in 0..Currency::all().count()) {
            let currency = Currency::all().nth(place).unwrap();
            prop_assert_eq!(parse_minor(&bare(minor, currency), currency), Ok(minor));
            prop_assert_eq!(parse_minor(&grouped(minor, currency), currency), Ok(minor));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = parse_minor(&text, CNY);
        }
    }
}
