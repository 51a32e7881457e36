//! Decimal numbers where they come in and go out, read and written by `rust_decimal`. Inside, amounts
//! and rates are whole numbers of their smallest unit.

use rust_decimal::Decimal;

/// Why a text is not the number that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Something else than digits with at most one point.
    NotANumber,
    /// More decimals than allowed.
    TooFine,
    /// More digits than a decimal holds.
    TooLarge,
}

/// Reads digits with at most one point, and at most `most` decimals behind it; zeros at the end do
/// not count. No sign, no exponent, no separators: what the library would also take is refused.
pub(crate) fn read(text: &str, most: u32) -> Result<Decimal, Unread> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
        return Err(Unread::NotANumber);
    }
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > most as usize {
        return Err(Unread::TooFine);
    }
    let number = match (whole, decimals) {
        ("" | "0", "") => return Ok(Decimal::ZERO),
        (whole, "") => Decimal::from_str_exact(whole),
        // The text itself, without the zeros at its end.
        _ => Decimal::from_str_exact(&text[..=whole.len() + decimals.len()]),
    };
    number.map_err(|_| Unread::TooLarge)
}

/// The number in units of its `exponent`-th decimal: 12.5 with 2 is 1250. `None` when it is finer
/// than that, or beyond 64 bits.
pub(crate) fn units(number: Decimal, exponent: u32) -> Option<i64> {
    let number = number.normalize();
    let more = exponent.checked_sub(number.scale())?;
    i64::try_from(number.mantissa().checked_mul(10_i128.checked_pow(more)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_digits_are_numbers() {
        for (text, cents) in
            [("0", 0), ("007", 700), ("1.50", 150), (".5", 50), ("5.", 500), (".00", 0), ("0.0000", 0)]
        {
            assert_eq!(read(text, 2).map(|number| units(number, 2)), Ok(Some(cents)), "{text}");
        }
        for text in ["", ".", "1.2.3", "1e5", "1_000", "+1", "-1", "1,000", " 1", "٣", "0x1"] {
            assert_eq!(read(text, 2), Err(Unread::NotANumber), "{text}");
        }
        assert_eq!(read("0.001", 2), Err(Unread::TooFine));
        assert_eq!(read(&"9".repeat(40), 2), Err(Unread::TooLarge));
        assert_eq!(units(Decimal::new(15, 1), 0), None);
    }
}
