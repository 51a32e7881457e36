//! Exports: files of filtered lists, made by a task and kept for some days.

use domain::{access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    exports::{self, Export, ExportProblem, ExportState, Format, NewExport, ORDERS},
};

use super::imports::size;
use crate::{
    components::{empty, hidden, ledger, page_head, tag::tag},
    forms::{Done, Form},
    islands::Progress,
    lang::Lang,
    visit::{Page, Visit},
    words::ExportWords,
};

const FORM: &str = "/do/export-orders";

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = ExportWords::of(visit.lang);
    let all = exports::list(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(words.title, move || body(&visit, &all)))
}

const fn is_under_way(state: ExportState) -> bool {
    matches!(state, ExportState::Queued | ExportState::Running)
}

fn body(visit: &Visit, all: &[Export]) -> impl IntoView + use<> {
    let words = ExportWords::of(visit.lang);
    // Without a script the page loads itself again while something is written.
    let refresh = all
        .iter()
        .any(|e| is_under_way(e.state))
        .then(|| view! { <noscript><meta http-equiv="refresh" content="3"/></noscript> });
    let orders = view! { <a class="button" href="/orders">{words.to_orders}</a> };
    let content = if all.is_empty() {
        let action = Some(("/orders".to_owned(), words.to_orders));
        empty("export", words.empty_title, words.empty_text, action).into_any()
    } else {
        table(visit, all).into_any()
    };
    view! {
        {refresh}
        {page_head(words.title, None, Some(words.note.to_owned()), (!all.is_empty()).then_some(orders))}
        {content}
    }
}

fn table(visit: &Visit, all: &[Export]) -> impl IntoView + use<> {
    let words = ExportWords::of(visit.lang);
    // An owner sees everybody's.
    let others = visit.may(Operation::ManageStaff);
    let rows = all.iter().map(|export| table_row(visit, export, others)).collect_view();
    let head = view! {
        <th scope="col">{words.what}</th>
        <th scope="col">{words.format}</th>
        {others.then(|| view! { <th scope="col">{words.who}</th> })}
        <th scope="col">{words.created}</th>
        <th scope="col">{words.state}</th>
        <th scope="col" class="num">{words.rows}</th>
        <th scope="col" class="num">{words.size}</th>
        <th scope="col">{words.expires}</th>
        <th scope="col">{words.file}</th>
    };
    ledger(words.title, "middle", head, rows)
}

fn table_row(visit: &Visit, export: &Export, others: bool) -> impl IntoView + use<> {
    let words = ExportWords::of(visit.lang);
    let (list, what) = if export.query.is_empty() {
        ("/orders".to_owned(), words.all_orders)
    } else {
        (format!("/orders?{}", export.query), words.filtered)
    };
    let rows = if export.state == ExportState::Queued { None } else { Some(export.rows_written) };
    let rows = rows.map_or_else(|| "—".to_owned(), |n| thousands(n.unsigned_abs()));
    let expires = export.expires_at.map_or_else(|| "—".to_owned(), |at| visit.minute(at));
    view! {
        <tr>
            <th scope="row"><a href=list>{what}</a></th>
            <td data-label=words.format>{format_word(export.format)}</td>
            {others.then(|| view! { <td data-label=words.who>{export.staff_name.clone()}</td> })}
            <td data-label=words.created><time>{visit.minute(export.created_at)}</time></td>
            <td data-label=words.state>{state(export, visit.lang)}</td>
            <td data-label=words.rows class="num">{rows}</td>
            <td data-label=words.size class="num">{export.size_bytes.map_or_else(|| "—".to_owned(), size)}</td>
            <td data-label=words.expires><time>{expires}</time></td>
            <td data-label=words.file>{action(export, words)}</td>
        </tr>
    }
}

const fn format_word(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Xlsx => "Excel",
    }
}

fn state(export: &Export, lang: Lang) -> AnyView {
    let words = ExportWords::of(lang);
    match export.state {
        ExportState::Queued | ExportState::Running => {
            let url = format!("/exports/{}/progress", export.id);
            let label = if export.state == ExportState::Queued { words.queued } else { words.in_progress };
            view! { <Progress url=url label=label.to_owned()/> }.into_any()
        }
        ExportState::Ready => tag("success", words.ready.to_owned()).into_any(),
        ExportState::Expired => tag("neutral", words.expired.to_owned()).into_any(),
        ExportState::Failed => {
            let why = match export.problem {
                Some(ExportProblem::Forbidden) => words.forbidden,
                Some(ExportProblem::Stopped) => words.stopped,
                Some(ExportProblem::Internal) | None => words.internal,
            };
            view! { {tag("danger", words.failed.to_owned())}<p class="hint">{why}</p> }.into_any()
        }
    }
}

/// The one thing that can be done with it.
fn action(export: &Export, words: &'static ExportWords) -> AnyView {
    match export.state {
        ExportState::Queued | ExportState::Running => "—".into_any(),
        ExportState::Ready => {
            let href = format!("/exports/{}/file", export.id);
            view! { <a class="button small" href=href download="">{words.download}</a> }.into_any()
        }
        ExportState::Expired | ExportState::Failed => view! {
            <form method="post" action=FORM>
                {hidden("id", export.id.to_string())}
                <button class="button small">{words.retry}</button>
            </form>
        }
        .into_any(),
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
    let new = NewExport { kind: ORDERS, format, query: form.get("query"), locale: visit.lang.code() };
    exports::create(&visit.office, actor, &new).await?;
    Ok(Done::to("/exports").saying(words.created_done))
}
