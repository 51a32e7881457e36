//! The form by which an invoice is made out (`domain.md` 6.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    Currency, FieldName as F, FieldProblem,
    invoice::{
        Fault, InvoiceNumber, InvoiceType, MOST_NUMBER, MOST_REMARK, MOST_TEXT, Original, reader::Reader,
    },
    money,
};

/// An invoice as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenInvoice {
    /// Code before the number.
    pub invoice_code: String,
    /// Number.
    pub invoice_number: String,
    /// Amount with tax; that of the request when nothing is said.
    pub amount: String,
    /// Its day.
    pub issued_on: String,
    /// Courier of one on paper.
    pub courier: String,
    /// Waybill of one on paper.
    pub waybill: String,
    /// Where a file is sent; where the buyer asked for it when nothing is said.
    pub email: String,
    /// Name of the file.
    pub file: String,
    /// Remark.
    pub remark: String,
}

/// What is known of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// Kind and medium.
    pub invoice_type: InvoiceType,
    /// Its amount in minor units, see [`super::Granted`].
    pub amount_minor: i64,
    /// The currency of the order.
    pub currency: Currency,
    /// Where the buyer wants a file.
    pub email: &'a str,
    /// The day of the request.
    pub asked_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// An invoice that can be made out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Which one it is.
    pub number: InvoiceNumber,
    /// Its amount in minor units.
    pub amount_minor: i64,
    /// Its day.
    pub issued_on: NaiveDate,
    /// Courier; empty for a file.
    pub courier: String,
    /// Waybill; empty for a file.
    pub waybill: String,
    /// Where it is sent; empty on paper.
    pub email: String,
    /// Name of the file; empty on paper.
    pub file: String,
    /// Remark.
    pub remark: String,
}

impl WrittenInvoice {
    /// The invoice for a request.
    ///
    /// # Errors
    /// What is wrong, by field: also an amount that is not the one of the request, a day before it, and what the medium
    /// has no place for.
    pub fn read(&self, request: &Request<'_>) -> Result<Issued, Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let medium = request.invoice_type.medium();
        let number = reader.all(InvoiceNumber::read(medium, &self.invoice_code, &self.invoice_number));
        self.amount(request, &mut reader);
        let issued_on = reader.issued_on(&self.issued_on, request.asked_on, request.today);
        let (mut email, mut file) = (String::new(), String::new());
        if medium.is_file() {
            reader.unwanted(F::Courier, &self.courier);
            reader.unwanted(F::Waybill, &self.waybill);
            let given = if self.email.trim().is_empty() { request.email } else { &self.email };
            email = reader.mail(F::Email, given, true);
            file = original(&self.file, &mut reader);
        } else {
            reader.unwanted(F::Email, &self.email);
            reader.unwanted(F::File, &self.file);
        }
        let on_paper = |given: &'_ str| if medium.is_file() { String::new() } else { given.to_owned() };
        let courier = reader.text(F::Courier, &on_paper(&self.courier), MOST_NUMBER, !medium.is_file());
        let waybill = reader.text(F::Waybill, &on_paper(&self.waybill), MOST_NUMBER, !medium.is_file());
        let remark = reader.text(F::Remark, &self.remark, MOST_REMARK, false);
        let amount_minor = request.amount_minor;
        reader.done(number.zip(issued_on).map(|(number, issued_on)| Issued {
            number,
            amount_minor,
            issued_on,
            courier,
            waybill,
            email,
            file,
            remark,
        }))
    }

    /// An invoice is for the whole amount.
    fn amount(&self, request: &Request<'_>, reader: &mut Reader) {
        if self.amount.trim().is_empty() {
            return;
        }
        let given = reader.keep(F::Amount, money::parse_minor(&self.amount, request.currency));
        if let Some(given) = given.filter(|given| *given != request.amount_minor) {
            let bare = |minor| money::bare(minor, request.currency);
            reader.wrong(F::Amount, Fault::MustBe { value: bare(given), right: bare(request.amount_minor) });
        }
    }
}

/// The name of an original.
pub(in crate::invoice) fn original(file: &str, reader: &mut Reader) -> String {
    let name = reader.text(F::File, file, MOST_TEXT, true);
    if !name.is_empty() {
        reader.keep(F::File, Original::of_file(&name));
    }
    name
}
