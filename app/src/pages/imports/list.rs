//! The list of imports.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    imports::{self, Import, ImportState, LIST},
    views,
};

use super::{is_under_way, tone};
use crate::{
    components::markup::Markup,
    list::{Column, Face, ListPage, NounWords, cells, filter_of},
    visit::{Page, Visit},
    words::{ImportWords, ListWords, codes::worded, journal::actor_name},
};

type Col = Column<Import>;

static FACE: Face<Import> = Face {
    list: &LIST,
    path: "/imports",
    icon: "import",
    words: |lang| {
        let words = ImportWords::of(lang);
        NounWords {
            title: words.title,
            caption: words.list_caption,
            total: words.count_total,
            hint: words.search_hint,
            empty_title: words.empty_title,
            empty_text: words.empty_text,
            none_title: words.none_title,
        }
    },
    label: |field, lang| match field {
        "q" => ListWords::of(lang).search,
        "state" => ImportWords::of(lang).state,
        _ => ImportWords::of(lang).when,
    },
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
        Col::new(
            "state",
            |lang| ImportWords::of(lang).state,
            |out, seen, row| {
                cells::tag(out, tone(&row.state), &worded(&row.state, ImportState::from_code, seen.lang()));
            },
        ),
        Col::new(
            "created",
            |lang| ImportWords::of(lang).when,
            |out, seen, row| {
                cells::time(out, seen, row.created_at);
            },
        )
        .class("nowrap")
        .sort("-created", "created"),
        Col::new(
            "who",
            |lang| ImportWords::of(lang).who,
            |out, seen, row| {
                out.text(actor_name(&row.actor_name, seen.lang()));
            },
        ),
        Col::new("new", |lang| ImportWords::of(lang).created, |out, _, row| number(out, row, row.created))
            .class("num"),
        Col::new(
            "updated",
            |lang| ImportWords::of(lang).updated,
            |out, _, row| number(out, row, row.updated),
        )
        .class("num"),
        Col::new(
            "unchanged",
            |lang| ImportWords::of(lang).unchanged,
            |out, _, row| number(out, row, row.unchanged),
        )
        .class("num"),
        Col::new(
            "rejected",
            |lang| ImportWords::of(lang).rejected,
            |out, _, row| number(out, row, row.rejected),
        )
        .class("num"),
    ],
    actions: None,
    chosen: None,
    bulk: None,
    tall: false,
};

/// What is not known yet is a dash, not a nought.
fn number(out: &mut Markup, row: &Import, number: i64) {
    cells::count(out, (!is_under_way(&row.state)).then_some(number));
}

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = ImportWords::of(visit.lang);
    let actor = visit.actor()?;
    let (filter, problems) = filter_of(visit, &LIST);
    let (page, views) = futures::future::try_join(
        imports::list(&visit.office, actor, &filter),
        views::list(&visit.office, actor, &LIST),
    )
    .await?;
    let visit = visit.clone();
    Ok(Page::new(words.title, move || {
        let begin = visit.may(Operation::ImportOrders).then_some(("/imports/new", words.start));
        let action = begin.map(|(to, word)| {
            view! { <a class="button primary" href=to data-key="create">{word}</a> }
        });
        let (visit, filter, problems, page, views) = (&visit, &filter, &problems[..], &page, &views[..]);
        ListPage { visit, face: &FACE, filter, problems, page, views, suggest: &[], begin }
            .view(action.into_any())
    }))
}
