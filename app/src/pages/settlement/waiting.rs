//! The months that wait for a statement, and the forms that begin one.

use domain::{Currency, access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    list::{Filter, Value},
    statements::{self, LINES_EXACT, Month},
};

use super::draft::DRAFT;
use crate::{
    components::{Field, field, hidden, ledger, select, tag::tag},
    visit::Visit,
    words::{SettlementWords, currency::currency_named, fill},
};

/// Waiting months on the page.
const WAITING: usize = 12;

/// The months that wait, as far as the page shows them.
pub struct Shown {
    months: Vec<(Month, i64)>,
    more: usize,
}

impl Shown {
    /// Counts the lines of those that the page shows.
    ///
    /// # Errors
    /// What the database said.
    pub async fn of(visit: &Visit, filter: &Filter, months: &[Month]) -> Result<Self, Failure> {
        let asked = |m: &&Month| {
            filter.text("reseller").is_none_or(|reseller| reseller == m.reseller)
                && filter.value("period").is_none_or(|period| *period == Value::Month(m.period))
        };
        let mut found: Vec<&Month> = months.iter().filter(asked).collect();
        let more = found.len().saturating_sub(WAITING);
        found.truncate(WAITING);
        let counts = statements::count_lines(&visit.office, visit.actor()?, &found).await?;
        Ok(Self { months: found.into_iter().cloned().zip(counts).collect(), more })
    }
}

/// The months that have lines and no statement.
#[must_use]
pub fn waiting(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    if shown.months.is_empty() {
        return view! { <p class="hint">{words.waiting_none}</p> }.into_any();
    }
    let more = (shown.more > 0).then(|| {
        let more = thousands(shown.more as u64);
        view! { <p class="hint">{fill(words.waiting_more, &[("n", &more)])}</p> }
    });
    let rows = shown.months.iter().map(|(month, lines)| waiting_row(visit, month, *lines)).collect_view();
    let action = visit
        .may(Operation::DraftStatement)
        .then(|| view! { <th scope="col"><span class="visually-hidden">{words.draft_button}</span></th> });
    let head = view! {
        <th scope="col">{words.reseller}</th>
        <th scope="col">{words.period}</th>
        <th scope="col">{words.currency}</th>
        <th scope="col" class="num">{words.lines}</th>
        {action}
    };
    view! {
        <p class="hint">{words.waiting_note}</p>
        {ledger(words.waiting, "compact", head, rows)}
        {more}
    }
    .into_any()
}

fn waiting_row(visit: &Visit, month: &Month, lines: i64) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let running = (!month.is_over).then(|| view! { " "{tag("neutral", words.not_over.to_owned())} });
    let (period, currency) = (month.period.dashed(), month.currency.code());
    let label = fill(
        words.draft_label,
        &[("reseller", &month.reseller), ("period", &period), ("currency", currency)],
    );
    let lines = match lines {
        n if n > LINES_EXACT => format!("{}+", thousands(LINES_EXACT.unsigned_abs())),
        n => thousands(n.unsigned_abs()),
    };
    let action = visit.may(Operation::DraftStatement).then(|| {
        view! {
            <td>
                <form method="post" action=DRAFT>
                    {hidden("reseller", month.reseller.clone())}
                    {hidden("period", month.period.to_string())}
                    {hidden("currency", currency)}
                    <button class="button small" aria-label=label>{words.draft_button}</button>
                </form>
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row">{month.reseller.clone()}</th>
            <td data-label=words.period><time>{period}</time>{running}</td>
            <td data-label=words.currency>{currency}</td>
            <td data-label=words.lines class="num">{lines}</td>
            {action}
        </tr>
    }
}

/// A form for any reseller and month; open when it was refused.
#[must_use]
pub fn draft_any(visit: &Visit, months: &[Month]) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let mut currencies = vec![(String::new(), words.currency_auto.to_owned())];
    currencies.extend(Currency::all().map(|c| (c.code().to_owned(), currency_named(c, visit.lang))));
    let last = months.first().map(|m| m.period.dashed()).unwrap_or_default();
    view! {
        <details class="draft-any" open=visit.refused(DRAFT).is_some()>
            <summary class="button small">{words.draft_any}</summary>
            <form class="form" method="post" action=DRAFT>
                {field(visit, DRAFT, Field::text("reseller", words.reseller))}
                {field(visit, DRAFT, Field::text("period", words.period).hint(words.period_hint).value(last).keyboard("numeric"))}
                {select(visit, DRAFT, "currency", words.currency, currencies, "")}
                <div class="form-actions"><button class="button primary">{words.draft_button}</button></div>
            </form>
        </details>
    }
}
