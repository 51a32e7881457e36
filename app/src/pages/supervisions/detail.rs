//! One delivery: where it is, what may be done and why not the rest, its documents and its log.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    list::Filter,
    orders::{self, Colleague, Link, Neighbours},
    supervisions::{self, Detail, Given, LIST},
    tickets::OfOrder,
};

use super::{
    acts, assignee::assignee_block, documents::documents_block, log::log, milestones::milestones_block, side,
    stands, steps::steps,
};
use crate::{
    components::{block, page_head},
    forms::{Done, Form},
    list::Address,
    pages::{
        orders::links::links_block,
        tickets::of_order::{of_order, tickets_block},
    },
    visit::{Page, Visit, encoded},
    words::{DeliveryWords, EvidenceWords, OrderWords, codes::Worded, fill},
};

/// The form that takes a step.
pub(super) const FORM: &str = "/do/act-supervision";

/// The page.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = DeliveryWords::of(visit.lang);
    let detail = supervisions::get(&visit.office, visit.actor()?, visit.param("order_no")).await?;
    let links = if visit.may(Operation::LinkSupervision) {
        orders::links(&visit.office, visit.actor()?, &detail.row.order_no).await?
    } else {
        Vec::new()
    };
    let (filter, _) = Filter::read_query(&LIST, &visit.value("list").unwrap_or_default());
    let list = Address::of("/supervisions", &filter).query();
    let actor = visit.actor()?;
    let (neighbours, colleagues, tickets) = futures::future::try_join3(
        supervisions::neighbours(&visit.office, actor, &filter, &detail.row),
        orders::colleagues(&visit.office, actor),
        of_order(visit, &detail.row.order_no),
    )
    .await?;
    let title = fill(words.title, &[("number", &detail.row.order_no)]);
    let visit = visit.clone();
    let around = Around { list, neighbours, colleagues, links, tickets };
    Ok(Page::new(&title.clone(), move || body(&visit, &detail, title, &around)))
}

/// What stands around a delivery: the list that one came from with those next to it, who else could deliver,
/// the links by which the buyer acts, and what the buyer asked.
struct Around {
    list: String,
    neighbours: Neighbours,
    colleagues: Vec<Colleague>,
    links: Vec<Link>,
    tickets: Option<OfOrder>,
}

fn body(visit: &Visit, detail: &Detail, title: String, around: &Around) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let list = &around.list;
    let filtered = !list.is_empty();
    let href = if filtered { format!("/supervisions?{list}") } else { "/supervisions".to_owned() };
    let back = (href, if filtered { words.back_filtered } else { words.back });
    let step = |number: &Option<String>, rel: &'static str, word: &'static str, sign: &'static str| {
        let suffix = if filtered { format!("?list={}", encoded(list)) } else { String::new() };
        number.as_ref().map(|n| view! { <a class="button small" rel=rel href=format!("/supervisions/{n}{suffix}") title=word aria-label=word>{sign}</a> })
    };
    let orders = OrderWords::of(visit.lang);
    let evidence = format!("/supervisions/{}/evidence", detail.row.order_no);
    let actions = view! {
        {stands::stage_tag(&detail.row.stage, visit.lang)}
        <a class="button" href=evidence download="">{EvidenceWords::of(visit.lang).button}</a>
        {step(&around.neighbours.previous, "prev", orders.previous_order, "↑")}
        {step(&around.neighbours.next, "next", orders.next_order, "↓")}
    };
    view! {
        {page_head(title, Some(back), None, actions)}
        {acts::wrong(visit, FORM)}
        {stands::now(visit, detail)}
        {block(words.steps, steps(visit, detail))}
        <div class="columns">
            <div class="col-main">
                {acts::block(visit, detail)}
                {documents_block(visit, detail)}
                {block(words.log, log(visit, detail))}
            </div>
            <aside class="col-side">
                {side::order_block(visit, detail)}
                {assignee_block(visit, detail, &around.colleagues)}
                {block(words.about, side::about(visit, detail))}
                {milestones_block(visit, detail)}
                {links_block(visit, &detail.row.order_no, detail.row.ended_at.is_some(), &around.links)}
                {tickets_block(visit, &detail.row.order_no, around.tickets.as_ref())}
                {side::appeals_block(visit, detail)}
            </aside>
        </div>
    }
}

/// Takes a step.
///
/// # Errors
/// What was given is wrong; the flow refuses it; somebody acted meanwhile.
pub async fn act(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = DeliveryWords::of(visit.lang);
    let text = |name: &str| form.get(name).to_owned();
    let given = Given {
        action: text("action"),
        by: text("by"),
        comment: text("comment"),
        result: text("result"),
        service_started_at: text("service_started_at").replace('T', " "),
        courier: text("courier"),
        waybill: text("waybill"),
        phone: text("phone"),
        phone_differs: !form.get("phone_differs").is_empty(),
        scene: text("scene"),
        milestone: text("milestone"),
        outcome: text("outcome"),
        documents: form.all("documents").into_iter().filter_map(|id| id.parse().ok()).collect(),
        seen: form.get("seen").parse().ok(),
    };
    let order_no = form.get("order_no");
    supervisions::act(&visit.office, visit.actor()?, order_no, &given).await?;
    let action = domain::supervision::Action::from_code(&given.action);
    let said = action.map_or(given.action.clone(), |action| action.words(visit.lang).to_owned());
    Ok(Done::to(format!("/supervisions/{order_no}")).saying(fill(words.done_said, &[("action", &said)])))
}
