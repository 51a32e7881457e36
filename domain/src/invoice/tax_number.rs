//! Tax numbers: unified social credit codes with their check digit (GB 32100-2015), and the older forms as far as they
//! can be checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Alphabet, Fault,
    number::{all_of, length_of},
};
use crate::{Problem, codes, text::compact};

codes! {
    /// What a tax number is made of.
    pub enum TaxNumberForm {
        /// Unified social credit code: 18 characters, the last a check digit.
        CreditCode = "credit_code" | "统一社会信用代码",
        /// Number of a region and of an organisation, or one that a tax office made up: 15 characters. Those of tax
        /// offices have no check digit, and nothing tells the two apart.
        Organisation = "organisation" | "15位税号",
        /// Identity card of a person: 18 digits, the last a check digit, or X.
        IdentityCard = "identity_card" | "居民身份证号",
        /// Identity card of whoever trades, and two digits for which shop: 20 digits.
        SoleTrader = "sole_trader" | "20位税号",
    }
}

/// A tax number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaxNumber {
    number: String,
    form: TaxNumberForm,
}

/// The characters of a credit code, each worth its place.
const CREDIT: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// What the first 17 characters of an identity card are multiplied by (GB 11643), modulo 11.
const CARD: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Its check digit for each remainder.
const CARD_CHECK: &str = "10X98765432";
/// The place of the check digit of a credit code and of an identity card.
const CHECK: u32 = 18;

impl TaxNumber {
    /// Reads a tax number: small letters, full-width characters, spaces and hyphens make no difference.
    ///
    /// # Errors
    /// `Missing`; a [`Fault`]: `WrongLength`, `WrongCharacter` or `WrongCheckDigit`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let number = compact(text).replace('-', "").to_uppercase();
        if number.is_empty() {
            return Err(Problem::Missing);
        }
        let form = form_of(&number)?;
        Ok(Self { number, form })
    }

    /// As it stands on an invoice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// What it is made of.
    #[must_use]
    pub const fn form(&self) -> TaxNumberForm {
        self.form
    }

    /// Whether a check digit says that it is not mistyped. A number without one should be read again by somebody.
    #[must_use]
    pub const fn is_checked(&self) -> bool {
        !matches!(self.form, TaxNumberForm::Organisation)
    }
}

impl std::fmt::Display for TaxNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.number)
    }
}

impl From<TaxNumber> for String {
    fn from(number: TaxNumber) -> Self {
        number.number
    }
}

impl TryFrom<String> for TaxNumber {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

fn form_of(number: &str) -> Result<TaxNumberForm, Fault> {
    length_of(number, &[15, 18, 20])?;
    // Other alphabets have more bytes than characters; no number with them goes past this.
    all_of(number, Alphabet::Alphanumeric)?;
    match number.len() {
        15 => {
            // Region, organisation, and the check digit that organisations have, if it is one of theirs.
            at(number, 1, 6, Alphabet::Digits)?;
            at(number, 15, 15, Alphabet::DigitOrX)?;
            Ok(TaxNumberForm::Organisation)
        }
        18 => eighteen(number),
        _ => {
            at(number, 1, 17, Alphabet::Digits)?;
            at(number, 18, 18, Alphabet::DigitOrX)?;
            at(number, 19, 20, Alphabet::Digits)?;
            let fits = card_fits(&number[..18]);
            if fits { Ok(TaxNumberForm::SoleTrader) } else { Err(Fault::WrongCheckDigit { place: CHECK }) }
        }
    }
}

fn eighteen(number: &str) -> Result<TaxNumberForm, Fault> {
    if card_fits(number) && is_born(number) {
        return Ok(TaxNumberForm::IdentityCard);
    }
    all_of(number, Alphabet::CreditCode)?;
    // The region in which it is registered.
    at(number, 3, 8, Alphabet::Digits)?;
    if credit_fits(number) {
        Ok(TaxNumberForm::CreditCode)
    } else {
        Err(Fault::WrongCheckDigit { place: CHECK })
    }
}

/// The characters from one place to another are of an alphabet.
fn at(number: &str, first: usize, last: usize, allowed: Alphabet) -> Result<(), Fault> {
    all_of(&number[first - 1..last], allowed).map_err(|fault| match fault {
        Fault::WrongCharacter { place, character, allowed } => {
            let before = u32::try_from(first - 1).unwrap_or_default();
            Fault::WrongCharacter { place: place + before, character, allowed }
        }
        other => other,
    })
}

/// Each character is multiplied by a power of 3; with the check digit, which counts once, they are a multiple of 31.
fn credit_fits(number: &str) -> bool {
    let values = number.chars().map(|c| CREDIT.find(c).and_then(|place| u32::try_from(place).ok()));
    let mut power = 1;
    let mut sum = 0;
    for (place, value) in (1..).zip(values) {
        let Some(value) = value else { return false };
        sum += value * if place == CHECK { 1 } else { power };
        power = power * 3 % 31;
    }
    sum % 31 == 0
}

/// The check digit of an identity card fits (GB 11643, ISO 7064 MOD 11-2).
fn card_fits(number: &str) -> bool {
    let (front, check) = number.split_at(number.len() - 1);
    let mut sum = 0;
    for (c, weight) in front.chars().zip(CARD) {
        let Some(value) = c.to_digit(10) else { return false };
        sum += value * weight;
    }
    usize::try_from(sum % 11).is_ok_and(|rest| CARD_CHECK[rest..].starts_with(check))
}

/// The first digit is that of a part of the country, and places 7 to 14 are a day on which somebody can have been born:
/// by this an identity card is told from a credit code, which is of digits, too, more often than not.
fn is_born(number: &str) -> bool {
    let day = NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").ok();
    let region = matches!(number.as_bytes()[0], b'1'..=b'8');
    region && day.is_some() && matches!(&number[6..8], "19" | "20")
}

#[cfg(test)]
mod tests;
