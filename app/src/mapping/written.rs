//! How a file is written: fields for who knows better than a look at it.

use domain::{money::Numbers, time::Dates};
use leptos::prelude::*;
use operations::files::{Encoding, Form, Kind, Separator};

use crate::{
    lang::Lang,
    words::{ImportWords, MappingWords, codes::Worded, fill},
};

/// The fields. Of a file that was looked at they hold what was said of it, and tell what was recognised.
pub(crate) fn written(lang: Lang, form: Option<&Form>) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let told = form.map(|form| form.told.clone()).unwrap_or_default();
    let so = |found: &str| fill(MappingWords::of(lang).recognised_so, &[("v", found)]);
    let kind = form.map(|form| form.kind);
    let (encoding, separator) = match kind {
        Some(Kind::Text { encoding, separator, .. }) => (so(encoding.words(lang)), so(separator.words(lang))),
        _ => (words.recognise.to_owned(), words.recognise.to_owned()),
    };
    // What was said is chosen; then nobody knows what would be recognised.
    let encoding = if told.encoding.is_some() { words.recognise.to_owned() } else { encoding };
    let separator = if told.separator.is_some() { words.recognise.to_owned() } else { separator };
    let is_workbook = matches!(kind, Some(Kind::Workbook { .. }));
    let is_text = form.is_some() && !is_workbook;
    let found = form.and_then(|form| form.tables.first()).map(|table| so(&table.heading_row.to_string()));
    let found = found.filter(|_| told.heading_row.is_none()).unwrap_or_else(|| words.recognise.to_owned());
    let row = told.heading_row.map(|row| row.to_string());
    let of_text = (!is_workbook).then(|| {
        view! {
            {choice("encoding", (words.encoding, &encoding), told.encoding.map_or("", Encoding::code), Encoding::ALL.iter().map(|e| (e.code(), e.words(lang))))}
            {choice("separator", (words.separator, &separator), told.separator.map_or("", Separator::code), Separator::ALL.iter().map(|s| (s.code(), s.words(lang))))}
        }
    });
    let of_workbook = (!is_text).then(|| sheet(lang, form, told.sheet.as_deref().unwrap_or_default()));
    view! {
        <details class="more-fields">
            <summary>{words.written}</summary>
            <div class="fields">
                {of_text}
                {choice("numbers", (words.numbers, Numbers::Usual.words(lang)), told.numbers.map_or("", Numbers::code), Numbers::ALL[1..].iter().map(|n| (n.code(), n.words(lang))))}
                {choice("dates", (words.dates, Dates::Usual.words(lang)), told.dates.map_or("", Dates::code), Dates::ALL[1..].iter().map(|d| (d.code(), d.words(lang))))}
                {of_workbook}
                <div class="field">
                    <label for="f-heading_row">{words.heading_row}</label>
                    <input id="f-heading_row" name="heading_row" type="number" min="1" max="20" placeholder=found value=row/>
                </div>
            </div>
        </details>
    }
}

/// The sheet: by its name, or one of those that the workbook has.
fn sheet(lang: Lang, form: Option<&Form>, told: &str) -> AnyView {
    let words = ImportWords::of(lang);
    let Some(form) = form else {
        return view! {
            <div class="field">
                <label for="f-sheet">{words.sheet}</label>
                <p class="hint" id="f-sheet-hint">{words.sheet_hint}</p>
                <input id="f-sheet" name="sheet" aria-describedby="f-sheet-hint"/>
            </div>
        }
        .into_any();
    };
    let names =
        form.tables.iter().map(|table| &table.name).chain(form.left_out.iter().map(|sheet| &sheet.name));
    let names: Vec<(String, String)> = names.map(|name| (name.clone(), name.clone())).collect();
    choice("sheet", (words.sheet, MappingWords::of(lang).every_sheet), told, names.into_iter()).into_any()
}

fn choice<T: Into<String>, I: Iterator<Item = (T, T)>>(
    name: &'static str,
    (label, usual): (&'static str, &str),
    chosen: &str,
    others: I,
) -> impl IntoView + use<T, I> {
    let id = format!("f-{name}");
    let option = |(code, word): (T, T)| {
        let (code, word) = (code.into(), word.into());
        let selected = code == chosen;
        view! { <option value=code selected=selected>{word}</option> }
    };
    let others = others.map(option).collect_view();
    let usual = usual.to_owned();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name><option value="">{usual}</option>{others}</select>
        </div>
    }
}
