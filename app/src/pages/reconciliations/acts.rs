//! What is done with lines, and with a reconciliation as a whole.

use domain::{
    access::Operation,
    money::thousands,
    reconciliation::{LifeAction, LineAction, State},
};
use leptos::prelude::*;
use operations::{
    Failure,
    reconciliations::{self, Reconciliation},
};

use super::name_of;
use crate::{
    components::{Field, area, ask, block, error_summary, hidden},
    forms::{Done, Form},
    visit::Visit,
    words::{ReconciliationWords, ShellWords, codes::Worded, fill},
};

/// The form of lines.
pub(super) const ACT: &str = "/do/act-reconciliation";
/// The form of the whole.
pub(super) const STEP: &str = "/do/step-reconciliation";

/// Deals with the lines that were chosen.
///
/// # Errors
/// A problem with `action`, `note`, `reason` or `lines`; [`reconciliations::Refused`].
pub async fn act(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let action = LineAction::parse(form.get("action")).map_err(|problem| problem.of("action"))?;
    let id = form.number("id")?;
    let lines: Vec<i64> = form.all("line").into_iter().filter_map(|row| row.parse().ok()).collect();
    let said = (action, form.get("note"), form.get("reason"));
    reconciliations::act(&visit.office, visit.actor()?, (id, &lines), said).await?;
    let done = fill(ReconciliationWords::of(visit.lang).done, &[("n", &lines.len().to_string())]);
    let back = form.get("back");
    let query = if back.is_empty() { String::new() } else { format!("?{back}") };
    Ok(Done::to(format!("/reconciliations/{id}{query}#lines")).saying(done))
}

/// Takes a reconciliation a step further.
///
/// # Errors
/// A problem with `action` or `reason`; [`reconciliations::Refused`].
pub async fn step(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let action = LifeAction::parse(form.get("action")).map_err(|problem| problem.of("action"))?;
    let id = form.number("id")?;
    reconciliations::step(&visit.office, visit.actor()?, id, (action, form.get("reason"))).await?;
    let said = fill(ReconciliationWords::of(visit.lang).step_done, &[("action", action.words(visit.lang))]);
    Ok(Done::to(format!("/reconciliations/{id}")).saying(said))
}

fn which(of: &Reconciliation, action: LifeAction) -> impl IntoView + use<> {
    view! { {hidden("id", of.id.to_string())}{hidden("action", action.code())} }
}

/// What may be done with it now.
pub(super) fn steps(visit: &Visit, of: &Reconciliation) -> Option<AnyView> {
    let words = ReconciliationWords::of(visit.lang);
    let inside = match of.state {
        State::Open if of.open_lines > 0 => {
            let left = fill(words.to_do, &[("n", &thousands(of.open_lines.unsigned_abs()))]);
            view! { <p class="hint">{left}</p> }.into_any()
        }
        State::Open if visit.may(Operation::ActBill) => {
            let said = LifeAction::Submit.words(visit.lang);
            view! {
                <form method="post" action=STEP>{which(of, LifeAction::Submit)}<button class="button primary">{said}</button></form>
            }
            .into_any()
        }
        State::InReview if visit.may(Operation::ApproveBill) => review(visit, of),
        _ => return None,
    };
    Some(
        block(words.acts, view! { <div class="screen-only">{error_summary(visit, STEP)}{inside}</div> })
            .into_any(),
    )
}

fn review(visit: &Visit, of: &Reconciliation) -> AnyView {
    let words = ReconciliationWords::of(visit.lang);
    let lock = if of.is_submitted_by(visit.actor().ok()) {
        view! { <p class="hint">{words.own_work}</p> }.into_any()
    } else {
        let said = LifeAction::Lock.words(visit.lang);
        let form = view! {
            <form method="post" action=STEP>{which(of, LifeAction::Lock)}<button class="button primary">{said}</button></form>
        };
        let title = fill(words.lock_title, &[("name", &name_of(of, visit.lang))]);
        let close = ShellWords::of(visit.lang).close;
        ask("lock", "button primary", said, title, words.lock_text.to_owned(), form.into_any(), close)
            .into_any()
    };
    let back = LifeAction::Reject.words(visit.lang);
    view! {
        <div class="inline-actions">{lock}</div>
        <details open=visit.refused(STEP).is_some()>
            <summary>{back}"…"</summary>
            <form class="form" method="post" action=STEP>
                {which(of, LifeAction::Reject)}
                {area(visit, STEP, Field::text("reason", words.reason), 500)}
                <div class="inline-actions"><button class="button">{back}</button></div>
            </form>
        </details>
    }
    .into_any()
}
