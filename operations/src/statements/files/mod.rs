//! A statement as a file: CSV, XLSX, JSON. Drafts and previews too, computed as they are written.

mod csv;
mod json;
mod xlsx;

pub use csv::write_csv;
pub use json::{json, write_json};
pub use xlsx::write_xlsx;

use domain::{money, settlement::RuleVersion};
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
    fn of(line: Line) -> Result<Self> {
        let explanation = line.explanation()?;
        let rule = RuleVersion::numbered(line.formula, line.rule_version);
        Ok(Self {
            deal_price: money::bare(line.deal_minor),
            floor_price: money::bare(line.floor_minor),
            output_tax: line.output_tax.bare(),
            service_tax: line.service_tax.bare(),
            ratio: line.ratio.bare(),
            formula: line.formula.code(),
            rule: rule.map(RuleVersion::name).unwrap_or_default(),
            rule_version: line.rule_version,
            calculation: explanation.formula,
            unrounded: plain_number(&explanation.unrounded),
            amount: money::bare(line.amount_minor),
            order_no: line.order_no,
            line_no: line.line_no,
            order_type: line.order_type,
            customer_name: line.customer_name,
            product_name: line.product_name,
            sku_name: line.sku_name,
        })
    }
}

/// A refused line says so where its calculation would stand, so that nobody takes a draft with
/// one for complete.
fn refusal(line: &Blocked) -> String {
    format!("refused: {}", line.problem)
}

/// `−1,688.495575…` as programs read it: `-1688.495575…`. The `…` stays: digits were left out.
fn plain_number(shown: &str) -> String {
    shown.chars().filter(|c| *c != ',').map(|c| if c == '\u{2212}' { '-' } else { c }).collect()
}

/// The receiver of a file has gone, or the disk is full.
fn unwritten(problem: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("the file cannot be written: {problem}"))
}
