//! The list of reconciliations.

use domain::{access::Operation, bill::BillKind, money::thousands, reconciliation::State};
use leptos::prelude::*;
use operations::{
    Failure,
    reconciliations::{self, LIST, Reconciliation},
};

use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Column, Face, ListPage, Seen},
    visit::{Page, Visit},
    words::{
        BillWords, ReconciliationWords,
        codes::{Worded, worded},
        journal::actor_name,
        reconciliation::tone,
    },
};

type Col = Column<Reconciliation>;

pub static FACE: Face<Reconciliation> = Face {
    list: &LIST,
    path: "/reconciliations",
    icon: "bill",
    title: |lang| ReconciliationWords::of(lang).title,
    words: ReconciliationWords::noun,
    word,
    front: 3,
    lead: Col::new("file", |lang| ReconciliationWords::of(lang).file, file),
    columns: &[
        Col::words("period", |lang| ReconciliationWords::of(lang).month, |row, _| row.period.dashed())
            .class("nowrap"),
        Col::words(
            "kind",
            |lang| ReconciliationWords::of(lang).kind,
            |row, lang| {
                let every = ReconciliationWords::of(lang).every_kind;
                row.kind.map_or(every, |kind| kind.words(lang)).to_owned()
            },
        )
        .class("nowrap"),
        Col::tag(
            "state",
            |lang| ReconciliationWords::of(lang).state,
            |row, lang| (tone(row.state), row.state.words(lang).to_owned()),
        )
        .class("nowrap"),
        Col::words(
            "lines",
            |lang| ReconciliationWords::of(lang).lines,
            |row, _| thousands(row.lines.unsigned_abs()),
        )
        .class("num"),
        Col::words(
            "open",
            |lang| ReconciliationWords::of(lang).open,
            |row, _| thousands(row.open_lines.unsigned_abs()),
        )
        .class("num"),
        Col::words(
            "by",
            |lang| ReconciliationWords::of(lang).by,
            |row, lang| actor_name(&row.by, lang).to_owned(),
        ),
        Col::time("created", |lang| ReconciliationWords::of(lang).created, |row| Some(row.created_at))
            .sort("-created", "created"),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &[],
    tall: true,
};

fn file(out: &mut Markup, _: &Seen<'_>, row: &Reconciliation) {
    out.raw("<a class=\"row-link\" href=\"/reconciliations/").text(&row.id.to_string()).raw("\">");
    out.text(&row.file_name).raw("</a>");
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "state" => worded(value, State::from_code, lang),
        "kind" => worded(value, BillKind::from_code, lang),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// The agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, reconciliations::list).await?;
    let visit = visit.clone();
    Ok(Page::new(list.title(), move || {
        let words = ReconciliationWords::of(visit.lang);
        let actions = view! {
            <a class="button" href="/bills">{BillWords::of(visit.lang).all}</a>
            {visit.may(Operation::ActBill).then(|| view! { <a class="button primary" href="/reconciliations/new">{words.new}</a> })}
        };
        list.view(actions.into_any())
    }))
}
