//! Exports: files of filtered lists, made by a task and kept for some days.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    exports::{self, Export, ExportProblem, ExportState, Format, LIST, NewExport},
    views,
};

use super::imports::size;
use crate::{
    components::{hidden, markup::Markup, page_head},
    forms::{Done, Form},
    islands::Progress,
    list::{Column, Face, ListPage, NounWords, Seen, cells, filter_of},
    visit::{Page, Visit},
    words::{
        ExportWords, ListWords, ShellWords,
        codes::{Worded, worded},
    },
};

const FORM: &str = "/do/export";

type Col = Column<Export>;

static FACE: Face<Export> = Face {
    list: &LIST,
    path: "/exports",
    icon: "export",
    words: |lang| {
        let words = ExportWords::of(lang);
        NounWords {
            title: words.title,
            caption: words.title,
            total: words.count_total,
            hint: words.search_hint,
            empty_title: words.empty_title,
            empty_text: words.empty_text,
            none_title: words.none_title,
        }
    },
    label: |field, lang| match field {
        "q" => ListWords::of(lang).search,
        "format" => ExportWords::of(lang).format,
        "state" => ExportWords::of(lang).state,
        _ => ExportWords::of(lang).created,
    },
    word: |field, value, lang| match field {
        "format" => worded(value, Format::from_code, lang),
        "state" => worded(value, ExportState::from_code, lang),
        _ => value.to_owned(),
    },
    front: 3,
    lead: Col::new("what", |lang| ExportWords::of(lang).what, what),
    columns: &[
        Col::new(
            "format",
            |lang| ExportWords::of(lang).format,
            |out, seen, export| {
                out.text(export.format.words(seen.lang()));
            },
        ),
        Col::new(
            "who",
            |lang| ExportWords::of(lang).who,
            |out, _, export| {
                out.text(&export.staff_name);
            },
        ),
        Col::new(
            "created",
            |lang| ExportWords::of(lang).created,
            |out, seen, export| {
                cells::time(out, seen, export.created_at);
            },
        )
        .class("nowrap")
        .sort("-created", "created"),
        Col::new("state", |lang| ExportWords::of(lang).state, state),
        Col::new(
            "rows",
            |lang| ExportWords::of(lang).rows,
            |out, _, export| {
                let written = matches!(export.state, ExportState::Ready | ExportState::Expired);
                cells::count(out, written.then_some(export.rows_written));
            },
        )
        .class("num"),
        Col::new(
            "size",
            |lang| ExportWords::of(lang).size,
            |out, _, export| {
                cells::maybe(out, export.size_bytes.map(size).as_deref());
            },
        )
        .class("num"),
        Col::new(
            "expires",
            |lang| ExportWords::of(lang).expires,
            |out, seen, export| {
                cells::time(out, seen, export.expires_at);
            },
        )
        .class("nowrap"),
    ],
    actions: Some((Operation::ExportOrders, action)),
    chosen: None,
    bulk: None,
    tall: false,
};

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = ExportWords::of(visit.lang);
    let actor = visit.actor()?;
    let (filter, problems) = filter_of(visit, &LIST);
    let (page, views) = futures::future::try_join(
        exports::list(&visit.office, actor, &filter),
        views::list(&visit.office, actor, &LIST),
    )
    .await?;
    let visit = visit.clone();
    Ok(Page::new(words.title, move || {
        // Without a script the page loads itself again while something is written.
        let refresh = page
            .rows
            .iter()
            .any(|export| is_under_way(export.state))
            .then(|| view! { <noscript><meta http-equiv="refresh" content="3"/></noscript> });
        let orders = view! { <a class="button" href="/orders">{words.to_orders}</a> };
        let (visit, filter, problems, page, views) = (&visit, &filter, &problems[..], &page, &views[..]);
        let begin = Some(("/orders", words.to_orders));
        let list = ListPage { visit, face: &FACE, filter, problems, page, views, suggest: &[], begin };
        view! {
            {refresh}
            {page_head(words.title, None, Some(words.note.to_owned()), orders)}
            {list.filters()}
            {list.body()}
        }
    }))
}

const fn is_under_way(state: ExportState) -> bool {
    matches!(state, ExportState::Queued | ExportState::Running)
}

/// The list as it was narrowed.
fn what(out: &mut Markup, seen: &Seen<'_>, export: &Export) {
    let (words, rail) = (ExportWords::of(seen.lang()), ShellWords::of(seen.lang()));
    let (path, name) = match export.kind.as_str() {
        "statements" => ("/settlement", rail.settlement),
        "imports" => ("/imports", rail.imports),
        "journal" => ("/journal", rail.journal),
        "staff" => ("/staff", rail.staff),
        "tokens" => ("/tokens", rail.tokens),
        "products" => ("/products", rail.products),
        _ => ("/orders", rail.orders),
    };
    out.raw("<a href=\"").text(path);
    if export.query.is_empty() {
        out.raw("\">").text(name).raw("</a>");
    } else {
        out.raw("?").text(&export.query).raw("\">").text(name).text(words.filtered).raw("</a>");
    }
}

fn state(out: &mut Markup, seen: &Seen<'_>, export: &Export) {
    let words = ExportWords::of(seen.lang());
    let word = export.state.words(seen.lang());
    let tone = match export.state {
        ExportState::Queued | ExportState::Running => {
            let url = format!("/exports/{}/progress", export.id);
            let label = if export.state == ExportState::Queued {
                word.to_owned()
            } else {
                words.in_progress.to_owned()
            };
            out.view(view! { <Progress url=url label=label/> });
            return;
        }
        ExportState::Ready => "success",
        ExportState::Expired => "neutral",
        ExportState::Failed => "danger",
    };
    cells::tag(out, tone, word);
    if export.state == ExportState::Failed {
        let why = match export.problem {
            Some(ExportProblem::Forbidden) => words.forbidden,
            Some(ExportProblem::Stopped) => words.stopped,
            Some(ExportProblem::Internal) | None => words.internal,
        };
        out.raw("<p class=\"hint\">").text(why).raw("</p>");
    }
}

/// The one thing that can be done with it.
fn action(out: &mut Markup, seen: &Seen<'_>, export: &Export) {
    let words = ExportWords::of(seen.lang());
    match export.state {
        ExportState::Queued | ExportState::Running => {}
        ExportState::Ready => {
            out.raw("<a class=\"button small\" download href=\"/exports/").text(&export.id.to_string());
            out.raw("/file\">").text(words.download).raw("</a>");
        }
        ExportState::Expired | ExportState::Failed => {
            out.view(view! {
                <form method="post" action=FORM>
                    {hidden("id", export.id.to_string())}
                    <button class="button small">{words.retry}</button>
                </form>
            });
        }
    }
}

/// Begins an export of the list under a filter; or begins one again that failed or expired.
///
/// # Errors
/// A problem with the format or the filter; a conflict while another one is written.
pub async fn create(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = ExportWords::of(visit.lang);
    let actor = visit.actor()?;
    if form.ticked("id") {
        exports::retry(&visit.office, actor, form.number("id")?).await?;
        return Ok(Done::to("/exports").saying(words.retried));
    }
    let format = Format::parse(form.get("format")).map_err(|p| p.of("format"))?;
    let new =
        NewExport { kind: form.get("kind"), format, query: form.get("query"), locale: visit.lang.code() };
    exports::create(&visit.office, actor, &new).await?;
    Ok(Done::to("/exports").saying(words.created_done))
}
