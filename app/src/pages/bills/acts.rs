//! Making the bills of a month, and the steps of a bill.

use domain::{
    Period,
    access::Operation,
    bill::{BillAction, BillState, Stage, possible},
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{self, Bill},
};

use super::bill_name;
use crate::{
    components::{Field, area, ask, block, error_summary, hidden, money::amount_text, select},
    forms::{Done, Form},
    visit::Visit,
    words::{BillWords, ShellWords, codes::Worded, fill},
};

/// The form that makes the bills of a month.
pub(super) const RUN: &str = "/do/run-bills";
/// The form of every step of a bill.
pub(super) const ACT: &str = "/do/act-bill";

/// The form of what the marketplace does with a bill.
pub(super) const STAGE: &str = "/do/note-bill-stage";

/// Notes how far the marketplace is with a bill.
///
/// # Errors
/// A problem with `stage`; the bill is not locked.
pub async fn note_stage(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let stage = Stage::parse(form.get("stage")).map_err(|problem| problem.of("stage"))?;
    let id = form.number("id")?;
    bills::note_stage(&visit.office, visit.actor()?, id, stage).await?;
    let said = fill(BillWords::of(visit.lang).stage_said, &[("stage", stage.words(visit.lang))]);
    Ok(Done::to(format!("/bills/{id}")).saying(said))
}

/// The stages of a locked bill, as a form.
pub(super) fn stage_block(visit: &Visit, bill: &Bill, stages: &[Stage]) -> Option<impl IntoView + use<>> {
    let words = BillWords::of(visit.lang);
    if stages.is_empty() || !visit.may(Operation::ActBill) {
        return None;
    }
    let options = stages.iter().map(|stage| (stage.code().to_owned(), stage.words(visit.lang).to_owned()));
    let chosen = bill.stage.map_or("", |(stage, _)| stage.code());
    let form = view! {
        <div class="screen-only">
            {error_summary(visit, STAGE)}
            <form class="filters" method="post" action=STAGE>
                {hidden("id", bill.id.to_string())}
                {select(visit, STAGE, "stage", words.stage, options.collect(), chosen)}
                <div class="filter-actions"><button class="button">{words.stage_note}</button></div>
            </form>
            <p class="hint">{words.stage_hint}</p>
        </div>
    };
    Some(block(words.stage_form, form))
}

/// Begins to make the bills of a month.
///
/// # Errors
/// A problem with `period`; a gate is closed, the month is not over, or another run works.
pub async fn run(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let period = Period::parse(form.get("period")).map_err(|problem| problem.of("period"))?;
    let run = bills::begin(&visit.office, visit.actor()?, period, None).await?;
    Ok(Done::to(format!("/bills/runs/{}", run.id)))
}

/// Takes a bill a step further.
///
/// # Errors
/// A problem with `action` or `reason`; the table says no.
pub async fn act(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = BillWords::of(visit.lang);
    let action = BillAction::parse(form.get("action")).map_err(|problem| problem.of("action"))?;
    let id = form.number("id")?;
    let given = ((id, form.get("seen")), (action, form.get("reason")));
    let done = bills::act_on_seen(&visit.office, visit.actor()?, given.0, given.1).await?;
    let said = match &done.number {
        Some(number) if action == BillAction::Lock => fill(words.locked_said, &[("number", number)]),
        _ => fill(words.done_said, &[("action", action.words(visit.lang))]),
    };
    Ok(Done::to(format!("/bills/{id}")).saying(said))
}

/// What may be done with a bill now.
pub(super) fn acts_block(visit: &Visit, bill: &Bill) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let own = bill.is_submitted_by(visit.actor().ok());
    let may = |action: BillAction| match action {
        BillAction::Approve | BillAction::Reject => visit.may(Operation::ApproveBill),
        _ => visit.may(Operation::ActBill),
    };
    let all: Vec<BillAction> = possible(bill.state).filter(|action| may(*action)).collect();
    let own_note = (own && all.contains(&BillAction::Approve)).then(|| {
        view! { <p class="hint">{words.own_work}</p> }
    });
    let stale = |action: BillAction| match action {
        BillAction::Submit | BillAction::Approve | BillAction::Lock => bill.outdated,
        // The next bill of its kind carries it over.
        BillAction::Pay => bill.total_minor < 0,
        _ => false,
    };
    let forward = all.iter().copied().filter(|action| !action.needs_reason());
    let forward = forward.filter(|action| !(stale(*action) || own && *action == BillAction::Approve));
    let forward = forward.map(|action| step(visit, bill, action)).collect_view();
    let back: Vec<BillAction> = all.iter().copied().filter(|action| action.needs_reason()).collect();
    let back = (!back.is_empty()).then(|| backward(visit, bill, &back));
    (!all.is_empty()).then(|| {
        block(
            words.acts,
            view! {
                <div class="screen-only">
                    {error_summary(visit, ACT)}
                    {own_note}
                    <div class="inline-actions">{forward}</div>
                    {back}
                </div>
            },
        )
    })
}

/// Which bill, and what of it stood on the page.
fn seen(bill: &Bill) -> impl IntoView + use<> {
    view! { {hidden("id", bill.id.to_string())}{hidden("seen", bill.lines_hash.clone())} }
}

fn which(bill: &Bill, action: BillAction) -> impl IntoView + use<> {
    view! { {seen(bill)}{hidden("action", action.code())} }
}

/// One that goes on; locking and payment ask first, because they cannot be undone.
fn step(visit: &Visit, bill: &Bill, action: BillAction) -> AnyView {
    let words = BillWords::of(visit.lang);
    let said = action.words(visit.lang);
    if !matches!(action, BillAction::Lock | BillAction::Pay) {
        return view! {
            <form method="post" action=ACT>{which(bill, action)}<button class="button primary">{said}</button></form>
        }
        .into_any();
    }
    let form = view! {
        <form method="post" action=ACT>{which(bill, action)}<button class="button primary">{said}</button></form>
    };
    let total = amount_text(bill.total_minor, bill.currency);
    let (title, text) = match action {
        BillAction::Pay => (words.pay_title, words.pay_text),
        _ => (words.lock_title, words.lock_text),
    };
    let title = fill(title, &[("name", &bill_name(bill, visit.lang)), ("total", &total)]);
    let text = text.to_owned();
    let close = ShellWords::of(visit.lang).close;
    ask(action.code(), "button primary", said, title, text, form.into_any(), close).into_any()
}

/// Those that go back say why.
fn backward(visit: &Visit, bill: &Bill, actions: &[BillAction]) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let close = ShellWords::of(visit.lang).close;
    let buttons = actions.iter().map(|action| {
        let said = action.words(visit.lang);
        if *action != BillAction::Void {
            let button = view! { <button class="button" name="action" value=action.code()>{said}</button> };
            return button.into_any();
        }
        let send = view! { <button class="button seal" name="action" value=action.code()>{said}</button> };
        let total = amount_text(bill.total_minor, bill.currency);
        let text = if bill.number.is_some() { words.void_text } else { words.void_draft_text };
        let text = fill(text, &[("total", &total)]);
        let title = fill(words.void_title, &[("name", &bill_name(bill, visit.lang))]);
        ask("void", "button", said, title, text, send.into_any(), close).into_any()
    });
    // Of a bill in review sending it back is as usual as approving it.
    let open = bill.state == BillState::InReview || visit.refused(ACT).is_some();
    let summary = actions.iter().map(|action| action.words(visit.lang)).collect::<Vec<_>>().join(" / ");
    view! {
        <details open=open>
            <summary>{summary}"…"</summary>
            <form class="form" method="post" action=ACT>
                {seen(bill)}
                {area(visit, ACT, Field::text("reason", words.reason), 500)}
                <div class="inline-actions">{buttons.collect_view()}</div>
            </form>
        </details>
    }
}
