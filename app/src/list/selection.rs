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

/// The bar. The browser counts what is ticked; `total` says how many match.
pub(super) fn selection<R>(
    lang: Lang,
    bulk: &'static Bulk<R>,
    address: &Address,
    total: Option<String>,
) -> impl IntoView + use<R> {
    let words = ListWords::of(lang);
    let BulkWords { button, title, text, confirm, reason } = (bulk.words)(lang);
    let class = format!("button {}", bulk.class);
    let all = fill(words.choose_all, &[("all", &total.unwrap_or_default())]);
    let reason = reason.map(|word| {
        view! {
            <div class="field">
                <label for="chosen-reason">{word}</label>
                <input id="chosen-reason" name="reason" maxlength="500" required/>
            </div>
        }
    });
    view! {
        <form class="toolbar selection" id=FORM method="post" action=bulk.form>
            {hidden("query", address.query())}
            <strong class="chosen-count">{words.chosen}" "</strong>
            <label class="choice"><input type="checkbox" name="all" value="1" autocomplete="off"/>" "{all}</label>
            <button class=class.clone() type="button" popovertarget="chosen-question">{button}</button>
            <div class="dialog" id="chosen-question" popover="auto" role="dialog" aria-labelledby="chosen-title">
                <h2 id="chosen-title">{title}</h2>
                <p>{text}</p>
                {reason}
                <button class=class>{confirm}</button>
                <button class="button quiet" type="button" popovertarget="chosen-question" popovertargetaction="hide">{ShellWords::of(lang).cancel}</button>
            </div>
        </form>
    }
}
