//! The months to settle, and the form that begins any statement.

use domain::{Currency, money::thousands, time::Stage};
use leptos::prelude::*;
use operations::statements::Month;

use super::draft::DRAFT;
use crate::{
    components::{Field, field, ledger, select, tag::tag},
    lang::Lang,
    visit::Visit,
    words::{MonthWords, SettlementWords, currency::currency_named, fill},
};

/// Months on the page unless all are asked for.
const SHOWN: usize = 12;

/// Every month with something in it, each with its state.
#[must_use]
pub fn months_table(visit: &Visit, months: &[Month]) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    if months.is_empty() {
        return view! { <p class="hint">{words.months_none}</p> }.into_any();
    }
    // What is to be done is never hidden.
    let open = months.iter().filter(|month| month.is_open()).count();
    let shown = if visit.value("months").is_some() { months.len() } else { SHOWN.max(open) };
    let more = (months.len() > shown).then(|| {
        let text = fill(words.months_all, &[("n", &thousands(months.len() as u64))]);
        view! { <p class="hint"><a href="/settlement?months=all">{text}</a></p> }
    });
    let rows = months.iter().take(shown).map(|month| month_row(month, visit.lang)).collect_view();
    let head = view! {
        <th scope="col">{SettlementWords::of(visit.lang).period}</th>
        <th scope="col">{SettlementWords::of(visit.lang).state}</th>
        <th scope="col" class="num">{words.to_draft}</th>
        <th scope="col" class="num">{words.drafts}</th>
        <th scope="col" class="num">{words.issued}</th>
        <th scope="col" class="num">{words.done}</th>
    };
    view! {
        <p class="hint">{words.months_note}</p>
        {ledger(words.months, "compact", head, rows)}
        {more}
    }
    .into_any()
}

fn month_row(month: &Month, lang: Lang) -> impl IntoView + use<> {
    let words = MonthWords::of(lang);
    let number = |n: i64| if n == 0 { "—".to_owned() } else { thousands(n.unsigned_abs()) };
    let href = format!("/settlement/months/{}", month.period);
    view! {
        <tr>
            <th scope="row"><a href=href><time>{month.period.dashed()}</time></a></th>
            <td data-label=SettlementWords::of(lang).state>{state(month, lang)}</td>
            <td data-label=words.to_draft class="num">{number(month.waiting)}</td>
            <td data-label=words.drafts class="num">{number(month.drafts)}</td>
            <td data-label=words.issued class="num">{number(month.issued)}</td>
            <td data-label=words.done class="num">{number(month.done)}</td>
        </tr>
    }
}

fn state(month: &Month, lang: Lang) -> impl IntoView + use<> {
    let words = MonthWords::of(lang);
    let (tone, word) = match month.stage {
        Stage::NotBegun => ("neutral", words.not_begun),
        Stage::Running => ("neutral", words.running),
        Stage::Over if month.is_open() => ("warning", words.open),
        Stage::Over if month.issued > 0 => ("info", words.all_issued),
        Stage::Over => ("success", words.all_done),
    };
    tag(tone, word.to_owned())
}

/// A form for any reseller and month; open when it was refused.
#[must_use]
pub fn draft_any(visit: &Visit, months: &[Month]) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let mut currencies = vec![(String::new(), words.currency_auto.to_owned())];
    currencies.extend(Currency::all().map(|c| (c.code().to_owned(), currency_named(c, visit.lang))));
    let first = months.first().map(|month| month.period.dashed()).unwrap_or_default();
    view! {
        <details class="draft-any" open=visit.refused(DRAFT).is_some()>
            <summary class="button small">{words.draft_any}</summary>
            <form class="form" method="post" action=DRAFT>
                {field(visit, DRAFT, Field::text("reseller", words.reseller))}
                {field(visit, DRAFT, Field::text("period", words.period).hint(words.period_hint).value(first).keyboard("numeric"))}
                {select(visit, DRAFT, "currency", words.currency, currencies, "")}
                <div class="form-actions"><button class="button primary">{words.draft_button}</button></div>
            </form>
        </details>
    }
}
