//! What changed of an order, as the journal keeps it: names of the file, only what differs.

use domain::{
    Currency, FieldName, Moment, Rate, money,
    order::{Head, Line, Order},
};
use serde_json::{Map, Value, json};

use super::books::{Books, Held};
use crate::{journal::Fields, orders::TIMEOUT};

type Values = Vec<(FieldName, Value)>;

/// Before and after of an order that the books had; `None` when nothing that the file names differs.
pub(super) fn of(held: &Held, order: &Order, books: &Books) -> Option<(Fields, Fields)> {
    let was = held.was.as_ref()?;
    let (mut before, mut after) = differing(head(&was.head, books), head(&order.head, books));
    let currency = order.head.currency;
    let (mut lines_before, mut lines_after) = (Map::new(), Map::new());
    for changed in held.changed_lines() {
        let number = changed.line_no.to_string();
        if let Some(old) = held.old_line(changed.line_no) {
            let (was, is) = differing(line(old, currency), line(changed, currency));
            lines_before.insert(number.clone(), was.into());
            lines_after.insert(number, is.into());
            continue;
        }
        let product = books.products.at(changed.product).code.as_str();
        let mut fields = line(changed, currency);
        fields.push((FieldName::ProductId, product.into()));
        lines_before.insert(number.clone(), Value::Null);
        let given: Fields = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
        lines_after.insert(number, given.into());
    }
    if !lines_after.is_empty() {
        before.set(FieldName::Lines, lines_before);
        after.set(FieldName::Lines, lines_after);
    }
    (!after.is_empty()).then_some((before, after))
}

fn differing(before: Values, after: Values) -> (Fields, Fields) {
    let (mut was, mut is) = (Fields::default(), Fields::default());
    for ((name, before), (_, after)) in before.into_iter().zip(after) {
        if before != after {
            was.set(name, before);
            is.set(name, after);
        }
    }
    (was, is)
}

fn head(head: &Head, books: &Books) -> Values {
    let reseller = head.reseller.map(|id| books.resellers.at(id).name.as_str());
    vec![
        (FieldName::State, json!(head.state)),
        (FieldName::SalesChannel, json!(head.sales_channel)),
        (FieldName::Reseller, json!(reseller)),
        (FieldName::CommissionRatio, rate(head.ratio)),
        (FieldName::PaymentMethod, json!(head.payment_method)),
        (FieldName::PaidAt, time(head.paid_at)),
        (FieldName::EffectiveAt, time(head.effective_at)),
        (FieldName::CompletedAt, time(head.completed_at)),
        (FieldName::RepaidAt, time(head.repaid_at)),
        (FieldName::CancelledAt, time(head.cancelled_at)),
        (FieldName::CancelReason, json!(head.timed_out.then_some(TIMEOUT))),
    ]
}

fn line(line: &Line, currency: Currency) -> Values {
    let amount = |minor: Option<i64>| json!(minor.map(|minor| money::bare(minor, currency)));
    vec![
        (FieldName::DeliveryType, json!(line.delivery_type)),
        (FieldName::SkuCode, json!(line.sku_code)),
        (FieldName::SkuName, json!(line.sku_name)),
        (FieldName::Quantity, json!(line.quantity)),
        (FieldName::Duration, json!(line.duration)),
        (FieldName::DurationUnit, json!(line.duration_unit)),
        (FieldName::PriceBasis, json!(line.price_basis)),
        (FieldName::ListPrice, amount(line.list_minor)),
        (FieldName::DealPrice, amount(Some(line.deal_minor))),
        (FieldName::FloorPrice, amount(line.floor_minor)),
        (FieldName::Coupon, amount(Some(line.coupon_minor))),
        (FieldName::PaidAmount, amount(Some(line.paid_minor))),
        (FieldName::OutputTax, rate(line.output_tax)),
        (FieldName::ServiceTax, rate(line.service_tax)),
        (FieldName::PlatformFee, rate(line.platform_fee)),
        (FieldName::ManagementFee, rate(line.management_fee)),
        (FieldName::PartnerTax, rate(line.partner_tax)),
        (FieldName::Wht1, amount(line.wht1_minor)),
        (FieldName::Dst1, amount(line.dst1_minor)),
        (FieldName::Wht2, amount(line.wht2_minor)),
        (FieldName::Dst2, amount(line.dst2_minor)),
    ]
}

fn rate(rate: Option<Rate>) -> Value {
    json!(rate.map(Rate::bare))
}

/// RFC 3339 in UTC, to the second or finer.
fn time(at: Option<Moment>) -> Value {
    json!(at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
}
