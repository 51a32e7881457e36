//! What changed of an order, as the journal keeps it: names of the file, only what differs.

use domain::{Currency, FieldName, Rate, money};
use serde_json::{Map, Value, json};

use super::books::{Books, Head, Held, Item};
use crate::{db::moment, journal::Fields};

type Values = Vec<(FieldName, Value)>;

/// Before and after of a changed order; `None` when it is as it was.
pub(super) fn of(held: &Held, books: &Books) -> Option<(Fields, Fields)> {
    let (old, _) = held.was.as_ref()?;
    let same = *old == held.head && held.lines.iter().all(|line| line.was.as_ref() == Some(&line.item));
    if same {
        return None;
    }
    let (mut before, mut after) = differing(head(old, books), head(&held.head, books));
    let currency = held.head.currency;
    let (mut lines_before, mut lines_after) = (Map::new(), Map::new());
    for line in &held.lines {
        let number = line.item.line_no.to_string();
        match &line.was {
            Some(was) if *was == line.item => {}
            Some(was) => {
                let (was, is) = differing(item(was, currency), item(&line.item, currency));
                lines_before.insert(number.clone(), was.into());
                lines_after.insert(number, is.into());
            }
            None => {
                let product =
                    (FieldName::ProductId, Value::from(books.products.at(line.item.product).code.as_str()));
                let mut fields = item(&line.item, currency);
                fields.push(product);
                lines_before.insert(number.clone(), Value::Null);
                let given: Fields = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
                lines_after.insert(number, given.into());
            }
        }
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
    let reseller = head.reseller.map(|place| books.resellers.at(place).name.as_str());
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
    ]
}

fn item(item: &Item, currency: Currency) -> Values {
    let amount = |minor: Option<i64>| json!(minor.map(|minor| money::bare(minor, currency)));
    vec![
        (FieldName::DeliveryType, json!(item.delivery_type)),
        (FieldName::SkuCode, json!(item.sku_code)),
        (FieldName::SkuName, json!(item.sku_name)),
        (FieldName::Quantity, json!(item.quantity)),
        (FieldName::Duration, json!(item.duration)),
        (FieldName::DurationUnit, json!(item.duration_unit)),
        (FieldName::ListPrice, amount(item.list)),
        (FieldName::DealPrice, amount(Some(item.deal))),
        (FieldName::FloorPrice, amount(item.floor)),
        (FieldName::Coupon, amount(Some(item.coupon))),
        (FieldName::PaidAmount, amount(Some(item.paid))),
        (FieldName::OutputTax, rate(item.output_tax)),
        (FieldName::ServiceTax, rate(item.service_tax)),
        (FieldName::PlatformFee, rate(item.platform_fee)),
    ]
}

fn rate(millionths: Option<i64>) -> Value {
    json!(millionths.and_then(Rate::from_millionths).map(Rate::bare))
}

/// RFC 3339 in UTC, to the second or finer.
fn time(millis: Option<i64>) -> Value {
    json!(millis.map(|at| moment(at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
}
