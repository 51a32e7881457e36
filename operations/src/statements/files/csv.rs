//! A statement as CSV.

use std::io::Write;

use domain::{
    Tongue,
    access::{Actor, Operation},
    order::OrderType,
    settlement::Formula,
    text::safe_cell,
};

use super::{COLUMNS, Row, rate_in, refusal, unwritten};
use crate::{
    Office, Result,
    exports::headings::heading,
    statements::{Head, lines::each},
};

/// Writes the lines of a statement, draft or preview, a page in memory at a time.
///
/// # Errors
/// `Denied`, what the database said, or `Internal` when `out` does not take it.
pub async fn write_csv<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    head: &Head,
    tongue: Tongue,
    mut out: W,
) -> Result<()> {
    actor.may(Operation::ReadStatements)?;
    if tongue != Tongue::Codes {
        // Without the mark spreadsheets take Chinese for another encoding.
        out.write_all("\u{feff}".as_bytes()).map_err(unwritten)?;
    }
    let mut file = ::csv::Writer::from_writer(out);
    file.write_record(COLUMNS.map(|(name, _)| heading(name, tongue).into_owned())).map_err(unwritten)?;
    let reseller = safe_cell(&head.reseller).into_owned();
    let period = head.period.in_words(tongue);
    each(office, head, |candidate| {
        for cell in [&reseller, &period, head.currency.code()] {
            file.write_field(cell).map_err(unwritten)?;
        }
        let (row, rates) = match candidate {
            Ok(line) => {
                let rates = [line.output_tax, line.service_tax, line.ratio].map(|rate| rate_in(rate, tongue));
                (Row::of(line, head.currency, tongue)?, rates)
            }
            Err(blocked) => {
                let mut cells = vec![String::new(); COLUMNS.len() - 3];
                cells[14] = refusal(&blocked, tongue);
                cells[1] = blocked.line_no.to_string();
                cells[0] = blocked.order_no;
                return file.write_record(cells).map_err(unwritten);
            }
        };
        for cell in [
            &row.order_no,
            &row.line_no.to_string(),
            &*OrderType::worded(&row.order_type, tongue),
            &row.customer_name,
            &row.product_name,
            &row.sku_name,
            &row.deal_price,
            &row.floor_price,
            &rates[0],
            &rates[1],
            &rates[2],
            &*Formula::worded(row.formula, tongue),
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
