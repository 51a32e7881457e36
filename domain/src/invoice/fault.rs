//! What can be wrong with an invoice, beside what can be wrong with every value.

use serde::{Deserialize, Serialize};

use crate::codes;

codes! {
    /// The characters that can stand at a place of a number.
    pub enum Alphabet {
        /// 0 to 9.
        Digits = "digits",
        /// 0 to 9, and X, which is a ten.
        DigitOrX = "digit_or_x",
        /// Digits and the letters of credit codes (GB 32100-2015): none that is taken for a digit.
        CreditCode = "credit_code_characters",
        /// Digits and letters.
        Alphanumeric = "alphanumeric",
        /// Digits, letters, hyphens and underscores.
        Reference = "reference_characters",
    }
}

impl Alphabet {
    /// Whether a capital letter, a digit or a sign is among them.
    #[must_use]
    pub const fn has(self, c: char) -> bool {
        match self {
            Self::Digits => c.is_ascii_digit(),
            Self::DigitOrX => c.is_ascii_digit() || c == 'X',
            Self::CreditCode => {
                (c.is_ascii_digit() || c.is_ascii_uppercase()) && !matches!(c, 'I' | 'O' | 'S' | 'V' | 'Z')
            }
            Self::Alphanumeric => c.is_ascii_alphanumeric(),
            Self::Reference => c.is_ascii_alphanumeric() || matches!(c, '-' | '_'),
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Digits => "a digit",
            Self::DigitOrX => "a digit or X",
            Self::CreditCode => "a digit or a letter, but none of I O S V Z",
            Self::Alphanumeric => "a digit or a letter",
            Self::Reference => "a digit, a letter, - or _",
        }
    }
}

/// What an invoice may not have, or lacks. Places are counted from 1, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// A character that cannot stand where it stands.
    #[error("has '{character}' as character {place}: {} belongs there", .allowed.sentence())]
    WrongCharacter {
        /// Its place.
        place: u32,
        /// What was given.
        character: char,
        /// What can stand there.
        allowed: Alphabet,
    },
    /// Too many characters, or too few.
    #[error("has {length} characters; possible: {allowed}")]
    WrongLength {
        /// How many there are.
        length: u32,
        /// How many there can be, joined by commas.
        allowed: String,
    },
    /// Somebody mistyped it.
    #[error("is mistyped: its check digit, character {place}, does not fit the others")]
    WrongCheckDigit {
        /// The place of the check digit.
        place: u32,
    },
    /// Something that is known, and differs.
    #[error("is '{value}' and must be {right}")]
    MustBe {
        /// What was given.
        value: String,
        /// What it must be.
        right: String,
    },
    /// More than is left of the amount of a requisition.
    #[error("'{value}' is more than the {rest} that are left to invoice of the requisition")]
    AboveRest {
        /// What was given.
        value: String,
        /// What is left, without its currency.
        rest: String,
    },
    /// A remark that does not say what it is about.
    #[error("must name {wanted}")]
    NotNamed {
        /// What has to stand in it.
        wanted: String,
    },
    /// Several rates of tax on one invoice (`domain.md` 5.10).
    #[error("has the rates {rates}: an invoice has one rate, make one for each")]
    SeveralRates {
        /// The rates, joined by commas.
        rates: String,
    },
    /// An invoice that covers another requisition too (`domain.md` 6.4).
    #[error("is about requisition {other} too: an invoice is for one requisition, make one for each")]
    OtherRequisition {
        /// The other one.
        other: String,
    },
}

impl From<Fault> for crate::Problem {
    fn from(why: Fault) -> Self {
        Self::OfInvoice { why }
    }
}
