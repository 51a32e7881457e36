//! The lines of a statement, each with its arithmetic behind the amount.

use domain::{Currency, money::thousands, order::OrderType, settlement::Settled};
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{Cursor, DRAFT, Head, Line, Statement, StatementState},
};

use crate::{
    components::{formula::formula, money, notice::notice},
    lang::Lang,
    visit::{Visit, encoded},
    words::{SettlementWords, codes::worded, fields::field_problem, fill},
};

/// Lines on a page.
pub const SIZE: usize = 50;
/// Refused lines that are named.
const NAMED: usize = 20;

/// A line with its arithmetic.
pub struct Explained {
    /// The line.
    pub line: Line,
    /// How its amount came about.
    pub settled: Settled,
}

impl Explained {
    /// Every line with its arithmetic.
    ///
    /// # Errors
    /// `Internal` when a line holds what no formula would have taken.
    pub fn all(lines: Vec<Line>, currency: Currency) -> Result<Vec<Self>, Failure> {
        lines
            .into_iter()
            .map(|line| line.explanation(currency).map(|settled| Self { line, settled }))
            .collect()
    }
}

/// The lines of this page, the sum of all, and the way to the others.
#[must_use]
pub fn lines_block(
    visit: &Visit,
    head: &Head,
    lines: &[Explained],
    after: Cursor,
    further: bool,
) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    if lines.is_empty() && after == Cursor::default() {
        return view! { <p class="hint">{words.no_lines}</p> }.into_any();
    }
    let currency = head.currency.code();
    let rows = lines.iter().map(|line| line_row(line, currency, visit.lang)).collect_view();
    let count = thousands(head.line_count.unwrap_or(0).unsigned_abs());
    let sum = fill(words.sum, &[("n", &count)]);
    view! {
        <div class="table-wrap" data-density="compact" role="region" aria-label=words.lines_block tabindex="0">
            <table class="ledger">
                <caption>{words.lines_block}</caption>
                <thead><tr>
                    <th scope="col">{words.order_no}</th>
                    <th scope="col">{words.customer}</th>
                    <th scope="col">{words.product}</th>
                    <th scope="col" class="num">{words.deal}</th>
                    <th scope="col" class="num">{words.floor}</th>
                    <th scope="col" class="num">{words.output_tax}</th>
                    <th scope="col" class="num">{words.service_tax}</th>
                    <th scope="col" class="num">{words.ratio}</th>
                    <th scope="col" class="num">{words.amount}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr>
                    <th scope="row" colspan="8">{sum}</th>
                    <td data-label=words.total class="num">{money(head.total_minor.unwrap_or(0), currency)}</td>
                </tr></tfoot>
            </table>
        </div>
        {pager(head, lines, after, further, words)}
        <p class="hint"><a href=orders_of(head)>{words.as_orders}</a></p>
    }
    .into_any()
}

/// The list of just these orders.
fn orders_of(head: &Head) -> String {
    let number = head.number.clone().unwrap_or_else(|| format!("{DRAFT}{}", head.id));
    format!("/orders?statement={}", encoded(&number))
}

fn line_row(explained: &Explained, currency: &'static str, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let Explained { line, settled } = explained;
    let number = line.order_no.clone();
    let note = (line.order_type != OrderType::New.code())
        .then(|| worded(&line.order_type, OrderType::from_code, lang));
    let note = note.map(|n| view! { " "<small class="muted nowrap">{n}</small> });
    let product = if line.sku_name.is_empty() {
        line.product_name.clone()
    } else {
        format!("{} · {}", line.product_name, line.sku_name)
    };
    let customer = line.customer_name.clone();
    view! {
        <tr>
            <th scope="row"><a class="mono nowrap" href=format!("/orders/{number}")>{number.clone()}{(line.line_no > 1).then(|| format!(" / {}", line.line_no))}</a>{note}</th>
            <td data-label=words.customer class="clip" title=customer>{customer.clone()}</td>
            <td data-label=words.product class="clip" title=product>{product.clone()}</td>
            <td data-label=words.deal class="num">{money(line.deal_minor, currency)}</td>
            <td data-label=words.floor class="num">{money(line.floor_minor, currency)}</td>
            <td data-label=words.output_tax class="num">{line.output_tax.to_string()}</td>
            <td data-label=words.service_tax class="num">{line.service_tax.to_string()}</td>
            <td data-label=words.ratio class="num">{line.ratio.to_string()}</td>
            <td data-label=words.amount class="num">{formula(settled, lang)}</td>
        </tr>
    }
}

fn pager(
    head: &Head,
    lines: &[Explained],
    after: Cursor,
    further: bool,
    words: &'static SettlementWords,
) -> impl IntoView + use<> {
    let here = format!("/settlement/{}", head.id);
    let inside = after != Cursor::default();
    let size = SIZE as i64;
    // Positions of an issued statement are fixed, so that one can go back by counting; lines of a
    // draft come and go, and only its first page has a place of its own.
    let previous = (head.state == StatementState::Issued && after.position > size)
        .then(|| format!("{here}?after={}", Cursor { position: after.position - size, ..Cursor::default() }));
    let next = lines.last().filter(|_| further).map(|last| format!("{here}?after={}", last.line.cursor));
    let count = thousands(head.line_count.unwrap_or(0).unsigned_abs());
    let range = lines.first().zip(lines.last()).map(|(first, last)| {
        let shown = |line: &Explained| thousands(line.line.position.unsigned_abs());
        fill(words.range, &[("from", &shown(first)), ("to", &shown(last)), ("n", &count)])
    });
    (inside || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=words.pager>
                <span class="pager-count">{range}</span>
                {inside.then(|| view! { <a class="button small" rel="first" href=here>{words.first_page}</a> })}
                {previous.map(|href| view! { <a class="button small" rel="prev" href=href>{words.previous}</a> })}
                {next.map(|href| view! { <a class="button small" rel="next" href=href>{words.next}</a> })}
            </nav>
        }
    })
}

/// Lines that the formula refuses; the draft cannot be issued while there is one.
#[must_use]
pub fn blocked_notice(statement: &Statement, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let count = statement.blocked_count;
    let items = statement
        .blocked
        .iter()
        .take(NAMED)
        .map(|b| {
            let number = b.order_no.clone();
            let why = format!(" / {} {}", b.line_no, field_problem(&b.problem, lang));
            view! { <li><a class="mono" href=format!("/orders/{number}")>{number.clone()}</a>{why}</li> }
        })
        .collect_view();
    (count > 0).then(|| {
        let title = fill(words.blocked_title, &[("n", &thousands(count.unsigned_abs()))]);
        let more = (count > NAMED as i64).then(|| view! { <p>"…"</p> });
        notice(
            "danger",
            view! { <div><strong>{title}</strong><ul>{items}</ul>{more}<p>{words.blocked_text}</p></div> },
        )
    })
}
