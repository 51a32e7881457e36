//! The filter bar and the chips of what is filtered.

use domain::{
    money::bare,
    order::{BillingMode, BusinessKind, DeliveryType, OrderType, SalesChannel},
};
use leptos::prelude::*;
use operations::orders::Filter;

use super::list::{Look, href};
use crate::{
    components::hidden,
    lang::Lang,
    visit::Visit,
    words::{OrderWords, codes::Worded},
};

/// A field that takes one code; several in the URL are kept as one choice of their own.
fn choice<T: Worded + PartialEq + ToString>(
    name: &'static str,
    label: &'static str,
    all: &'static [T],
    chosen: &[T],
    lang: Lang,
) -> impl IntoView + use<T> {
    let words = OrderWords::of(lang);
    let joined = chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let several = (chosen.len() > 1).then(|| {
        let word = chosen.iter().map(|c| c.words(lang)).collect::<Vec<_>>().join(" / ");
        view! { <option value=joined selected>{word}</option> }
    });
    let options = all
        .iter()
        .map(|value| {
            let selected = chosen.len() == 1 && chosen[0] == *value;
            view! { <option value=value.to_string() selected=selected>{value.words(lang)}</option> }
        })
        .collect_view();
    let id = format!("filter-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name><option value="">{words.any}</option>{several}{options}</select>
        </div>
    }
}

fn text(name: &'static str, label: &'static str, value: Option<&String>) -> impl IntoView + use<> {
    let id = format!("filter-{name}");
    view! {
        <div class="field"><label for=id.clone()>{label}</label><input id=id name=name value=value.cloned() autocomplete="off"/></div>
    }
}

/// The form above the table. It is a GET form, so that every list has an address.
#[must_use]
pub fn filter_bar(visit: &Visit, filter: &Filter, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let lang = visit.lang;
    let states = filter.states.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let kept = look.pairs().into_iter().map(|(n, v)| hidden(n, v)).collect_view();
    let sort = (filter.sort != Default::default()).then(|| hidden("sort", filter.sort.code()));
    let size = (filter.size != 20).then(|| hidden("size", filter.size.to_string()));
    let more = !filter.delivery_types.is_empty()
        || filter.reseller.is_some()
        || filter.customer.is_some()
        || filter.product.is_some()
        || filter.paid_from.is_some()
        || filter.paid_to.is_some()
        || !filter.billing_modes.is_empty()
        || !filter.sales_channels.is_empty();
    let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string());
    view! {
        <form class="filters" method="get" action="/orders" role="search">
            {(!states.is_empty()).then(|| hidden("state", states))}{kept}{sort}{size}
            <div class="field search">
                <label for="filter-q">{words.search}</label>
                <input id="filter-q" type="search" name="q" value=filter.q.clone() placeholder=words.search_hint data-key="search" autocomplete="off"/>
            </div>
            <div class="field range">
                <label for="filter-created">{words.created_range}</label>
                <input id="filter-created" type="date" name="created_from" aria-label=format!("{} {}", words.created_range, words.from) value=day(filter.created_from)/>
                <span>"–"</span>
                <input type="date" name="created_to" aria-label=format!("{} {}", words.created_range, words.to) value=day(filter.created_to)/>
            </div>
            {choice("order_type", words.order_type, OrderType::ALL, &filter.order_types, lang)}
            {choice("business_kind", words.business_kind, BusinessKind::ALL, &filter.business_kinds, lang)}
            <details class="more-filters" open=more>
                <summary>{words.more_filters}</summary>
                <div>
                    {choice("sales_channel", words.sales_channel, SalesChannel::ALL, &filter.sales_channels, lang)}
                    {choice("billing_mode", words.billing_mode, BillingMode::ALL, &filter.billing_modes, lang)}
                    {choice("delivery_type", words.delivery_type, DeliveryType::ALL, &filter.delivery_types, lang)}
                    {text("customer", words.customer, filter.customer.as_ref())}
                    {text("product", words.product, filter.product.as_ref())}
                    {text("reseller", words.reseller, filter.reseller.as_ref())}
                    <div class="field range">
                        <label for="filter-amount">{words.amount_range}</label>
                        <input id="filter-amount" name="amount_from" inputmode="decimal" aria-label=format!("{} {}", words.amount_range, words.from) value=filter.paid_from.map(bare)/>
                        <span>"–"</span>
                        <input name="amount_to" inputmode="decimal" aria-label=format!("{} {}", words.amount_range, words.to) value=filter.paid_to.map(bare)/>
                    </div>
                </div>
            </details>
            <div class="filter-actions">
                <button class="button primary">{words.query}</button>
                <a class="button quiet" href="/orders">{words.reset}</a>
            </div>
        </form>
    }
}

/// What is filtered: press one to take it away.
#[must_use]
pub fn chips(visit: &Visit, filter: &Filter, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let lang = visit.lang;
    let mut active: Vec<(&'static str, String, Filter)> = Vec::new();
    let mut add = |label, value: String, without: Filter| active.push((label, value, without));
    macro_rules! codes {
        ($field:ident, $label:expr) => {
            if !filter.$field.is_empty() {
                let value = filter.$field.iter().map(|c| c.words(lang)).collect::<Vec<_>>().join(" / ");
                add($label, value, Filter { $field: vec![], ..filter.clone() });
            }
        };
    }
    macro_rules! value {
        ($field:ident, $label:expr, $show:expr) => {
            if let Some(value) = &filter.$field {
                add($label, $show(value), Filter { $field: None, ..filter.clone() });
            }
        };
    }
    value!(q, words.search, |v: &String| v.clone());
    codes!(order_types, words.order_type);
    codes!(business_kinds, words.business_kind);
    codes!(sales_channels, words.sales_channel);
    codes!(billing_modes, words.billing_mode);
    codes!(delivery_types, words.delivery_type);
    value!(customer, words.customer, |v: &String| v.clone());
    value!(product, words.product, |v: &String| v.clone());
    value!(reseller, words.reseller, |v: &String| v.clone());
    value!(created_from, words.created_range, |d: &chrono::NaiveDate| format!("≥ {d}"));
    value!(created_to, words.created_range, |d: &chrono::NaiveDate| format!("≤ {d}"));
    value!(paid_from, words.amount_range, |m: &i64| format!("≥ {}", domain::money::grouped(*m)));
    value!(paid_to, words.amount_range, |m: &i64| format!("≤ {}", domain::money::grouped(*m)));
    if active.is_empty() {
        return None;
    }
    let all = href(
        &Filter { states: filter.states.clone(), sort: filter.sort, size: filter.size, ..Filter::default() },
        look,
    );
    let chips = active
        .into_iter()
        .map(|(label, value, without)| {
            let remove = format!("{label}: {value} ({})", words.remove_filter);
            view! { <li><a class="chip" href=href(&without, look) aria-label=remove>{label}": "{value}" "<span aria-hidden="true">"×"</span></a></li> }
        })
        .collect_view();
    Some(view! { <ul class="chips">{chips}<li><a class="clear" href=all>{words.clear_all}</a></li></ul> })
}
