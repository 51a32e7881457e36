//! Amounts in Chinese capital numerals.

use crate::Currency;

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

    const CNY: Currency = Currency::CNY;

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
}
