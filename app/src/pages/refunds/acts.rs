//! What may be done with a refund now: our own decision, and what others did.

use domain::{
    access::Operation,
    refund::{Action, State},
    supervision::Side,
};
use leptos::prelude::*;
use operations::refunds::Refund;

use crate::{
    components::{Field, area, ask, block, field, hidden, money::amount_text},
    visit::Visit,
    words::{RefundWords, ShellWords, codes::Worded, fill},
};

/// The form of every step.
pub(super) const FORM: &str = "/do/act-refund";

/// The forms of what is possible: our own decision, and what others did.
#[must_use]
pub fn acts_blocks(visit: &Visit, refund: &Refund) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let reviews = visit.may(Operation::ReviewRefund);
    let possible = refund.state.possible();
    let of = |by: Side| -> Vec<Action> {
        possible.iter().filter(|(_, side)| *side == by).map(|(action, _)| *action).collect()
    };
    let own = of(Side::Merchant);
    let opinion = if own.contains(&Action::Appeal) { words.opinion_goods } else { words.opinion };
    let decide = (!own.is_empty() && reviews).then(|| decision(visit, refund, &own, opinion));
    let operator = of(Side::Operator);
    let operator = (!operator.is_empty() && reviews).then(|| match refund.state {
        State::Appealed => decision(visit, refund, &operator, words.decision_operator).into_any(),
        _ => single(refund, Action::PaidBack, words.paid_back).into_any(),
    });
    let buyer = of(Side::Buyer);
    let buyer = (!buyer.is_empty() && visit.may(Operation::RequestRefund))
        .then(|| buyer.into_iter().map(|action| of_buyer(visit, refund, action)).collect_view());
    let recorded = (operator.is_some() || buyer.is_some())
        .then(|| block(words.recorded, view! { <div class="screen-only">{operator}{buyer}</div> }));
    let waits = (!own.is_empty() && !reviews).then(|| view! { <p class="muted">{words.not_yours}</p> });
    let own = (decide.is_some() || waits.is_some())
        .then(|| block(words.acts, view! { <div class="screen-only">{waits}{decide}</div> }));
    view! { {own}{recorded} }
}

fn which(refund: &Refund, action: Action) -> impl IntoView + use<> {
    view! { {hidden("id", refund.id.to_string())}{hidden("action", action.code())} }
}

/// One text for every decision; what cannot be taken back asks first.
fn decision(
    visit: &Visit,
    refund: &Refund,
    actions: &[Action],
    label: &'static str,
) -> impl IntoView + use<> {
    let buttons = actions.iter().map(|action| button(visit, refund, *action)).collect_view();
    view! {
        <form class="form" method="post" action=FORM>
            {hidden("id", refund.id.to_string())}
            {area(visit, FORM, Field::text("reason", label).optional(), 1_000)}
            <div class="inline-actions">{buttons}</div>
        </form>
    }
}

fn button(visit: &Visit, refund: &Refund, action: Action) -> AnyView {
    let words = RefundWords::of(visit.lang);
    let said = action.words(visit.lang);
    let amount = amount_text(refund.amount_minor, refund.currency);
    let (title, text) = match action {
        Action::Approve if refund.comes_back_first() => (words.approve_title, words.approve_goods_text),
        Action::Approve => (words.approve_title, words.approve_text),
        Action::AcceptGoods => (words.accept_title, words.accept_text),
        _ => {
            return view! { <button class="button" name="action" value=action.code()>{said}</button> }
                .into_any();
        }
    };
    let send = view! { <button class="button primary" name="action" value=action.code()>{said}</button> };
    let close = ShellWords::of(visit.lang).close;
    let title = fill(title, &[("amount", &amount)]);
    let id = format!("ask-{action}");
    ask(&id, "button primary", said, title, text.to_owned(), send.into_any(), close).into_any()
}

fn single(refund: &Refund, action: Action, word: &'static str) -> impl IntoView + use<> {
    view! { <form class="inline-actions" method="post" action=FORM>{which(refund, action)}<button class="button">{word}</button></form> }
}

fn of_buyer(visit: &Visit, refund: &Refund, action: Action) -> AnyView {
    let words = RefundWords::of(visit.lang);
    if action != Action::SendBack {
        return single(refund, action, words.withdraw).into_any();
    }
    view! {
        <form class="form" method="post" action=FORM>
            {which(refund, action)}
            {field(visit, FORM, Field::text("courier", words.courier))}
            {field(visit, FORM, Field::text("waybill", words.waybill))}
            <div class="inline-actions"><button class="button">{words.send_back}</button></div>
        </form>
    }
    .into_any()
}
