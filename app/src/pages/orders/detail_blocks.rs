//! The blocks of an order's page.

use domain::{
    Rate,
    order::{BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderType, PaymentMethod, SalesChannel},
};
use leptos::prelude::*;
use operations::{
    orders::{Detail, Head, LineRow},
    statements::Standing,
};

use crate::{
    components::{block, fact, facts, maybe_money, money},
    visit::Visit,
    words::{OrderWords, codes::worded, failures::not_settled, fill},
};

fn rate(millionths: Option<i64>) -> String {
    millionths.and_then(Rate::from_millionths).map_or_else(|| "—".to_owned(), |r| r.to_string())
}

/// The lines: product, SKU, prices and taxes.
#[must_use]
pub fn lines_block(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let currency = detail.head.currency.code();
    let rows = detail.lines.iter().map(|line| line_row(visit, line, currency)).collect_view();
    let head = &detail.head;
    view! {
        <div class="table-wrap" role="region" aria-label=words.product_block tabindex="0">
            <table class="ledger">
                <caption class="visually-hidden">{words.product_block}</caption>
                <thead><tr>
                    <th scope="col">{words.product}</th>
                    <th scope="col">{words.delivery_type}</th>
                    <th scope="col" class="num">{words.quantity}</th>
                    <th scope="col" class="num">{words.duration}</th>
                    <th scope="col" class="num">{words.list_price}</th>
                    <th scope="col" class="num">{words.deal_price}</th>
                    <th scope="col" class="num">{words.floor_price}</th>
                    <th scope="col" class="num">{words.output_tax}</th>
                    <th scope="col" class="num">{words.service_tax}</th>
                    <th scope="col" class="num">{words.amount}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr>
                    <th scope="row" colspan="4">{words.summary}</th>
                    <td class="num" data-label=words.list_price>{maybe_money(list_sum(detail), currency)}</td>
                    <td class="num" data-label=words.deal_price>{money(head.deal_minor, currency)}</td>
                    <td colspan="3"></td>
                    <td class="num" data-label=words.amount>{money(head.paid_minor, currency)}</td>
                </tr></tfoot>
            </table>
        </div>
    }
}

/// The list prices together, where each line has one.
fn list_sum(detail: &Detail) -> Option<i64> {
    detail.lines.iter().all(|line| line.list_minor.is_some()).then_some(detail.head.list_minor)
}

fn line_row(visit: &Visit, line: &LineRow, currency: &str) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let duration = match (line.duration, &line.duration_unit) {
        (Some(n), Some(unit)) => format!("{n} {}", worded(unit, DurationUnit::from_code, visit.lang)),
        _ => "—".to_owned(),
    };
    // A product without a code of its own has its name for one.
    let code = Some(&line.product_code).filter(|code| **code != line.product_name);
    let sku: Vec<&str> = [Some(&line.sku_name), Some(&line.sku_code), code]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let sku = sku.join(" · ");
    view! {
        <tr>
            <th scope="row"><span class="stack"><span>{line.product_name.clone()}</span><small class="muted">{sku}</small></span></th>
            <td data-label=words.delivery_type>{worded(&line.delivery_type, DeliveryType::from_code, visit.lang)}</td>
            <td class="num" data-label=words.quantity>{line.quantity.to_string()}</td>
            <td class="num" data-label=words.duration>{duration}</td>
            <td class="num" data-label=words.list_price>{maybe_money(line.list_minor, currency)}</td>
            <td class="num" data-label=words.deal_price>{money(line.deal_minor, currency)}</td>
            <td class="num" data-label=words.floor_price>{maybe_money(line.floor_minor, currency)}</td>
            <td class="num" data-label=words.output_tax>{rate(line.output_tax)}</td>
            <td class="num" data-label=words.service_tax>{rate(line.service_tax)}</td>
            <td class="num" data-label=words.amount>{money(line.paid_minor, currency)}</td>
        </tr>
    }
}

/// What is known of the order itself.
#[must_use]
pub fn order_block(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let head = &detail.head;
    let words = OrderWords::of(visit.lang);
    let lang = visit.lang;
    let when = |millis: Option<i64>| millis.map_or_else(|| "—".to_owned(), |m| visit.minute(m));
    facts(view! {
        {fact(words.order_type, worded(&head.order_type, OrderType::from_code, lang))}
        {fact(words.billing_mode, worded(&head.billing_mode, BillingMode::from_code, lang))}
        {fact(words.business_kind, worded(&head.business_kind, BusinessKind::from_code, lang))}
        {fact(words.sales_channel, worded(&head.sales_channel, SalesChannel::from_code, lang))}
        {head.reseller_name.clone().map(|name| fact(words.reseller, name))}
        {head.commission_ratio.map(|r| fact(words.commission_ratio, rate(Some(r))))}
        {fact(words.payment_method, worded(&head.payment_method, PaymentMethod::from_code, lang))}
        {fact(words.list_price, maybe_money(list_sum(detail), head.currency.code()))}
        {fact(words.deal_price, money(head.deal_minor, head.currency.code()))}
        {fact(words.coupon, money(head.coupon_minor, head.currency.code()))}
        {fact(words.amount, money(head.paid_minor, head.currency.code()))}
        {fact(words.created, visit.minute(head.created_at))}
        {fact(words.paid_at, when(head.paid_at))}
        {fact(words.effective_at, when(head.effective_at))}
        {fact(words.completed_at, when(head.completed_at))}
        {head.repaid_at.map(|m| fact(words.repaid_at, visit.minute(m)))}
        {head.cancelled_at.map(|m| fact(words.cancelled_at, visit.minute(m)))}
        {head.cancel_reason.clone().map(|r| fact(words.cancel_reason, reason(&r, words)))}
    })
}

/// A reason for cancelling; the system's own has words.
#[must_use]
pub fn reason(code: &str, words: &OrderWords) -> String {
    if code == "payment_timeout" { words.timeout_reason.to_owned() } else { code.to_owned() }
}

/// Who bought. Contact data is shown only where the customer agreed to share it (1.5), which the
/// marketplace's file does not say: so it is not shown.
#[must_use]
pub fn customer_block(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let all = format!("/orders?customer={}", crate::visit::encoded(&head.customer_code));
    facts(view! {
        {fact(words.customer_name, view! { <a href=all>{head.customer_name.clone()}</a> })}
        {fact(words.customer_id, view! { <code>{head.customer_code.clone()}</code> })}
        {fact(words.contact, view! { <span class="muted">{words.contact_hidden}</span> })}
    })
}

/// Where the order stands in the settlement with its reseller, in words.
#[must_use]
pub fn settlement_block(visit: &Visit, standings: &[Standing]) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    if standings.iter().all(|s| *s == Standing::Direct) {
        return None;
    }
    let lines = standings.iter().map(|s| standing_line(visit, s)).collect_view();
    Some(block(words.settlement_block, lines))
}

fn standing_line(visit: &Visit, standing: &Standing) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    match standing {
        Standing::Direct => ().into_any(),
        Standing::SettledIn { statement_id, number, amount_minor, .. } => {
            let text = fill(words.settled_in, &[("number", number)]);
            // Who may not see statements is told the number, without a way in.
            match amount_minor {
                Some(_) => {
                    view! { <p><a href=format!("/settlement/{statement_id}")>{text}</a></p> }.into_any()
                }
                None => view! { <p>{text}</p> }.into_any(),
            }
        }
        Standing::InDraft { period } => {
            view! { <p>{fill(words.in_draft, &[("period", &period.dashed())])}</p> }.into_any()
        }
        Standing::NotYet(why) => {
            view! { <p><strong>{words.why_not}</strong></p><p>{not_settled(*why, visit.lang)}</p> }.into_any()
        }
    }
}
