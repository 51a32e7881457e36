//! Bringing in a file, and what it has to look like.

use domain::{money::Numbers, time::Dates};
use leptos::prelude::*;
use operations::{
    Failure,
    files::{Encoding, Separator},
    imports::{COLUMNS, Column},
};

use crate::{
    components::{block, ledger, page_head},
    islands::Upload,
    lang::Lang,
    visit::{Page, Visit},
    words::{ImportWords, codes::Worded, fill, import::ColumnWords},
};

/// The page.
///
/// # Errors
/// None; every page may have one.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let lang = visit.lang;
    Ok(Page::new(ImportWords::of(lang).new_title, move || body(lang)))
}

fn body(lang: Lang) -> impl IntoView {
    let words = ImportWords::of(lang);
    let template = view! { <a class="button" href="/imports/template" download="">{words.template}</a> };
    let format = view! {
        <p>{words.format_text}</p>
        <p>{words.format_rows}</p>
        {columns(lang)}
    };
    view! {
        {page_head(words.new_title, Some(("/imports".to_owned(), words.back)), None, template)}
        <section class="block">
            <Upload lang=lang action="/imports".to_owned() accept=".csv,.txt,.tsv,.xlsx".to_owned() button=words.upload.to_owned()>
                {written(lang)}
            </Upload>
        </section>
        {block(words.format, format)}
    }
}

/// How the file is written, for who knows better than a look at it.
fn written(lang: Lang) -> impl IntoView {
    let words = ImportWords::of(lang);
    view! {
        <details class="more-fields">
            <summary>{words.written}</summary>
            <div class="fields">
                {choice("encoding", words.encoding, words.recognise, Encoding::ALL.iter().map(|e| (e.code(), e.words(lang))))}
                {choice("separator", words.separator, words.recognise, Separator::ALL.iter().map(|s| (s.code(), s.words(lang))))}
                {choice("numbers", words.numbers, Numbers::Usual.words(lang), Numbers::ALL[1..].iter().map(|n| (n.code(), n.words(lang))))}
                {choice("dates", words.dates, Dates::Usual.words(lang), Dates::ALL[1..].iter().map(|d| (d.code(), d.words(lang))))}
                <div class="field">
                    <label for="f-sheet">{words.sheet}</label>
                    <p class="hint" id="f-sheet-hint">{words.sheet_hint}</p>
                    <input id="f-sheet" name="sheet" aria-describedby="f-sheet-hint"/>
                </div>
                <div class="field">
                    <label for="f-heading_row">{words.heading_row}</label>
                    <input id="f-heading_row" name="heading_row" type="number" min="1" max="20" placeholder=words.recognise/>
                </div>
            </div>
        </details>
    }
}

fn choice(
    name: &'static str,
    label: &'static str,
    usual: &'static str,
    others: impl Iterator<Item = (&'static str, &'static str)>,
) -> impl IntoView {
    let id = format!("f-{name}");
    let others = others.map(|(code, word)| view! { <option value=code>{word}</option> }).collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name><option value="">{usual}</option>{others}</select>
        </div>
    }
}

fn columns(lang: Lang) -> impl IntoView {
    let words = ImportWords::of(lang);
    let title = fill(words.all_columns, &[("n", &COLUMNS.len().to_string())]);
    let rows = COLUMNS.iter().map(|column| column_row(column, lang)).collect_view();
    let head = view! {
        <th scope="col">{words.column}</th>
        <th scope="col">{words.alias}</th>
        <th scope="col">{words.required}</th>
        <th scope="col">{words.meaning}</th>
        <th scope="col">{words.example}</th>
    };
    ledger(title, "compact", head, rows)
}

fn column_row(column: &Column, lang: Lang) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let alias = column.aliases.iter().find(|a| !a.is_ascii()).copied().unwrap_or_default();
    let needed = match (column.required, column.instead) {
        (true, Some(other)) => fill(words.or_instead, &[("other", other)]),
        (true, None) => words.required.to_owned(),
        (false, _) => words.optional.to_owned(),
    };
    let explained = ColumnWords::of(column.name);
    let meaning = explained.map_or("", |c| c.meaning(lang));
    let example = explained.map_or("", |c| c.example);
    view! {
        <tr>
            <th scope="row" class="nowrap"><code>{column.name}</code></th>
            <td data-label=words.alias lang="zh-CN">{alias}</td>
            <td data-label=words.required>{needed}</td>
            <td data-label=words.meaning>{meaning}</td>
            <td data-label=words.example><code>{example}</code></td>
        </tr>
    }
}
