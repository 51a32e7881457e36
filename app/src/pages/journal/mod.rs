//! The journal, newest first.

use std::{collections::HashMap, sync::Arc};

use domain::access::{Actor, Operation};
use leptos::prelude::*;
use operations::{
    Failure,
    journal::{self, Action, Event, LIST, Subject, SubjectKind},
    products, staff,
};

use crate::{
    components::{changes::changes, markup::Markup, notice::notice, page_head},
    list::{Column, Face, ListPage, Seen},
    subjects::{Shown, shown},
    visit::{Page, Visit},
    words::{
        JournalWords, NounWords, ShellWords,
        codes::worded,
        fill,
        journal::{actor_name, reason},
    },
};

/// An entry with the names of what it knows by row: people know each other, and what they sell, by
/// name.
pub(super) struct Named {
    event: Event,
    names: Arc<Names>,
}

#[derive(Default)]
struct Names {
    staff: HashMap<i64, String>,
    products: HashMap<i64, String>,
}

impl Names {
    async fn of(visit: &Visit, actor: &Actor, events: &[Event]) -> Result<Self, Failure> {
        let mut names = Self::default();
        if visit.may(Operation::ReadStaff) {
            let staff = staff::names(&visit.office, actor).await?;
            names.staff = staff.into_iter().map(|(id, name, _)| (id, name)).collect();
            if events.iter().any(|e| e.action() == Some(Action::StaffGrantsSet)) {
                let products = products::all(&visit.office, actor).await?;
                names.products = products.into_iter().map(|p| (p.id, p.code)).collect();
            }
        }
        Ok(names)
    }
}

type Col = Column<Named>;

pub(super) static FACE: Face<Named> = Face {
    list: &LIST,
    path: "/journal",
    icon: "journal",
    title: |lang| ShellWords::of(lang).journal,
    words: |lang| {
        let words = JournalWords::of(lang);
        NounWords {
            total: words.count_total,
            search_hint: "",
            empty_title: words.none_title,
            empty_text: words.none_text,
            none_title: words.none_title,
        }
    },
    word: |field, value, lang| match field {
        "action" => worded(value, Action::from_code, lang),
        "kind" => worded(value, SubjectKind::from_code, lang),
        "who" => actor_name(value, lang).to_owned(),
        "sign_ins" => JournalWords::of(lang).sign_ins_shown.to_owned(),
        _ => value.to_owned(),
    },
    front: 4,
    lead: Col::new("at", |lang| JournalWords::of(lang).when, at).class("nowrap").sort("-at", "at"),
    columns: &[
        Col::new("who", |lang| JournalWords::of(lang).who, who).class("nowrap"),
        Col::words(
            "action",
            |lang| JournalWords::of(lang).what,
            |row, lang| worded(&row.event.action, Action::from_code, lang),
        ),
        Col::new(
            "subject",
            |lang| JournalWords::of(lang).kind,
            |out, seen, row| {
                out.view(subject(seen.visit, &row.event, &row.names));
            },
        ),
        Col::new("changes", |lang| JournalWords::of(lang).changes, what_changed),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &["sign_ins"],
    tall: true,
};

fn at(out: &mut Markup, seen: &Seen<'_>, row: &Named) {
    let second = seen.visit.office.zone.second(operations::db::moment(row.event.at));
    out.raw("<time title=\"").text(&second).raw("\">").text(&seen.visit.minute(row.event.at)).raw("</time>");
}

fn who(out: &mut Markup, seen: &Seen<'_>, row: &Named) {
    out.text(actor_name(&row.event.actor_name, seen.lang()));
    if row.event.actor_kind == "token" {
        out.raw(" (").text(JournalWords::of(seen.lang()).token).raw(")");
    }
}

fn what_changed(out: &mut Markup, seen: &Seen<'_>, row: &Named) {
    out.view(changes(seen.visit, &row.event, &row.names.products));
    if let Some(why) = &row.event.reason {
        out.raw("<small class=\"muted\">").text(&reason(&row.event, why, seen.lang())).raw("</small>");
    }
}

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut names = Arc::default();
    let mut list = ListPage::read(visit, &FACE, async |office, actor, filter| {
        let page = journal::list(office, actor, filter).await?;
        names = Arc::new(Names::of(visit, actor, &page.rows).await?);
        Ok(page.map(|event| Named { event, names: Arc::clone(&names) }))
    })
    .await?;
    let mut people: Vec<String> = names.staff.values().cloned().collect();
    people.sort();
    people.dedup();
    list.suggest = vec![("who", people)];
    let window = journal::looked_through(&visit.office, &list.filter);
    Ok(Page::new(list.title(), move || {
        let words = JournalWords::of(list.visit.lang);
        let import = list.filter.text("import").filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
        let back = import.map(|id| (format!("/imports/{id}"), words.to_import));
        let window = window.map(|(from, to)| {
            let text = fill(words.amount_note, &[("from", &from.to_string()), ("to", &to.to_string())]);
            notice("info", view! { <p>{text}</p> })
        });
        view! {
            {page_head(list.title(), back, Some(words.note.to_owned()), ())}
            {window}
            {list.filters()}
            {list.body()}
        }
    }))
}

/// What it happened to, with a way there where it has a page.
fn subject(visit: &Visit, event: &Event, names: &Names) -> impl IntoView + use<> {
    let Some(subject) = event.subject() else {
        return format!("{} {}", event.subject_kind, event.subject_id).into_any();
    };
    let Shown { word, mut name, href } = shown(&subject, visit.lang);
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
