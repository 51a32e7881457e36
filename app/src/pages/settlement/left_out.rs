//! Lines of the reseller that are not in a statement: the reasons first, then the lines of one.

use domain::money::thousands;
use leptos::prelude::*;
use operations::{
    Failure, Office,
    statements::{self, Head, LeftOut, LeftOutGroup, LeftOutReason},
};

use crate::{
    components::{block, ledger, maybe_money, state_tag},
    lang::Lang,
    visit::Visit,
    words::{SettlementWords, failures::not_settled, fill},
};

/// Lines on the page.
const SIZE: usize = 50;

/// What is left out, and the lines of the reason that the address names.
pub struct Shown {
    groups: Vec<LeftOutGroup>,
    chosen: Option<LeftOutReason>,
    lines: Vec<LeftOut>,
    further: bool,
}

impl Shown {
    /// Reads what the address asks for: `left=not_paid`, and `left_after=order.line`.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn load(visit: &Visit, id: i64) -> Result<Self, Failure> {
        let (office, actor): (&Office, _) = (&visit.office, visit.actor()?);
        let groups = statements::left_out(office, actor, id).await?;
        let chosen = visit.value("left").and_then(|text| text.parse().ok());
        let after = visit.value("left_after").and_then(|text| place(&text)).unwrap_or_default();
        let mut lines = match chosen {
            Some(reason) => {
                statements::left_out_of(office, actor, id, reason, after, SIZE as i64 + 1).await?
            }
            None => Vec::new(),
        };
        let further = lines.len() > SIZE;
        lines.truncate(SIZE);
        Ok(Self { groups, chosen, lines, further })
    }
}

fn place(text: &str) -> Option<(i64, i64)> {
    let (order, line) = text.split_once('.')?;
    Some((order.parse().ok()?, line.parse().ok()?))
}

/// The reasons, each with its number of lines; below them the lines of one.
#[must_use]
pub fn left_out_block(visit: &Visit, head: &Head, shown: &Shown) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    if shown.groups.is_empty() {
        let body = view! { <p class="hint">{words.left_out_none}</p> };
        return block(words.left_out, body.into_any()).into_any();
    }
    let rows = shown.groups.iter().map(|group| group_row(visit, head, group, shown.chosen)).collect_view();
    let columns = view! {
        <th scope="col">{words.reason}</th>
        <th scope="col" class="num">{words.lines}</th>
        <th scope="col" class="num">{words.deal}</th>
        <th scope="col" class="num">{words.amount}</th>
    };
    let body = view! {
        <p class="hint" id="left-out">{words.left_out_note}</p>
        {files(visit, head, None)}
        {ledger(words.left_out, "compact", columns, rows)}
        {shown.chosen.map(|reason| lines_of(visit, head, reason, shown))}
    };
    block(words.left_out, body.into_any()).into_any()
}

fn address(head: &Head, reason: LeftOutReason) -> String {
    format!("/settlement/{}?left={reason}", head.id)
}

fn group_row(
    visit: &Visit,
    head: &Head,
    group: &LeftOutGroup,
    chosen: Option<LeftOutReason>,
) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let href = format!("{}#left-out", address(head, group.reason));
    let current = (chosen == Some(group.reason)).then_some("true");
    view! {
        <tr>
            <th scope="row"><a href=href aria-current=current>{reason_text(group.reason, visit.lang)}</a></th>
            <td data-label=words.lines class="num">{thousands(group.lines.unsigned_abs())}</td>
            <td data-label=words.deal class="num">{maybe_money(group.deal_minor, head.currency.code())}</td>
            <td data-label=words.amount class="num">{maybe_money(group.amount_minor, head.currency.code())}</td>
        </tr>
    }
}

/// All of it as a file, or the lines of one reason: to be corrected and brought in again.
fn files(visit: &Visit, head: &Head, reason: Option<LeftOutReason>) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let left = reason.map(|reason| format!("&left={reason}")).unwrap_or_default();
    let href = |format: &str| format!("/settlement/{}/left-out?format={format}{left}", head.id);
    let hint = reason.map(|_| view! { <span class="hint">{words.left_out_correct}</span> });
    view! {
        <p class="actions">
            <a class="button small" href=href("csv") download="">{words.export_csv}</a>
            <a class="button small" href=href("xlsx") download="">{words.export_xlsx}</a>
            {hint}
        </p>
    }
}

fn lines_of(visit: &Visit, head: &Head, reason: LeftOutReason, shown: &Shown) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let rows = shown.lines.iter().map(|line| line_row(visit, head, line)).collect_view();
    let more = shown.lines.last().filter(|_| shown.further).map(|last| {
        let href = format!("{}&left_after={}.{}#left-out-lines", address(head, reason), last.order_id, last.line_no);
        view! { <nav class="pager" aria-label=words.left_out><a class="button small" rel="next" href=href>{words.left_out_more}</a></nav> }
    });
    let columns = view! {
        <th scope="col">{words.order_no}</th>
        <th scope="col">{words.customer}</th>
        <th scope="col">{words.product}</th>
        <th scope="col">{words.order_state}</th>
        <th scope="col">{words.ordered}</th>
        <th scope="col" class="num">{words.amount}</th>
    };
    view! {
        <h3 id="left-out-lines">{reason_text(reason, visit.lang)}</h3>
        {files(visit, head, Some(reason))}
        {ledger(words.left_out_lines, "compact", columns, rows)}
        {more}
    }
}

fn line_row(visit: &Visit, head: &Head, line: &LeftOut) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let number = line.order_no.clone();
    let (customer, product) = (line.customer.clone(), line.product.clone());
    view! {
        <tr>
            <th scope="row"><a class="mono" href=format!("/orders/{number}")>{number.clone()}</a></th>
            <td data-label=words.customer class="clip" title=customer>{customer.clone()}</td>
            <td data-label=words.product class="clip" title=product>{product.clone()}</td>
            <td data-label=words.order_state>{state_tag(line.state.code(), visit.lang)}</td>
            <td data-label=words.ordered><time>{visit.minute(line.created_at)}</time></td>
            <td data-label=words.amount class="num">{maybe_money(line.amount_minor, head.currency.code())}</td>
        </tr>
    }
}

fn reason_text(reason: LeftOutReason, lang: Lang) -> String {
    match reason {
        LeftOutReason::Held(why) => not_settled(why, lang),
        LeftOutReason::OtherPeriod(period) => {
            fill(SettlementWords::of(lang).other_period, &[("period", &period.dashed())])
        }
    }
}
