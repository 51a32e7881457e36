//! A bill as JSON.

use std::io::Write;

use chrono::SecondsFormat;
use domain::{Currency, access::Actor, money, order::DeliveryType, settlement::Parts};
use serde_json::{Value, json};

use super::{Corrected, Detail, Reader, certification};
use crate::{Failure, Office, Result, bills::Bill, db::moment, documents::disk};

/// Writes a bill: its head, then `lines`, a page in memory at a time. Amounts are text with exact decimals, times have
/// the offset of the business time zone.
///
/// # Errors
/// As [`super::write_csv`].
pub async fn write_json<W: Write + Send>(
    office: &Office,
    actor: &Actor,
    bill: &Bill,
    mut out: W,
) -> Result<()> {
    let mut reader = Reader::open(office, actor, bill).await?;
    let head = head(office, actor, bill).await?.to_string();
    // The lines stand within the head, as its last member.
    out.write_all(head.strip_suffix('}').unwrap_or(&head).as_bytes()).map_err(disk)?;
    out.write_all(b",\"lines\":[").map_err(disk)?;
    let mut first = true;
    loop {
        let page = reader.page().await?;
        if page.is_empty() {
            break;
        }
        for detail in &page {
            out.write_all(if first { b"\n" } else { b",\n" }).map_err(disk)?;
            first = false;
            out.write_all(line(detail)?.to_string().as_bytes()).map_err(disk)?;
        }
    }
    out.write_all(b"\n]}\n").map_err(disk)?;
    out.flush().map_err(disk)
}

async fn head(office: &Office, actor: &Actor, bill: &Bill) -> Result<Value> {
    let merchant = certification(office, actor, bill).await?;
    let at = |at: i64| moment(at).with_timezone(&office.zone.0).to_rfc3339_opts(SecondsFormat::AutoSi, false);
    Ok(json!({
        "id": bill.id,
        "number": bill.number,
        "kind": bill.kind,
        "payment_method": bill.payment,
        "period": bill.period.to_string(),
        "currency": bill.currency.code(),
        "state": bill.state,
        "merchant": {
            "account_name": merchant.account_name,
            "bank": merchant.bank,
            "account_no": merchant.account_no,
            "taxpayer": merchant.taxpayer,
        },
        "made_at": at(bill.made_at),
        "locked_at": bill.locked.as_ref().map(|stamp| at(stamp.at)),
        "line_count": bill.line_count,
        "made_of": bill.parts.map(|of| parts(of, bill.currency)),
        "total": money::bare(bill.total_minor, bill.currency),
        "lines_hash": bill.lines_hash,
    }))
}

/// What an amount is made of.
fn parts(of: Parts, currency: Currency) -> Value {
    json!({
        "product_sales": money::bare(of.sales_minor, currency),
        "coupon_deduction": money::bare(of.coupon_minor, currency),
        "platform_fee_amount": money::bare(of.fee_minor, currency),
        "taxes_and_share": money::bare(of.other_minor, currency),
        "increment_amount": money::bare(of.increment_minor, currency),
    })
}

fn line(detail: &Detail) -> Result<Value> {
    let (line, currency) = (&detail.line, detail.bill.currency);
    let inputs = line.inputs.as_ref().map(serde_json::to_value).transpose();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let corrects = |of: &Corrected| json!({"bill": of.bill, "number": of.number, "position": of.position});
    Ok(json!({
        "position": line.position,
        "item": line.item,
        "order_no": line.order_no,
        "line_no": line.line_no,
        "part": line.part,
        "order_type": line.order_type,
        "customer_name": line.customer_name,
        "product_name": line.product_name,
        "delivery_type": line.delivery_type.map(DeliveryType::code),
        "period": line.period.to_string(),
        "formula": line.rule.map(|rule| rule.formula.code()),
        "rule": some(&detail.rule),
        "rule_version": line.rule.map(|rule| rule.version),
        "inputs": inputs.map_err(|e| Failure::Internal(e.to_string()))?,
        "calculation": some(&detail.calculation),
        "made_of": line.inputs.and(line.parts()).map(|of| parts(of, currency)),
        "unrounded": detail.unrounded,
        "amount": money::bare(line.amount_minor, currency),
        "corrects": detail.corrects.as_ref().map(corrects),
        "reason": line.reason,
    }))
}
