//! One delivery: where it is, what may be done and why not the rest, its documents and its log.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    supervisions::{self, Detail, Given, Link},
};

use super::{
    acts, documents::documents_block, links::links_block, log::log, milestones::milestones_block, side,
    stands, steps::steps,
};
use crate::{
    components::{block, error_summary, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{DeliveryWords, codes::Worded, fill},
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
        supervisions::links(&visit.office, visit.actor()?, &detail.row.order_no).await?
    } else {
        Vec::new()
    };
    let title = fill(words.title, &[("number", &detail.row.order_no)]);
    let visit = visit.clone();
    Ok(Page::new(&title.clone(), move || body(&visit, &detail, &links, title)))
}

fn body(visit: &Visit, detail: &Detail, links: &[Link], title: String) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let back = ("/supervisions".to_owned(), words.back);
    view! {
        {page_head(title, Some(back), None, stands::stage_tag(&detail.row.stage, visit.lang))}
        {error_summary(visit, FORM)}
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
                {block(words.about, side::about(visit, detail))}
                {milestones_block(visit, detail)}
                {links_block(visit, &detail.row.order_no, links)}
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
