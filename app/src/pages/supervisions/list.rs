//! The list of supervised deliveries: what waits for whom, and for how long.

use domain::{
    access::Operation,
    supervision::{FlowKind, Node},
};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Colleague},
    supervisions::{self, Answer, LIST, Late, Listed, Stage, WaitingFor},
};

use super::stands::staged;
use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Bulk, BulkWords, Column, Face, Key, ListPage, Seen, cells},
    pages::orders::assignee,
    visit::{Page, Visit, encoded},
    words::{
        ShellWords, WorkWords,
        codes::{Worded, worded},
        fill,
    },
};

type Col = Column<Listed>;

pub static FACE: Face<Listed> = Face {
    list: &LIST,
    path: "/supervisions",
    icon: "delivery",
    title: |lang| ShellWords::of(lang).supervisions,
    words: WorkWords::noun,
    word,
    front: 4,
    lead: Col::new("number", |lang| WorkWords::of(lang).number, number),
    columns: &[
        Col::clipped("product", |lang| WorkWords::of(lang).product, |row| &row.product_name),
        Col::clipped("customer", |lang| WorkWords::of(lang).customer, |row| &row.customer_name),
        Col::words("flow", |lang| WorkWords::of(lang).flow, |row, lang| row.flow.words(lang).to_owned())
            .minor()
            .seldom(),
        Col::words("node", |lang| WorkWords::of(lang).node, |row, lang| row.node.words(lang).to_owned())
            .class("nowrap"),
        Col::tag("waits", |lang| WorkWords::of(lang).waits, |row, lang| on_tab(&row.stage, lang))
            .class("nowrap"),
        Col::new("since", |lang| WorkWords::of(lang).since, since).class("nowrap").sort("since", "-since"),
        Col::new("due", |lang| WorkWords::of(lang).due, due).class("nowrap"),
        Col::new("assignee", |lang| WorkWords::of(lang).assignee, assigned).class("nowrap"),
        Col::time("opened", |lang| WorkWords::of(lang).opened, |row| Some(row.opened_at))
            .sort("-opened", "opened")
            .seldom(),
        Col::time("reminded_at", |lang| WorkWords::of(lang).reminded, |row| row.reminded_at).seldom(),
        Col::time("ended_at", |lang| WorkWords::of(lang).ended, |row| row.ended_at).seldom(),
    ],
    actions: None,
    chosen: None,
    bulks: &[ASSIGN, REMIND],
    ticks: &[],
    tall: false,
};

/// Chosen deliveries are given to somebody.
const ASSIGN: Bulk<Listed> = Bulk {
    form: "/do/assign-supervisions",
    need: Operation::AssignSupervision,
    key,
    class: "primary",
    words: |lang| {
        let words = WorkWords::of(lang);
        BulkWords {
            button: words.assign,
            title: words.assign_title,
            text: words.assign_text,
            confirm: words.assign,
            reason: Some(words.assign_reason),
            choice: Some(("to", "assignee", words.assignee)),
        }
    },
};

/// Whoever the chosen deliveries wait for is reminded.
const REMIND: Bulk<Listed> = Bulk {
    form: "/do/remind-supervisions",
    need: Operation::ActSupervision,
    key,
    class: "primary",
    words: |lang| {
        let words = WorkWords::of(lang);
        BulkWords {
            button: words.remind,
            title: words.remind_title,
            text: words.remind_text,
            confirm: words.remind,
            reason: None,
            choice: None,
        }
    },
};

#[expect(clippy::unnecessary_wraps, reason = "rows of other lists may have none")]
fn key(row: &Listed, _: Lang) -> Option<Key> {
    Some(Key { value: row.order_no.clone(), name: row.order_no.clone() })
}

fn number(out: &mut Markup, seen: &Seen<'_>, row: &Listed) {
    out.raw("<a class=\"mono\" href=\"/supervisions/").text(&row.order_no);
    if !seen.list.is_empty() {
        out.raw("?list=").text(&encoded(seen.list));
    }
    out.raw("\">").text(&row.order_no).raw("</a>");
}

/// For how many days it has been where it is.
fn since(out: &mut Markup, seen: &Seen<'_>, row: &Listed) {
    let words = WorkWords::of(seen.lang());
    match row.waits_days(seen.visit.office.clock.millis()) {
        Some(0) => out.text(words.today),
        Some(days) => out.text(&fill(words.days, &[("n", &days.to_string())])),
        None => out.raw("—"),
    };
}

/// How many days are left until it is overdue, or how many it is.
fn due(out: &mut Markup, seen: &Seen<'_>, row: &Listed) {
    let words = WorkWords::of(seen.lang());
    match row.days_left(seen.visit.office.clock.millis()) {
        None => out.raw("—"),
        Some(left) if left < 0 => {
            let text = fill(words.late, &[("n", &left.unsigned_abs().to_string())]);
            out.raw("<span class=\"late\">").text(&text).raw("</span>")
        }
        Some(left) => out.text(&fill(words.left, &[("n", &left.to_string())])),
    };
}

fn assigned(out: &mut Markup, seen: &Seen<'_>, row: &Listed) {
    cells::maybe(out, row.assignee_name.as_deref());
    if row.assignee_gone() {
        out.raw(" <small class=\"muted\">").text(WorkWords::of(seen.lang()).gone).raw("</small>");
    }
}

/// The name of its tab, in its colour.
fn on_tab(stage: &str, lang: Lang) -> (&'static str, String) {
    (staged(stage, lang).0, worded(stage, Stage::from_code, lang))
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "stage" => worded(value, Stage::from_code, lang),
        "waiting_for" => worded(value, WaitingFor::from_code, lang),
        "node" => worded(value, Node::from_code, lang),
        "flow" => worded(value, FlowKind::from_code, lang),
        "overdue" => worded(value, Late::from_code, lang),
        "frozen" => worded(value, Answer::from_code, lang),
        "assignee" => assignee::word(value, lang).to_owned(),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut list = ListPage::read(visit, &FACE, supervisions::list).await?;
    let colleagues = orders::colleagues(&visit.office, visit.actor()?).await?;
    list.choices = vec![
        ("assignee", assignee::choices(visit, &colleagues, |person| person.delivers() || person.is_gone())),
        ("to", assignee::choices(visit, &colleagues, Colleague::delivers)),
    ];
    Ok(Page::new(list.title(), move || list.view(().into_any())))
}
