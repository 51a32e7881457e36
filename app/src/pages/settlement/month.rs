//! One month: every reseller with what it stands at, what to look at before issuing, and drafting and
//! issuing all at once.

use domain::{
    Currency, Period, access::Operation, money::thousands, settlement::SettlementState, time::Stage,
};
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{self, Balance, Check, MonthPage, MonthRow, MonthTotal, Nature},
};

use super::{draft::DRAFT, statement_tag};
use crate::{
    components::{
        amount_text, block, confirm, hidden, maybe_money, money, notice::notice, page_head, tag::tag,
    },
    lang::Lang,
    visit::{Page, Visit, encoded},
    words::{MonthWords, SettlementWords, ShellWords, codes::Worded, failures::not_settled, fill},
};

/// The form that drafts many.
const DRAFT_MANY: &str = "/do/draft-statements";
/// The form that issues many.
pub const ISSUE_MANY: &str = "/do/issue-statements";

/// The page.
///
/// # Errors
/// `NotFound` for what is no month, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let period = Period::parse(visit.param("period")).map_err(|_| Failure::NotFound)?;
    let month = statements::month(&visit.office, visit.actor()?, period).await?;
    let title = title(period, visit.lang);
    let visit = visit.clone();
    Ok(Page::new(&title, move || body(&visit, &month)))
}

fn title(period: Period, lang: Lang) -> String {
    fill(MonthWords::of(lang).title, &[("period", &period.dashed())])
}

fn body(visit: &Visit, month: &MonthPage) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    let period = month.period.dashed();
    let note = match month.stage {
        Stage::NotBegun => Some(fill(words.not_begun_note, &[("period", &period)])),
        Stage::Running => Some(fill(words.running_note, &[("period", &period)])),
        Stage::Over => None,
    };
    let step = |period: Period, rel: &'static str, sign: &'static str| {
        let name = period.dashed();
        view! { <a class="button small" rel=rel href=format!("/settlement/months/{period}") title=name.clone() aria-label=name.clone()>{sign}</a> }
    };
    let actions = view! {
        {step(month.period.previous(), "prev", "←")}
        {step(month.period.next(), "next", "→")}
        {draft_all(visit, month)}
        {issue_all(visit, month)}
    };
    let back = ("/settlement".to_owned(), words.back);
    view! {
        {page_head(title(month.period, visit.lang), Some(back), note, actions)}
        {checks(visit, month)}
        {block(words.rows, rows(visit, month))}
        {idle(&month.idle, words)}
    }
}

fn query(period: Period, state: &str) -> String {
    format!("period={}{state}", period.dashed())
}

fn draft_all(visit: &Visit, month: &MonthPage) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    let count = month.waiting();
    (count > 0 && visit.may(Operation::DraftStatement)).then(|| {
        view! {
            <form method="post" action=DRAFT_MANY>
                {hidden("all", "1")}
                {hidden("query", query(month.period, ""))}
                <button class="button primary">{fill(words.draft_all, &[("n", &count.to_string())])}</button>
            </form>
        }
    })
}

/// The question names how many and what they come to.
fn issue_all(visit: &Visit, month: &MonthPage) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    let drafts = month.drafts();
    if drafts == 0 || month.stage != Stage::Over || !visit.may(Operation::IssueStatement) {
        return None;
    }
    let count = drafts.to_string();
    let totals: Vec<String> =
        month.drafted().iter().map(|total| amount_text(total.amount_minor, total.currency)).collect();
    let form = view! {
        <form method="post" action=ISSUE_MANY>
            {hidden("all", "1")}
            {hidden("query", query(month.period, "&state=draft"))}
            <button class="button seal">{words.issue_confirm}</button>
        </form>
    };
    Some(confirm(
        "issue-all",
        fill(words.issue_all, &[("n", &count)]),
        fill(words.issue_title, &[("period", &month.period.dashed())]),
        fill(words.issue_text, &[("n", &count), ("totals", &totals.join(" + "))]),
        form.into_any(),
        ShellWords::of(visit.lang).cancel,
    ))
}

/// What is not in the month though it might be, or stands in the way of issuing it.
fn checks(visit: &Visit, month: &MonthPage) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    let refused = month.rows.iter().filter(|row| row.refused > 0).map(|row| refused_line(month, row, words));
    let missing = month.checks.iter().map(|check| check_line(month, check, visit.lang));
    let items: Vec<AnyView> = refused.chain(missing).collect();
    (!items.is_empty())
        .then(|| notice("warning", view! { <div><strong>{words.checks}</strong><ul>{items}</ul></div> }))
}

fn refused_line(month: &MonthPage, row: &MonthRow, words: &MonthWords) -> AnyView {
    let count = thousands(row.refused.unsigned_abs());
    let text = fill(words.check_refused, &[("reseller", &row.reseller), ("n", &count)]);
    let href = match &row.statement {
        Some(head) => format!("/settlement/{}", head.id),
        None => orders(month.period, &row.reseller, row.currency, SettlementState::Refused.code()),
    };
    linked(href, text)
}

fn check_line(month: &MonthPage, check: &Check, lang: Lang) -> AnyView {
    let words = MonthWords::of(lang);
    let (count, why) = (thousands(check.lines.unsigned_abs()), not_settled(check.why, lang));
    let deal = check.deal_minor.map(|minor| amount_text(minor, check.currency));
    let mut values = vec![("reseller", check.reseller.as_str()), ("n", &count), ("why", &why)];
    let text = match &deal {
        Some(deal) => {
            values.push(("deal", deal));
            fill(words.check_line, &values)
        }
        None => fill(words.check_many, &values),
    };
    let same = |row: &&MonthRow| row.reseller_id == check.reseller_id && row.currency == check.currency;
    let statement = month.rows.iter().filter(same).find_map(|row| row.statement.as_ref());
    let href = match statement {
        Some(head) => format!("/settlement/{}?left={}#left-out", head.id, check.why),
        None => orders(month.period, &check.reseller, check.currency, check.why.code()),
    };
    linked(href, text)
}

/// The orders of a reseller whose money stands there, where no draft tells of them.
fn orders(month: Period, reseller: &str, currency: Currency, standing: &str) -> String {
    let last = month.last_day();
    let (reseller, currency) = (encoded(reseller), currency.code());
    format!("/orders?reseller={reseller}&settlement={standing}&currency={currency}&created_to={last}")
}

fn linked(href: String, text: String) -> AnyView {
    view! { <li><a href=href>{text}</a></li> }.into_any()
}

fn rows(visit: &Visit, month: &MonthPage) -> impl IntoView + use<> {
    let words = MonthWords::of(visit.lang);
    let settlement = SettlementWords::of(visit.lang);
    if month.rows.is_empty() {
        return view! { <p class="hint">{words.rows_none}</p> }.into_any();
    }
    let rows = (0..month.rows.len()).map(|place| table_row(visit, month, place)).collect_view();
    let totals = month.totals.iter().map(|total| total_row(month, total, visit.lang)).collect_view();
    view! {
        <div class="table-wrap" data-density="compact" role="region" aria-label=words.rows tabindex="0">
            <table class="ledger">
                <caption>{words.rows}</caption>
                <thead><tr>
                    <th scope="col">{settlement.reseller}</th>
                    <th scope="col">{settlement.currency}</th>
                    <th scope="col">{settlement.state}</th>
                    <th scope="col">{words.statement}</th>
                    <th scope="col" class="num">{words.lines}</th>
                    <th scope="col" class="num">{settlement.total}</th>
                    <th scope="col" class="num">{words.balance}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot>{totals}</tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn total_row(month: &MonthPage, total: &MonthTotal, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let left: i64 =
        month.balances.iter().filter(|of| of.currency == total.currency).map(Balance::left_minor).sum();
    let count = thousands(total.lines.unsigned_abs());
    let sum = fill(MonthWords::of(lang).sum, &[("currency", total.currency.code()), ("n", &count)]);
    view! {
        <tr>
            <th scope="row" colspan="5">{sum}</th>
            <td data-label=words.total class="num">{money(total.amount_minor, total.currency.code())}</td>
            <td data-label=MonthWords::of(lang).balance class="num">{money(left, total.currency.code())}</td>
        </tr>
    }
}

fn table_row(visit: &Visit, month: &MonthPage, place: usize) -> impl IntoView + use<> {
    let (earlier, row) = (&month.rows[..place], &month.rows[place]);
    let words = MonthWords::of(visit.lang);
    let settlement = SettlementWords::of(visit.lang);
    let currency = row.currency.code();
    let of_row = |of: &&Balance| of.reseller_id == row.reseller_id && of.currency == row.currency;
    // It is over all months, so it stands once, with the first statement of its reseller.
    let same = |of: &MonthRow| of.reseller_id == row.reseller_id && of.currency == row.currency;
    let left =
        month.balances.iter().find(of_row).filter(|_| !earlier.iter().any(same)).map(Balance::left_minor);
    let refused = (row.refused > 0).then(|| {
        let text = fill(words.refused, &[("n", &thousands(row.refused.unsigned_abs()))]);
        view! { " "{tag("danger", text)} }
    });
    let (state, statement) = match &row.statement {
        Some(head) => {
            let called = head.number.clone().unwrap_or_else(|| words.open_draft.to_owned());
            let nature = (head.nature != Nature::Regular)
                .then(|| view! { " "<small class="muted nowrap">{head.nature.words(visit.lang)}</small> });
            let link = view! { <a href=format!("/settlement/{}", head.id)>{called}</a>{nature} };
            (statement_tag(head, visit.lang).into_any(), link.into_any())
        }
        None => (tag("neutral", words.to_draft.to_owned()).into_any(), draft_one(visit, month.period, row)),
    };
    view! {
        <tr>
            <th scope="row">{row.reseller.clone()}</th>
            <td data-label=settlement.currency>{currency}</td>
            <td data-label=settlement.state>{state}{refused}</td>
            <td data-label=words.statement>{statement}</td>
            <td data-label=words.lines class="num">{thousands(row.lines.unsigned_abs())}</td>
            <td data-label=settlement.total class="num">{money(row.amount_minor, currency)}</td>
            <td data-label=words.balance class="num">{maybe_money(left, currency)}</td>
        </tr>
    }
}

fn draft_one(visit: &Visit, period: Period, row: &MonthRow) -> AnyView {
    let words = SettlementWords::of(visit.lang);
    if !visit.may(Operation::DraftStatement) {
        return "—".into_any();
    }
    let values = [
        ("reseller", row.reseller.as_str()),
        ("period", &period.dashed()),
        ("currency", row.currency.code()),
    ];
    let label = fill(words.draft_label, &values);
    view! {
        <form method="post" action=DRAFT>
            {hidden("reseller", row.reseller.clone())}
            {hidden("period", period.to_string())}
            {hidden("currency", row.currency.code())}
            <button class="button small" aria-label=label>{words.draft_button}</button>
        </form>
    }
    .into_any()
}

fn idle(names: &[String], words: &MonthWords) -> impl IntoView + use<> {
    (!names.is_empty()).then(|| {
        let text = fill(words.idle, &[("n", &thousands(names.len() as u64))]);
        let names = names.iter().map(|name| view! { <li>{name.clone()}</li> }).collect_view();
        view! { <details class="idle"><summary>{text}</summary><ul>{names}</ul></details> }
    })
}
