//! A computed amount: press it, and its arithmetic opens: in one line, and line under line.

use domain::settlement::Settled;
use leptos::prelude::*;

use super::money::money;
use crate::{islands::steps, lang::Lang, words::ShellWords};

/// An amount that opens its formula.
#[must_use]
pub fn formula(settled: &Settled, lang: Lang) -> impl IntoView + use<> {
    let shell = ShellWords::of(lang);
    let note = format!("{} {}", shell.rule, settled.rule.in_words(lang.tongue()));
    view! {
        <details class="formula" name="formulas">
            <summary>{money(settled.amount_minor, settled.currency.code())}</summary>
            <div><p class="formula-line mono">{settled.formula()}</p>{steps(settled, lang)}<p class="formula-note">{note}</p></div>
        </details>
    }
}
