//! Numbers of invoices (`domain.md` 6.3): on paper and electronic 8 digits after a code of 10 or 12, fully digital 20
//! digits.

use serde::{Deserialize, Serialize};

use super::{Alphabet, Fault, Medium};
use crate::{FieldName, FieldProblem, Problem, text::compact};

/// Digits of the number on paper and of an electronic one.
const NUMBER: &[usize] = &[8];
/// Digits of its code.
const CODE: &[usize] = &[10, 12];
/// Digits of the number of a fully digital one.
const DIGITAL: &[usize] = &[20];

/// Which invoice it is. Two invoices of the country never share code and number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InvoiceNumber {
    /// 10 or 12 digits; empty for a fully digital one.
    code: String,
    /// 8 digits, or 20 for a fully digital one.
    number: String,
}

impl InvoiceNumber {
    /// Reads code and number of an invoice as people and files write them: spaces and full-width digits make no
    /// difference.
    ///
    /// # Errors
    /// What is wrong with `invoice_code` and with `invoice_number`.
    pub fn read(medium: Medium, code: &str, number: &str) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut keep = |field: FieldName, read: Result<String, Problem>| {
            read.map_err(|problem| problems.push(problem.of(field.code()))).ok()
        };
        let code = keep(FieldName::InvoiceCode, code_of(medium, code));
        let lengths = if medium.has_code() { NUMBER } else { DIGITAL };
        let number = keep(FieldName::InvoiceNumber, digits(number, lengths));
        match (code, number) {
            (Some(code), Some(number)) => Ok(Self { code, number }),
            _ => Err(problems),
        }
    }

    /// Its code; empty for a fully digital one.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl std::fmt::Display for InvoiceNumber {
    /// Code and number with a space between them, or the number alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code.as_str() {
            "" => f.write_str(&self.number),
            code => write!(f, "{code} {}", self.number),
        }
    }
}

fn code_of(medium: Medium, code: &str) -> Result<String, Problem> {
    if medium.has_code() {
        return digits(code, CODE);
    }
    match compact(code) {
        none if none.is_empty() => Ok(none),
        code => Err(Problem::NotWanted { value: code.chars().take(40).collect() }),
    }
}

/// So many digits.
fn digits(text: &str, lengths: &[usize]) -> Result<String, Problem> {
    let text = compact(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if is_rounded(&text) {
        return Err(Problem::LostDigits { value: text.chars().take(40).collect() });
    }
    all_of(&text, Alphabet::Digits)?;
    length_of(&text, lengths)?;
    Ok(text)
}

/// `2.44E+19`: what a spreadsheet makes of twenty digits.
fn is_rounded(text: &str) -> bool {
    let (front, back) = match text.split_once(['E', 'e']) {
        Some((front, back)) => (front, back.strip_prefix('+').unwrap_or(back)),
        None => return false,
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(back) && digits(&front.replacen('.', "", 1))
}

/// Every character is one of an alphabet.
///
/// # Errors
/// The first that is not, with its place.
pub(super) fn all_of(text: &str, allowed: Alphabet) -> Result<(), Fault> {
    match (1..).zip(text.chars()).find(|(_, c)| !allowed.has(*c)) {
        Some((place, character)) => Err(Fault::WrongCharacter { place, character, allowed }),
        None => Ok(()),
    }
}

/// As many characters as there can be.
///
/// # Errors
/// How many there are, and can be.
pub(super) fn length_of(text: &str, lengths: &[usize]) -> Result<(), Fault> {
    let length = text.chars().count();
    if lengths.contains(&length) {
        return Ok(());
    }
    let allowed: Vec<String> = lengths.iter().map(usize::to_string).collect();
    Err(Fault::WrongLength { length: u32::try_from(length).unwrap_or(u32::MAX), allowed: allowed.join(", ") })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(medium: Medium, code: &str, number: &str) -> Result<String, Vec<(String, Problem)>> {
        let read = InvoiceNumber::read(medium, code, number);
        read.map(|number| number.to_string())
            .map_err(|wrong| wrong.into_iter().map(|one| (one.field, one.problem)).collect())
    }

    fn in_number(problem: impl Into<Problem>) -> Result<String, Vec<(String, Problem)>> {
        Err(vec![("invoice_number".to_owned(), problem.into())])
    }

    fn in_code(problem: impl Into<Problem>) -> Result<String, Vec<(String, Problem)>> {
        Err(vec![("invoice_code".to_owned(), problem.into())])
    }

    fn length(length: u32, allowed: &str) -> Fault {
        Fault::WrongLength { length, allowed: allowed.to_owned() }
    }

    #[test]
    fn code_and_number_are_as_long_as_the_medium_says() {
        for medium in [Medium::Paper, Medium::Electronic] {
            for code in ["3100164320", "031001700111"] {
                assert_eq!(read(medium, code, "00123456"), Ok(format!("{code} 00123456")));
            }
            assert_eq!(read(medium, "31001643201", "00123456"), in_code(length(11, "10, 12")));
            assert_eq!(read(medium, "3100164320", "123456"), in_number(length(6, "8")));
            assert_eq!(read(medium, "3100164320", "001234567"), in_number(length(9, "8")));
            assert_eq!(read(medium, "", "00123456"), in_code(Problem::Missing));
            assert_eq!(read(medium, "3100164320", " "), in_number(Problem::Missing));
        }
        let digital = "24312000000012345678";
        assert_eq!(read(Medium::Digital, "", digital), Ok(digital.to_owned()));
        assert_eq!(read(Medium::Digital, "", &digital[1..]), in_number(length(19, "20")));
        assert_eq!(read(Medium::Digital, "", "00123456"), in_number(length(8, "20")));
        let value = "3100164320".to_owned();
        assert_eq!(read(Medium::Digital, "3100164320", digital), in_code(Problem::NotWanted { value }));
    }

    #[test]
    fn groups_and_full_width_digits_are_read() {
        let read = |medium, code, number| InvoiceNumber::read(medium, code, number).unwrap();
        let plain = read(Medium::Paper, "3100164320", "00123456");
        assert_eq!(read(Medium::Paper, "３１００ 1643 20", "\u{3000}００１２ 3456\u{200b}"), plain);
        assert_eq!((plain.code(), plain.number()), ("3100164320", "00123456"));
        let digital = read(Medium::Digital, " \u{a0}", "2431 2000 0000 1234 5678");
        assert_eq!((digital.code(), digital.number()), ("", "24312000000012345678"));
        assert_ne!(read(Medium::Paper, "3100164320", "00123457"), plain);
        assert_ne!(read(Medium::Paper, "3100164321", "00123456"), plain);
    }

    #[test]
    fn a_wrong_character_is_named_with_its_place_and_both_fields_are_told() {
        let wrong = |place, character| Fault::WrongCharacter { place, character, allowed: Alphabet::Digits };
        assert_eq!(read(Medium::Paper, "3100164320", "0012O456"), in_number(wrong(5, 'O')));
        assert_eq!(read(Medium::Paper, "3100164320", "00 12-456"), in_number(wrong(5, '-')));
        assert_eq!(read(Medium::Electronic, "310016432零", "00123456"), in_code(wrong(10, '零')));
        let both = read(Medium::Paper, "x", "").unwrap_err();
        assert_eq!(both[0], ("invoice_code".to_owned(), wrong(1, 'x').into()));
        assert_eq!(both[1], ("invoice_number".to_owned(), Problem::Missing));
        let said = Problem::from(wrong(5, 'O')).of("invoice_number").to_string();
        assert_eq!(said, "invoice_number has 'O' as character 5: a digit belongs there");
        let said = Problem::from(length(6, "8")).of("invoice_number").to_string();
        assert_eq!(said, "invoice_number has 6 characters; possible: 8");
    }

    #[test]
    fn digits_that_a_spreadsheet_lost_are_told_as_lost() {
        for lost in ["2.4312E+19", "2.43E19", "2e+19", "２.43E+19"] {
            let said = read(Medium::Digital, "", lost);
            assert!(matches!(&said.unwrap_err()[0].1, Problem::LostDigits { .. }), "{lost}");
        }
        for other in ["E", "1E", "E5", "1.2.3E5", "2E+1x"] {
            let said = read(Medium::Digital, "", other);
            assert!(matches!(&said.unwrap_err()[0].1, Problem::OfInvoice { .. }), "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(code in "[0-9]{10}|[0-9]{12}", number in "[0-9]{8}", long in "[0-9]{20}") {
            let paper = InvoiceNumber::read(Medium::Paper, &code, &number).unwrap();
            let (front, back) = (paper.to_string(), paper.clone());
            let (code, number) = front.split_once(' ').unwrap();
            prop_assert_eq!(InvoiceNumber::read(Medium::Electronic, code, number), Ok(back));
            let digital = InvoiceNumber::read(Medium::Digital, "", &long).unwrap();
            prop_assert_eq!(InvoiceNumber::read(Medium::Digital, "", &digital.to_string()), Ok(digital));
        }

        #[test]
        fn no_text_makes_it_panic(code in "\\PC{0,24}", number in "\\PC{0,24}") {
            for medium in Medium::ALL {
                let _ = InvoiceNumber::read(*medium, &code, &number);
            }
        }
    }
}
