//! What waits to be settled, and the statements.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{self, Head, LIST, StatementState},
    views,
};

use super::{
    draft::DRAFT,
    name_of, tone,
    waiting::{Shown, draft_any, waiting},
};
use crate::{
    components::{block, error_summary, markup::Markup, page_head},
    list::{Column, Face, ListPage, NounWords, Seen, cells, filter_of},
    visit::{Page, Visit},
    words::{
        SettlementWords,
        codes::{Worded, worded},
    },
};

type Col = Column<Head>;

static FACE: Face<Head> = Face {
    list: &LIST,
    path: "/settlement",
    icon: "settlement",
    words: |lang| {
        let words = SettlementWords::of(lang);
        NounWords {
            title: words.statements,
            caption: words.statements,
            total: words.count_total,
            hint: "",
            empty_title: words.none_title,
            empty_text: words.none_text,
            none_title: words.none_matching,
        }
    },
    label: |field, lang| match field {
        "reseller" => SettlementWords::of(lang).reseller,
        "period" => SettlementWords::of(lang).period,
        _ => SettlementWords::of(lang).state,
    },
    word: |field, value, lang| match field {
        "state" => worded(value, StatementState::from_code, lang),
        _ => value.to_owned(),
    },
    front: 2,
    lead: Col::new("number", |lang| SettlementWords::of(lang).number, number),
    columns: &[
        Col::new(
            "reseller",
            |lang| SettlementWords::of(lang).reseller,
            |out, _, head| {
                out.text(&head.reseller);
            },
        )
        .clip(|head| &head.reseller),
        Col::new(
            "period",
            |lang| SettlementWords::of(lang).period,
            |out, _, head| {
                out.raw("<time>").text(&head.period.dashed()).raw("</time> ").text(head.currency.code());
            },
        )
        .class("nowrap")
        .sort("-period", "period"),
        Col::new(
            "state",
            |lang| SettlementWords::of(lang).state,
            |out, seen, head| {
                cells::tag(out, tone(head.state), head.state.words(seen.lang()));
            },
        ),
        Col::new(
            "lines",
            |lang| SettlementWords::of(lang).lines,
            |out, _, head| {
                cells::count(out, head.line_count);
            },
        )
        .class("num"),
        Col::new(
            "total",
            |lang| SettlementWords::of(lang).total,
            |out, _, head| cells::money(out, head.total_minor, head.currency.code()),
        )
        .class("num"),
        Col::new(
            "created",
            |lang| SettlementWords::of(lang).created,
            |out, seen, head| {
                cells::time(out, seen, head.created_at);
            },
        )
        .class("nowrap")
        .sort("-created", "created"),
        Col::new(
            "issued",
            |lang| SettlementWords::of(lang).issued_at,
            |out, seen, head| {
                cells::time(out, seen, head.issued_at);
            },
        )
        .class("nowrap"),
    ],
    actions: None,
    chosen: None,
    bulk: None,
    tall: false,
};

fn number(out: &mut Markup, seen: &Seen<'_>, head: &Head) {
    let called = head.number.as_deref().unwrap_or_else(|| head.state.words(seen.lang()));
    out.raw("<a class=\"row-link\" href=\"/settlement/").text(&head.id.to_string());
    out.raw("\" aria-label=\"").text(called).raw(" ").text(&name_of(head, seen.lang())).raw("\">");
    out.text(called).raw("</a>");
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let (filter, problems) = filter_of(visit, &LIST);
    let (page, views, months) = futures::future::try_join3(
        statements::list(&visit.office, actor, &filter),
        views::list(&visit.office, actor, &LIST),
        statements::months(&visit.office, actor),
    )
    .await?;
    let shown = Shown::of(visit, &filter, &months).await?;
    let visit = visit.clone();
    let words = SettlementWords::of(visit.lang);
    Ok(Page::new(words.title, move || {
        let (visit, filter, problems, page, views) = (&visit, &filter, &problems[..], &page, &views[..]);
        let mut resellers: Vec<String> = months.iter().map(|month| month.reseller.clone()).collect();
        resellers.sort();
        resellers.dedup();
        let suggest = &[("reseller", resellers)][..];
        let list = ListPage { visit, face: &FACE, filter, problems, page, views, suggest, begin: None };
        let quote = visit
            .may(Operation::QuoteSettlement)
            .then(|| view! { <a class="button" href="/settlement/quote">{words.quote_title}</a> });
        let drafting = visit.may(Operation::DraftStatement).then(|| draft_any(visit, &months));
        view! {
            {page_head(words.title, None, None, quote)}
            {error_summary(visit, DRAFT)}
            {list.filters()}
            {block(words.waiting, waiting(visit, &shown))}
            {drafting}
            {block(words.statements, list.body().into_any())}
        }
    }))
}
