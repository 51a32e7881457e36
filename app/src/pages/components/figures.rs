//! What is looked at: tags, amounts, formulas, charts, facts, time lines, the seal.

use domain::{
    Currency,
    order::OrderState,
    settlement::{Field, QuoteText, quote},
};
use leptos::prelude::*;

use crate::{
    components::{
        chart::{Bar, bars},
        fact, facts,
        formula::formula,
        maybe_money, money, state_tag,
        tag::tag,
    },
    visit::Visit,
    words::GalleryWords,
};

pub(super) fn tags(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let states = OrderState::ALL.iter().map(|s| state_tag(s.code(), visit.lang)).collect_view();
    let tones = [
        ("neutral", words.neutral),
        ("info", words.info),
        ("success", words.success),
        ("warning", words.warning),
        ("danger", words.danger),
    ]
    .map(|(tone, word)| tag(tone, word.to_owned()))
    .collect_view();
    view! { <div class="specimen">{tones}</div><div class="specimen">{states}</div> }
}

pub(super) fn money_samples() -> impl IntoView {
    let some = [128_050, -56_040, 0, 987_654_321_012_345_678].map(|minor| money(minor, "CNY")).collect_view();
    view! { <div class="specimen">{some}{money(355, "USD")}{maybe_money(None, "CNY")}</div> }
}

pub(super) fn formula_sample(visit: &Visit) -> impl IntoView + use<> {
    let text = QuoteText::of([
        (Field::Formula, "reseller_co_sale"),
        (Field::Deal, "3550"),
        (Field::Floor, "3000"),
        (Field::Ratio, "80%"),
        (Field::OutputTax, "6%"),
        (Field::ServiceTax, "6%"),
    ]);
    let lang = visit.lang;
    let shown = quote(&text).ok().map(|settled| formula(&settled, lang));
    view! { <p>{GalleryWords::of(lang).formula_text}</p><div class="specimen">{shown}</div> }
}

pub(super) fn chart(words: &'static GalleryWords) -> impl IntoView {
    let months = [
        ("2026-06", 4_210_000, 42),
        ("2026-07", 5_830_050, 57),
        ("2026-08", 3_990_000, 39),
        ("2026-09", 7_214_500, 71),
        ("2026-10", 8_800_000, 88),
        ("2026-11", 2_350_000, 24),
    ];
    let drawn = months.map(|(month, minor, orders)| Bar {
        label: month.to_owned(),
        minor,
        orders,
        now: month == "2026-11",
    });
    let heads = [words.month, words.orders, words.amount];
    bars(words.chart_caption.to_owned(), words.chart_data, heads, drawn.to_vec(), Currency::CNY)
}

pub(super) fn facts_sample(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    facts(view! {
        {fact(words.order, view! { <code>"CS20261121884"</code> })}
        {fact(words.customer, words.example)}
        {fact(words.amount, money(1_234_567, "CNY"))}
        {fact(words.state, state_tag(OrderState::Processing.code(), visit.lang))}
    })
}

pub(super) fn timeline(words: &'static GalleryWords) -> impl IntoView {
    view! {
        <ol class="timeline">
            <li data-tone="neutral"><time>"2026-11-21 09:12"</time><div><strong>{words.created_event}</strong></div></li>
            <li data-tone="info"><time>"2026-11-21 09:15"</time><div><strong>{words.paid_event}</strong><p>{words.paid_more}</p></div></li>
            <li><time>"—"</time><div><strong>{words.completed_event}</strong></div></li>
        </ol>
    }
}

pub(super) fn seal(words: &'static GalleryWords) -> impl IntoView {
    view! {
        <div class="specimen">
            <span class="seal" role="img" aria-label=words.seal_label><b>{words.seal_mark}</b></span>
            <span class="seal round" role="img" aria-label=words.seal_label><b>{words.seal_text}<small>"2026-11"</small></b></span>
            <table class="keys"><tbody><tr><td><kbd>"Ctrl"</kbd>" "<kbd>"K"</kbd></td><td>{words.keys_text}</td></tr></tbody></table>
        </div>
    }
}
