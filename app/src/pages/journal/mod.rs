//! The journal, newest first.

use std::collections::HashMap;

use domain::{
    access::{Actor, Operation},
    text,
};
use leptos::prelude::*;
use operations::{
    Failure,
    journal::{self, Action, Event, Subject, SubjectKind},
    products, staff,
};

use crate::{
    components::{changes::changes, empty, page_head},
    faces::{Face, face},
    visit::{Page, Visit, encoded},
    words::{
        JournalWords, OrderWords, ShellWords,
        codes::{Worded, worded},
        fill,
        journal::actor_name,
    },
};

const SIZE: i64 = 50;

/// Which part of the journal, from the query string.
struct Wanted {
    kind: Option<SubjectKind>,
    id: Option<String>,
    before: Option<i64>,
}

impl Wanted {
    fn of(visit: &Visit) -> Self {
        let typed = |name: &str| {
            let value = visit.value(name)?;
            text::optional(&text::plain(&value), 100).ok().flatten()
        };
        let kind = visit.value("kind").and_then(|code| SubjectKind::from_code(&code));
        let id = kind.and_then(|_| typed("id"));
        Self { kind, id, before: visit.value("before").and_then(|b| b.parse().ok()) }
    }

    /// The same part from its newest entry on.
    fn href(&self) -> String {
        match (self.kind, &self.id) {
            (Some(kind), Some(id)) => format!("/journal?kind={kind}&id={}", encoded(id)),
            (Some(kind), None) => format!("/journal?kind={kind}"),
            _ => "/journal".to_owned(),
        }
    }
}

/// Entries know rows only; people know each other, and what they sell, by name.
struct Names {
    staff: HashMap<i64, String>,
    products: HashMap<i64, String>,
}

impl Names {
    async fn of(visit: &Visit, actor: &Actor, events: &[Event]) -> Result<Self, Failure> {
        let mut names = Self { staff: HashMap::new(), products: HashMap::new() };
        if visit.may(Operation::ReadStaff) {
            let staff = staff::list(&visit.office, actor).await?;
            names.staff = staff.into_iter().map(|s| (s.id, s.name)).collect();
            if events.iter().any(|e| e.action() == Some(Action::StaffGrantsSet)) {
                let products = products::list(&visit.office, actor).await?;
                names.products = products.into_iter().map(|p| (p.id, p.code)).collect();
            }
        }
        Ok(names)
    }
}

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let wanted = Wanted::of(visit);
    let asked = journal::Page {
        subject_kind: wanted.kind,
        subject_id: wanted.id.clone(),
        before: wanted.before,
        limit: SIZE + 1,
    };
    let mut events = journal::read_page(&visit.office, actor, &asked).await?;
    let mut more = None;
    if i64::try_from(events.len()).unwrap_or(i64::MAX) > SIZE {
        events.pop();
        more = events.last().map(|e| e.id);
    }
    let names = Names::of(visit, actor, &events).await?;
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).journal, move || body(&visit, &wanted, &events, more, &names)))
}

fn body(
    visit: &Visit,
    wanted: &Wanted,
    events: &[Event],
    more: Option<i64>,
    names: &Names,
) -> impl IntoView + use<> {
    let words = JournalWords::of(visit.lang);
    let content = if events.is_empty() {
        let clear = wanted.kind.is_some() || wanted.before.is_some();
        let action = clear.then(|| ("/journal".to_owned(), words.clear));
        empty("journal", words.none_title, words.none_text, action).into_any()
    } else {
        table(visit, events, names).into_any()
    };
    view! {
        {page_head(ShellWords::of(visit.lang).journal, None, Some(words.note.to_owned()), ())}
        {filters(visit, wanted)}
        {content}
        {pager(visit, wanted, more)}
    }
}

fn filters(visit: &Visit, wanted: &Wanted) -> impl IntoView + use<> {
    let words = JournalWords::of(visit.lang);
    let options = SubjectKind::ALL
        .iter()
        .map(|kind| {
            let selected = wanted.kind == Some(*kind);
            view! { <option value=kind.code() selected=selected>{kind.words(visit.lang)}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action="/journal" role="search">
            <div class="field">
                <label for="filter-kind">{words.kind}</label>
                <select id="filter-kind" name="kind"><option value="">{words.any}</option>{options}</select>
            </div>
            <div class="field">
                <label for="filter-id">{words.id}</label>
                <input id="filter-id" name="id" value=wanted.id.clone() placeholder=words.id_hint data-key="search" autocomplete="off"/>
            </div>
            <div class="filter-actions">
                <button class="button primary">{words.query}</button>
                <a class="button quiet" href="/journal">{words.reset}</a>
            </div>
        </form>
    }
}

fn table(visit: &Visit, events: &[Event], names: &Names) -> impl IntoView + use<> {
    let words = JournalWords::of(visit.lang);
    let title = ShellWords::of(visit.lang).journal;
    let rows = events.iter().map(|e| row(visit, e, names)).collect_view();
    view! {
        <div class="table-wrap" role="region" aria-label=title tabindex="0">
            <table class="ledger top">
                <caption class="visually-hidden">{title}</caption>
                <thead><tr>
                    <th scope="col">{words.when}</th>
                    <th scope="col">{words.who}</th>
                    <th scope="col">{words.what}</th>
                    <th scope="col">{words.kind}</th>
                    <th scope="col">{words.changes}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(visit: &Visit, event: &Event, names: &Names) -> impl IntoView + use<> {
    let words = JournalWords::of(visit.lang);
    let who = match event.actor_kind.as_str() {
        "token" => format!("{} ({})", event.actor_name, words.token),
        _ => actor_name(&event.actor_name, visit.lang).to_owned(),
    };
    let second = visit.office.zone.second(operations::db::moment(event.at));
    let why = event.reason.as_deref().map(|r| view! { <small class="muted">{reason(visit, r)}</small> });
    view! {
        <tr>
            <th scope="row" class="nowrap"><time title=second>{visit.minute(event.at)}</time></th>
            <td data-label=words.who class="nowrap">{who}</td>
            <td data-label=words.what title=event.action.clone()>{worded(&event.action, Action::from_code, visit.lang)}</td>
            <td data-label=words.kind>{subject(visit, event, names)}</td>
            <td data-label=words.changes>{changes(visit, event, &names.products)}{why}</td>
        </tr>
    }
}

/// Why; what the program writes there itself has words.
fn reason(visit: &Visit, given: &str) -> String {
    match given.strip_prefix("import ") {
        Some(id) => fill(JournalWords::of(visit.lang).by_import, &[("id", id)]),
        None if given == "payment_timeout" => OrderWords::of(visit.lang).timeout_reason.to_owned(),
        None => given.to_owned(),
    }
}

/// What it happened to, with a way there where it has a page.
fn subject(visit: &Visit, event: &Event, names: &Names) -> impl IntoView + use<> {
    let Some(subject) = event.subject() else {
        return format!("{} {}", event.subject_kind, event.subject_id).into_any();
    };
    let Face { word, mut name, href } = face(&subject, visit.lang);
    if let Subject::Staff(id) = subject
        && let Some(person) = names.staff.get(&id)
    {
        name = Some(person.clone());
    }
    let text = name.map_or_else(|| word.to_owned(), |name| format!("{word} {name}"));
    match href {
        Some(href) => view! { <a href=href>{text}</a> }.into_any(),
        None => text.into_any(),
    }
}

fn pager(visit: &Visit, wanted: &Wanted, more: Option<i64>) -> impl IntoView + use<> {
    let words = JournalWords::of(visit.lang);
    let href = wanted.href();
    let newest = wanted
        .before
        .map(|_| view! { <a class="button small" rel="prev" href=href.clone()>{words.newest}</a> });
    let older = more.map(|id| {
        let glue = if href.contains('?') { '&' } else { '?' };
        view! { <a class="button small" rel="next" href=format!("{href}{glue}before={id}")>{words.older}</a> }
    });
    (newest.is_some() || older.is_some())
        .then(|| view! { <nav class="pager" aria-label=words.pages>{newest}{older}</nav> })
}
