//! What the page of an order, and that of its delivery, say of its tickets.

use domain::{access::Operation, ticket::Waiting};
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, MOST_OF_ORDER, OfOrder, Ticket},
};

use crate::{
    components::{block, tag::tag},
    visit::{Visit, encoded},
    words::{TicketWords, codes::Worded, fill, ticket::tone},
};

/// The tickets of an order; nothing for whoever does not see any.
///
/// # Errors
/// What the database said.
pub async fn of_order(visit: &Visit, order_no: &str) -> Result<Option<OfOrder>, Failure> {
    if !visit.may(Operation::ListTickets) {
        return Ok(None);
    }
    Ok(Some(tickets::of_order(&visit.office, visit.actor()?, order_no).await?))
}

/// The block.
#[must_use]
pub fn tickets_block(visit: &Visit, order_no: &str, of: Option<&OfOrder>) -> Option<impl IntoView + use<>> {
    let words = TicketWords::of(visit.lang);
    let of = of?;
    let rows = of.tickets.iter().map(|one| row(visit, one)).collect_view();
    let list = match of.tickets.is_empty() {
        true => view! { <p class="muted">{words.of_order_none}</p> }.into_any(),
        false => view! { <ul class="asked">{rows}</ul> }.into_any(),
    };
    let all = of.more.then(|| {
        let href = format!("/tickets?order_no={}", encoded(order_no));
        view! { <p><a href=href>{fill(words.of_order_all, &[("n", &MOST_OF_ORDER.to_string())])}</a></p> }
    });
    let new = (of.receives && visit.may(Operation::OpenTicket)).then(|| {
        let href = format!("/tickets/new?order_no={}", encoded(order_no));
        view! { <p class="screen-only"><a class="button small" href=href>{words.new}</a></p> }
    });
    Some(block(words.of_order, view! { {list}{all}{new} }))
}

/// A ticket in a few words.
pub(super) fn row(visit: &Visit, one: &Ticket) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let no = one.no();
    let subject = match visit.may(Operation::ReadTicket) {
        true => view! { <a href=format!("/tickets/{no}")>{one.subject.clone()}</a> }.into_any(),
        // Whoever may not read the conversation has no page to go to.
        false => view! { <span>{one.subject.clone()}</span> }.into_any(),
    };
    let turn = match one.waiting_for() {
        Waiting::Nobody => None,
        who => Some(fill(words.of_order_turn, &[("who", &who.words(visit.lang).to_lowercase())])),
    };
    let late = one
        .is_overdue(visit.office.clock.millis())
        .then(|| view! { " "<span class="late">{words.overdue}</span> });
    let name = one.assignee_name.clone();
    let about = [Some(no), turn, name].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            {subject}" "{tag(tone(one.state), one.state.words(visit.lang).to_owned())}
            <small class="muted">{about}{late}</small>
        </li>
    }
}
