//! The list of imports.

use domain::{access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    imports::{self, Import},
};

use super::{import_tag, is_under_way};
use crate::{
    components::{empty, ledger, page_head},
    visit::{Page, Visit},
    words::ImportWords,
};

/// Imports on a page.
const SIZE: usize = 20;

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = ImportWords::of(visit.lang);
    let before = visit.value("before").and_then(|v| v.parse().ok());
    let mut rows = imports::list(&visit.office, visit.actor()?, before, SIZE as i64 + 1).await?;
    let further = rows.len() > SIZE;
    rows.truncate(SIZE);
    let visit = visit.clone();
    Ok(Page::new(words.title, move || body(&visit, &rows, before.is_some(), further)))
}

fn body(visit: &Visit, rows: &[Import], inside: bool, further: bool) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let may = visit.may(Operation::ImportOrders);
    let start = (may && !rows.is_empty()).then(|| {
        view! { <a class="button primary" href="/imports/new" data-key="create">{words.start}</a> }
    });
    let content = if !rows.is_empty() {
        table(visit, rows).into_any()
    } else if may {
        let action = Some(("/imports/new".to_owned(), words.start));
        empty("import", words.empty_title, words.empty_text, action).into_any()
    } else {
        empty("import", words.empty_title, words.empty_read, None).into_any()
    };
    let older = further.then(|| rows.last().map(|r| format!("/imports?before={}", r.id))).flatten();
    let pager = (inside || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=words.pager>
                {inside.then(|| view! { <a class="button small" rel="first" href="/imports">{words.newest}</a> })}
                {older.map(|href| view! { <a class="button small" rel="next" href=href>{words.older}</a> })}
            </nav>
        }
    });
    view! {
        {page_head(words.title, None, None, start)}
        {content}
        {pager}
    }
}

fn table(visit: &Visit, rows: &[Import]) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let rows = rows.iter().map(|row| table_row(visit, row)).collect_view();
    let head = view! {
        <th scope="col">{words.file}</th>
        <th scope="col">{words.state}</th>
        <th scope="col">{words.when}</th>
        <th scope="col">{words.who}</th>
        <th scope="col" class="num">{words.created}</th>
        <th scope="col" class="num">{words.updated}</th>
        <th scope="col" class="num">{words.unchanged}</th>
        <th scope="col" class="num">{words.rejected}</th>
    };
    ledger(words.list_caption, "middle", head, rows)
}

fn table_row(visit: &Visit, row: &Import) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    // What is not known yet is a dash, not a nought.
    let ended = !is_under_way(&row.state);
    let count = move |n: i64| if ended { thousands(n.unsigned_abs()) } else { "—".to_owned() };
    let name = row.file_name.clone();
    view! {
        <tr>
            <th scope="row" class="clip" title=name><a class="row-link" href=format!("/imports/{}", row.id)>{name.clone()}</a></th>
            <td data-label=words.state>{import_tag(&row.state, visit.lang)}</td>
            <td data-label=words.when><time>{visit.minute(row.created_at)}</time></td>
            <td data-label=words.who>{row.actor_name.clone()}</td>
            <td data-label=words.created class="num">{count(row.created)}</td>
            <td data-label=words.updated class="num">{count(row.updated)}</td>
            <td data-label=words.unchanged class="num">{count(row.unchanged)}</td>
            <td data-label=words.rejected class="num">{count(row.rejected)}</td>
        </tr>
    }
}
