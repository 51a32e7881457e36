//! One statement: its head, its lines, what is not in it, and issuing it.

use domain::{access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    merchant::Merchant,
    statements::{self, Correction, Cursor, Head, IssueStep, Issuing, Nature, Statement, StatementState},
};

use super::{
    correct::{self, REVERSE},
    draft::DISCARD,
    issuer::{missing_notice, seal_or_picture},
    left_out::{self, left_out_block},
    lines::{self, Explained, blocked_notice, lines_block},
    name_of,
    paid::{self, PAY, TAKE_BACK},
    statement_tag,
};
use crate::{
    components::{
        amount_text, ask, block, confirm, error_summary, fact, facts, hidden, money, notice::notice,
        page_head,
    },
    forms::{Done, Form},
    islands::Progress,
    lang::Lang,
    visit::{Page, Visit},
    words::{
        CorrectWords, MerchantWords, MonthWords, PaidWords, SettlementWords, ShellWords, failures, fill,
        journal::actor_name, settlement::in_capitals,
    },
};

const ISSUE: &str = "/do/issue-statement";

/// What the page shows.
struct Shown {
    statement: Statement,
    merchant: Merchant,
    corrections: Vec<Correction>,
    lines: Vec<Explained>,
    after: Cursor,
    further: bool,
    left_out: left_out::Shown,
}

/// The page.
///
/// # Errors
/// `NotFound`, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let id = visit.row("id")?;
    let after: Cursor = visit.value("after").and_then(|text| text.parse().ok()).unwrap_or_default();
    let (statement, mut found, left_out, corrections) = futures::future::try_join4(
        statements::get(&visit.office, actor, id),
        statements::lines(&visit.office, actor, id, after, lines::SIZE as i64 + 1),
        left_out::Shown::load(visit, id),
        statements::corrections(&visit.office, actor, id),
    )
    .await?;
    let merchant = statements::merchant(&visit.office, actor, &statement.head).await?;
    let further = found.len() > lines::SIZE;
    found.truncate(lines::SIZE);
    let lines = Explained::all(found, statement.head.currency)?;
    let shown = Shown { statement, merchant, corrections, lines, after, further, left_out };
    let title = name_of(&shown.statement.head, visit.lang);
    let visit = visit.clone();
    Ok(Page::new(&title, move || body(&visit, &shown)))
}

fn body(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let head = &shown.statement.head;
    let back = (format!("/settlement/months/{}", head.period), words.back_to_month);
    let note = match head.state {
        StatementState::Draft => Some(words.draft_note.to_owned()),
        StatementState::Void => Some(MonthWords::of(visit.lang).discarded_note.to_owned()),
        StatementState::Issued | StatementState::Reversed => None,
    };
    if head.state == StatementState::Void {
        return view! {
            {page_head(name_of(head, visit.lang), Some(back), note, statement_tag(head, visit.lang))}
            {block(words.head_block, head_facts(visit, head, &shown.merchant))}
        }
        .into_any();
    }
    view! {
        {page_head(name_of(head, visit.lang), Some(back), note, actions(visit, &shown.statement))}
        {error_summary(visit, PAY)}
        {error_summary(visit, TAKE_BACK)}
        {error_summary(visit, REVERSE)}
        {head.issuing.as_ref().map(|issuing| under_way(visit, head.id, issuing))}
        {missing_notice(visit, head, &shown.merchant)}
        {correct::told(head, &shown.corrections, visit.lang)}
        {hindrance(&shown.statement, visit.lang)}
        {blocked_notice(&shown.statement, visit.lang)}
        {block(words.head_block, head_facts(visit, head, &shown.merchant))}
        {block(words.lines_block, lines_block(visit, head, &shown.lines, shown.after, shown.further))}
        {(head.nature != Nature::Reversal).then(|| left_out_block(visit, head, &shown.left_out))}
    }
    .into_any()
}

fn actions(visit: &Visit, statement: &Statement) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let head = &statement.head;
    let file = |format: &str| format!("/settlement/{}/file?format={format}", head.id);
    let (csv, xlsx) = (file("csv"), file("xlsx"));
    let issue = (head.state == StatementState::Draft
        && statement.hindrance.is_none()
        && visit.may(Operation::IssueStatement))
    .then(|| issue_button(visit, head));
    let is_idle_draft = head.state == StatementState::Draft && head.issuing.is_none();
    let discard =
        (is_idle_draft && visit.may(Operation::DraftStatement)).then(|| discard_button(visit, head));
    view! {
        {statement_tag(head, visit.lang)}
        <a class="button" href=format!("/settlement/{}/pdf", head.id) download="">{words.pdf}</a>
        <a class="button" href=csv download="">{words.export_csv}</a>
        <a class="button" href=xlsx download="">{words.export_xlsx}</a>
        <a class="button" href=format!("/settlement/{}/print", head.id)>{words.print}</a>
        {discard}
        {issue}
        {visit.may(Operation::PayStatement).then(|| paid::button(visit, head))}
        {correct::buttons(visit, head)}
    }
}

/// The question names what is discarded.
fn discard_button(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    let form = view! {
        <form method="post" action=DISCARD>
            {hidden("id", head.id.to_string())}
            <button class="button seal">{words.discard_confirm}</button>
        </form>
    };
    let values = [("reseller", head.reseller.as_str()), ("period", &head.period.dashed())];
    let title = fill(words.discard_title, &values);
    ask(
        "discard",
        "button",
        words.discard,
        title,
        words.discard_text.to_owned(),
        form.into_any(),
        ShellWords::of(visit.lang).cancel,
    )
}

/// The question names reseller, month, lines and total: what is frozen.
fn issue_button(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    let title = fill(words.issue_title, &[("reseller", &head.reseller), ("period", &head.period.dashed())]);
    let count = thousands(head.line_count.unwrap_or(0).unsigned_abs());
    let total = amount_text(head.total_minor.unwrap_or(0), head.currency);
    let text = fill(words.issue_text, &[("n", &count), ("total", &total)]);
    let form = view! {
        <form method="post" action=ISSUE>
            {hidden("id", head.id.to_string())}
            <button class="button seal">{words.issue_confirm}</button>
        </form>
    };
    confirm("issue", words.issue, title, text, form.into_any(), shell.cancel)
}

/// The page loads itself again until the statement is issued: by the island, or without a script.
fn under_way(visit: &Visit, id: i64, issuing: &Issuing) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let label = match issuing.step {
        IssueStep::Freezing => words.freezing,
        IssueStep::Releasing => words.releasing,
        IssueStep::Reopening => CorrectWords::of(visit.lang).reopening,
    };
    let done = thousands(issuing.lines.unsigned_abs());
    let text = fill(words.frozen_lines, &[("n", &done), ("all", &thousands(issuing.of.unsigned_abs()))]);
    view! {
        <section class="block">
            <noscript><meta http-equiv="refresh" content="3"/></noscript>
            <Progress url=format!("/settlement/{id}/progress") label=label.to_owned()/>
            <p class="hint">{text}</p>
        </section>
    }
}

/// Why a draft cannot be issued now. Refused lines have a notice of their own.
fn hindrance(statement: &Statement, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    statement
        .hindrance
        .clone()
        .filter(|why| {
            use statements::Refused::{Issued, Issuing, Line};
            !matches!(why, Issued { .. } | Issuing | Line { .. })
        })
        .map(|why| {
            let text = format!("{}{}", words.cannot_issue, failures::statement(&why, lang));
            notice("info", view! { <p>{text}</p> })
        })
}

fn head_facts(visit: &Visit, head: &Head, merchant: &Merchant) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let total = head.total_minor.unwrap_or(0);
    let capitals = in_capitals(total, head.currency);
    let issued = head.issued_at.map(|at| {
        view! {
            {fact(words.issued_at, view! { <time>{visit.minute(at)}</time> })}
            {fact(words.issued_by, head.issued_by.as_deref().map(|name| actor_name(name, visit.lang).to_owned()))}
            {head.paid.as_ref().map(|paid| fact(PaidWords::of(visit.lang).paid_fact, paid::told(paid)))}
            {fact(words.hash, view! { <code class="hash">{head.lines_hash.clone()}</code> })}
        }
    });
    let company = merchant.company(visit.lang == Lang::Zh);
    let company =
        (!company.is_empty()).then(|| fact(MerchantWords::of(visit.lang).issuer, company.to_owned()));
    let stamp = seal_or_picture(head, merchant, visit.lang);
    view! {
        <div class="stamped">
            {facts(view! {
                {company}
                {fact(words.reseller, head.reseller.clone())}
                {fact(words.period, view! { <time>{head.period.dashed()}</time> })}
                {fact(words.currency, head.currency.code())}
                {fact(words.number, head.number.clone().unwrap_or_else(|| "—".to_owned()))}
                {fact(words.lines, thousands(head.line_count.unwrap_or(0).unsigned_abs()))}
                {fact(words.total, money(total, head.currency.code()))}
                {(visit.lang == Lang::Zh).then(|| fact(words.capitals, capitals))}
                {fact(words.created, view! { <time>{visit.minute(head.created_at)}</time> })}
                {fact(words.created_by, actor_name(&head.created_by, visit.lang).to_owned())}
                {issued}
            })}
            {stamp}
        </div>
    }
}

/// Freezes and numbers the statement.
///
/// # Errors
/// A conflict when it was issued already, the month is not over, or a line stands in the way.
pub async fn issue(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = SettlementWords::of(visit.lang);
    let head = statements::issue(&visit.office, visit.actor()?, form.number("id")?).await?;
    let said = match &head.number {
        Some(number) => fill(words.issued_done, &[("number", number)]),
        None => words.issue_begun.to_owned(),
    };
    Ok(Done::to(format!("/settlement/{}", head.id)).saying(said))
}
