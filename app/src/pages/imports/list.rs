//! The list of imports.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    imports::{self, Import, ImportState, LIST},
};

use super::{is_under_way, tone};
use crate::{
    list::{Bulk, BulkWords, Column, Face, Key, ListPage},
    visit::{Page, Visit},
    words::{ImportWords, ShellWords, codes::worded, journal::actor_name},
};

type Col = Column<Import>;

pub(in crate::pages) static FACE: Face<Import> = Face {
    list: &LIST,
    path: "/imports",
    icon: "import",
    title: |lang| ShellWords::of(lang).imports,
    words: ImportWords::noun,
    word: |field, value, lang| match field {
        "state" => worded(value, ImportState::from_code, lang),
        _ => value.to_owned(),
    },
    front: 3,
    lead: Col::new(
        "file",
        |lang| ImportWords::of(lang).file,
        |out, _, row| {
            out.raw("<a class=\"row-link\" href=\"/imports/").text(&row.id.to_string()).raw("\">");
            out.text(&row.file_name).raw("</a>");
        },
    )
    .clip(|row| &row.file_name),
    columns: &[
        Col::tag(
            "state",
            |lang| ImportWords::of(lang).state,
            |row, lang| (tone(&row.state), worded(&row.state, ImportState::from_code, lang)),
        ),
        Col::time("created", |lang| ImportWords::of(lang).when, |row| Some(row.created_at))
            .sort("-created", "created"),
        Col::words(
            "who",
            |lang| ImportWords::of(lang).who,
            |row, lang| actor_name(&row.actor_name, lang).to_owned(),
        ),
        Col::count("new", |lang| ImportWords::of(lang).created, |row| known(row, row.created)),
        Col::count("updated", |lang| ImportWords::of(lang).updated, |row| known(row, row.updated)),
        Col::count("unchanged", |lang| ImportWords::of(lang).unchanged, |row| known(row, row.unchanged)),
        Col::count("rejected", |lang| ImportWords::of(lang).rejected, |row| known(row, row.rejected)),
        Col::time("dealt", |lang| ImportWords::of(lang).dealt_column, |row| row.dealt_at),
    ],
    actions: None,
    chosen: None,
    bulks: &[Bulk {
        form: "/do/resume-imports",
        need: Operation::ImportOrders,
        key: |row, _| row.can_go_on().then(|| Key { value: row.id.to_string(), name: row.file_name.clone() }),
        class: "primary",
        words: |lang| {
            let words = ImportWords::of(lang);
            BulkWords {
                button: words.go_on,
                title: words.go_on_many_title,
                text: words.go_on_many_text,
                confirm: words.go_on,
                reason: None,
                choice: None,
            }
        },
    }],
    ticks: &[],
    tall: false,
};

/// What is not known yet is a dash, not a nought.
fn known(row: &Import, number: i64) -> Option<i64> {
    (!is_under_way(&row.state)).then_some(number)
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut list = ListPage::read(visit, &FACE, imports::list).await?;
    let start = ImportWords::of(visit.lang).start;
    list.begin = visit.may(Operation::ImportOrders).then_some(("/imports/new", start));
    Ok(Page::new(list.title(), move || {
        let action = list.begin.map(|(to, word)| {
            view! { <a class="button primary" href=to data-key="create">{word}</a> }
        });
        list.view(action.into_any())
    }))
}
