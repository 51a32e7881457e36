//! What is not in a statement, as a file whose headings are those of the import: it can be corrected and brought in
//! again.

use std::io::Write;

use domain::{
    Moment, Rate, Tongue, Zone,
    access::{Actor, Operation},
    money,
    order::Line,
    text::safe_cell,
};

use super::{rate_in, unwritten};
use crate::{
    Office, Result,
    exports::{Format, headings::heading},
    orders::{self, Name, Named},
    sheets::{Cell, Sheets},
    statements::{Head, LeftOut, LeftOutReason, left_out, left_out_of},
};

/// Lines that are read at once.
const PAGE: i64 = 500;

/// The headings, with their widths in a spreadsheet.
const HEADINGS: [(&str, u16); 24] = [
    ("order_no", 22),
    ("line_no", 8),
    ("order_type", 12),
    ("sales_channel", 12),
    ("reseller", 24),
    ("commission_ratio", 10),
    ("product_id", 14),
    ("product_name", 28),
    ("customer_id", 14),
    ("customer_name", 28),
    ("currency", 10),
    ("deal_price", 14),
    ("floor_price", 14),
    ("output_tax", 10),
    ("service_tax", 10),
    ("state", 14),
    ("created_at", 20),
    ("paid_at", 20),
    ("effective_at", 20),
    ("completed_at", 20),
    ("repaid_at", 20),
    ("payment_method", 12),
    // These two are not for the import.
    ("settlement_amount", 16),
    ("not_settled_because", 22),
];

/// What stands in a cell.
enum Value {
    Text(String),
    Rate(Option<Rate>),
    Money(String),
    Moment(String),
}

/// Writes the lines that are left out of a statement for a reason, or for every reason, a page in memory at a time.
///
/// # Errors
/// `Denied`, `NotFound`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_left_out<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    head: &Head,
    reason: Option<LeftOutReason>,
    (format, tongue): (Format, Tongue),
    out: W,
) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    let mut sink = Sink::new(format, tongue, out)?;
    for group in left_out(office, actor, head.id).await? {
        if reason.is_some_and(|reason| reason != group.reason) {
            continue;
        }
        let mut after = (0, 0);
        loop {
            let page = left_out_of(office, actor, head.id, group.reason, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = (last.order_id, last.line_no);
            let mut rows: Vec<i64> = page.iter().map(|line| line.order_id).collect();
            rows.dedup();
            let orders = orders::of_rows(office, actor, &rows).await?;
            for line in &page {
                let found = orders.iter().find(|order| order.id == line.order_id);
                let of_line = |order: &&Named| order.lines().any(|(of, _)| of.line_no == line.line_no);
                if let Some(order) = found.filter(of_line) {
                    sink.row(&cells(office.zone, order, line, group.reason, tongue))?;
                }
            }
        }
    }
    sink.end()
}

fn cells(zone: Zone, order: &Named, left: &LeftOut, reason: LeftOutReason, tongue: Tongue) -> Vec<Value> {
    let head = &order.order.head;
    let Some((line, product)) = order.lines().find(|(line, _)| line.line_no == left.line_no) else {
        return Vec::new();
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let amount = |minor: Option<i64>| {
        Value::Money(minor.map(|minor| money::bare(minor, head.currency)).unwrap_or_default())
    };
    let rate = |rate: Option<Rate>| Value::Rate(rate);
    let at = |at: Option<Moment>| Value::Moment(at.map(|at| zone.second(at)).unwrap_or_default());
    let Line { line_no, output_tax, service_tax, .. } = line;
    let Name { code, name } = product;
    vec![
        text(&order.order.number),
        Value::Text(line_no.to_string()),
        text(&head.order_type.in_words(tongue)),
        text(&head.sales_channel.in_words(tongue)),
        text(order.reseller.as_deref().unwrap_or_default()),
        rate(head.ratio),
        text(code),
        text(name),
        text(&order.customer.code),
        text(&order.customer.name),
        text(head.currency.code()),
        amount(Some(line.deal_of_line_minor())),
        amount(line.floor_of_line_minor()),
        rate(*output_tax),
        rate(*service_tax),
        text(&head.state.in_words(tongue)),
        at(Some(head.created_at)),
        at(head.paid_at),
        at(head.effective_at),
        at(head.completed_at),
        at(head.repaid_at),
        text(&head.payment_method.in_words(tongue)),
        amount(left.amount_minor),
        Value::Text(match reason {
            LeftOutReason::Held(why) => why.in_words(tongue).into_owned(),
            LeftOutReason::OtherPeriod(period) => period.in_words(tongue),
        }),
    ]
}

/// Where the rows go.
enum Sink<W: Write> {
    Csv(Box<csv::Writer<W>>, Tongue),
    Xlsx(Box<Sheets>, W),
}

impl<W: Write + Send> Sink<W> {
    fn new(format: Format, tongue: Tongue, mut out: W) -> Result<Self> {
        Ok(match format {
            Format::Csv => {
                if tongue != Tongue::Codes {
                    out.write_all("\u{feff}".as_bytes()).map_err(unwritten)?;
                }
                let mut file = csv::Writer::from_writer(out);
                let names = HEADINGS.map(|(name, _)| heading(name, tongue).into_owned());
                file.write_record(names).map_err(unwritten)?;
                Self::Csv(Box::new(file), tongue)
            }
            Format::Xlsx => {
                let columns = HEADINGS.map(|(name, width)| (heading(name, tongue), width));
                Self::Xlsx(Box::new(Sheets::titled("left out", Vec::new(), columns)?), out)
            }
        })
    }

    fn row(&mut self, values: &[Value]) -> Result<()> {
        match self {
            Self::Csv(file, tongue) => {
                for value in values {
                    match value {
                        Value::Text(text) => file.write_field(safe_cell(text).as_ref()),
                        Value::Rate(rate) => {
                            let text = rate.map(|rate| rate_in(rate, *tongue));
                            file.write_field(text.unwrap_or_default())
                        }
                        Value::Money(text) | Value::Moment(text) => file.write_field(text),
                    }
                    .map_err(unwritten)?;
                }
                file.write_record(None::<&[u8]>).map_err(unwritten)
            }
            Self::Xlsx(sheets, _) => {
                let bare = |value: &Value| match value {
                    Value::Rate(rate) => rate.map(Rate::bare).unwrap_or_default(),
                    _ => String::new(),
                };
                let rates: Vec<String> = values.iter().map(bare).collect();
                sheets.row(values.iter().zip(&rates).map(|(value, rate)| match value {
                    Value::Text(text) => Cell::Text(text),
                    Value::Rate(None) => Cell::Empty,
                    Value::Rate(Some(_)) => Cell::Rate(rate),
                    Value::Money(text) | Value::Moment(text) if text.is_empty() => Cell::Empty,
                    Value::Money(text) => Cell::Money(text),
                    Value::Moment(text) => Cell::Moment(text),
                }))
            }
        }
    }

    fn end(self) -> Result<()> {
        match self {
            Self::Csv(mut file, _) => file.flush().map_err(unwritten),
            Self::Xlsx(sheets, out) => sheets.save(out),
        }
    }
}
