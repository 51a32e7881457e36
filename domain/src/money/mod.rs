//! Amounts of money: whole minor units of a currency, never floating point. A decimal stands at the
//! edges, while the currency of a text is not known yet and where an amount is written out.

mod amount;
mod capitals;

use rust_decimal::Decimal;

pub use amount::{Amount, Numbers};
pub use capitals::capitals;

use crate::{Currency, Problem};

/// The largest amount that the books take, in minor units: 10 trillion yuan.
pub const MOST_MINOR: i64 = 1_000_000_000_000_000;

/// Reads an amount of a currency as people write it: `1234.5`, `1,234.50`, `¥１２３`, `-5`, `(5.00)`.
///
/// # Errors
/// As [`Amount::parse`] and [`Amount::minor`].
pub fn parse_minor(text: &str, currency: Currency) -> Result<i64, Problem> {
    Amount::parse(text, Numbers::Usual)?.minor(currency)
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
        let later = Amount::parse("1200.5", Numbers::Usual).unwrap();
        assert_eq!((later.minor(C::CNY), later.minor(C::KWD)), (Ok(120_050), Ok(1_200_500)));
        assert!(matches!(later.minor(C::JPY), Err(Problem::TooFine { most: 0, .. })));
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
            ("0.550", 55),
            ("1234.500", 123_450),
            ("(100.00)", -10_000),
            ("100.00-", -10_000),
            ("(¥100.00)", -10_000),
            ("¥-5", -500),
            ("100元", 10_000),
            ("CNY 1,200", 120_000),
            ("1200.00 cny", 120_000),
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
            "(5",
            "(-5)",
            "-5-",
            "¥¥5",
            "1.234,56",
            "1 200,50",
        ] {
            assert!(matches!(parse_minor(text, CNY), Err(Problem::NotAnAmount { .. })), "{text}");
        }
        assert!(matches!(parse_minor("0.555", CNY), Err(Problem::TooFine { most: 2, .. })));
        assert!(matches!(parse_minor("3.555", CNY), Err(Problem::Ambiguous { .. })));
        assert!(matches!(parse_minor("99999999999999999999", CNY), Err(Problem::TooLarge { .. })));
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
