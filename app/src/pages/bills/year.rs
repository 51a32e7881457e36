//! The year of bills in a chart.

use domain::{Currency, Period, bill::BillKind};
use leptos::prelude::*;
use operations::bills::Month;

use crate::{
    components::chart::{Bar, bars},
    visit::Visit,
    words::{BillWords, fill},
};

/// The year of a month.
pub(super) fn year_of(period: Period) -> i32 {
    i32::try_from(period.number() / 100).unwrap_or(2026)
}

/// The year month by month, of renminbi where there is any: bars, their table, and the way to each month.
pub(super) fn chart(
    visit: &Visit,
    year: i32,
    kind: Option<BillKind>,
    months: &[Month],
) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    // What resellers are owed goes the other way: it stands for itself.
    let own = |of: BillKind| of != BillKind::Reseller;
    let shown = |month: &&Month| kind.map_or(own(month.kind), |kind| kind == month.kind);
    let first = months.iter().find(shown).map(|month| month.currency);
    let has_cny = months.iter().filter(shown).any(|month| month.currency == Currency::CNY);
    let currency = if has_cny { Currency::CNY } else { first.unwrap_or(Currency::CNY) };
    let of = |period: Period| {
        let fitting = months.iter().filter(shown);
        let fitting = fitting.filter(move |month| month.period == period && month.currency == currency);
        fitting.fold((0, 0), |(bills, minor), month| (bills + month.bills, minor + month.total_minor))
    };
    let periods: Vec<Period> =
        (1..=12).filter_map(|month| Period::from_number(i64::from(year) * 100 + month)).collect();
    let drawn = periods.iter().map(|period| {
        let (orders, minor) = of(*period);
        Bar { label: period.dashed(), minor, orders, now: false }
    });
    let caption = fill(words.chart, &[("year", &year.to_string()), ("currency", currency.code())]);
    let heads = [words.month, words.bills, words.sum];
    let kind = kind.map_or_else(String::new, |kind| format!("&kind={kind}"));
    let links = periods.iter().filter(|period| of(**period).0 > 0).map(|period| {
        let href = format!("/bills?period={period}{kind}");
        view! { <li><a href=href>{period.dashed()}</a></li> }
    });
    let years = [year - 1, year + 1].map(|year| {
        view! { <a class="button small" href=format!("/bills?year={year}{kind}")>{year.to_string()}</a> }
    });
    view! {
        <section class="block">
            {bars(caption, words.chart_data, heads, drawn.collect(), currency)}
            <ul class="month-links">{links.collect_view()}</ul>
            <nav class="inline-actions screen-only" aria-label=words.year>{years.into_iter().collect_view()}</nav>
        </section>
    }
}
