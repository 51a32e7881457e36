//! The queue of tickets.

use domain::{
    access::Operation,
    ticket::{Clock, Severity, State, Waiting},
};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Colleague},
    tickets::{self, Answer, LIST, Late, Queue, Ticket},
};

use crate::{
    components::markup::Markup,
    islands::Live,
    lang::Lang,
    list::{Bulk, BulkWords, Column, Face, Key, ListPage, Seen, cells},
    pages::orders::assignee,
    visit::{Page, Visit, encoded},
    words::{
        DutyWords, ReceptionWords, ReportWords, ShellWords, TemplateWords, TicketWords,
        codes::{Worded, worded},
        ticket::tone,
    },
};

type Col = Column<Ticket>;

pub static FACE: Face<Ticket> = Face {
    list: &LIST,
    path: "/tickets",
    icon: "ticket",
    title: |lang| ShellWords::of(lang).tickets,
    words: TicketWords::noun,
    word,
    front: 4,
    lead: Col::new("no", |lang| TicketWords::of(lang).no, number),
    columns: &[
        Col::new("subject", |lang| TicketWords::of(lang).subject, subject).clip(|row| &row.subject),
        Col::words(
            "product_name",
            |lang| TicketWords::of(lang).product,
            |row, _| row.product_name.clone().unwrap_or_else(|| "—".to_owned()),
        ),
        Col::words("buyer", |lang| TicketWords::of(lang).customer, |row, _| row.buyer.clone()),
        Col::tag(
            "state",
            |lang| TicketWords::of(lang).state,
            |row, lang| (tone(row.state), row.state.words(lang).to_owned()),
        )
        .class("nowrap"),
        Col::words(
            "severity",
            |lang| TicketWords::of(lang).severity,
            |row, lang| row.severity.words(lang).to_owned(),
        )
        .class("nowrap"),
        Col::new("due", |lang| TicketWords::of(lang).left, due).class("nowrap"),
        Col::new("assignee", |lang| TicketWords::of(lang).assignee, assigned).class("nowrap"),
        Col::time("changed", |lang| TicketWords::of(lang).changed, |row| Some(row.changed_at))
            .sort("-changed", "changed"),
        Col::time("created_at", |lang| TicketWords::of(lang).created, |row| Some(row.created_at))
            .sort("-created", "created")
            .seldom(),
        Col::time("ended_at", |lang| TicketWords::of(lang).ended, |row| row.ended_at).seldom(),
    ],
    actions: None,
    chosen: None,
    bulks: &[ASSIGN, REPLY],
    ticks: &[],
    tall: false,
};

/// Chosen tickets are given to somebody.
const ASSIGN: Bulk<Ticket> = Bulk {
    form: "/do/assign-tickets",
    need: Operation::ActTicket,
    key,
    class: "primary",
    words: |lang| {
        let words = TicketWords::of(lang);
        BulkWords {
            button: words.assign,
            title: words.assign_title,
            text: words.assign_text,
            confirm: words.assign,
            reason: None,
            choice: Some(("to", "assignee", words.assignee)),
        }
    },
};

/// The same reply goes to each chosen ticket.
const REPLY: Bulk<Ticket> = Bulk {
    form: "/do/reply-tickets",
    need: Operation::ActTicket,
    key,
    class: "primary",
    words: |lang| {
        let words = TicketWords::of(lang);
        BulkWords {
            button: words.reply_all,
            title: words.reply_title,
            text: words.reply_text,
            confirm: words.send,
            reason: Some(words.body),
            choice: None,
        }
    },
};

#[expect(clippy::unnecessary_wraps, reason = "rows of other lists may have none")]
fn key(row: &Ticket, _: Lang) -> Option<Key> {
    Some(Key { value: row.no(), name: row.no() })
}

fn number(out: &mut Markup, seen: &Seen<'_>, row: &Ticket) {
    let no = row.no();
    // Whoever may not read the conversation has no page to go to.
    if !seen.visit.may(Operation::ReadTicket) {
        out.raw("<span class=\"mono\">").text(&no).raw("</span>");
        return;
    }
    out.raw("<a class=\"mono\" href=\"/tickets/").text(&no);
    if !seen.list.is_empty() {
        out.raw("?list=").text(&encoded(seen.list));
    }
    out.raw("\">").text(&no).raw("</a>");
}

/// What it is about, and where the words stand that were searched.
fn subject(out: &mut Markup, _: &Seen<'_>, row: &Ticket) {
    out.text(&row.subject);
    if let Some(place) = &row.excerpt {
        out.raw("<small class=\"excerpt\">").text(&place.before).raw("<mark>").text(&place.word);
        out.raw("</mark>").text(&place.behind).raw("</small>");
    }
}

/// Until when the next clock breaks, or since when it is broken.
fn due(out: &mut Markup, seen: &Seen<'_>, row: &Ticket) {
    let words = TicketWords::of(seen.lang());
    match row.due_at {
        None if row.waiting_for() == Waiting::Nobody => out.raw("—"),
        None => out.raw("<span class=\"muted\">").text(words.stands).raw("</span>"),
        Some(at) if row.is_overdue(seen.visit.office.clock.millis()) => {
            out.raw("<span class=\"late\">").text(&seen.visit.minute(at)).raw("</span>")
        }
        Some(at) => out.text(&seen.visit.minute(at)),
    };
}

fn assigned(out: &mut Markup, _: &Seen<'_>, row: &Ticket) {
    cells::maybe(out, row.assignee_name.as_deref());
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "queue" => worded(value, Queue::from_code, lang),
        "state" => worded(value, State::from_code, lang),
        "broken" => worded(value, Clock::from_code, lang),
        "severity" => worded(value, Severity::from_code, lang),
        "waiting_for" => worded(value, Waiting::from_code, lang),
        "mine" => worded(value, Answer::from_code, lang),
        "overdue" => worded(value, Late::from_code, lang),
        "assignee" => assignee::word(value, lang).to_owned(),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut list = ListPage::read(visit, &FACE, tickets::list).await?;
    let colleagues = orders::colleagues(&visit.office, visit.actor()?).await?;
    let takes = |person: &Colleague| person.takes_tickets() || person.is_gone();
    list.choices = vec![
        ("assignee", assignee::choices(visit, &colleagues, takes)),
        ("to", assignee::choices(visit, &colleagues, Colleague::takes_tickets)),
    ];
    let words = TicketWords::of(visit.lang);
    let new = visit
        .may(Operation::OpenTicket)
        .then(|| view! { <a class="button primary" href="/tickets/new">{words.new}</a> });
    let reception =
        view! { <a class="button" href="/settings/reception">{ReceptionWords::of(visit.lang).open}</a> };
    let duty = view! { <a class="button" href="/tickets/duty">{DutyWords::of(visit.lang).open_page}</a> };
    let report = view! { <a class="button" href="/tickets/report">{ReportWords::of(visit.lang).open}</a> };
    let live = view! { <Live lang=visit.lang ticket=String::new() parts="list".to_owned()/> };
    let templates = visit.may(Operation::ManageTicketTemplates).then(|| {
        view! { <a class="button" href="/tickets/templates">{TemplateWords::of(visit.lang).open}</a> }
    });
    let head = view! { {new}{report}{templates}{duty}{reception}{live} }.into_any();
    Ok(Page::new(list.title(), move || list.view(head)))
}
