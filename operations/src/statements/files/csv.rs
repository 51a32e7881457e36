//! A statement as CSV.

use std::io::Write;

use domain::{
    access::{Actor, Operation},
    text::safe_cell,
};

use super::{Row, refusal, unwritten};
use crate::{
    Office, Result,
    statements::{Head, lines::each},
};

const HEADINGS: [&str; 20] = [
    "reseller",
    "period",
    "currency",
    "order_no",
    "line_no",
    "order_type",
    "customer_name",
    "product_name",
    "sku_name",
    "deal_price",
    "floor_price",
    "output_tax",
    "service_tax",
    "ratio",
    "formula",
    "rule",
    "rule_version",
    "calculation",
    "unrounded",
    "amount",
];

/// Writes the lines of a statement, draft or preview, a page in memory at a time.
///
/// # Errors
/// `Denied`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_csv<W: Write + Send>(office: &Office, actor: &Actor, head: &Head, out: W) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    let mut file = ::csv::Writer::from_writer(out);
    file.write_record(HEADINGS).map_err(unwritten)?;
    let reseller = safe_cell(&head.reseller).into_owned();
    let period = head.period.to_string();
    each(office, head, |candidate| {
        for cell in [&reseller, &period, head.currency.code()] {
            file.write_field(cell).map_err(unwritten)?;
        }
        let row = match candidate {
            Ok(line) => Row::of(line, head.currency)?,
            Err(blocked) => {
                let mut cells = vec![String::new(); HEADINGS.len() - 3];
                cells[14] = refusal(&blocked);
                cells[1] = blocked.line_no.to_string();
                cells[0] = blocked.order_no;
                return file.write_record(cells).map_err(unwritten);
            }
        };
        for cell in [
            &row.order_no,
            &row.line_no.to_string(),
            &row.order_type,
            &row.customer_name,
            &row.product_name,
            &row.sku_name,
            &row.deal_price,
            &row.floor_price,
            &row.output_tax,
            &row.service_tax,
            &row.ratio,
            row.formula,
            &row.rule,
            &row.rule_version.to_string(),
            &row.calculation,
        ] {
            file.write_field(safe_cell(cell).as_ref()).map_err(unwritten)?;
        }
        // Numbers of our own: the minus of a value with `…` is not a formula.
        file.write_record([&row.unrounded, &row.amount]).map_err(unwritten)
    })
    .await?;
    file.flush().map_err(unwritten)
}
