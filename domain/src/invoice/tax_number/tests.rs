use proptest::prelude::*;

use super::{TaxNumberForm as F, *};

/// Published by their companies: Huawei, Tencent, Alibaba, Baidu, Xiaomi, all with other last characters.
const REAL: [&str; 5] = [
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110000802100433B",
    "91110108551385082Q",
];

fn fault(text: &str) -> Fault {
    match TaxNumber::parse(text) {
        Err(Problem::OfInvoice { why }) => why,
        other => panic!("{text}: {other:?}"),
    }
}

fn wrong(place: u32, character: char, allowed: Alphabet) -> Fault {
    Fault::WrongCharacter { place, character, allowed }
}

const MISTYPED: Fault = Fault::WrongCheckDigit { place: 18 };

/// The check digit as the standard computes it: 31 less the remainder, for 31 nought.
fn check_digit(front: &str) -> char {
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let sum: usize = front.chars().zip(weights).map(|(c, weight)| CREDIT.find(c).unwrap() * weight).sum();
    CREDIT.chars().nth((31 - sum % 31) % 31).unwrap()
}

#[test]
fn codes_of_real_companies_are_right() {
    for code in REAL {
        let number = TaxNumber::parse(code).unwrap();
        assert_eq!((number.as_str(), number.form()), (code, F::CreditCode));
        assert!(number.is_checked());
        assert!(code.ends_with(check_digit(&code[..17])), "{code}");
    }
}

#[test]
fn the_example_of_the_standard_has_check_digit_3() {
    // Sum 1640, remainder 28: the check digit is 3. Z, which stands there in the example, is no character of a code.
    assert_eq!(check_digit("91350100M000100Y4"), '3');
    assert_eq!(TaxNumber::parse("91350100M000100Y43").map(|one| one.form()), Ok(F::CreditCode));
    assert_eq!(fault("91350100M000100Y4Z"), wrong(18, 'Z', Alphabet::CreditCode));
}

#[test]
fn every_substitution_of_one_character_is_caught() {
    let mut tried = 0;
    for code in REAL {
        for at in 0..18 {
            for c in ('0'..='9').chain('A'..='Z').filter(|c| !code[at..].starts_with(*c)) {
                let typed = format!("{}{c}{}", &code[..at], &code[at + 1..]);
                assert!(TaxNumber::parse(&typed).is_err(), "{typed}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 5 * 18 * 35);
}

#[test]
fn every_transposition_of_neighbours_is_caught() {
    // Neighbours are multiplied by w and 3w: exchanged, the sum differs by 2w times their difference, and 31 is prime.
    // The last two by 28 and 1.
    let (mut tried, mut missed) = (0, Vec::new());
    for code in REAL {
        for at in 0..17 {
            let mut typed: Vec<char> = code.chars().collect();
            typed.swap(at, at + 1);
            let typed: String = typed.into_iter().collect();
            if typed != code {
                tried += 1;
                missed.extend(TaxNumber::parse(&typed).ok());
            }
        }
    }
    assert!(tried > 60, "{tried}");
    assert_eq!(missed, []);
}

#[test]
fn a_typing_error_is_told_with_its_place() {
    assert_eq!(fault("91440300192203821O"), wrong(18, 'O', Alphabet::CreditCode));
    assert_eq!(fault("9I4403001922038216"), wrong(2, 'I', Alphabet::CreditCode));
    assert_eq!(fault("9144O3001922038216"), wrong(5, 'O', Alphabet::CreditCode));
    assert_eq!(fault("9144A3001922038216"), wrong(5, 'A', Alphabet::Digits));
    assert_eq!(fault("91440300192203821六"), wrong(18, '六', Alphabet::Alphanumeric));
    assert_eq!(fault("914403001922038217"), MISTYPED);
    assert_eq!(fault("914403001922083216"), MISTYPED);
    let length = |length| Fault::WrongLength { length, allowed: "15, 18, 20".to_owned() };
    assert_eq!(fault("91440300192203821"), length(17));
    assert_eq!(fault("9144030019220382166"), length(19));
    assert_eq!(fault("一二三"), length(3));
    assert_eq!(TaxNumber::parse(" -\u{3000}"), Err(Problem::Missing));
    let said = |why: Fault| Problem::from(why).of("tax_number").to_string();
    assert_eq!(
        said(fault("9I4403001922038216")),
        "tax_number has 'I' as character 2: a digit or a letter, but none of I O S V Z belongs there"
    );
    assert_eq!(
        said(MISTYPED),
        "tax_number is mistyped: its check digit, character 18, does not fit the others"
    );
    assert_eq!(said(length(17)), "tax_number has 17 characters; possible: 15, 18, 20");
}

#[test]
fn spellings_of_one_number_are_one() {
    let number = TaxNumber::parse("9144030071526726XG").unwrap();
    for text in [
        "9144030071526726xg",
        "９１４４０３００７１５２６７２６ＸＧ",
        "９１４４０３００７１５２６７２６ｘｇ",
        " 91440300 71526726X G\u{200b}",
        "914403-00-71526726X-G",
    ] {
        assert_eq!(TaxNumber::parse(text).as_ref(), Ok(&number), "{text}");
    }
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(json, "\"9144030071526726XG\"");
    assert_eq!(serde_json::from_str::<TaxNumber>(&json).unwrap(), number);
    assert!(serde_json::from_str::<TaxNumber>("\"9144030071526726X6\"").is_err());
}

#[test]
fn fifteen_characters_are_taken_unchecked() {
    for text in ["440301192203821", "44030171526726x", "310115MA1K4X7Q2"] {
        let number = TaxNumber::parse(text).unwrap();
        assert_eq!((number.form(), number.is_checked()), (F::Organisation, false), "{text}");
    }
    assert_eq!(fault("44O301192203821"), wrong(3, 'O', Alphabet::Digits));
    assert_eq!(fault("44030119220382A"), wrong(15, 'A', Alphabet::DigitOrX));
    assert_eq!(fault("440301/92203821"), wrong(7, '/', Alphabet::Alphanumeric));
}

#[test]
fn whoever_trades_has_an_identity_card_and_two_digits() {
    // The two examples of GB 11643-1999.
    for card in ["11010519491231002X", "440524188001010014"] {
        let number = TaxNumber::parse(&format!("{card}01")).unwrap();
        assert_eq!((number.form(), number.is_checked()), (F::SoleTrader, true), "{card}");
        for at in 0..17 {
            let digit = card[at..].chars().next().unwrap();
            for other in ('0'..='9').filter(|c| *c != digit) {
                let typed = format!("{}{other}{}01", &card[..at], &card[at + 1..]);
                assert_eq!(fault(&typed), MISTYPED, "{typed}");
            }
        }
    }
    assert_eq!(fault("11010519491231002A01"), wrong(18, 'A', Alphabet::DigitOrX));
    assert_eq!(fault("11010519491231002X0X"), wrong(20, 'X', Alphabet::Digits));
    assert_eq!(fault("1101051949X231002X01"), wrong(11, 'X', Alphabet::Digits));
}

#[test]
fn a_person_has_an_identity_card_alone_and_no_day_that_never_was() {
    let person = TaxNumber::parse("11010519491231002x").unwrap();
    assert_eq!((person.form(), person.is_checked()), (F::IdentityCard, true));
    // The other example was born before 1900, and is no credit code either.
    assert_eq!(fault("440524188001010014"), MISTYPED);
    assert_eq!(fault("110105194912310021"), MISTYPED);
}

proptest! {
    #[test]
    fn every_code_with_its_check_digit_is_right_and_with_no_other(
        front in "[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}"
    ) {
        let right = check_digit(&front);
        for check in CREDIT.chars() {
            let read = TaxNumber::parse(&format!("{front}{check}"));
            let is_code = read.as_ref().is_ok_and(|number| number.form() == F::CreditCode);
            let is_card = read.is_ok_and(|number| number.form() == F::IdentityCard);
            prop_assert!(is_card || is_code == (check == right), "{front}{check}");
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}") {
        let _ = TaxNumber::parse(&text);
    }
}
