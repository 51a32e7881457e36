//! The form by which an invoice to the provider is entered, on the mainland (`domain.md` 6.4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Held, Notice, RequisitionNo, TYPES, remark};
use crate::{
    FieldName as F, FieldProblem, Problem, Rate,
    invoice::{
        Fault, InvoiceNumber, InvoiceType, MOST_NUMBER, MOST_REMARK, MOST_TEXT, TaxNumber, buyer::original,
        reader::Reader,
    },
    money, text,
};

/// The most items of an invoice.
const MOST_LINES: usize = 100;

/// An item of an invoice as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenLine {
    /// What it is for, such as `*信息技术服务*软件服务费`.
    pub item: String,
    /// Rate of tax.
    pub tax_rate: String,
    /// Amount with tax.
    pub amount: String,
}

/// An invoice as somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WrittenProviderInvoice {
    /// Code of [`InvoiceType`]: a special one.
    pub invoice_type: String,
    /// Code before the number.
    pub invoice_code: String,
    /// Number.
    pub invoice_number: String,
    /// Its day.
    pub issued_on: String,
    /// Who made it out: the merchant's company.
    pub title: String,
    /// The merchant's tax number.
    pub tax_number: String,
    /// Its items.
    pub lines: Vec<WrittenLine>,
    /// Its remark.
    pub remark: String,
    /// Courier of one on paper.
    pub courier: String,
    /// Waybill of one on paper.
    pub waybill: String,
    /// Name of the file of one that is none.
    pub file: String,
}

/// The taxpayer that was certified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certified<'a> {
    /// The names of the company.
    pub names: &'a [&'a str],
    /// Its tax number, where it is known.
    pub tax_number: Option<&'a TaxNumber>,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is for.
    pub item: String,
    /// Amount with tax, in minor units, above zero.
    pub amount_minor: i64,
}

/// An invoice that can be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderInvoice {
    /// Kind and medium.
    pub invoice_type: InvoiceType,
    /// Which one it is.
    pub number: InvoiceNumber,
    /// Its day.
    pub issued_on: NaiveDate,
    /// The one rate of all its items.
    pub rate: Rate,
    /// Its amount with tax, in minor units.
    pub amount_minor: i64,
    /// Its items.
    pub lines: Vec<Line>,
    /// Its remark.
    pub remark: String,
    /// Courier; empty for a file.
    pub courier: String,
    /// Waybill; empty for a file.
    pub waybill: String,
    /// Name of the file; empty on paper.
    pub file: String,
}

/// What is known when an invoice is entered.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The notice.
    pub notice: &'a Notice,
    /// The day of the notice, in the business time zone.
    pub noticed_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// What there is of the requisition.
    pub held: Held<'a>,
    /// The merchant.
    pub certified: Certified<'a>,
    /// The merchant's further requisitions.
    pub others: &'a [RequisitionNo],
}

impl WrittenProviderInvoice {
    /// The invoice for a requisition. Whether its number is taken is asked of [`super::room`].
    ///
    /// # Errors
    /// What is wrong, by field: `invoice_number`, `lines[0].tax_rate` and so on.
    pub fn read(&self, known: &Known<'_>) -> Result<ProviderInvoice, Vec<FieldProblem>> {
        let mut reader = Reader::default();
        let invoice_type = reader.keep(F::InvoiceType, InvoiceType::among(&self.invoice_type, TYPES));
        let number = invoice_type.and_then(|one| {
            reader.all(InvoiceNumber::read(one.medium(), &self.invoice_code, &self.invoice_number))
        });
        let issued_on = reader.issued_on(&self.issued_on, known.noticed_on, known.today);
        self.seller(known.certified, &mut reader);
        let items = self.items(known, &mut reader);
        let remark = reader.text(F::Remark, &self.remark, MOST_REMARK, false);
        reader.keep(F::Remark, remark::check(&remark, known.notice, known.others));
        let (mut courier, mut waybill, mut file) = (String::new(), String::new(), String::new());
        match invoice_type.map(|one| one.medium().is_file()) {
            Some(true) => {
                reader.unwanted(F::Courier, &self.courier);
                reader.unwanted(F::Waybill, &self.waybill);
                file = original(&self.file, &mut reader);
            }
            Some(false) => {
                courier = reader.text(F::Courier, &self.courier, MOST_NUMBER, true);
                waybill = reader.text(F::Waybill, &self.waybill, MOST_NUMBER, true);
                reader.unwanted(F::File, &self.file);
            }
            None => {}
        }
        let whole = invoice_type.zip(number).zip(issued_on.zip(items));
        reader.done(whole.map(|((invoice_type, number), (issued_on, items))| ProviderInvoice {
            invoice_type,
            number,
            issued_on,
            rate: items.rate,
            amount_minor: items.sum,
            lines: items.lines,
            remark,
            courier,
            waybill,
            file,
        }))
    }

    /// The taxpayer is the one that was certified.
    fn seller(&self, certified: Certified<'_>, reader: &mut Reader) {
        let title = reader.text(F::Title, &self.title, MOST_TEXT, true);
        let mut names = certified.names.iter().filter(|name| !name.is_empty());
        let is_it = |name: &&str| text::identity(name) == text::identity(&title);
        if !title.is_empty() && names.clone().next().is_some() && !names.any(is_it) {
            let company = certified.names.join(" / ");
            reader.wrong(F::Title, Problem::NotTheCompany { company });
        }
        let number = reader.keep(F::TaxNumber, TaxNumber::parse(&self.tax_number));
        if let (Some(given), Some(right)) = (number, certified.tax_number)
            && given != *right
        {
            reader.wrong(F::TaxNumber, Fault::MustBe { value: given.into(), right: right.to_string() });
        }
    }

    /// The items, all of one rate, and no more than is left of the notice.
    fn items(&self, known: &Known<'_>, reader: &mut Reader) -> Option<Items> {
        if self.lines.is_empty() {
            reader.wrong(F::Lines, Problem::Missing);
        } else if self.lines.len() > MOST_LINES {
            reader.wrong(F::Lines, Problem::TooMany { most: 100 });
            return None;
        }
        let currency = known.notice.currency;
        let mut rates: Vec<Rate> = Vec::new();
        let mut lines = Vec::new();
        for (at, written) in self.lines.iter().enumerate() {
            let (rate, line) = written.read(at, known, reader);
            lines.extend(line);
            rates.extend(rate.filter(|rate| !rates.contains(rate)));
        }
        let [rate] = rates[..] else {
            if rates.len() > 1 {
                let rates = rates.iter().map(Rate::to_string).collect::<Vec<_>>().join(", ");
                reader.wrong(F::TaxRate, Fault::SeveralRates { rates });
            }
            return None;
        };
        let sum = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount_minor));
        let rest = known.held.rest();
        if lines.len() == self.lines.len() && sum > rest {
            let bare = |minor| money::bare(minor, currency);
            reader.wrong(F::Amount, Fault::AboveRest { value: bare(sum), rest: bare(rest.max(0)) });
        }
        Some(Items { rate, sum, lines })
    }
}

/// The items of an invoice.
struct Items {
    rate: Rate,
    sum: i64,
    lines: Vec<Line>,
}

impl WrittenLine {
    fn read(&self, at: usize, known: &Known<'_>, reader: &mut Reader) -> (Option<Rate>, Option<Line>) {
        let mut keep = |field: F, problem: Problem| {
            reader.wrong_at(&format!("lines[{at}].{}", field.code()), problem);
        };
        let item = text::required(&self.item, MOST_TEXT).map_err(|problem| keep(F::Item, problem)).ok();
        let rate = Rate::parse(&self.tax_rate).map_err(|problem| keep(F::TaxRate, problem)).ok();
        let amount = match money::parse_minor(&self.amount, known.notice.currency) {
            Ok(amount) if amount > 0 => Some(amount),
            Ok(0) => {
                keep(F::Amount, Problem::Missing);
                None
            }
            Ok(_) => {
                keep(F::Amount, Problem::Negative { value: self.amount.trim().to_owned() });
                None
            }
            Err(problem) => {
                keep(F::Amount, problem);
                None
            }
        };
        (rate, item.zip(amount).map(|(item, amount_minor)| Line { item, amount_minor }))
    }
}
