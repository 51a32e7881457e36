//! The blocks of an order's page.

use domain::{
    Currency, FieldName, Moment, Rate,
    order::{DurationUnit, Line},
    settlement::PriceBasis,
};
use leptos::prelude::*;
use operations::{
    db::millis,
    orders::{Name, Named, TIMEOUT},
};

use crate::{
    components::{amount_text, fact, facts, maybe_money, money, notice::notice},
    lang::Lang,
    visit::Visit,
    words::{OrderWords, codes::Worded, fill},
};

fn rate(rate: Option<Rate>) -> String {
    rate.map_or_else(|| "—".to_owned(), |rate| rate.to_string())
}

/// The lines: product, SKU, prices and taxes.
#[must_use]
pub fn lines_block(visit: &Visit, named: &Named) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let currency = named.order.head.currency;
    let rows = named.lines().map(|(line, product)| line_row(visit, line, product, currency)).collect_view();
    let currency = currency.code();
    let sums = named.order.sums();
    let hidden = (named.hidden_lines > 0).then(|| {
        let text = fill(words.lines_hidden, &[("n", &named.hidden_lines.to_string())]);
        notice("info", view! { <p>{text}</p> })
    });
    view! {
        {hidden}
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
                    <td class="num" data-label=words.list_price>{maybe_money(named.order.list_minor(), currency)}</td>
                    <td class="num" data-label=words.deal_price>{money(sums.deal_minor, currency)}</td>
                    <td colspan="3"></td>
                    <td class="num" data-label=words.amount>{money(sums.paid_minor, currency)}</td>
                </tr></tfoot>
            </table>
        </div>
    }
}

fn line_row(visit: &Visit, line: &Line, product: &Name, currency: Currency) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let duration = match (line.duration, line.duration_unit) {
        (Some(n), Some(unit)) => {
            let text = match unit {
                DurationUnit::Year => words.years,
                DurationUnit::Month => words.months,
                DurationUnit::Day => words.days,
            };
            fill(text, &[("n", &n.to_string())])
        }
        _ => "—".to_owned(),
    };
    // A product without a code of its own has its name for one.
    let code = Some(&product.code).filter(|code| **code != product.name);
    let sku: Vec<&str> = [Some(&line.sku_name), Some(&line.sku_code), code]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let sku = sku.join(" · ");
    let besides = besides(line, currency, visit.lang);
    let besides = (!besides.is_empty()).then(|| view! { <small class="muted">{besides}</small> });
    // The amount of the line, and under it the price of a unit that it comes from.
    let price = |of_unit: Option<i64>, of_line: Option<i64>| {
        let of_unit = of_unit.filter(|_| line.price_basis == PriceBasis::Unit).map(|minor| {
            view! { <small class="muted">{fill(words.per_unit, &[("price", &amount_text(minor, currency))])}</small> }
        });
        view! { <span class="stack"><span>{maybe_money(of_line, currency.code())}</span>{of_unit}</span> }
    };
    view! {
        <tr>
            <th scope="row"><span class="stack"><span>{product.name.clone()}</span><small class="muted">{sku}</small>{besides}</span></th>
            <td data-label=words.delivery_type>{line.delivery_type.words(visit.lang)}</td>
            <td class="num" data-label=words.quantity>{line.quantity.to_string()}</td>
            <td class="num" data-label=words.duration>{duration}</td>
            <td class="num" data-label=words.list_price>{price(line.list_minor, line.list_of_line_minor())}</td>
            <td class="num" data-label=words.deal_price>{price(Some(line.deal_minor), Some(line.deal_of_line_minor()))}</td>
            <td class="num" data-label=words.floor_price>{price(line.floor_minor, line.floor_of_line_minor())}</td>
            <td class="num" data-label=words.output_tax>{rate(line.output_tax)}</td>
            <td class="num" data-label=words.service_tax>{rate(line.service_tax)}</td>
            <td class="num" data-label=words.amount>{money(line.paid_minor, currency.code())}</td>
        </tr>
    }
}

/// What few lines have: the fees and taxes of joint products and of the international site.
fn besides(line: &Line, currency: Currency, lang: Lang) -> String {
    let rates = [(FieldName::ManagementFee, line.management_fee), (FieldName::PartnerTax, line.partner_tax)];
    let amounts = [
        (FieldName::Wht1, line.wht1_minor),
        (FieldName::Dst1, line.dst1_minor),
        (FieldName::Wht2, line.wht2_minor),
        (FieldName::Dst2, line.dst2_minor),
    ];
    let rates = rates.into_iter().filter_map(|(field, rate)| Some((field, rate?.to_string())));
    let amounts =
        amounts.into_iter().filter_map(|(field, minor)| Some((field, amount_text(minor?, currency))));
    let all = rates.chain(amounts).map(|(field, value)| format!("{} {value}", field.words(lang)));
    all.collect::<Vec<_>>().join(" · ")
}

/// What is known of the order itself.
#[must_use]
pub fn order_block(visit: &Visit, named: &Named) -> impl IntoView + use<> {
    let head = &named.order.head;
    let sums = named.order.sums();
    let currency = head.currency.code();
    let words = OrderWords::of(visit.lang);
    let lang = visit.lang;
    let minute = |at: Moment| visit.minute(millis(at));
    let when = |at: Option<Moment>| at.map_or_else(|| "—".to_owned(), minute);
    facts(view! {
        {fact(words.order_type, head.order_type.words(lang))}
        {fact(words.billing_mode, head.billing_mode.words(lang))}
        {fact(words.business_kind, head.business_kind.words(lang))}
        {fact(words.sales_channel, head.sales_channel.words(lang))}
        {named.reseller.clone().map(|name| fact(words.reseller, name))}
        {head.ratio.map(|r| fact(words.commission_ratio, r.to_string()))}
        {fact(words.payment_method, head.payment_method.words(lang))}
        {fact(words.list_price, maybe_money(named.order.list_minor(), currency))}
        {fact(words.deal_price, money(sums.deal_minor, currency))}
        {fact(words.coupon, money(sums.coupon_minor, currency))}
        {fact(words.amount, money(sums.paid_minor, currency))}
        {fact(words.created, minute(head.created_at))}
        {fact(words.paid_at, when(head.paid_at))}
        {fact(words.effective_at, when(head.effective_at))}
        {fact(words.completed_at, when(head.completed_at))}
        {head.repaid_at.map(|m| fact(words.repaid_at, minute(m)))}
        {head.cancelled_at.map(|m| fact(words.cancelled_at, minute(m)))}
        {named.cancel_reason.clone().map(|r| fact(words.cancel_reason, reason(&r, words)))}
    })
}

/// A reason for cancelling; the system's own has words.
#[must_use]
pub fn reason(code: &str, words: &OrderWords) -> String {
    if code == TIMEOUT { words.timeout_reason.to_owned() } else { code.to_owned() }
}

/// Who bought. Contact data is shown only where the customer agreed to share it (1.5), which the
/// marketplace's file does not say: so it is not shown.
#[must_use]
pub fn customer_block(visit: &Visit, customer: &Name) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let all = format!("/orders?customer={}", crate::visit::encoded(&customer.code));
    facts(view! {
        {fact(words.customer_name, view! { <a href=all>{customer.name.clone()}</a> })}
        {fact(words.customer_id, view! { <code>{customer.code.clone()}</code> })}
        {fact(words.contact, view! { <span class="muted">{words.contact_hidden}</span> })}
    })
}
