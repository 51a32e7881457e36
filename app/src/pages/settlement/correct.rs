//! Correcting an issued statement: supplements, and reversals that take it back.

use domain::{
    access::Operation,
    money::thousands,
    settlement::{Nature, StatementState},
};
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{self, Correction, Head},
};

use crate::{
    components::{Field, amount_text, ask, confirm, field, hidden, notice::notice},
    forms::{Done, Form},
    lang::Lang,
    visit::Visit,
    words::{CorrectWords, ShellWords, fill},
};

/// The form that begins a supplement.
const SUPPLEMENT: &str = "/do/supplement-statement";
/// The form that takes an issued statement back.
pub const REVERSE: &str = "/do/reverse-statement";

/// What can be done with an issued statement that is not taken back.
pub(super) fn buttons(visit: &Visit, head: &Head) -> Option<AnyView> {
    if head.state != StatementState::Issued || head.nature == Nature::Reversal {
        return None;
    }
    let supplement = visit.may(Operation::DraftStatement).then(|| supplement_button(visit, head));
    let reverse = visit.may(Operation::ReverseStatement).then(|| reverse_button(visit, head));
    Some(view! { {supplement}{reverse} }.into_any())
}

fn supplement_button(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = CorrectWords::of(visit.lang);
    let form = view! {
        <form method="post" action=SUPPLEMENT>
            {hidden("id", head.id.to_string())}
            <button class="button primary">{words.supplement_confirm}</button>
        </form>
    };
    let title = fill(words.supplement_title, &[("number", head.number.as_deref().unwrap_or_default())]);
    let text = fill(words.supplement_text, &[("period", &head.period.dashed())]);
    let cancel = ShellWords::of(visit.lang).cancel;
    ask("supplement", "button", words.supplement, title, text, form.into_any(), cancel)
}

/// The question names the lines, what they come to, and what becomes of them.
fn reverse_button(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = CorrectWords::of(visit.lang);
    let form = view! {
        <form class="form" method="post" action=REVERSE>
            {hidden("id", head.id.to_string())}
            {field(visit, REVERSE, Field::text("reason", words.reason))}
            <button class="button seal">{words.reverse_confirm}</button>
        </form>
    };
    let title = fill(words.reverse_title, &[("number", head.number.as_deref().unwrap_or_default())]);
    let values = [
        ("n", thousands(head.line_count.unwrap_or_default().unsigned_abs())),
        ("total", amount_text(head.total_minor.unwrap_or_default(), head.currency)),
        ("period", head.period.dashed()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = fill(words.reverse_text, &values);
    confirm("reverse", words.reverse, title, text, form.into_any(), ShellWords::of(visit.lang).cancel)
}

/// What it corrects, and what corrects it; nothing where there is neither.
pub(super) fn told(head: &Head, corrections: &[Correction], lang: Lang) -> Option<AnyView> {
    let words = CorrectWords::of(lang);
    let link = |id: i64, number: Option<&str>| {
        let called = number.unwrap_or(words.draft).to_owned();
        view! { " "<a href=format!("/settlement/{id}")>{called}</a> }
    };
    let corrects = head.corrects.as_ref().map(|of| {
        let word = if head.nature == Nature::Reversal { words.takes_back } else { words.supplements };
        let reason = head.reason.clone().map(|reason| view! { " · "{reason} });
        view! { <p><strong>{word}</strong>{link(of.id, Some(&of.number))}{reason}</p> }
    });
    let of_nature = |nature: Nature, word: &'static str| {
        let links: Vec<_> = corrections
            .iter()
            .filter(|one| one.nature == nature)
            .map(|one| link(one.id, one.number.as_deref()))
            .collect();
        (!links.is_empty()).then(|| view! { <p><strong>{word}</strong>{links}</p> })
    };
    let back = of_nature(Nature::Reversal, words.taken_back_by);
    let more = of_nature(Nature::Supplement, words.supplemented_by);
    if corrects.is_none() && back.is_none() && more.is_none() {
        return None;
    }
    let tone = if head.nature == Nature::Reversal || back.is_some() { "danger" } else { "info" };
    Some(notice(tone, view! { <div>{corrects}{back}{more}</div> }).into_any())
}

/// Begins a supplement.
///
/// # Errors
/// A conflict when the statement is not issued or was taken back.
pub async fn supplement(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = statements::supplement(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::to(format!("/settlement/{id}")).saying(CorrectWords::of(visit.lang).supplemented))
}

/// Takes an issued statement back.
///
/// # Errors
/// A problem with the reason; a conflict when it was taken back, or a draft of its month stands.
pub async fn reverse(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = CorrectWords::of(visit.lang);
    let id = form.number("id")?;
    let head = statements::reverse(&visit.office, visit.actor()?, id, form.get("reason")).await?;
    let of = head.corrects.map(|of| of.number).unwrap_or_default();
    let said = match &head.number {
        Some(number) => fill(words.reversed_done, &[("number", &of), ("reversal", number)]),
        None => words.reverse_begun.to_owned(),
    };
    Ok(Done::to(format!("/settlement/{}", head.id)).saying(said))
}
