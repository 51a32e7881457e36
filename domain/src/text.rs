//! Text as people and spreadsheets write it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::Problem;

/// Trims, and turns full-width digits, letters and signs into the plain ones.
///
/// `１２３．５０` becomes `123.50`; Chinese characters stay as they are. Allocates only when
/// something changes.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    if !text.chars().any(|c| narrow(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow).collect())
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{2212}' | '\u{2013}' => '-',
        _ => c,
    }
}

/// [`plain`], without any space and without what shows nothing: numbers that people write in groups.
#[must_use]
pub fn compact(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace() && !shows_nothing(*c)).collect()
}

/// Plain text that must be there and have at most `most` characters.
///
/// # Errors
/// [`Problem::Missing`] or [`Problem::TooLong`].
pub fn required(text: &str, most: u32) -> Result<String, Problem> {
    optional(text, most)?.ok_or(Problem::Missing)
}

/// Text that may be empty and has at most `most` characters.
///
/// # Errors
/// [`Problem::TooLong`].
pub fn optional(text: &str, most: u32) -> Result<Option<String>, Problem> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > most as usize && text.chars().count() > most as usize {
        return Err(Problem::TooLong { most });
    }
    let kept: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    Ok((!kept.trim().is_empty()).then_some(kept))
}

/// For comparing and searching: NFKC, narrow, and without the difference of capitals. Letters with their
/// accents beside them are those with the accents on them, `ß` is `ss`.
#[must_use]
pub fn folded(text: &str) -> String {
    let text = plain(text);
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // By way of the capitals, because several small letters share one. Taking case away can leave letters
    // apart that have one form together, hence once more.
    let small = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    small.collect::<String>().nfkc().collect()
}

/// What a firm goes by that goes by its name: two spellings of one name have one identity. Width, case, Unicode form,
/// characters that show nothing, and how much space there is make no difference; neither does space beside signs or
/// Chinese and Japanese characters. `上海云梯 （深圳）` is `上海云梯(深圳)`, `Acme  LTD` is `acme ltd`, and not `acmeltd`.
#[must_use]
pub fn identity(name: &str) -> String {
    let folded = folded(name);
    let mut identity = String::with_capacity(folded.len());
    let mut space = false;
    for c in folded.chars().filter(|c| !shows_nothing(*c)) {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space && takes_space(c) && identity.chars().next_back().is_some_and(takes_space) {
            identity.push(' ');
        }
        space = false;
        identity.push(c);
    }
    identity
}

const fn shows_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Whether space beside it tells words apart.
fn takes_space(c: char) -> bool {
    let dense = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !dense
}

/// A cell for CSV or XLSX that no spreadsheet takes for a formula: one that begins with
/// `= + - @`, a tab or a carriage return gets an apostrophe in front (`domain.md` 4.7).
/// Plain numbers keep their minus sign.
#[must_use]
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number =
        text.len() > 1 && text.starts_with('-') && text[1..].bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if risky && !number { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A name that can be read as a mail address: one `@`, something on both sides, no blanks.
///
/// # Errors
/// [`Problem::Missing`], [`Problem::TooLong`] or [`Problem::NotAMailAddress`].
pub fn mail_address(text: &str) -> Result<String, Problem> {
    let address = required(&plain(text), 254)?.to_lowercase();
    let well_formed = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.len() >= 3 && !host.contains('@') && host.contains('.')
    }) && !address.chars().any(|c| c.is_whitespace() || c == '<' || c == '>');
    if well_formed { Ok(address) } else { Err(Problem::NotAMailAddress { value: address }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_becomes_plain() {
        assert_eq!(plain("　１２３．５０ "), "123.50");
        assert_eq!(plain("华为云（上海）"), "华为云(上海)");
        assert!(matches!(plain("华为云"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_number_of_an_invoice_is_one_however_it_is_grouped() {
        assert_eq!(compact(" １２３４ 5678\u{3000}9\u{200b}0\t"), "1234567890");
        assert_eq!(compact("\u{a0} \u{feff}"), "");
    }

    #[test]
    fn folding_takes_forms_and_capitals_away() {
        assert_eq!(folded("ＭＥＧＡ店１"), "mega店1");
        assert_eq!(folded("Cafe\u{301} ZOE\u{308}"), folded("Café Zoë"));
        assert_eq!(folded("STRASSE"), folded("Straße"));
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
        assert_eq!(folded("㈱日立 ｶﾌﾞ"), "(株)日立 カブ");
        for text in ["ﬁx", "ΐ", "İstanbul", "ǅ"] {
            assert_eq!(folded(&folded(text)), folded(text), "{text}");
        }
    }

    #[test]
    fn spellings_of_one_name_have_one_identity() {
        for (one, other) in [
            ("上海云梯（深圳）公司", "上海云梯(深圳)公司"),
            ("上海云梯（深圳）公司", " 上海云梯 （深圳）\u{3000}公司"),
            ("Acme Ltd", "ＡＣＭＥ\u{a0} LTD"),
            ("Acme, Ltd", "Acme,Ltd"),
            ("Café", "CAFE\u{301}"),
            ("云\u{200b}梯", "云梯"),
        ] {
            assert_eq!(identity(one), identity(other), "{one} {other}");
            assert_eq!(identity(&identity(one)), identity(one));
        }
        for (one, other) in [("Acme Ltd", "AcmeLtd"), ("云梯", "云梯公司"), ("Cafe", "Café"), ("A-1", "A1")]
        {
            assert_ne!(identity(one), identity(other), "{one} {other}");
        }
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        assert_eq!(safe_cell("=1+1"), "'=1+1");
        assert_eq!(safe_cell("@cmd"), "'@cmd");
        assert_eq!(safe_cell("-12.50"), "-12.50");
        assert_eq!(safe_cell("-1+cmd"), "'-1+cmd");
        assert_eq!(safe_cell("华为"), "华为");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(required("账房", 2), Ok("账房".to_owned()));
        assert_eq!(required("账房们", 2), Err(Problem::TooLong { most: 2 }));
        assert_eq!(required("  ", 2), Err(Problem::Missing));
        assert_eq!(optional("\0 \u{1}", 9), Ok(None));
    }

    #[test]
    fn mail_addresses() {
        assert!(mail_address("Li@Example.com").is_ok_and(|a| a == "li@example.com"));
        for bad in ["", "li", "@x.cn", "li@", "li@x", "a b@c.cn", "a@b@c.cn"] {
            assert!(mail_address(bad).is_err(), "{bad}");
        }
    }
}
