//! Exports: files of filtered lists, made by a task and kept for some days.

use domain::{Problem, access::Operation};
use leptos::prelude::*;
use operations::{
    Failure,
    exports::{self, Export, ExportProblem, ExportState, Format, Kind, LIST},
};

use super::Wish;
use crate::{
    components::{hidden, markup::Markup, page_head, size},
    forms::{Done, Form},
    islands::Progress,
    lang::Lang,
    list::{Bulk, BulkWords, Column, Face, Key, ListPage, Seen, cells, in_words},
    visit::{Page, Visit, encoded},
    words::{
        ExportWords, ShellWords,
        codes::{Worded, worded},
    },
};

const FORM: &str = "/do/export";

type Col = Column<Export>;

pub(super) static FACE: Face<Export> = Face {
    list: &LIST,
    path: "/exports",
    icon: "export",
    title: |lang| ShellWords::of(lang).exports,
    words: ExportWords::noun,
    word: |field, value, lang| match field {
        "format" => worded(value, Format::from_code, lang),
        "state" => worded(value, ExportState::from_code, lang),
        _ => value.to_owned(),
    },
    front: 3,
    lead: Col::new("what", |lang| ExportWords::of(lang).what, what),
    columns: &[
        Col::words(
            "format",
            |lang| ExportWords::of(lang).format,
            |export, lang| export.format.words(lang).to_owned(),
        ),
        Col::text("who", |lang| ExportWords::of(lang).who, |export| &export.staff_name),
        Col::time("created", |lang| ExportWords::of(lang).created, |export| Some(export.created_at))
            .sort("-created", "created"),
        Col::new("state", |lang| ExportWords::of(lang).state, state),
        Col::count("rows", |lang| ExportWords::of(lang).rows, rows_written),
        Col::new(
            "size",
            |lang| ExportWords::of(lang).size,
            |out, _, export| {
                cells::maybe(out, export.size_bytes.map(size).as_deref());
            },
        )
        .class("num"),
        Col::time("expires", |lang| ExportWords::of(lang).expires, |export| export.expires_at),
    ],
    actions: Some((Operation::ExportOrders, action)),
    chosen: None,
    bulks: &[Bulk {
        form: "/do/retry-exports",
        need: Operation::ExportOrders,
        key: |export, lang| {
            let name = format!("{} {}", list_of(&export.kind, lang).1, export.format.words(lang));
            can_retry(export.state).then(|| Key { value: export.id.to_string(), name })
        },
        class: "primary",
        words: |lang| {
            let words = ExportWords::of(lang);
            BulkWords {
                button: words.retry,
                title: words.retry_many_title,
                text: words.retry_many_text,
                confirm: words.retry,
                reason: None,
                choice: None,
            }
        },
    }],
    ticks: &[],
    tall: false,
};

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = ExportWords::of(visit.lang);
    let mut list = ListPage::read(visit, &FACE, exports::list).await?;
    list.begin = Some(("/orders", words.to_orders));
    Ok(Page::new(list.title(), move || {
        // Without a script the page loads itself again while something is written.
        let under_way = list.page.rows.iter().any(|export| is_under_way(export.state));
        let refresh =
            under_way.then(|| view! { <noscript><meta http-equiv="refresh" content="3"/></noscript> });
        let orders = view! { <a class="button" href="/orders">{words.to_orders}</a> };
        view! {
            {refresh}
            {page_head(list.title(), None, Some(words.note.to_owned()), orders)}
            {list.filters()}
            {list.body()}
        }
    }))
}

const fn is_under_way(state: ExportState) -> bool {
    matches!(state, ExportState::Queued | ExportState::Running)
}

fn rows_written(export: &Export) -> Option<i64> {
    matches!(export.state, ExportState::Ready | ExportState::Expired).then_some(export.rows_written)
}

/// Whether it can be made again.
const fn can_retry(state: ExportState) -> bool {
    matches!(state, ExportState::Failed | ExportState::Expired)
}

/// Path and name of the list that a kind of export takes away.
pub(super) fn list_of(kind: &str, lang: Lang) -> (&'static str, &'static str) {
    super::list_of(kind)
        .map_or(("/orders", ShellWords::of(lang).orders), |list| (list.path(), list.title(lang)))
}

/// The list as it was narrowed.
fn what(out: &mut Markup, seen: &Seen<'_>, export: &Export) {
    let (path, name) = list_of(&export.kind, seen.lang());
    out.raw("<a href=\"").text(path);
    if !export.query.is_empty() {
        out.raw("?").text(&export.query);
    }
    out.raw("\">").text(name).raw("</a>");
    let told = super::list_of(&export.kind).map(|list| in_words(list, &export.query, seen.lang()));
    if let Some(told) = told.filter(|told| !told.is_empty()) {
        out.raw(" <small class=\"muted\">").text(&told).raw("</small>");
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

/// Begins an export of the orders that are ticked, or of all that match.
///
/// # Errors
/// As [`create`]; a problem when none is ticked.
pub async fn create_chosen(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let rows = form.all("row");
    let query = if form.ticked("all") {
        form.get("query").to_owned()
    } else if rows.is_empty() {
        return Err(Problem::Missing.of("order_no").into());
    } else {
        format!("order_no={}", encoded(&rows.join(",")))
    };
    let format = Format::parse(form.get("format")).map_err(|p| p.of("format"))?;
    let wish = Wish::with(visit, Kind::of(exports::ORDERS)?, format, query, form.get("columns"))?;
    asked(visit, &wish).await
}

/// Hands a small file out at once; a larger one is made by a task.
async fn asked(visit: &Visit, wish: &Wish) -> Result<Done, Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    if let Some(address) = wish.address()
        && wish.kind.is_small(office, actor, &wish.query).await?
    {
        return Ok(Done::to(address));
    }
    exports::create(office, actor, &wish.task(visit)).await?;
    Ok(Done::to("/exports").saying(ExportWords::of(visit.lang).created_done))
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
    let wish = Wish::of(visit, |name| form.get(name).to_owned())?;
    asked(visit, &wish).await
}
