//! A statement as a file: CSV, XLSX, JSON. Drafts and previews too, computed as they are written.

mod csv;
mod json;
mod left_out;
mod xlsx;

pub use csv::write_csv;
pub use json::{json, write_json};
pub use left_out::write_left_out;
pub use xlsx::write_xlsx;

use domain::{Currency, Rate, Tongue, money};
use serde::Serialize;

use super::{Blocked, Line};
use crate::{Failure, Result};

/// What stands in a row of a file: amounts and rates as plain decimals in text.
#[derive(Serialize)]
struct Row {
    order_no: String,
    line_no: i64,
    order_type: String,
    customer_name: String,
    product_name: String,
    sku_name: String,
    deal_price: String,
    floor_price: String,
    output_tax: String,
    service_tax: String,
    ratio: String,
    formula: &'static str,
    rule: String,
    rule_version: i64,
    calculation: String,
    unrounded: String,
    amount: String,
}

impl Row {
    fn of(line: Line, currency: Currency, tongue: Tongue) -> Result<Self> {
        let settled = line.explanation(currency)?;
        let bare = |minor| money::bare(minor, currency);
        Ok(Self {
            deal_price: bare(line.deal_minor),
            floor_price: bare(line.floor_minor),
            output_tax: line.output_tax.bare(),
            service_tax: line.service_tax.bare(),
            ratio: line.ratio.bare(),
            formula: line.formula.code(),
            rule: settled.rule.in_words(tongue),
            rule_version: line.rule_version,
            calculation: settled.formula(),
            unrounded: settled.exact.bare(currency),
            amount: bare(line.amount_minor),
            order_no: line.order_no,
            line_no: line.line_no,
            order_type: line.order_type,
            customer_name: line.customer_name,
            product_name: line.product_name,
            sku_name: line.sku_name,
        })
    }
}

/// The columns of a statement, in whatever file, with their widths in a spreadsheet.
const COLUMNS: [(&str, u16); 20] = [
    ("reseller", 24),
    ("period", 10),
    ("currency", 8),
    ("order_no", 22),
    ("line_no", 8),
    ("order_type", 12),
    ("customer_name", 24),
    ("product_name", 28),
    ("sku_name", 20),
    ("deal_price", 14),
    ("floor_price", 14),
    ("output_tax", 10),
    ("service_tax", 10),
    ("ratio", 10),
    ("formula", 16),
    ("rule", 18),
    ("rule_version", 10),
    ("calculation", 60),
    ("unrounded", 18),
    ("amount", 14),
];

/// A rate in a text: the fraction for programs, a percentage for people.
fn rate_in(rate: Rate, tongue: Tongue) -> String {
    if tongue == Tongue::Codes { rate.bare() } else { rate.to_string().replace(' ', "") }
}

/// A refused line says so where its calculation would stand, so that nobody takes a draft with
/// one for complete.
fn refusal(line: &Blocked, tongue: Tongue) -> String {
    format!("{}: {}", tongue.pick("公式不接受", "refused"), line.problem)
}

/// The receiver of a file has gone, or the disk is full.
fn unwritten(problem: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("the file cannot be written: {problem}"))
}
