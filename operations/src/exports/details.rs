//! Bills in files: their heads, and their lines with everything that decided them. A bill as a file and the export of
//! lines have the same columns.

use std::{collections::VecDeque, io::Write, sync::Arc};

use domain::{
    Currency, Tongue, Zone,
    access::Actor,
    bill::{BillKind, BillState, Item, Stage},
    money,
    order::{DeliveryType, OrderType, PaymentMethod},
    settlement::{Formula, Parts, RuleName, RuleVersion},
};
use futures::{StreamExt, stream};

use super::{
    columns::{Heading, Shown},
    csv,
    manner::Manner,
    pieces::{Piece, Pieces},
    table::{Cell, Column, Table, chosen, columns, headings, write},
    workbook::{OneCurrency, write_rows},
    write::Style,
};
use crate::{
    Office, Result,
    bills::{
        self, Bill, Listed,
        files::{Detail, Reader},
    },
    list::{Count, Filter, LARGEST},
    rules,
    sheets::Sheets,
};

pub(super) static BILLS: Table<Listed> = Table {
    page: |office, actor, filter| Box::pin(bills::list(office, actor, filter)),
    columns: columns! {
        "id" Whole 8 |b| Some(b.id);
        "bill" Text 18 |b| b.number.as_deref().unwrap_or_default().into();
        "kind" Code 14 |b| b.kind.code(), BillKind::worded;
        "reseller" Text 20 |b| b.reseller.as_deref().unwrap_or_default().into();
        "payment_method" Code 12 |b| b.payment.map_or("", PaymentMethod::code), PaymentMethod::worded;
        "period" Text 10 |b| b.period.to_string().into();
        "currency" Currency 10 |b| b.currency;
        "state" Code 10 |b| b.state.code(), BillState::worded;
        "stage" Code 16 |b| b.stage.map_or("", |(stage, _)| stage.code()), Stage::worded;
        "line_count" Whole 10 |b| b.line_count;
        "product_sales" Money 16 |b| b.parts.map(|of| (of.sales_minor, b.currency));
        "coupon_deduction" Money 14 |b| b.parts.map(|of| (of.coupon_minor, b.currency));
        "platform_fee_amount" Money 14 |b| b.parts.map(|of| (of.fee_minor, b.currency));
        "taxes_and_share" Money 16 |b| b.parts.map(|of| (of.other_minor, b.currency));
        "increment_amount" Money 14 |b| b.parts.map(|of| (of.increment_minor, b.currency));
        "total" Money 16 |b| b.total_minor.map(|minor| (minor, b.currency));
        "made_at" Moment 20 |b| Some(b.made_at);
        "submitted_by" Text 20 |b| b.submitted.as_ref().map_or("", |of| &of.by).into();
        "submitted_at" Moment 20 |b| b.submitted.as_ref().map(|of| of.at);
        "approved_by" Text 20 |b| b.approved.as_ref().map_or("", |of| &of.by).into();
        "approved_at" Moment 20 |b| b.approved.as_ref().map(|of| of.at);
        "locked_by" Text 20 |b| b.locked.as_ref().map_or("", |of| &of.by).into();
        "locked_at" Moment 20 |b| b.locked.as_ref().map(|of| of.at);
        "paid_at" Moment 20 |b| b.paid_at;
        "carried_by" Whole 10 |b| b.carried_by;
        "reason" Text 30 |b| b.reason.as_deref().unwrap_or_default().into();
        "lines_sha256" Text 66 |b| b.lines_hash.as_deref().unwrap_or_default().into();
    },
};

pub(super) static DETAILS: &[Column<Detail>] = columns! {
    "bill" Text 18 |d| d.bill.called().into();
    "kind" Code 14 |d| d.bill.kind.code(), BillKind::worded;
    "payment_method" Code 12 |d| d.bill.payment.code(), PaymentMethod::worded;
    "period" Text 10 |d| d.bill.period.to_string().into();
    "currency" Currency 8 |d| d.bill.currency;
    "position" Whole 8 |d| Some(d.line.position);
    "item" Code 12 |d| d.line.item.code(), Item::worded;
    "order_no" Text 22 |d| d.line.order_no.as_str().into();
    "line_no" Whole 8 |d| Some(d.line.line_no);
    "part" Whole 8 |d| Some(d.line.part);
    "order_type" Code 12 |d| &d.line.order_type, OrderType::worded;
    "customer_name" Text 24 |d| d.line.customer_name.as_str().into();
    "product_name" Text 28 |d| d.line.product_name.as_str().into();
    "delivery_type" Code 14 |d| d.line.delivery_type.map_or("", DeliveryType::code), DeliveryType::worded;
    "earned_in" Text 10 |d| d.line.period.to_string().into();
    "formula" Code 16 |d| d.line.rule.map_or("", |rule| rule.formula.code()), Formula::worded;
    "rule" Code 20 |d| &d.rule, rule_in;
    "rule_version" Whole 10 |d| d.line.rule.map(|rule| rule.version);
    "product_sales" Money 16 |d| part(d, |of| of.sales_minor);
    "coupon_deduction" Money 14 |d| part(d, |of| of.coupon_minor);
    "platform_fee_amount" Money 14 |d| part(d, |of| of.fee_minor);
    "taxes_and_share" Money 16 |d| part(d, |of| of.other_minor);
    "increment_amount" Money 14 |d| part(d, |of| of.increment_minor);
    "inputs" Text 40 |d| d.inputs.as_str().into();
    "calculation" Text 60 |d| d.calculation.as_str().into();
    "unrounded" Exact 20 |d| d.unrounded.as_str().into();
    "amount" Money 18 |d| Some((d.line.amount_minor, d.bill.currency));
    "corrects" Text 20 |d| d.corrects.as_ref().map(|of| of.written()).unwrap_or_default().into();
    "reason" Text 30 |d| d.line.reason.as_deref().unwrap_or_default().into();
};

/// What an amount is made of; empty for what no formula computes.
fn part(detail: &Detail, of: fn(&Parts) -> i64) -> Option<(i64, Currency)> {
    detail.line.inputs.as_ref()?;
    Some((of(&detail.line.parts()?), detail.bill.currency))
}

/// The amount to the last digit, for a workbook that has amounts of which a spreadsheet does not keep every digit.
static EXACT: Column<Detail> = Column {
    name: "exact_amount",
    cell: Cell::Text(|d| money::bare(d.line.amount_minor, d.bill.currency).into()),
    width: 22,
};

/// `general v2` in words.
fn rule_in(name: &str, tongue: Tongue) -> std::borrow::Cow<'_, str> {
    let read = || {
        let (formula, version) = name.split_once(" v")?;
        Some(RuleName { formula: Formula::from_code(formula)?, version: version.parse().ok()? })
    };
    match read() {
        Some(rule) => rule.in_words(tongue).into(),
        None => name.into(),
    }
}

fn all() -> Vec<&'static Column<Detail>> {
    DETAILS.iter().collect()
}

/// The first line of a bill as CSV.
pub(crate) fn csv_header(tongue: Tongue) -> Vec<u8> {
    csv::header(&headings(&all(), tongue))
}

/// Lines of a bill as CSV.
pub(crate) fn csv_rows(details: &[Detail], tongue: Tongue, zone: Zone) -> Vec<u8> {
    write(&all(), details, Style::Csv, tongue, zone)
}

/// A bill that is being written as a workbook.
pub(crate) struct Book {
    sheets: Sheets,
    columns: Vec<&'static Column<Detail>>,
    headings: Vec<Heading>,
    tongue: Tongue,
    currency: OneCurrency,
    /// What it comes to, where amounts stand beside their numbers to the last digit.
    exact_total: Option<String>,
}

impl Book {
    /// Begins it: `titles` stand above its headings, `at` is when what it says was fixed, in milliseconds since 1970.
    /// With an exact total every amount stands to the last digit beside its number: a spreadsheet keeps fifteen digits.
    ///
    /// # Errors
    /// `Internal` when it cannot be written; a full disk.
    pub(crate) fn begin(
        name: &str,
        titles: Vec<String>,
        tongue: Tongue,
        at: i64,
        exact_total: Option<String>,
    ) -> Result<Self> {
        let mut columns = all();
        if exact_total.is_some() {
            columns.insert(amount_at() + 1, &EXACT);
        }
        let mut headings = headings(&columns, tongue);
        if exact_total.is_some() {
            for (heading, shown) in headings.iter_mut().skip(amount_at()).zip([Shown::Near, Shown::Digits]) {
                heading.shown = shown;
            }
        }
        let named = headings.iter().map(|heading| (heading.name.clone(), heading.width));
        let mut sheets = Sheets::titled(name, titles, named)?;
        sheets.made(at)?;
        Ok(Self { sheets, columns, headings, tongue, currency: OneCurrency::default(), exact_total })
    }

    /// Writes lines.
    ///
    /// # Errors
    /// `Internal` when they cannot be written; a full disk.
    pub(crate) fn rows(&mut self, details: &[Detail], zone: Zone) -> Result<()> {
        let cells = write(&self.columns, details, Style::Cells, self.tongue, zone);
        write_rows(&mut self.sheets, &self.headings, &cells, &mut self.currency)
    }

    /// Writes the sum, and hands the workbook over.
    ///
    /// # Errors
    /// As [`Self::rows`], or whatever `out` says.
    pub(crate) fn end(mut self, out: impl Write + Send) -> Result<()> {
        self.sheets.total(self.tongue.pick("合计", "Total"), [amount_at()])?;
        if let Some(total) = &self.exact_total {
            self.sheets.beside_total(amount_at() + 1, total)?;
        }
        self.sheets.save(out)
    }
}

/// Where the amount stands among the columns.
fn amount_at() -> usize {
    DETAILS.iter().position(|column| column.name == "amount").unwrap_or_default()
}

/// How many lines the bills of a filter have.
pub(super) async fn count(office: &Office, actor: &Actor, filter: &Filter) -> Result<Count> {
    let (mut rows, mut rest) = (0, Some(filter.clone().sized(LARGEST).at(None)));
    while let Some(filter) = rest {
        let page = bills::own(office, actor, &filter).await?;
        rows += page.rows.iter().map(|bill| bill.line_count).sum::<i64>();
        rest = page.next.map(|next| filter.at(Some(next)));
    }
    Ok(Count { rows, more: false })
}

/// The headings of the lines of bills.
pub(super) fn detail_headings(manner: &Manner) -> Vec<Heading> {
    headings(&chosen(DETAILS, manner), manner.tongue)
}

/// What is still to be written of the bills of a filter.
struct Rest {
    office: Office,
    actor: Actor,
    /// Bills that are not read yet.
    filter: Option<Filter>,
    /// Bills whose lines are not read yet.
    bills: VecDeque<Bill>,
    /// The bill whose lines are being read.
    reader: Option<Reader>,
    rules: Option<Arc<[RuleVersion]>>,
}

impl Rest {
    /// The next lines; none behind the last one.
    async fn page(&mut self) -> Result<Vec<Detail>> {
        loop {
            if let Some(reader) = &mut self.reader {
                let page = reader.page().await?;
                if !page.is_empty() {
                    return Ok(page);
                }
                self.reader = None;
            }
            if let Some(bill) = self.bills.pop_front() {
                let rules = match &self.rules {
                    Some(rules) => Arc::clone(rules),
                    None => rules::versions(&self.office).await?.into(),
                };
                self.rules = Some(Arc::clone(&rules));
                self.reader = Some(Reader::new(&self.office, &self.actor, Arc::new(bill), rules));
                continue;
            }
            let Some(filter) = self.filter.take() else { return Ok(Vec::new()) };
            let page = bills::own(&self.office, &self.actor, &filter).await?;
            self.filter = page.next.map(|next| filter.at(Some(next)));
            self.bills = page.rows.into();
        }
    }
}

/// The lines of the bills of a filter, bill by bill in the order of the list.
pub(super) fn rows(office: &Office, actor: &Actor, filter: Filter, style: Style, manner: &Manner) -> Pieces {
    let rest = Rest {
        office: office.clone(),
        actor: actor.clone(),
        filter: Some(filter.sized(LARGEST).at(None)),
        bills: VecDeque::new(),
        reader: None,
        rules: None,
    };
    let (columns, tongue, zone) = (Arc::<[_]>::from(chosen(DETAILS, manner)), manner.tongue, office.zone);
    let pages = stream::try_unfold(rest, move |mut rest| {
        let columns = Arc::clone(&columns);
        async move {
            let page = rest.page().await?;
            if page.is_empty() {
                return Ok(None);
            }
            let bytes = write(&columns, &page, style, tongue, zone);
            Ok(Some((Piece { bytes: bytes.into(), rows: page.len() as u64 }, rest)))
        }
    });
    pages.boxed()
}
