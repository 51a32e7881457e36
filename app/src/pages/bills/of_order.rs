//! What the page of an order says of bills: where it stands in one, or why not, and what to do.

use domain::{access::Operation, bill::Item};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{self, Billed, Billing, Held},
};

use super::line::line_path;
use crate::{
    components::{block, money, tag::tag},
    visit::{Visit, encoded},
    words::{BillWords, bill, codes::Worded, fields::field_problem, fill},
};

/// Where an order is billed; nothing for whoever does not see bills.
///
/// # Errors
/// What the database said.
pub async fn of_order(visit: &Visit, order_no: &str) -> Result<Option<Billing>, Failure> {
    if !visit.may(Operation::ReadBills) {
        return Ok(None);
    }
    Ok(Some(bills::of_order(&visit.office, visit.actor()?, order_no).await?))
}

/// The block.
#[must_use]
pub fn billing_block(visit: &Visit, order_no: &str, of: Option<&Billing>) -> Option<impl IntoView + use<>> {
    let words = BillWords::of(visit.lang);
    let of = of?;
    let code = of.currency.code();
    let billed = of.billed.iter().map(|one| billed_row(visit, order_no, one, code)).collect_view();
    let held = of.held_back.iter().map(|one| held_row(visit, one)).collect_view();
    Some(block(words.billing, view! { <ul class="asked">{billed}{held}</ul> }))
}

/// Which line of the order, and which part of it.
fn which(line_no: i64, part: i64, visit: &Visit) -> Option<String> {
    let words = BillWords::of(visit.lang);
    let line = (line_no > 1).then(|| fill(words.line_of, &[("n", &line_no.to_string())]));
    let part = (part > 0).then(|| fill(words.part_of, &[("n", &part.to_string())]));
    let told: Vec<String> = line.into_iter().chain(part).collect();
    (!told.is_empty()).then(|| format!("{} ", told.join(" · ")))
}

fn billed_row(visit: &Visit, order_no: &str, one: &Billed, currency: &'static str) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let name = one.number.clone().unwrap_or_else(|| fill(words.draft_of, &[("month", &one.period.dashed())]));
    let href = match one.item {
        Item::Adjustment => line_path(one.bill_id, one.position),
        _ => format!("/bills/{}?order_no={}#lines", one.bill_id, encoded(order_no)),
    };
    view! {
        <li>
            {which(one.line_no, one.part, visit)}
            <a href=href>{name}</a>" "
            {tag(bill::tone(one.state), one.state.words(visit.lang).to_owned())}" "
            <span class="muted">{one.item.words(visit.lang)}</span>" "
            {money(one.amount_minor, currency)}
        </li>
    }
}

fn held_row(visit: &Visit, one: &Held) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let since = fill(words.since, &[("at", &visit.minute(one.since))]);
    let month = one.period.map(|period| format!(" · {}", period.dashed()));
    let tone = if one.reason.never() { "neutral" } else { "warning" };
    let problem = one.problem.as_ref().map(|problem| {
        view! { <p class="error">{field_problem(problem, visit.lang)}</p> }
    });
    view! {
        <li>
            {which(one.line_no, one.part, visit)}
            {tag(tone, one.reason.words(visit.lang).to_owned())}
            <span class="muted">" "{since}{month}</span>
            <p class="hint">{bill::to_do(one.reason, visit.lang)}</p>
            {problem}
        </li>
    }
}
