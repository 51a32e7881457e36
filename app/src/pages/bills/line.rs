//! A line of a bill: how it came about, and what is said about it.

use domain::{
    access::Operation,
    bill::{DisputeAction, Item, is_disputable},
    settlement::{Field, Formula, Inputs, Settled, Value},
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{
        Bill, Line,
        disputes::{self, Dispute, Message, OfLine},
    },
    rules,
};

use super::{
    bill_name,
    dispute::{ACT, OPEN, SAY, open_form, thread},
    lines::order_link,
    state_tag,
};
use crate::{
    components::{amount_text, block, error_summary, fact, facts, formula::formula, money, page_head},
    lang::Lang,
    visit::{Page, Visit},
    words::{
        BillWords, DisputeWords,
        codes::{Worded, worded},
        fill,
        quote::label,
    },
};

/// The page.
///
/// # Errors
/// `NotFound`; the agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    let of = disputes::of_line(office, actor, visit.row("id")?, visit.row("position")?).await?;
    let settled = of.line.explanation(&rules::versions(office).await?)?;
    let title = called(visit, &of.bill, of.line.position);
    let visit = visit.clone();
    Ok(Page::new(&title, move || body(&visit, &of, settled.as_ref())))
}

fn called(visit: &Visit, bill: &Bill, position: i64) -> String {
    let words = DisputeWords::of(visit.lang);
    fill(words.line_of, &[("bill", &bill_name(bill, visit.lang)), ("n", &position.to_string())])
}

fn body(visit: &Visit, of: &OfLine, settled: Option<&Settled>) -> impl IntoView + use<> {
    let words = DisputeWords::of(visit.lang);
    let OfLine { bill, line, disputes, .. } = of;
    let back = (format!("/bills/{}", bill.id), words.back);
    let said = disputes.iter().map(|(dispute, messages)| one(visit, dispute, messages)).collect_view();
    let none = disputes.is_empty().then(|| view! { <p class="hint">{words.none}</p> });
    view! {
        {page_head(called(visit, bill, line.position), Some(back), None, state_tag(bill, visit.lang))}
        {[OPEN, SAY, ACT].map(|form| error_summary(visit, form)).collect_view()}
        {block(words.about_line, about(visit, of, settled))}
        {line.rule.zip(line.inputs).map(|(rule, inputs)| block(words.inputs, values(rule.formula, &inputs, visit.lang)))}
        {none.map(|none| block(words.of_bill, none))}
        {said}
        {opening(visit, of)}
    }
}

fn about(visit: &Visit, of: &OfLine, settled: Option<&Settled>) -> impl IntoView + use<> {
    let (words, bills) = (DisputeWords::of(visit.lang), BillWords::of(visit.lang));
    let (line, currency) = (&of.line, of.bill.currency.code());
    let amount = match settled {
        Some(settled) => formula(settled, visit.lang).into_any(),
        None => money(line.amount_minor, currency).into_any(),
    };
    let adjusted =
        (of.stands_minor != line.amount_minor).then(|| fact(words.stands, money(of.stands_minor, currency)));
    let some = |name: &'static str, text: &str| (!text.is_empty()).then(|| fact(name, text.to_owned()));
    let delivery = line.delivery_type.map(|of| fact(bills.delivery, of.words(visit.lang)));
    facts(view! {
        {(line.item != Item::Carry).then(|| fact(bills.order_no, order_link(line)))}
        {fact(bills.item, line.item.words(visit.lang))}
        {some(bills.customer, &line.customer_name)}
        {some(bills.product, &line.product_name)}
        {delivery}
        {some(bills.kind, &worded(&line.order_type, domain::order::OrderType::from_code, visit.lang))}
        {fact(bills.month, line.period.dashed())}
        {line.rule.map(|rule| fact(bills.rule, rule.in_words(visit.lang.tongue())))}
        {fact(if of.bill.state.is_frozen() { words.locked_amount } else { words.amount }, amount)}
        {adjusted}
        {line.reason.clone().map(|reason| fact(bills.reason, view! { <span class="said">{reason}</span> }))}
        {corrects(visit, line)}
    })
}

fn corrects(visit: &Visit, line: &Line) -> Option<impl IntoView + use<>> {
    let words = BillWords::of(visit.lang);
    line.corrects.map(|(bill, position)| {
        let (name, href, said) = match position {
            0 => (words.carries, format!("/bills/{bill}"), line.order_no.clone()),
            _ => {
                (words.corrects, line_path(bill, position), DisputeWords::of(visit.lang).see_line.to_owned())
            }
        };
        fact(name, view! { <a href=href>{said}</a> })
    })
}

/// What went into the formula, value by value.
fn values(formula: Formula, inputs: &Inputs, lang: Lang) -> impl IntoView + use<> {
    let (mut told, mut of_unit) = (Vec::new(), false);
    inputs.given.each(&mut |field, _| of_unit |= matches!(field, Field::Quantity | Field::Duration));
    inputs.given.each(&mut |field, value| {
        let said = match value {
            Value::Amount(minor) => amount_text(minor, inputs.currency),
            Value::Rate(rate) => rate.to_string(),
            Value::Count(count) => count.to_string(),
        };
        // A price that nothing multiplies is that of the line.
        let name = match field {
            Field::Deal if !of_unit => label(Formula::Reseller, Field::Deal, lang),
            Field::List | Field::Floor if !of_unit => label(Formula::Reseller, Field::Floor, lang),
            field => label(formula, field, lang),
        };
        told.push(fact(name, said));
    });
    facts(told.collect_view())
}

/// The page of a line.
pub(super) fn line_path(bill: i64, position: i64) -> String {
    format!("/bills/{bill}/lines/{position}")
}

fn one(visit: &Visit, dispute: &Dispute, messages: &[Message]) -> impl IntoView + use<> {
    let title = fill(DisputeWords::of(visit.lang).called, &[("n", &dispute.id.to_string())]);
    view! { <section class="block" id=format!("dispute-{}", dispute.id)><h2>{title}</h2>{thread(visit, dispute, messages)}</section> }
}

/// The form for another dispute, or why there is none.
fn opening(visit: &Visit, of: &OfLine) -> Option<AnyView> {
    let words = DisputeWords::of(visit.lang);
    let open = of.disputes.iter().any(|(dispute, _)| dispute.state == domain::bill::DisputeState::Open);
    if open || !visit.may(Operation::ActBill) {
        return None;
    }
    let hint = |text: &'static str| view! { <p class="hint">{text}</p> }.into_any();
    let inside = match (is_disputable(of.line.item), of.bill.state.is_frozen()) {
        (false, _) => hint(words.carry),
        (true, false) => hint(words.not_locked),
        (true, true) => open_form(visit, of).into_any(),
    };
    Some(block(words.open_title, inside).into_any())
}

/// The actions of a dispute that somebody may take.
pub(super) fn actions(visit: &Visit, dispute: &Dispute) -> Vec<DisputeAction> {
    let own = dispute.is_opened_by(visit.actor().ok());
    let may = |action: &DisputeAction| match action.is_decision() {
        true => visit.may(Operation::ApproveBill) && !own,
        false => visit.may(Operation::ActBill) && own,
    };
    match dispute.state {
        domain::bill::DisputeState::Open => DisputeAction::ALL.iter().copied().filter(may).collect(),
        _ => Vec::new(),
    }
}
