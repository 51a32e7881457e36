//! The list of refunds.

use domain::refund::{Ground, State};
use leptos::prelude::*;
use operations::{
    Failure,
    refunds::{self, LIST, Refund},
};

use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Column, Face, ListPage, Seen, cells},
    visit::{Page, Visit, encoded},
    words::{
        RefundWords, ShellWords,
        codes::{Worded, worded},
        refund::toned,
    },
};

type Col = Column<Refund>;

pub static FACE: Face<Refund> = Face {
    list: &LIST,
    path: "/refunds",
    icon: "refund",
    title: |lang| ShellWords::of(lang).refunds,
    words: RefundWords::noun,
    word,
    front: 3,
    lead: Col::new("number", |lang| RefundWords::of(lang).order, number),
    columns: &[
        Col::clipped("product", |lang| RefundWords::of(lang).product, |row| &row.product_name),
        Col::clipped("customer", |lang| RefundWords::of(lang).customer, |row| &row.customer_name),
        Col::new(
            "amount",
            |lang| RefundWords::of(lang).amount,
            |out, _, row| {
                cells::money(out, row.amount_minor, row.currency.code());
            },
        )
        .class("num"),
        Col::new(
            "paid",
            |lang| RefundWords::of(lang).paid,
            |out, _, row| {
                cells::money(out, row.paid_minor, row.currency.code());
            },
        )
        .class("num"),
        Col::words(
            "ground",
            |lang| RefundWords::of(lang).ground,
            |row, lang| row.ground.words(lang).to_owned(),
        )
        .class("nowrap"),
        Col::tag("state", |lang| RefundWords::of(lang).state, |row, lang| toned(row.state, lang))
            .class("nowrap"),
        Col::time("created", |lang| RefundWords::of(lang).created, |row| Some(row.created_at))
            .sort("-created", "created"),
        Col::clipped("reason", |lang| RefundWords::of(lang).reason, |row| &row.reason).seldom(),
        Col::time("decided_at", |lang| RefundWords::of(lang).decided, |row| row.decided_at).seldom(),
        Col::time("accepts_at", |lang| RefundWords::of(lang).accepts, |row| row.accepts_at).seldom(),
        Col::time("ended_at", |lang| RefundWords::of(lang).ended, |row| row.ended_at).seldom(),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &[],
    tall: false,
};

fn number(out: &mut Markup, seen: &Seen<'_>, row: &Refund) {
    out.raw("<a class=\"mono\" href=\"/refunds/").text(&row.id.to_string());
    if !seen.list.is_empty() {
        out.raw("?list=").text(&encoded(seen.list));
    }
    out.raw("\">").text(&row.order_no).raw("</a>");
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "state" => worded(value, State::from_code, lang),
        "ground" => worded(value, Ground::from_code, lang),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, refunds::list).await?;
    Ok(Page::new(list.title(), move || list.view(().into_any())))
}
