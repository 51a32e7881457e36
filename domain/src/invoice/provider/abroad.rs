//! Invoices to the provider on the international site (`domain.md` 6.4): one for a requisition, of its whole amount.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Known, RequisitionNo};
use crate::{
    FieldName as F, FieldProblem, Period, Problem,
    invoice::{Alphabet, Fault, buyer::original, number::all_of, reader::Reader},
    money,
    text::{compact, folded},
};

/// What it is for, always.
pub const SERVICE_ITEM: &str = "Marketplace service";
/// The longest number, in characters.
const MOST: u32 = 64;

/// An invoice as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenAbroadInvoice {
    /// Its number, as the merchant counts its invoices.
    pub invoice_number: String,
    /// Its day.
    pub issued_on: String,
    /// Payment Requisition Form No.
    pub requisition: String,
    /// Service Item.
    pub item: String,
    /// Settlement Period.
    pub period: String,
    /// INVOICE AMOUNT.
    pub amount: String,
    /// Name of its file.
    pub file: String,
}

/// An invoice that can be entered. All else is as the notice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbroadInvoice {
    /// Its number: letters, digits, hyphens and underscores, at most 64.
    pub number: String,
    /// Its day.
    pub issued_on: NaiveDate,
    /// What it is for.
    pub requisition: RequisitionNo,
    /// Its amount in minor units.
    pub amount_minor: i64,
    /// Name of its file.
    pub file: String,
}

impl WrittenAbroadInvoice {
    /// The invoice for a requisition.
    ///
    /// # Errors
    /// What is wrong, by field: above all what differs from the notice, and an amount where there is an invoice already.
    pub fn read(&self, known: &Known<'_>) -> Result<AbroadInvoice, Vec<FieldProblem>> {
        let notice = known.notice;
        let mut reader = Reader::default();
        let number = reader.keep(F::InvoiceNumber, number(&self.invoice_number));
        let issued_on = reader.issued_on(&self.issued_on, known.noticed_on, known.today);
        let requisition = reader.keep(F::Requisition, RequisitionNo::parse(&self.requisition));
        same(F::Requisition, requisition.as_ref(), &notice.requisition, &mut reader);
        let item = reader.text(F::Item, &self.item, MOST, true);
        if !item.is_empty() && folded(&item) != folded(SERVICE_ITEM) {
            reader.wrong(F::Item, Fault::MustBe { value: item, right: SERVICE_ITEM.to_owned() });
        }
        let period = reader.keep(F::Period, Period::parse(&self.period));
        same(F::Period, period.as_ref(), &notice.period, &mut reader);
        let amount = reader.keep(F::Amount, money::parse_minor(&self.amount, notice.currency));
        let bare = |minor| money::bare(minor, notice.currency);
        let rest = known.held.rest();
        match amount {
            Some(amount) if amount != notice.amount_minor => {
                let right = bare(notice.amount_minor);
                reader.wrong(F::Amount, Fault::MustBe { value: bare(amount), right });
            }
            Some(amount) if amount > rest => {
                let rest = bare(rest.max(0));
                reader.wrong(F::Amount, Fault::AboveRest { value: bare(amount), rest });
            }
            _ => {}
        }
        let file = original(&self.file, &mut reader);
        reader.done(number.zip(issued_on).map(|(number, issued_on)| AbroadInvoice {
            number,
            issued_on,
            requisition: notice.requisition.clone(),
            amount_minor: notice.amount_minor,
            file,
        }))
    }
}

/// What was given is what the notice says.
fn same<T: PartialEq + ToString>(field: F, given: Option<&T>, right: &T, reader: &mut Reader) {
    if let Some(given) = given.filter(|given| *given != right) {
        reader.wrong(field, Fault::MustBe { value: given.to_string(), right: right.to_string() });
    }
}

fn number(text: &str) -> Result<String, Problem> {
    let number = compact(text);
    if number.is_empty() {
        return Err(Problem::Missing);
    }
    all_of(&number, Alphabet::Reference)?;
    if number.len() > MOST as usize { Err(Problem::TooLong { most: MOST }) } else { Ok(number) }
}
