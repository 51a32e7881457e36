//! One row of the file, read into values. What the books have to say comes later.

use domain::{
    Currency, FieldProblem, Moment, Problem, Rate, Zone, money,
    order::{
        self, BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        Revision, SalesChannel,
    },
    text,
};

use rust_decimal::Decimal;

use super::columns::Col;
use crate::files::{header::Header, read::Record};

/// Longest name of a customer, product, SKU or reseller, in characters.
const NAME: u32 = 200;
/// Longest id of a customer, product or SKU, in characters.
const CODE: u32 = 64;

/// Reads a row.
///
/// # Errors
/// Every problem of its cells; one problem without a column when it is no row of this file.
pub(super) fn parse(record: &Record, header: &Header, zone: Zone) -> Result<Revision, Vec<FieldProblem>> {
    if record.len() != header.width {
        let detail = format!("it has {} cells and the header has {}", record.len(), header.width);
        return Err(vec![Problem::Unreadable { detail }.of("")]);
    }
    let mut cells = Cells { record, header, problems: Vec::new() };
    let order_no = cells.get(Col::OrderNo, |t| order::parse_number(t.trim_start_matches('\'')));
    if order_no.is_none() && cells.problems.is_empty() {
        cells.problems.push(Problem::Missing.of(Col::OrderNo.name()));
    }
    let line = Revision {
        order_no: order_no.unwrap_or_default(),
        line_no: cells.get(Col::LineNo, order::parse_line_number).unwrap_or(1),
        order_type: cells.get(Col::OrderType, OrderType::parse),
        billing_mode: cells.get(Col::BillingMode, BillingMode::parse),
        business_kind: cells.get(Col::BusinessKind, BusinessKind::parse),
        delivery_type: cells.get(Col::DeliveryType, DeliveryType::parse),
        sales_channel: cells.get(Col::SalesChannel, SalesChannel::parse),
        reseller: cells.name(Col::Reseller),
        ratio: cells.rate(Col::CommissionRatio),
        product_code: cells.code(Col::ProductId),
        product_name: cells.name(Col::ProductName),
        sku_code: cells.code(Col::SkuCode),
        sku_name: cells.name(Col::SkuName),
        customer_code: cells.code(Col::CustomerId),
        customer_name: cells.name(Col::CustomerName),
        quantity: cells.get(Col::Quantity, |t| whole(t, 1, 1_000_000_000)),
        duration: cells.get(Col::Duration, |t| whole(t, 0, 10_000)).filter(|n| *n > 0),
        duration_unit: cells.get(Col::DurationUnit, DurationUnit::parse),
        currency: cells.get(Col::Currency, Currency::parse),
        list: cells.amount(Col::ListPrice),
        deal: cells.amount(Col::DealPrice),
        floor: cells.amount(Col::FloorPrice),
        coupon: cells.amount(Col::Coupon),
        paid: cells.amount(Col::PaidAmount),
        output_tax: cells.rate(Col::OutputTax),
        service_tax: cells.rate(Col::ServiceTax),
        platform_fee: cells.rate(Col::PlatformFee),
        state: cells.get(Col::State, OrderState::parse),
        created_at: cells.time(Col::CreatedAt, zone),
        paid_at: cells.time(Col::PaidAt, zone),
        effective_at: cells.time(Col::EffectiveAt, zone),
        completed_at: cells.time(Col::CompletedAt, zone),
        repaid_at: cells.time(Col::RepaidAt, zone),
        cancelled_at: cells.time(Col::CancelledAt, zone),
        payment_method: cells.get(Col::PaymentMethod, PaymentMethod::parse),
    };
    if cells.problems.is_empty() { Ok(line) } else { Err(cells.problems) }
}

struct Cells<'a> {
    record: &'a Record,
    header: &'a Header,
    problems: Vec<FieldProblem>,
}

impl Cells<'_> {
    fn get<T>(&mut self, column: Col, read: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let cell = disarmed(self.record.cell(self.header.place(column as usize)?));
        if cell.trim().is_empty() {
            return None;
        }
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
        self.get(column, |t| text::optional(&text::plain(t), CODE)).flatten()
    }

    fn rate(&mut self, column: Col) -> Option<Rate> {
        self.get(column, Rate::parse)
    }

    /// An amount of a currency that only the books may know.
    fn amount(&mut self, column: Col) -> Option<Decimal> {
        self.get(column, |t| money::parse(t, Currency::FINEST))
    }

    fn time(&mut self, column: Col, zone: Zone) -> Option<Moment> {
        self.get(column, |t| zone.parse(t))
    }
}

/// Takes back what [`text::safe_cell`] does, so that an exported file comes in as it went out.
fn disarmed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

/// A whole number, also as spreadsheets write it: `1,000` or `3.00`.
fn whole(cell: &str, least: i64, most: i64) -> Result<i64, Problem> {
    let plain = text::plain(cell);
    let wrong = || Problem::NotANumber { value: plain.chars().take(40).collect(), least, most };
    let number =
        money::parse(&plain, 0).ok().and_then(|number| i64::try_from(number).ok()).ok_or_else(wrong)?;
    if (least..=most).contains(&number) && !plain.contains(['¥', '$', '€', '£']) {
        Ok(number)
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_row(header: &str, row: &str) -> Result<Revision, Vec<FieldProblem>> {
        let header = crate::imports::columns::header(header.split('|')).unwrap();
        let mut record = Record::default();
        row.split('|').for_each(|cell| record.push(cell));
        parse(&record, &header, Zone::default())
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
    fn a_row_of_another_width_is_no_row() {
        assert_eq!(problems("CS1|1|云"), [" the row cannot be read: it has 3 cells and the header has 9"]);
        assert_eq!(problems("|1|云|客|completed|2026-10-01|1||1"), ["order_no is missing"]);
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
            (line.deal, line.output_tax, line.quantity),
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
