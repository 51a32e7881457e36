//! The parts of a delivery: shown, and set while none was accepted.

use domain::{access::Operation, supervision::Node};
use leptos::prelude::*;
use operations::{
    Failure,
    supervisions::{self, Detail, Milestone, accepted_share},
};

use crate::{
    components::{Field, area, block, error_summary, hidden},
    forms::{Done, Form},
    visit::Visit,
    words::{DeliveryWords, fill},
};

const FORM: &str = "/do/set-milestones";

/// The parts, and the form that sets them.
#[must_use]
pub fn milestones_block(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    let parts = &detail.milestones;
    let untouched = parts.iter().all(|part| part.accepted_at.is_none());
    let settable = detail.parts_possible
        && untouched
        && !detail.row.node.is_final()
        && visit.may(Operation::ActSupervision);
    if parts.is_empty() && !settable {
        return None;
    }
    let shown = if parts.is_empty() {
        view! { <p class="muted">{words.milestones_none}</p> }.into_any()
    } else {
        let rows = parts.iter().map(|part| row(visit, part)).collect_view();
        let share = domain::Rate::from_millionths(accepted_share(parts, detail.row.node == Node::Done));
        let accepted = fill(
            words.accepted_share,
            &[("share", &share.map(|share| share.to_string()).unwrap_or_default())],
        );
        view! { <ol class="milestones">{rows}</ol><p class="hint">{accepted}</p> }.into_any()
    };
    let form = settable.then(|| form(visit, detail));
    Some(block(words.milestones, view! { {error_summary(visit, FORM)}{shown}{form} }))
}

fn row(visit: &Visit, part: &Milestone) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let state = match (part.accepted_at, part.delivered_at) {
        (Some(at), _) => fill(words.milestone_accepted, &[("at", &visit.minute(at))]),
        (None, Some(_)) => words.milestone_delivered.to_owned(),
        (None, None) => words.milestone_open.to_owned(),
    };
    view! { <li><strong class="num">{part.share().to_string()}</strong>" "<span class="muted">{state}</span></li> }
}

fn form(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let set: Vec<String> = detail.milestones.iter().map(|part| part.share().to_string()).collect();
    let shares = Field::text("milestones", words.milestones_form).hint(words.milestones_hint).optional();
    let shares = area(visit, FORM, shares.value(set.join("\n")), 1_000);
    view! {
        <details class="more-fields" open=visit.refused(FORM).is_some()>
            <summary>{words.milestones_form}</summary>
            <form class="form" method="post" action=FORM>
                {hidden("order_no", detail.row.order_no.clone())}
                {shares}
                <button class="button">{words.milestones_save}</button>
            </form>
        </details>
    }
}

/// Sets the parts.
///
/// # Errors
/// The shares are not the whole; a part was accepted already.
pub async fn set(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = DeliveryWords::of(visit.lang);
    let separators = ['\n', ',', '，', '、', ';', '；'];
    let shares: Vec<String> =
        form.get("milestones").split(separators).map(|share| share.trim().to_owned()).collect();
    supervisions::set_milestones(&visit.office, visit.actor()?, form.get("order_no"), &shares).await?;
    Ok(Done::back().saying(words.milestones_saved))
}
