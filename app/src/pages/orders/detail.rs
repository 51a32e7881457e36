//! One order: its four blocks (`domain.md` 1.5), its lines, its history, and why it is not settled.

use domain::{
    access::Operation,
    order::{Action, Awaited},
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::Billing,
    list::Filter,
    orders::{self, Colleague, Detail, LIST, Link, Named, Neighbours},
    refunds::{self, OfOrder},
    supervisions::{self, Row},
    tickets,
};

use super::{
    assignee::assignee_block,
    detail_blocks::{customer_block, lines_block, order_block},
    links::links_block,
    money,
    notes::notes_block,
    timeline::timeline,
};
use crate::{
    components::{Field, area, block, confirm, error_summary, hidden, page_head, state_tag},
    forms::{Done, Form},
    list::Address,
    pages::{
        bills::of_order::{billing_block, of_order as billing_of},
        refunds::of_order::refunds_block,
        supervisions::glance::supervision_block,
        tickets::of_order::{of_order, tickets_block},
    },
    visit::{Page, Visit, encoded},
    words::{OrderWords, ShellWords, fill},
};

const FORM: &str = "/do/cancel-order";

/// The filter of the list that one came from; its neighbours are those of this order.
fn came_from(visit: &Visit) -> (Filter, String) {
    let (filter, _) = Filter::read_query(&LIST, &visit.value("list").unwrap_or_default());
    let query = Address::of("/orders", &filter).query();
    (filter, query)
}

/// What stands beside the order.
struct Side {
    money: money::Shown,
    colleagues: Vec<Colleague>,
    supervision: Option<Row>,
    refunds: Option<OfOrder>,
    tickets: Option<tickets::OfOrder>,
    billing: Option<Billing>,
    /// Of an order without a supervised delivery, whose page has them.
    links: Option<Vec<Link>>,
}

/// Its delivery, and the refunds that depend on how far that has come.
async fn delivered(visit: &Visit, named: &Named) -> Result<(Option<Row>, Option<OfOrder>), Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    let row = supervisions::glance(office, actor, &named.order.number).await?;
    let refunds = refunds::of_order(office, actor, named, row.as_ref()).await?;
    Ok((row, refunds))
}

/// The page.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let detail = orders::get(&visit.office, actor, visit.param("order_no")).await?;
    let (filter, list) = came_from(visit);
    let (neighbours, money, colleagues, (supervision, refunds), tickets) = futures::future::try_join5(
        orders::neighbours(&visit.office, actor, &filter, &detail.named),
        money::Shown::load(visit, &detail.named),
        orders::colleagues(&visit.office, actor),
        delivered(visit, &detail.named),
        of_order(visit, &detail.named.order.number),
    )
    .await?;
    let number = &detail.named.order.number;
    let billing = billing_of(visit, number).await?;
    let links = match supervision.is_none() && visit.may(Operation::LinkSupervision) {
        true => orders::links(&visit.office, actor, number).await.ok(),
        false => None,
    };
    let title = number.clone();
    let visit = visit.clone();
    let side = Side { money, colleagues, supervision, refunds, tickets, billing, links };
    Ok(Page::new(&title, move || body(&visit, &detail, &neighbours, &list, &side)))
}

/// What it waits for. Where its delivery is supervised, that says it, and more exactly.
fn awaited(visit: &Visit, detail: &Detail, side: &Side) -> Option<AnyView> {
    let supervised = side.supervision.as_ref().is_some_and(|row| row.ended_at.is_none());
    let deadline = detail.deadline.filter(|deadline| !supervised || deadline.awaited == Awaited::Payment);
    deadline.map(|deadline| money::waits(visit, Some(deadline)).into_any())
}

fn body(
    visit: &Visit,
    detail: &Detail,
    neighbours: &Neighbours,
    list: &str,
    side: &Side,
) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let named = &detail.named;
    let (number, state) = (&named.order.number, named.order.head.state);
    let filtered = !list.is_empty();
    let href = if filtered { format!("/orders?{list}") } else { "/orders".to_owned() };
    let back = (href, if filtered { words.back_filtered } else { words.back_to_list });
    let step = |number: &Option<String>, rel: &'static str, word: &'static str, sign: &'static str| {
        let suffix = if filtered { format!("?list={}", encoded(list)) } else { String::new() };
        number.as_ref().map(|n| view! { <a class="button small" rel=rel href=format!("/orders/{n}{suffix}") title=word aria-label=word>{sign}</a> })
    };
    let cancel = (state.after(Action::Cancel).is_ok() && visit.may(Operation::CancelOrder))
        .then(|| cancel_button(visit, number));
    let actions = view! {
        {state_tag(state.code(), visit.lang)}
        {step(&neighbours.previous, "prev", words.previous_order, "↑")}
        {step(&neighbours.next, "next", words.next_order, "↓")}
        {cancel}
    };
    view! {
        {page_head(number.clone(), Some(back), None, actions)}
        {error_summary(visit, FORM)}
        {awaited(visit, detail, side)}
        {block(words.product_block, lines_block(visit, named))}
        <div class="columns">
            <div class="col-main">
                {notes_block(visit, detail)}
                {block(words.order_block, order_block(visit, named))}
            </div>
            <aside class="col-side">
                {supervision_block(visit, side.supervision.as_ref())}
                {tickets_block(visit, number, side.tickets.as_ref())}
                {side.links.as_ref().and_then(|links| links_block(visit, number, false, links))}
                {assignee_block(visit, named, &side.colleagues)}
                {money::settlement_block(visit, &side.money)}
                {billing_block(visit, number, side.billing.as_ref())}
                {side.refunds.as_ref().map(|of| refunds_block(visit, named, of))}
                {block(words.customer_block, customer_block(visit, &named.customer))}
                {block(words.tracking_block, timeline(visit, detail))}
            </aside>
        </div>
    }
}

fn cancel_button(visit: &Visit, order_no: &str) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    let form = view! {
        <form class="form" method="post" action=FORM>
            {hidden("order_no", order_no.to_owned())}
            {area(visit, FORM, Field::text("reason", words.cancel_reason), 500)}
            <button class="button seal">{words.cancel_confirm}</button>
        </form>
    };
    let title = fill(words.cancel_title, &[("number", order_no)]);
    confirm("cancel", words.cancel_order, title, words.cancel_text.to_owned(), form.into_any(), shell.close)
}

/// Cancels the order.
///
/// # Errors
/// A problem with the reason; a conflict when it is not unpaid any more.
pub async fn cancel(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = OrderWords::of(visit.lang);
    let number = form.get("order_no");
    orders::cancel(&visit.office, visit.actor()?, number, form.get("reason")).await?;
    Ok(Done::back().saying(fill(words.cancelled_done, &[("number", number)])))
}
