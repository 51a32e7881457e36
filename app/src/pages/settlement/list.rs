//! What waits to be settled, and the statements.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{self, Head, LIST, Nature, Payment, StatementState},
};

use super::{
    draft::DRAFT,
    month::ISSUE_MANY,
    months::{draft_any, months_table},
    name_of,
    paid::balances_table,
    state_of, tone,
};
use crate::{
    components::{block, error_summary, markup::Markup, page_head},
    list::{Bulk, BulkWords, Column, Face, Key, ListPage, Seen, cells},
    visit::{Page, Visit},
    words::{
        MerchantWords, MonthWords, NounWords, PaidWords, RuleWords, SettlementWords, StandingWords,
        codes::{Worded, worded},
    },
};

type Col = Column<Head>;

pub(in crate::pages) static FACE: Face<Head> = Face {
    list: &LIST,
    path: "/settlement",
    icon: "settlement",
    title: |lang| SettlementWords::of(lang).statements,
    words: |lang| {
        let words = SettlementWords::of(lang);
        NounWords {
            total: words.count_total,
            search_hint: "",
            empty_title: words.none_title,
            empty_text: words.none_text,
            none_title: words.none_matching,
        }
    },
    word: |field, value, lang| match field {
        "state" => worded(value, StatementState::from_code, lang),
        "payment" => worded(value, Payment::from_code, lang),
        _ => value.to_owned(),
    },
    front: 3,
    lead: Col::new("number", |lang| SettlementWords::of(lang).number, number),
    columns: &[
        Col::clipped("reseller", |lang| SettlementWords::of(lang).reseller, |head| &head.reseller),
        Col::new(
            "period",
            |lang| SettlementWords::of(lang).period,
            |out, _, head| {
                out.raw("<time>").text(&head.period.dashed()).raw("</time> ").text(head.currency.code());
            },
        )
        .class("nowrap")
        .sort("-period", "period"),
        Col::tag(
            "state",
            |lang| SettlementWords::of(lang).state,
            |head, lang| (tone(head), state_of(head, lang).to_owned()),
        ),
        Col::count("lines", |lang| SettlementWords::of(lang).lines, |head| head.line_count),
        Col::new(
            "total",
            |lang| SettlementWords::of(lang).total,
            |out, _, head| cells::money(out, head.total_minor, head.currency.code()),
        )
        .class("num"),
        Col::time("created", |lang| SettlementWords::of(lang).created, |head| Some(head.created_at))
            .sort("-created", "created"),
        Col::time("issued", |lang| SettlementWords::of(lang).issued_at, |head| head.issued_at),
        Col::words(
            "paid",
            |lang| PaidWords::of(lang).paid_on,
            |head, _| head.paid.as_ref().map_or_else(|| "—".to_owned(), |paid| paid.on.to_string()),
        )
        .class("nowrap"),
    ],
    actions: None,
    chosen: None,
    bulks: &[Bulk {
        form: ISSUE_MANY,
        need: Operation::IssueStatement,
        key: |head, lang| {
            let is_idle_draft = head.state == StatementState::Draft && head.issuing.is_none();
            is_idle_draft.then(|| Key { value: head.id.to_string(), name: name_of(head, lang) })
        },
        class: "seal",
        words: |lang| {
            let words = MonthWords::of(lang);
            BulkWords {
                button: SettlementWords::of(lang).issue,
                title: words.issue_many_title,
                text: words.issue_many_text,
                confirm: words.issue_confirm,
                reason: None,
                choice: None,
            }
        },
    }],
    ticks: &[],
    tall: false,
};

fn number(out: &mut Markup, seen: &Seen<'_>, head: &Head) {
    let called = head.number.as_deref().unwrap_or_else(|| head.state.words(seen.lang()));
    out.raw("<a class=\"row-link\" href=\"/settlement/").text(&head.id.to_string());
    out.raw("\" aria-label=\"").text(called).raw(" ").text(&name_of(head, seen.lang())).raw("\">");
    out.text(called).raw("</a>");
    if head.nature != Nature::Regular {
        out.raw(" <small class=\"muted nowrap\">").text(head.nature.words(seen.lang())).raw("</small>");
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (mut list, months, balances) = futures::future::try_join3(
        ListPage::read(visit, &FACE, statements::list),
        statements::months(&visit.office, visit.actor()?),
        statements::balances(&visit.office, visit.actor()?, None),
    )
    .await?;
    let mut resellers = statements::resellers(&visit.office, visit.actor()?).await?;
    resellers.sort();
    list.suggest = vec![("reseller", resellers)];
    let words = SettlementWords::of(visit.lang);
    Ok(Page::new(words.title, move || {
        let visit = &list.visit;
        let quote = visit
            .may(Operation::QuoteSettlement)
            .then(|| view! { <a class="button" href="/settlement/quote">{words.quote_title}</a> });
        let merchant = visit.may(Operation::ManageMerchant).then(|| {
            view! {
                <a class="button" href="/settings/standing">{StandingWords::of(visit.lang).open}</a>
                <a class="button" href="/settings/merchant">{MerchantWords::of(visit.lang).open}</a>
            }
        });
        let rules = visit.may(Operation::ReadRules).then(
            || view! { <a class="button" href="/settlement/rules">{RuleWords::of(visit.lang).open}</a> },
        );
        let drafting = visit.may(Operation::DraftStatement).then(|| draft_any(visit, &months));
        view! {
            {page_head(words.title, None, None, view! { {merchant}{rules}{quote} })}
            {error_summary(visit, DRAFT)}
            {block(MonthWords::of(visit.lang).months, months_table(visit, &months))}
            {drafting}
            {block(PaidWords::of(visit.lang).balances, balances_table(visit, &balances, list.filter.text("reseller")))}
            <section class="block" id="statements"><h2>{list.title()}</h2>{list.filters()}{list.body()}</section>
        }
    }))
}
