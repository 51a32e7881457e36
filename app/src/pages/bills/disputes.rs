//! The list of disputes about lines of bills.

use domain::bill::{BillKind, DisputeState};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::disputes::{self, Dispute, LIST},
};

use super::line::line_path;
use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Column, Face, ListPage, Seen, cells},
    visit::{Page, Visit},
    words::{
        BillWords, DisputeWords,
        codes::{Worded, worded},
        dispute::tone,
        fill,
        journal::actor_name,
    },
};

type Col = Column<Dispute>;

pub static FACE: Face<Dispute> = Face {
    list: &LIST,
    path: "/bills/disputes",
    icon: "bill",
    title: |lang| DisputeWords::of(lang).title,
    words: DisputeWords::noun,
    word,
    front: 3,
    lead: Col::new("line", |lang| DisputeWords::of(lang).line, line).class("nowrap"),
    columns: &[
        Col::tag(
            "state",
            |lang| DisputeWords::of(lang).state,
            |row, lang| (tone(row.state), row.state.words(lang).to_owned()),
        )
        .class("nowrap"),
        Col::clipped("reason", |lang| DisputeWords::of(lang).reason_label, |row| &row.reason),
        Col::new(
            "order_no",
            |lang| BillWords::of(lang).order_no,
            |out, _, row| {
                cells::maybe(out, Some(row.order_no.as_str()).filter(|number| !number.is_empty()));
            },
        )
        .class("nowrap"),
        Col::clipped("product", |lang| BillWords::of(lang).product, |row| &row.product_name),
        Col::new(
            "amount",
            |lang| DisputeWords::of(lang).locked_amount,
            |out, _, row| cells::money(out, row.amount_minor, row.currency.code()),
        )
        .class("num"),
        Col::new(
            "should",
            |lang| DisputeWords::of(lang).should_short,
            |out, _, row| cells::money(out, row.should_minor, row.currency.code()),
        )
        .class("num"),
        Col::new(
            "difference",
            |lang| DisputeWords::of(lang).difference,
            |out, _, row| cells::money(out, row.difference_minor, row.currency.code()),
        )
        .class("num"),
        Col::words(
            "opener",
            |lang| DisputeWords::of(lang).opener,
            |row, lang| actor_name(&row.opener, lang).to_owned(),
        ),
        Col::time("opened", |lang| DisputeWords::of(lang).opened, |row| Some(row.opened_at))
            .sort("-created", "created"),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &[],
    tall: true,
};

fn line(out: &mut Markup, seen: &Seen<'_>, row: &Dispute) {
    let name = fill(
        DisputeWords::of(seen.lang()).line_of,
        &[("bill", &row.number), ("n", &row.position.to_string())],
    );
    out.raw("<a class=\"row-link\" href=\"").text(&line_path(row.bill_id, row.position));
    out.raw("#dispute-").text(&row.id.to_string()).raw("\">").text(&name).raw("</a>");
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "state" => worded(value, DisputeState::from_code, lang),
        "kind" => worded(value, BillKind::from_code, lang),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// The agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, disputes::list).await?;
    let visit = visit.clone();
    Ok(Page::new(list.title(), move || {
        let bills = view! { <a class="button" href="/bills">{BillWords::of(visit.lang).all}</a> };
        list.view(bills.into_any())
    }))
}
