//! A computed amount: press it, and its arithmetic opens, line under line.

use domain::settlement::Explanation;
use leptos::prelude::*;

use super::money::money;
use crate::{
    islands::step_words,
    lang::Lang,
    words::{IslandWords, ShellWords},
};

/// The steps of an explanation.
#[must_use]
pub fn steps(explanation: &Explanation, lang: Lang) -> impl IntoView + use<> {
    let words = IslandWords::of(lang);
    let steps = explanation
        .steps
        .iter()
        .map(|s| {
            let text = step_words(s.kind, words);
            let (operation, value) = (s.operation.clone(), s.value.clone());
            view! { <li><span class="step-text">{text}" "<span class="mono">{operation}</span></span><span class="step-value">{value}</span></li> }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }
}

/// An amount that opens its formula.
#[must_use]
pub fn formula(
    amount_minor: i64,
    currency: &str,
    explanation: &Explanation,
    lang: Lang,
) -> impl IntoView + use<> {
    let shell = ShellWords::of(lang);
    let note = format!("{} {} v{}", shell.rule, explanation.rule, explanation.rule_version);
    view! {
        <details class="formula" name="formulas">
            <summary>{money(amount_minor, currency)}</summary>
            <div>{steps(explanation, lang)}<p class="formula-note">{note}</p></div>
        </details>
    }
}
