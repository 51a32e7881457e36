//! What the provider asks an invoice for: a requisition (申付单).

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Moment, Period, Problem, Rate,
    invoice::{Alphabet, InvoiceNumber, number::all_of},
    text::compact,
};

/// The longest number of a requisition, in characters.
const MOST: u32 = 64;

/// The number of a requisition (申付单号): letters, digits, hyphens and underscores, at most 64. Capitals make no
/// difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequisitionNo(String);

impl RequisitionNo {
    /// Reads a number; it is kept in capitals.
    ///
    /// # Errors
    /// `Missing`, `TooLong`, or the character that it may not have.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let number = compact(text).to_uppercase();
        if number.is_empty() {
            return Err(Problem::Missing);
        }
        all_of(&number, Alphabet::Reference)?;
        if number.len() > MOST as usize { Err(Problem::TooLong { most: MOST }) } else { Ok(Self(number)) }
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RequisitionNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<RequisitionNo> for String {
    fn from(number: RequisitionNo) -> Self {
        number.0
    }
}

impl TryFrom<String> for RequisitionNo {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

/// The notice that an invoice is wanted (开票通知).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The requisition.
    pub requisition: RequisitionNo,
    /// The account period that is settled.
    pub period: Period,
    /// What the invoices have to come to together, with tax, in minor units.
    pub amount_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// When it came: from then on there is a month, see [`crate::invoice::provider_due`].
    pub noticed_at: Moment,
}

/// An invoice in the books that was not returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Which one it is.
    pub number: InvoiceNumber,
    /// What it is for.
    pub requisition: RequisitionNo,
    /// Its tax rate.
    pub rate: Rate,
    /// Its amount with tax, in minor units.
    pub amount_minor: i64,
}

/// Whether an invoice can be entered for a requisition: none covers two.
///
/// # Errors
/// The field `invoice_number` has it: `Repeated` when it is there for the same requisition, a [`crate::invoice::Fault`]
/// that names the other requisition otherwise.
pub fn room(number: &InvoiceNumber, requisition: &RequisitionNo, entered: &[Entered]) -> Result<(), Problem> {
    match entered.iter().find(|one| one.number == *number) {
        None => Ok(()),
        Some(one) if one.requisition == *requisition => Err(Problem::Repeated { value: number.to_string() }),
        Some(one) => {
            Err(crate::invoice::Fault::OtherRequisition { other: one.requisition.to_string() }.into())
        }
    }
}

/// What invoices come to by tax rate, lowest rate first: different rates are on different invoices.
#[must_use]
pub fn by_rate(entered: &[Entered]) -> Vec<(Rate, i64)> {
    let mut sums = std::collections::BTreeMap::new();
    for one in entered {
        let sum: &mut i64 = sums.entry(one.rate).or_default();
        *sum = sum.saturating_add(one.amount_minor);
    }
    sums.into_iter().collect()
}
