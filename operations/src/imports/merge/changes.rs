//! What changed of an order, as the journal keeps it: names of the file, only what differs.

use domain::{Rate, money};
use serde_json::{Map, Value, json};

use super::books::{Books, Head, Held, Item};
use crate::db::moment;

type Fields = Vec<(&'static str, Value)>;

/// Before and after of a changed order; `None` when it is as it was.
pub(super) fn of(held: &Held, books: &Books) -> Option<(Value, Value)> {
    let (old, _) = held.was.as_ref()?;
    let same = *old == held.head && held.lines.iter().all(|line| line.was.as_ref() == Some(&line.item));
    if same {
        return None;
    }
    let (mut before, mut after) = differing(head(old, books), head(&held.head, books));
    let (mut lines_before, mut lines_after) = (Map::new(), Map::new());
    for line in &held.lines {
        let number = line.item.line_no.to_string();
        match &line.was {
            Some(was) if *was == line.item => {}
            Some(was) => {
                let (was, is) = differing(item(was), item(&line.item));
                lines_before.insert(number.clone(), was.into());
                lines_after.insert(number, is.into());
            }
            None => {
                let product = ("product_id", Value::from(books.products.at(line.item.product).code.as_str()));
                let mut fields = item(&line.item);
                fields.push(product);
                lines_before.insert(number.clone(), Value::Null);
                let given = fields.into_iter().filter(|(_, value)| !value.is_null());
                let given: Map<String, Value> = given.map(|(name, value)| (name.to_owned(), value)).collect();
                lines_after.insert(number, given.into());
            }
        }
    }
    if !lines_after.is_empty() {
        before.insert("lines".to_owned(), lines_before.into());
        after.insert("lines".to_owned(), lines_after.into());
    }
    (!after.is_empty()).then(|| (before.into(), after.into()))
}

fn differing(before: Fields, after: Fields) -> (Map<String, Value>, Map<String, Value>) {
    let (mut was, mut is) = (Map::new(), Map::new());
    for ((name, before), (_, after)) in before.into_iter().zip(after) {
        if before != after {
            was.insert(name.to_owned(), before);
            is.insert(name.to_owned(), after);
        }
    }
    (was, is)
}

fn head(head: &Head, books: &Books) -> Fields {
    let reseller = head.reseller.map(|place| books.resellers.at(place).name.as_str());
    vec![
        ("state", json!(head.state)),
        ("sales_channel", json!(head.sales_channel)),
        ("reseller", json!(reseller)),
        ("commission_ratio", rate(head.ratio)),
        ("payment_method", json!(head.payment_method)),
        ("paid_at", time(head.paid_at)),
        ("effective_at", time(head.effective_at)),
        ("completed_at", time(head.completed_at)),
        ("repaid_at", time(head.repaid_at)),
        ("cancelled_at", time(head.cancelled_at)),
    ]
}

fn item(item: &Item) -> Fields {
    vec![
        ("delivery_type", json!(item.delivery_type)),
        ("sku_code", json!(item.sku_code)),
        ("sku_name", json!(item.sku_name)),
        ("quantity", json!(item.quantity)),
        ("duration", json!(item.duration)),
        ("duration_unit", json!(item.duration_unit)),
        ("list_price", amount(item.list)),
        ("deal_price", amount(Some(item.deal))),
        ("floor_price", amount(item.floor)),
        ("coupon", amount(Some(item.coupon))),
        ("paid_amount", amount(Some(item.paid))),
        ("output_tax", rate(item.output_tax)),
        ("service_tax", rate(item.service_tax)),
        ("platform_fee", rate(item.platform_fee)),
    ]
}

fn amount(minor: Option<i64>) -> Value {
    json!(minor.map(money::bare))
}

fn rate(millionths: Option<i64>) -> Value {
    json!(millionths.and_then(Rate::from_millionths).map(Rate::bare))
}

/// RFC 3339 in UTC, to the second or finer.
fn time(millis: Option<i64>) -> Value {
    json!(millis.map(|at| moment(at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
}
