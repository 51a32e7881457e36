//! What waits to be settled, and the statements.

use domain::{FieldProblem, Period, access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{self, Filter, Head, Month, StatementState},
};

use super::{
    draft::DRAFT,
    name_of, statement_tag,
    waiting::{Shown, draft_any, resellers, waiting},
};
use crate::{
    components::{block, empty, error_summary, hidden, ledger, maybe_money, notice::notice, page_head},
    lang::Lang,
    visit::{Page, Visit, encoded},
    words::{SettlementWords, codes::Worded, problems::problem},
};

/// Statements on a page.
const SIZE: usize = 20;

/// What the URL asks for, with the month that could not be read.
fn filter_of(visit: &Visit) -> (Filter, Option<FieldProblem>) {
    let period = visit.value("period").map(|text| Period::parse(&text).map_err(|p| p.of("period")));
    let (period, wrong) = match period {
        Some(Ok(period)) => (Some(period), None),
        Some(Err(wrong)) => (None, Some(wrong)),
        None => (None, None),
    };
    let filter = Filter {
        reseller: visit.value("reseller").map(|r| r.trim().to_owned()).filter(|r| !r.is_empty()),
        period,
        state: visit.value("state").and_then(|s| StatementState::from_code(&s)),
        before: visit.value("before").and_then(|b| b.parse().ok()),
        limit: SIZE as i64 + 1,
    };
    (filter, wrong)
}

/// The list under another filter.
fn href(filter: &Filter) -> String {
    let mut pairs = Vec::new();
    if let Some(reseller) = &filter.reseller {
        pairs.push(format!("reseller={}", encoded(reseller)));
    }
    if let Some(period) = filter.period {
        pairs.push(format!("period={}", period.dashed()));
    }
    if let Some(state) = filter.state {
        pairs.push(format!("state={}", state.code()));
    }
    if let Some(before) = filter.before {
        pairs.push(format!("before={before}"));
    }
    if pairs.is_empty() { "/settlement".to_owned() } else { format!("/settlement?{}", pairs.join("&")) }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let (filter, wrong) = filter_of(visit);
    let (mut heads, months) = futures::future::try_join(
        statements::list(&visit.office, actor, &filter),
        statements::months(&visit.office, actor),
    )
    .await?;
    let further = heads.len() > SIZE;
    heads.truncate(SIZE);
    let shown = Shown::of(visit, &filter, &months).await?;
    let visit = visit.clone();
    let words = SettlementWords::of(visit.lang);
    Ok(Page::new(words.title, move || {
        body(&visit, &filter, wrong.as_ref(), &months, &shown, &heads, further)
    }))
}

fn body(
    visit: &Visit,
    filter: &Filter,
    wrong: Option<&FieldProblem>,
    months: &[Month],
    shown: &Shown,
    heads: &[Head],
    further: bool,
) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let quote = visit
        .may(Operation::QuoteSettlement)
        .then(|| view! { <a class="button" href="/settlement/quote">{words.quote_title}</a> });
    let wrong = wrong.map(|w| {
        let text = format!("{} {}", words.bad_period, problem(&w.problem, visit.lang));
        notice("warning", view! { <p>{text}</p> })
    });
    let drafting = visit.may(Operation::DraftStatement).then(|| draft_any(visit, months));
    let statements = view! {
        {tabs(filter, visit.lang)}
        {table_or_empty(visit, filter, heads)}
        {pager(filter, heads, further, words)}
    };
    view! {
        {page_head(words.title, None, None, quote)}
        {error_summary(visit, DRAFT)}
        {wrong}
        {filter_form(filter, months, words)}
        {block(words.waiting, waiting(visit, shown))}
        {drafting}
        {block(words.statements, statements)}
    }
}

fn filter_form(filter: &Filter, months: &[Month], words: &'static SettlementWords) -> impl IntoView + use<> {
    let reseller = filter.reseller.clone().unwrap_or_default();
    let period = filter.period.map(Period::dashed).unwrap_or_default();
    let state = filter.state.map(|s| hidden("state", s.code()));
    view! {
        <form class="filters" method="get" action="/settlement">
            {state}
            <div class="field">
                <label for="filter-reseller">{words.reseller}</label>
                <input id="filter-reseller" name="reseller" value=reseller list="resellers" autocomplete="off"/>
                {resellers(months)}
            </div>
            <div class="field">
                <label for="filter-period">{words.period}</label>
                <input id="filter-period" name="period" value=period placeholder=words.period_hint inputmode="numeric"/>
            </div>
            <div class="filter-actions">
                <button class="button primary">{words.filter}</button>
                <a class="button" href="/settlement">{words.reset}</a>
            </div>
        </form>
    }
}

fn tabs(filter: &Filter, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let tab = |state: Option<StatementState>, word: &'static str| {
        let current = (filter.state == state).then_some("page");
        let href = href(&Filter { state, before: None, ..filter.clone() });
        view! { <a href=href aria-current=current>{word}</a> }
    };
    let rest = StatementState::ALL.iter().map(|s| tab(Some(*s), s.words(lang))).collect_view();
    view! { <nav class="tabs" aria-label=words.state>{tab(None, words.all)}{rest}</nav> }
}

fn table_or_empty(visit: &Visit, filter: &Filter, heads: &[Head]) -> AnyView {
    let words = SettlementWords::of(visit.lang);
    let narrowed = filter.reseller.is_some()
        || filter.period.is_some()
        || filter.state.is_some()
        || filter.before.is_some();
    if !heads.is_empty() {
        table(visit, heads).into_any()
    } else if narrowed {
        let all = Some(("/settlement".to_owned(), words.clear));
        empty("search", words.none_matching, words.none_matching_text, all).into_any()
    } else {
        empty("settlement", words.none_title, words.none_text, None).into_any()
    }
}

fn table(visit: &Visit, heads: &[Head]) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let rows = heads.iter().map(|head| table_row(visit, head)).collect_view();
    let head = view! {
        <th scope="col">{words.number}</th>
        <th scope="col">{words.reseller}</th>
        <th scope="col">{words.period}</th>
        <th scope="col">{words.state}</th>
        <th scope="col" class="num">{words.lines}</th>
        <th scope="col" class="num">{words.total}</th>
        <th scope="col">{words.created}</th>
        <th scope="col">{words.issued_at}</th>
    };
    ledger(words.statements, "middle", head, rows)
}

fn table_row(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let called = head.number.clone().unwrap_or_else(|| head.state.words(visit.lang).to_owned());
    let count = head.line_count.map_or_else(|| "—".to_owned(), |n| thousands(n.unsigned_abs()));
    let issued = head.issued_at.map_or_else(|| "—".to_owned(), |at| visit.minute(at));
    let name = format!("{called} {}", name_of(head, visit.lang));
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=format!("/settlement/{}", head.id) aria-label=name>{called}</a></th>
            <td data-label=words.reseller class="clip">{head.reseller.clone()}</td>
            <td data-label=words.period><time>{head.period.dashed()}</time>" "{head.currency.code()}</td>
            <td data-label=words.state>{statement_tag(head.state, visit.lang)}</td>
            <td data-label=words.lines class="num">{count}</td>
            <td data-label=words.total class="num">{maybe_money(head.total_minor, head.currency.code())}</td>
            <td data-label=words.created><time>{visit.minute(head.created_at)}</time></td>
            <td data-label=words.issued_at><time>{issued}</time></td>
        </tr>
    }
}

fn pager(
    filter: &Filter,
    heads: &[Head],
    further: bool,
    words: &'static SettlementWords,
) -> impl IntoView + use<> {
    let newest = filter.before.map(|_| href(&Filter { before: None, ..filter.clone() }));
    let last = heads.last().filter(|_| further).map(|head| head.id);
    let older = last.map(|id| href(&Filter { before: Some(id), ..filter.clone() }));
    (newest.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=words.pager>
                {newest.map(|href| view! { <a class="button small" rel="first" href=href>{words.newest}</a> })}
                {older.map(|href| view! { <a class="button small" rel="next" href=href>{words.older}</a> })}
            </nav>
        }
    })
}
