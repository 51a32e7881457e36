//! Settling with resellers: months that wait, statements, and the calculator.

pub mod correct;
pub mod detail;
pub mod draft;
mod issuer;
mod left_out;
mod lines;
pub mod list;
pub mod month;
mod months;
pub mod paid;
pub mod print;
pub mod quote;

use domain::Period;
use leptos::prelude::*;
use operations::statements::{Head, Nature, StatementState};

use crate::{
    components::tag::tag,
    lang::Lang,
    words::{CorrectWords, PaidWords, SettlementWords, codes::Worded},
};

/// The tone of how far a statement has come.
const fn tone(head: &Head) -> &'static str {
    match head.state {
        StatementState::Draft => "warning",
        StatementState::Issued if head.paid.is_some() => "success",
        StatementState::Issued => "info",
        StatementState::Reversed => "danger",
        StatementState::Void => "neutral",
    }
}

/// How far a statement has come, in words.
fn state_of(head: &Head, lang: Lang) -> &'static str {
    match (head.state, &head.paid) {
        (StatementState::Issued, Some(_)) => PaidWords::of(lang).paid,
        (state, _) => state.words(lang),
    }
}

/// How far a statement has come.
fn statement_tag(head: &Head, lang: Lang) -> impl IntoView + use<> {
    tag(tone(head), state_of(head, lang).to_owned())
}

/// What a statement is called: its number, or what it will be about.
pub(super) fn name_of(head: &Head, lang: Lang) -> String {
    head.number.clone().unwrap_or_else(|| {
        let word = match head.nature {
            Nature::Regular => SettlementWords::of(lang).statement,
            Nature::Supplement => CorrectWords::of(lang).supplement_name,
            Nature::Reversal => CorrectWords::of(lang).reversal_name,
        };
        format!("{word} {} {} {}", head.reseller, head.period.dashed(), head.currency)
    })
}

/// The red stamp on what was issued.
fn seal(period: Period, lang: Lang) -> impl IntoView {
    let words = SettlementWords::of(lang);
    match lang {
        // Four characters stand in two columns, as on a carved seal.
        Lang::Zh => {
            view! { <span class="seal" role="img" aria-label=words.issued><b>{words.seal}</b></span> }.into_any()
        }
        Lang::En => view! {
            <span class="seal round" role="img" aria-label=words.issued><b>{words.seal}<small>{period.dashed()}</small></b></span>
        }
        .into_any(),
    }
}
