//! What a ticket is about, as far as the visitor sees it: the delivery of its order, where the order stands in the
//! settlement, and the tickets next to it.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure, orders,
    supervisions::{self, Row},
    tickets::{Detail, MOST_EARLIER, Ticket},
};

use super::of_order::row;
use crate::{
    components::block,
    pages::{
        orders::money::{self, Shown},
        supervisions::glance::supervision_block,
    },
    visit::{Visit, encoded},
    words::TicketWords,
};

/// The order of a ticket.
#[derive(Default)]
pub(super) struct Context {
    delivery: Option<Row>,
    money: Option<Shown>,
}

impl Context {
    /// Asks for what the visitor may see of the order.
    pub(super) async fn load(visit: &Visit, detail: &Detail) -> Result<Self, Failure> {
        let Some(order_no) = &detail.ticket.order_no else { return Ok(Self::default()) };
        let (office, actor) = (&visit.office, visit.actor()?);
        let delivery = match visit.may(Operation::ReadSupervision) {
            true => supervisions::glance(office, actor, order_no).await?,
            false => None,
        };
        let money = match orders::get(office, actor, order_no).await {
            Ok(order) => Some(Shown::load(visit, &order.named).await?),
            Err(Failure::Denied(_) | Failure::NotFound) => None,
            Err(failure) => return Err(failure),
        };
        Ok(Self { delivery, money })
    }
}

/// The blocks beside the conversation.
pub(super) fn blocks(visit: &Visit, detail: &Detail, context: &Context) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let rows = |tickets: &[Ticket]| tickets.iter().map(|one| row(visit, one)).collect_view();
    let linked = &detail.related.linked;
    let linked =
        (!linked.is_empty()).then(|| block(words.linked, view! { <ul class="asked">{rows(linked)}</ul> }));
    let most = usize::try_from(MOST_EARLIER).unwrap_or_default();
    let others = &detail.related.others;
    let all = detail.ticket.customer.as_ref().filter(|_| others.len() > most).map(|code| {
        view! { <p><a href=format!("/tickets?customer={}", encoded(code))>{words.earlier_all}</a></p> }
    });
    let others = (!others.is_empty()).then(|| {
        let shown = rows(&others[..others.len().min(most)]);
        block(words.earlier, view! { <ul class="asked">{shown}</ul>{all} })
    });
    view! {
        {supervision_block(visit, context.delivery.as_ref())}
        {context.money.as_ref().map(|shown| money::settlement_block(visit, shown))}
        {linked}
        {others}
    }
}
