//! Orders of the reseller that are not in a statement, each with its reason.

use leptos::prelude::*;
use operations::statements::{Head, LeftOut, LeftOutReason};

use crate::{
    components::{block, ledger, state_tag},
    lang::Lang,
    visit::Visit,
    words::{SettlementWords, failures::not_settled, fill},
};

/// Orders on the page.
pub const SIZE: usize = 50;

/// The orders, and the way to more of them.
#[must_use]
pub fn left_out_block(
    visit: &Visit,
    head: &Head,
    orders: &[LeftOut],
    further: bool,
) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    if orders.is_empty() {
        let body = view! { <p class="hint">{words.left_out_none}</p> };
        return block(words.left_out, body.into_any()).into_any();
    }
    let rows = orders.iter().map(|order| order_row(visit, order)).collect_view();
    let more = orders.last().filter(|_| further).map(|last| {
        let href = format!("/settlement/{}?left={}#left-out", head.id, last.order_id);
        view! { <nav class="pager" aria-label=words.left_out><a class="button small" rel="next" href=href>{words.left_out_more}</a></nav> }
    });
    let head = view! {
        <th scope="col">{words.order_no}</th>
        <th scope="col">{words.customer}</th>
        <th scope="col">{words.product}</th>
        <th scope="col">{words.order_state}</th>
        <th scope="col">{words.ordered}</th>
        <th scope="col">{words.reason}</th>
    };
    let body = view! {
        <p class="hint" id="left-out">{words.left_out_note}</p>
        {ledger(words.left_out, "compact", head, rows)}
        {more}
    };
    block(words.left_out, body.into_any()).into_any()
}

fn order_row(visit: &Visit, order: &LeftOut) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let number = order.order_no.clone();
    let (customer, product) = (order.customer.clone(), order.product.clone());
    view! {
        <tr>
            <th scope="row"><a class="mono" href=format!("/orders/{number}")>{number.clone()}</a></th>
            <td data-label=words.customer class="clip" title=customer>{customer.clone()}</td>
            <td data-label=words.product class="clip" title=product>{product.clone()}</td>
            <td data-label=words.order_state>{state_tag(order.state.code(), visit.lang)}</td>
            <td data-label=words.ordered><time>{visit.minute(order.created_at)}</time></td>
            <td data-label=words.reason>{reason(&order.reason, visit.lang)}</td>
        </tr>
    }
}

fn reason(reason: &LeftOutReason, lang: Lang) -> AnyView {
    match reason {
        LeftOutReason::NotSettled(why) => not_settled(*why, lang).into_any(),
        LeftOutReason::SettledIn { statement_id, number } => {
            let text = fill(SettlementWords::of(lang).settled_in, &[("number", number)]);
            view! { <a href=format!("/settlement/{statement_id}")>{text}</a> }.into_any()
        }
    }
}
