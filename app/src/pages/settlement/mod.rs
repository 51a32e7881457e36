//! Settling with resellers: months that wait, statements, and the calculator.

pub mod detail;
pub mod draft;
mod left_out;
mod lines;
pub mod list;
pub mod month;
mod months;
pub mod print;
pub mod quote;

use domain::Period;
use leptos::prelude::*;
use operations::statements::{Head, StatementState};

use crate::{
    components::tag::tag,
    lang::Lang,
    words::{SettlementWords, codes::Worded},
};

/// The tone of how far a statement has come.
const fn tone(state: StatementState) -> &'static str {
    match state {
        StatementState::Draft => "warning",
        StatementState::Issued => "success",
        StatementState::Reversed => "danger",
        StatementState::Void => "neutral",
    }
}

/// How far a statement has come.
fn statement_tag(state: StatementState, lang: Lang) -> impl IntoView + use<> {
    tag(tone(state), state.words(lang).to_owned())
}

/// What a statement is called: its number, or what it will be about.
fn name_of(head: &Head, lang: Lang) -> String {
    head.number.clone().unwrap_or_else(|| {
        let word = SettlementWords::of(lang).statement;
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
