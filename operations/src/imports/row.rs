//! One row of the file, read into values. What the books have to say comes later.

use domain::{
    Currency, FieldProblem, Moment, Problem, Rate, Zone,
    money::{Amount, Numbers},
    order::{
        self, BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        Revision, SalesChannel,
    },
    settlement::PriceBasis,
    supervision::Node,
    text,
    time::Dates,
};

use super::columns::Col;
use crate::files::{
    Form,
    cell::{disarmed, is_error, whole_id},
    form::Kind,
    header::Header,
    read::Record,
};

/// Longest name of a customer, product, SKU or reseller, in characters.
const NAME: u32 = 200;
/// Longest id of a customer, product or SKU, in characters.
const CODE: u32 = 64;

/// How the cells of a file are to be understood.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    zone: Zone,
    numbers: Numbers,
    dates: Dates,
    /// A bare number may be a day.
    day_numbers: bool,
}

impl Reading {
    pub(super) const fn of(form: &Form, zone: Zone) -> Self {
        let day_numbers = !matches!(form.kind, Kind::Workbook { since_1904: true });
        Self { zone, numbers: form.numbers, dates: form.dates, day_numbers }
    }
}

/// Reads a row.
///
/// # Errors
/// Every problem of its cells; one problem without a column when it is no row of this file.
pub(super) fn parse(
    record: &Record,
    header: &Header,
    reading: Reading,
) -> Result<Revision, Vec<FieldProblem>> {
    if record.len() != header.width {
        let (cells, headings) = (record.len() as u64, header.width as u64);
        return Err(vec![Problem::RowWidth { cells, headings }.of("")]);
    }
    let mut cells = Cells { record, header, reading, problems: Vec::new() };
    let order_no = cells.get(Col::OrderNo, |t| order::parse_number(whole_id(t.trim_start_matches('\''))?));
    if order_no.is_none() && cells.problems.is_empty() {
        cells.problems.push(Problem::Missing.of(Col::OrderNo.name()));
    }
    let mut line = Revision {
        order_no: order_no.unwrap_or_default(),
        line_no: cells.get(Col::LineNo, order::parse_line_number).unwrap_or(1),
        order_type: cells.get(Col::OrderType, OrderType::parse),
        billing_mode: cells.get(Col::BillingMode, BillingMode::parse),
        business_kind: cells.get(Col::BusinessKind, BusinessKind::parse),
        delivery_type: cells.get(Col::DeliveryType, DeliveryType::parse),
        sales_channel: cells.get(Col::SalesChannel, SalesChannel::parse),
        reseller: cells.name(Col::Reseller),
        ratio: cells.rate(Col::CommissionRatio),
        product_code: cells.id(Col::ProductId, Col::ProductName),
        product_name: cells.name(Col::ProductName),
        sku_code: cells.code(Col::SkuCode),
        sku_name: cells.name(Col::SkuName),
        customer_code: cells.id(Col::CustomerId, Col::CustomerName),
        customer_name: cells.name(Col::CustomerName),
        quantity: cells.get(Col::Quantity, |t| whole(t, 1, 1_000_000_000)),
        duration: cells.get(Col::Duration, |t| whole(t, 0, 10_000)).filter(|n| *n > 0),
        duration_unit: cells.get(Col::DurationUnit, DurationUnit::parse),
        currency: None,
        list: cells.amount(Col::ListPrice),
        deal: cells.amount(Col::DealPrice),
        floor: cells.amount(Col::FloorPrice),
        coupon: cells.amount(Col::Coupon),
        paid: cells.amount(Col::PaidAmount),
        output_tax: cells.rate(Col::OutputTax),
        service_tax: cells.rate(Col::ServiceTax),
        platform_fee: cells.rate(Col::PlatformFee),
        price_basis: cells.get(Col::PriceBasis, PriceBasis::parse),
        management_fee: cells.rate(Col::ManagementFee),
        partner_tax: cells.rate(Col::PartnerTax),
        wht1: cells.amount(Col::Wht1),
        dst1: cells.amount(Col::Dst1),
        wht2: cells.amount(Col::Wht2),
        dst2: cells.amount(Col::Dst2),
        state: cells.get(Col::State, OrderState::parse),
        created_at: cells.time(Col::CreatedAt),
        paid_at: cells.time(Col::PaidAt),
        effective_at: cells.time(Col::EffectiveAt),
        completed_at: cells.time(Col::CompletedAt),
        repaid_at: cells.time(Col::RepaidAt),
        cancelled_at: cells.time(Col::CancelledAt),
        payment_method: cells.get(Col::PaymentMethod, PaymentMethod::parse),
        supervision_node: cells.get(Col::SupervisionNode, Node::parse),
        supervision_since: cells.time(Col::SupervisionSince),
    };
    line.currency = cells.currency([
        (Col::ListPrice, line.list),
        (Col::DealPrice, line.deal),
        (Col::FloorPrice, line.floor),
        (Col::Coupon, line.coupon),
        (Col::PaidAmount, line.paid),
        (Col::Wht1, line.wht1),
        (Col::Dst1, line.dst1),
        (Col::Wht2, line.wht2),
        (Col::Dst2, line.dst2),
    ]);
    if cells.problems.is_empty() { Ok(line) } else { Err(cells.problems) }
}

struct Cells<'a> {
    record: &'a Record,
    header: &'a Header,
    reading: Reading,
    problems: Vec<FieldProblem>,
}

impl Cells<'_> {
    fn get<T>(&mut self, column: Col, read: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let cell = disarmed(self.record.cell(self.header.place(column as usize)?));
        if cell.trim().is_empty() {
            return None;
        }
        let read = |cell| {
            if is_error(cell) { Err(Problem::ErrorCell { value: cell.to_owned() }) } else { read(cell) }
        };
        match read(cell) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problems.push(problem.of(column.name()));
                None
            }
        }
    }

    fn name(&mut self, column: Col) -> Option<String> {
        self.get(column, |t| text::optional(t, NAME)).flatten()
    }

    fn code(&mut self, column: Col) -> Option<String> {
        self.get(column, |t| text::optional(&text::plain(whole_id(t)?), CODE)).flatten()
    }

    /// The id of a customer or product. One without an id goes by its name, and our own files then give
    /// the name as its id.
    fn id(&mut self, column: Col, name: Col) -> Option<String> {
        let cell = |column: Col| Some(self.record.cell(self.header.place(column as usize)?).trim());
        if cell(column).is_some_and(|id| cell(name) == Some(id)) { None } else { self.code(column) }
    }

    fn rate(&mut self, column: Col) -> Option<Rate> {
        let numbers = self.reading.numbers;
        self.get(column, |t| match numbers {
            Numbers::Comma => Rate::parse(&t.replace(',', ".")),
            Numbers::Usual | Numbers::Point => Rate::parse(t),
        })
    }

    /// An amount of a currency that only the books may know.
    fn amount(&mut self, column: Col) -> Option<Amount> {
        let numbers = self.reading.numbers;
        self.get(column, |t| Amount::parse(t, numbers))
    }

    fn time(&mut self, column: Col) -> Option<Moment> {
        let Reading { zone, dates, day_numbers, .. } = self.reading;
        self.get(column, |t| {
            let t = t.trim();
            let bare =
                t.bytes().all(|b| b.is_ascii_digit() || b == b'.') && t.find('.').unwrap_or(t.len()) < 8;
            if bare && !day_numbers {
                return Err(Problem::NotATime { value: t.to_owned() });
            }
            zone.parse_as(t, dates)
        })
    }

    /// The currency: that of its column, or else the one that the sign of an amount says.
    fn currency(&mut self, amounts: [(Col, Option<Amount>); 9]) -> Option<Currency> {
        if let Some(given) = self.get(Col::Currency, Currency::parse) {
            return Some(given);
        }
        let mut said = None;
        for (column, amount) in amounts {
            match amount.map(Amount::currency) {
                Some(Ok(currency)) => said = said.or(currency),
                Some(Err(problem)) => self.problems.push(problem.of(column.name())),
                None => {}
            }
        }
        said
    }
}

/// A whole number, also as spreadsheets write it: `1,000` or `3.00`.
fn whole(cell: &str, least: i64, most: i64) -> Result<i64, Problem> {
    let plain = text::plain(cell);
    let wrong = || Problem::NotANumber { value: plain.chars().take(40).collect(), least, most };
    let number =
        Amount::parse(&plain, Numbers::Usual).ok().filter(|amount| !amount.has_sign()).ok_or_else(wrong)?;
    let number = number.units(0).map_err(|_| wrong())?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;

    use super::*;
    use crate::{files::header::Candidate, imports::columns::COLUMNS};

    fn parse_row(headings: &str, row: &str) -> Result<Revision, Vec<FieldProblem>> {
        let record = |cells: &str| {
            let mut record = Record::default();
            cells.split('|').for_each(|cell| record.push(cell));
            record
        };
        let table = Candidate::of(COLUMNS, &BTreeMap::new(), &record(headings)).table;
        let header = Header::of(COLUMNS, &table);
        let (numbers, dates) = (Numbers::Usual, Dates::Usual);
        let reading = Reading { zone: Zone::default(), numbers, dates, day_numbers: true };
        let mut record = record(row);
        record.fit(header.width);
        parse(&record, &header, reading)
    }

    const HEADER: &str =
        "order_no|line_no|product_name|customer_name|state|created_at|deal_price|output_tax|quantity";

    fn problems(row: &str) -> Vec<String> {
        parse_row(HEADER, row).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_bad_cell_is_named() {
        let all = problems("CS 1|0|云|客|gone|yesterday|1.2345|6|-1");
        let columns: Vec<&str> = all.iter().filter_map(|p| p.split(' ').next()).collect();
        assert_eq!(
            columns,
            ["order_no", "line_no", "quantity", "deal_price", "output_tax", "state", "created_at"]
        );
    }

    #[test]
    fn only_empty_cells_may_be_missing_or_too_many() {
        assert_eq!(problems("|1|云|客|completed|2026-10-01|1||1"), ["order_no is missing"]);
        assert!(parse_row(HEADER, "CS1|1|云|客|completed|2026-10-01|1").is_ok());
        assert!(parse_row(HEADER, "CS1|1|云|客|completed|2026-10-01|1|||| ").is_ok());
        let wide = problems("CS1|1|云|客|completed|2026-10-01|1||1|more");
        assert_eq!(wide, [" the row has 10 cells and there are 9 headings"]);
    }

    #[test]
    fn what_a_spreadsheet_has_spoilt_is_refused() {
        let of = |row: &str| problems(row).join("; ");
        assert!(of("2.02211E+17|1|云|客|completed|2026-10-01|1||1").contains("has lost digits"));
        assert!(of("CS1|1|#N/A|客|completed|2026-10-01|1||1").contains("'#N/A' is the error of a formula"));
        let line = parse_row(HEADER, "=\"007\"|1|云|客|completed|2026-10-01|1||1").unwrap();
        assert_eq!(line.order_no, "007");
        assert_eq!(parse_row(HEADER, "5E10|1|云|客|completed|2026-10-01|1||1").unwrap().order_no, "5E10");
    }

    #[test]
    fn a_sign_names_the_currency_where_no_column_does() {
        let currency = |price: &str| {
            let row = format!("CS1|1|云|客|completed|2026-10-01|{price}||1");
            parse_row(HEADER, &row).map(|line| line.currency).map_err(|p| p[0].to_string())
        };
        assert_eq!(currency("€100"), Ok(Some(Currency::EUR)));
        assert_eq!((currency("100"), currency("￥100")), (Ok(None), Ok(None)));
        assert!(currency("$100").is_err_and(|text| text.contains("does not say which currency")));
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let line = parse_row(
            HEADER,
            "'ＣＳ１|CS1-000002| 云 |'=客|已完成|２０２６-10-01 12:00|￥１，２００．５０|６％|3.00",
        )
        .unwrap();
        assert_eq!((line.order_no.as_str(), line.line_no), ("CS1", 2));
        assert_eq!((line.product_name.as_deref(), line.customer_name.as_deref()), (Some("云"), Some("=客")));
        assert_eq!(line.state, Some(OrderState::Completed));
        assert_eq!(
            (line.deal.map(Amount::number), line.output_tax, line.quantity),
            (Some(Decimal::new(120_050, 2)), Some(Rate::percent(6)), Some(3))
        );
        assert_eq!(line.order_type, None);
    }

    #[test]
    fn whole_numbers() {
        for (text, number) in [("3", 3), ("3.00", 3), ("1,000", 1000), (" ７ ", 7)] {
            assert_eq!(whole(text, 1, 10_000), Ok(number), "{text}");
        }
        for text in ["0", "3.5", "-1", "abc", "10001", "¥3", "1e3"] {
            assert!(whole(text, 1, 10_000).is_err(), "{text}");
        }
    }
}
