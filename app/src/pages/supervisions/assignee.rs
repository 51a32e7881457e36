//! Who delivers: shown, taken, handed over; and whoever is waited for is reminded.

use domain::access::{Actor, Operation};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{Colleague, ME, NOBODY},
    supervisions::{self, Detail},
};

use crate::{
    components::{Field, block, error_summary_of, field, hidden, select},
    forms::{Done, Form},
    visit::Visit,
    words::{WorkWords, fill},
};

const FORM: &str = "/do/assign-supervision";
const REMIND: &str = "/do/remind-supervision";

/// Who delivers, and the forms that change it.
#[must_use]
pub(super) fn assignee_block(
    visit: &Visit,
    detail: &Detail,
    colleagues: &[Colleague],
) -> impl IntoView + use<> {
    let words = WorkWords::of(visit.lang);
    let who = match &detail.assignee {
        Some((_, name)) => view! { <p><strong>{name.clone()}</strong></p> }.into_any(),
        None => view! { <p class="muted">{words.nobody}</p> }.into_any(),
    };
    let ended = detail.row.ended_at.is_some();
    let forms = (!ended && visit.may(Operation::AssignSupervision)).then(|| forms(visit, detail, colleagues));
    let remind = (!ended && !detail.row.refund_runs() && visit.may(Operation::ActSupervision)).then(|| {
        let order_no = detail.row.order_no.clone();
        view! { <form method="post" action=REMIND>{hidden("order_no", order_no)}<button class="button">{words.remind}</button></form> }
    });
    let reminded = detail.row.reminded_at.map(|at| {
        view! { <p class="hint">{fill(words.reminded_on, &[("at", &visit.minute(at))])}</p> }
    });
    block(
        words.assignee,
        view! { {error_summary_of(visit, FORM, &[("comment", words.assign_reason)])}{who}{forms}{reminded}{remind} },
    )
}

fn forms(visit: &Visit, detail: &Detail, colleagues: &[Colleague]) -> impl IntoView + use<> {
    let words = WorkWords::of(visit.lang);
    let own = visit.actor.as_ref().and_then(Actor::staff_id);
    let now = detail.assignee.as_ref().map(|(account, _)| account.clone());
    let was = now.clone().unwrap_or_else(|| NOBODY.to_owned());
    let order_no = detail.row.order_no.clone();
    let which = move || view! { {hidden("order_no", order_no.clone())}{hidden("was", was.clone())} };
    let me = colleagues.iter().any(|person| Some(person.id) == own && person.delivers());
    let take = (me && now.is_none()).then(|| {
        view! { <form method="post" action=FORM>{which()}{hidden("assignee", ME)}<button class="button">{words.take}</button></form> }
    });
    let mut others: Vec<(String, String)> = colleagues
        .iter()
        .filter(|person| person.delivers() && Some(&person.account) != now.as_ref())
        .map(|person| (person.account.clone(), person.name.clone()))
        .collect();
    if now.is_some() {
        others.push((NOBODY.to_owned(), words.nobody.to_owned()));
    }
    let mut reason = Field::text("comment", words.assign_reason);
    if now.is_none() {
        reason = reason.optional();
    }
    let open = visit.refused(FORM).is_some();
    let give = (!others.is_empty()).then(|| {
        view! {
            <details class="more-fields" open=open>
                <summary>{words.give}</summary>
                <form class="form" method="post" action=FORM novalidate>
                    {which()}
                    {select(visit, FORM, "assignee", words.assignee, others, "")}
                    {field(visit, FORM, reason)}
                    <div class="inline-actions"><button class="button">{words.assign}</button></div>
                </form>
            </details>
        }
    });
    view! { <div class="screen-only"><div class="inline-actions">{take}</div>{give}</div> }
}

/// Gives a delivery to somebody, or to nobody.
///
/// # Errors
/// A problem with the person or the reason; a conflict when somebody else has it meanwhile.
pub async fn assign(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let to = (form.get("assignee"), form.get("comment"));
    let was = Some(form.get("was")).filter(|was| !was.is_empty());
    supervisions::assign(&visit.office, visit.actor()?, form.get("order_no"), to, was).await?;
    Ok(Done::back().saying(WorkWords::of(visit.lang).assigned))
}

/// Reminds whoever is waited for.
///
/// # Errors
/// A conflict when it has ended.
pub async fn remind(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    supervisions::remind(&visit.office, visit.actor()?, form.get("order_no")).await?;
    Ok(Done::back().saying(WorkWords::of(visit.lang).reminded_said))
}
