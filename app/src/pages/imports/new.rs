//! Bringing in a file, and what it has to look like.

use leptos::prelude::*;
use operations::{
    Failure,
    files::Known,
    imports::{self, COLUMNS, Column},
};

use super::remembered::all;
use crate::{
    components::{block, ledger, page_head},
    islands::Upload,
    lang::Lang,
    mapping::written,
    visit::{Page, Visit},
    words::{ImportWords, fill, import::ColumnWords},
};

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let known = imports::readings(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(ImportWords::of(visit.lang).new_title, move || body(&visit, &known)))
}

fn body(visit: &Visit, known: &[Known]) -> impl IntoView + use<> {
    let lang = visit.lang;
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
                {written(lang, None)}
            </Upload>
        </section>
        {all(visit, known)}
        {block(words.format, format)}
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
