//! The bar of what is done with many rows. It is a form like any other: rows are chosen by boxes that
//! belong to it, and it stands there as soon as one is ticked, with or without a script.

use leptos::prelude::*;

use super::{
    address::Address,
    face::{Bulk, BulkWords},
};
use crate::{
    components::hidden,
    lang::Lang,
    words::{ListWords, ShellWords, fill},
};

/// Id of the form.
pub(super) const FORM: &str = "chosen";

/// Path of the form that takes away what is ticked.
pub(super) const EXPORT: &str = "/do/export-chosen";

/// What is chosen from, by the name of a field: values with their words.
type Choices = [(&'static str, Vec<(String, String)>)];

/// The bar. The browser counts what is ticked; `total` says how many match.
pub(super) fn selection<R>(
    lang: Lang,
    bulks: &[&'static Bulk<R>],
    address: &Address,
    total: Option<String>,
    choices: &Choices,
    export: bool,
) -> impl IntoView + use<R> {
    let words = ListWords::of(lang);
    let all = fill(words.choose_all, &[("all", &total.unwrap_or_default())]);
    let questions =
        bulks.iter().enumerate().map(|(at, bulk)| question(lang, bulk, at, choices)).collect_view();
    let form = bulks.first().map_or(EXPORT, |bulk| bulk.form);
    view! {
        <form class="toolbar selection" id=FORM method="post" action=form>
            {hidden("query", address.query())}
            <strong class="chosen-count">{words.chosen}" "</strong>
            <label class="choice"><input type="checkbox" name="all" value="1" autocomplete="off"/>" "{all}</label>
            {export.then(|| view! {
                {hidden("kind", "orders")}
                <button class="button" formaction=EXPORT formnovalidate name="format" value="xlsx">{words.export_chosen}" Excel"</button>
                <button class="button" formaction=EXPORT formnovalidate name="format" value="csv">{words.export_chosen}" CSV"</button>
                <button class="button" type="button" data-copy-chosen=words.copied hidden>{words.copy_chosen}</button>
            })}
            {questions}
        </form>
    }
}

/// A button of the bar, and what it asks before anything is done.
fn question<R>(lang: Lang, bulk: &'static Bulk<R>, at: usize, choices: &Choices) -> impl IntoView + use<R> {
    let BulkWords { button, title, text, confirm, reason, choice } = (bulk.words)(lang);
    let class = format!("button {}", bulk.class);
    // The first one has the names that it has alone.
    let id = if at == 0 { "chosen-question".to_owned() } else { format!("chosen-question-{at}") };
    let heading = format!("{id}-title");
    // The fields of another question of the same form are none of this one.
    let alone = reason.is_none();
    let reason = reason.map(|word| {
        view! {
            <div class="field">
                <label for="chosen-reason">{word}</label>
                <textarea id="chosen-reason" name="reason" rows="3" required></textarea>
            </div>
        }
    });
    let choice = choice.map(|(from, name, word)| {
        let all = choices.iter().find(|(of, _)| *of == from).map_or(&[][..], |(_, all)| all);
        let options = all
            .iter()
            .map(|(value, word)| view! { <option value=value.clone()>{word.clone()}</option> })
            .collect_view();
        let id = format!("chosen-{name}");
        view! {
            <div class="field">
                <label for=id.clone()>{word}</label>
                <select id=id name=name>{options}</select>
            </div>
        }
    });
    view! {
        <button class=class.clone() type="button" popovertarget=id.clone()>{button}</button>
        <div class="dialog" id=id.clone() popover="auto" role="dialog" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            <p>{text}</p>
            {reason}
            {choice}
            <button class=class formaction=bulk.form formnovalidate=alone>{confirm}</button>
            <button class="button quiet" type="button" popovertarget=id.clone() popovertargetaction="hide">{ShellWords::of(lang).cancel}</button>
        </div>
    }
}
