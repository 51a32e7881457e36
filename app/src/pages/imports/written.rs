//! How a file is written: fields for who knows better than a look at it.

use domain::{money::Numbers, time::Dates};
use leptos::prelude::*;
use operations::files::{Encoding, Form, Kind, Separator};

use crate::{
    lang::Lang,
    words::{ImportWords, codes::Worded},
};

/// The fields. Of a file that was looked at they hold what was found.
pub(super) fn written(lang: Lang, form: Option<&Form>) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let (encoding, separator) = match form.map(|form| form.kind) {
        Some(Kind::Text { encoding, separator, .. }) => (encoding.code(), separator.code()),
        _ => ("", ""),
    };
    let numbers = form.map_or("", |form| form.numbers.code());
    let dates = form.map_or("", |form| form.dates.code());
    let is_workbook = matches!(form.map(|form| form.kind), Some(Kind::Workbook { .. }));
    let is_text = form.is_some() && !is_workbook;
    let sheet = form.filter(|form| form.tables.len() == 1).map(|form| form.tables[0].name.clone());
    let row = form.filter(|form| form.tables.len() == 1).map(|form| form.tables[0].heading_row.to_string());
    let of_text = (!is_workbook).then(|| {
        view! {
            {choice("encoding", (words.encoding, words.recognise), encoding, Encoding::ALL.iter().map(|e| (e.code(), e.words(lang))))}
            {choice("separator", (words.separator, words.recognise), separator, Separator::ALL.iter().map(|s| (s.code(), s.words(lang))))}
        }
    });
    let of_workbook = (!is_text).then(|| {
        view! {
            <div class="field">
                <label for="f-sheet">{words.sheet}</label>
                <p class="hint" id="f-sheet-hint">{words.sheet_hint}</p>
                <input id="f-sheet" name="sheet" aria-describedby="f-sheet-hint" value=sheet/>
            </div>
        }
    });
    view! {
        <details class="more-fields">
            <summary>{words.written}</summary>
            <div class="fields">
                {of_text}
                {choice("numbers", (words.numbers, Numbers::Usual.words(lang)), numbers, Numbers::ALL[1..].iter().map(|n| (n.code(), n.words(lang))))}
                {choice("dates", (words.dates, Dates::Usual.words(lang)), dates, Dates::ALL[1..].iter().map(|d| (d.code(), d.words(lang))))}
                {of_workbook}
                <div class="field">
                    <label for="f-heading_row">{words.heading_row}</label>
                    <input id="f-heading_row" name="heading_row" type="number" min="1" max="20" placeholder=words.recognise value=row/>
                </div>
            </div>
        </details>
    }
}

fn choice<I: Iterator<Item = (&'static str, &'static str)>>(
    name: &'static str,
    (label, usual): (&'static str, &'static str),
    chosen: &str,
    others: I,
) -> impl IntoView + use<I> {
    let id = format!("f-{name}");
    let option = |(code, word): (&'static str, &'static str)| {
        let selected = code == chosen;
        view! { <option value=code selected=selected>{word}</option> }
    };
    let others = others.map(option).collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name><option value="">{usual}</option>{others}</select>
        </div>
    }
}
