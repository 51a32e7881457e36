//! What may be done with a ticket now, one form at a time, and why not the rest.

use domain::ticket::{Action, Side};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{Colleague, NOBODY},
    tickets::{self, Detail, Given, Possible},
};

use crate::{
    components::{self, Choice, Field, area, error_summary_of, field, hidden, select, step_choice},
    forms::{Done, Form},
    visit::Visit,
    words::{DeliveryWords, TicketWords, codes::Worded, fill, ticket::refusal},
};

const FORM: &str = "/do/act-ticket";
/// The longest text of a step, in characters.
const MOST: u16 = 20_000;

/// What was wrong with the step that was sent.
#[must_use]
pub(super) fn wrong(visit: &Visit) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let action = visit.refused(FORM).and_then(|flash| Action::from_code(flash.entered("action")?));
    let other = matches!(action, Some(Action::Merge | Action::Link));
    let to = if other { words.to_ticket } else { words.to_colleague };
    error_summary_of(visit, FORM, &[("to", to)])
}

/// The steps that may be taken, the form of the one that was chosen, and the rest with their reasons.
#[must_use]
pub(super) fn block(visit: &Visit, detail: &Detail, colleagues: &[Colleague]) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    // What is written has a form of its own.
    let steps = detail.actions.iter().filter(|one| !matches!(one.action, Action::Reply | Action::Note));
    let (possible, others): (Vec<&Possible>, Vec<&Possible>) = steps.partition(|one| one.why_not.is_none());
    let named = visit.value("act").or_else(|| entered(visit));
    let chosen = possible.iter().find(|one| named.as_deref() == Some(key(one).as_str())).copied();
    let chosen = chosen.or_else(|| possible.iter().find(|one| leads_on(one)).copied());
    let own = pills(visit, detail, chosen, possible.iter().filter(|one| one.by == Side::Staff));
    let theirs = pills(visit, detail, chosen, possible.iter().filter(|one| one.by == Side::Customer));
    let theirs = theirs.map(|pills| view! { <p class="hint">{words.acts_record}</p>{pills} });
    let form = chosen.map(|one| form(visit, detail, one, colleagues));
    let rest = others.iter().map(|one| refused(visit, one)).collect_view();
    let body = view! {
        <div class="screen-only">
            {own}{theirs}{form}
            <details class="more-fields"><summary>{words.acts_not}</summary><ul class="changes">{rest}</ul></details>
        </div>
    };
    components::block(words.acts, body)
}

/// What brings the ticket further without being asked for.
fn leads_on(one: &Possible) -> bool {
    one.by == Side::Staff && one.action == Action::Accept
}

fn key(one: &Possible) -> String {
    format!("{}.{}", one.action, one.by)
}

fn entered(visit: &Visit) -> Option<String> {
    let flash = visit.refused(FORM)?;
    Some(format!("{}.{}", flash.entered("action")?, flash.entered("by")?))
}

fn pills<'a>(
    visit: &Visit,
    detail: &Detail,
    chosen: Option<&Possible>,
    all: impl Iterator<Item = &'a &'a Possible>,
) -> Option<AnyView> {
    step_choice(all.map(|one| Choice {
        href: format!("/tickets/{}?act={}#act", detail.ticket.no(), key(one)),
        name: called(visit, one),
        chosen: chosen == Some(*one),
    }))
}

fn called(visit: &Visit, one: &Possible) -> String {
    let action = one.action.words(visit.lang);
    match one.by {
        Side::Staff => action.to_owned(),
        by => {
            let values = [("action", action), ("who", by.words(visit.lang))];
            fill(DeliveryWords::of(visit.lang).by_other, &values)
        }
    }
}

fn refused(visit: &Visit, one: &Possible) -> impl IntoView + use<> {
    let why = one.why_not.map(|why| refusal(why, visit.lang));
    view! { <li><strong>{called(visit, one)}</strong>" "<span class="muted">{why}</span></li> }
}

fn form(visit: &Visit, detail: &Detail, one: &Possible, colleagues: &[Colleague]) -> impl IntoView + use<> {
    let recording = (one.by == Side::Customer).then(|| {
        let who = one.by.words(visit.lang).to_lowercase();
        view! { <p class="hint">{fill(DeliveryWords::of(visit.lang).recording, &[("who", &who)])}</p> }
    });
    let class = if one.action == Action::Merge { "button seal" } else { "button primary" };
    view! {
        <form class="form step-form" id="act" method="post" action=FORM novalidate>
            {recording}
            {hidden("no", detail.ticket.no())}
            {hidden("action", one.action.code())}
            {hidden("by", one.by.code())}
            {hidden("seen", detail.ticket.version.to_string())}
            {own_fields(visit, one.action, colleagues)}
            {reason(visit, one.action)}
            <div class="form-actions"><button class=class>{called(visit, one)}</button></div>
        </form>
    }
}

/// What only this step asks for.
fn own_fields(visit: &Visit, action: Action, colleagues: &[Colleague]) -> AnyView {
    let words = TicketWords::of(visit.lang);
    match action {
        Action::Assign | Action::Transfer => {
            let mut people: Vec<(String, String)> = colleagues
                .iter()
                .filter(|person| person.takes_tickets())
                .map(|person| (person.account.clone(), person.name.clone()))
                .collect();
            if action == Action::Assign {
                people.push((NOBODY.to_owned(), words.nobody.to_owned()));
            }
            select(visit, FORM, "to", words.to_colleague, people, "").into_any()
        }
        Action::Resolve => view! {
            {area(visit, FORM, Field::text("cause", words.cause), MOST)}
            {area(visit, FORM, Field::text("solution", words.solution), MOST)}
        }
        .into_any(),
        Action::Merge | Action::Link => field(visit, FORM, Field::text("to", words.to_ticket)).into_any(),
        Action::Rate => {
            field(visit, FORM, Field::text("rating", words.rating).keyboard("numeric")).into_any()
        }
        _ => ().into_any(),
    }
}

fn reason(visit: &Visit, action: Action) -> Option<impl IntoView + use<>> {
    let words = TicketWords::of(visit.lang);
    let asks = action.needs_reason() || matches!(action, Action::Withdraw | Action::Urge | Action::Merge);
    let reason = Field::text("reason", words.reason);
    let reason = if action.needs_reason() { reason } else { reason.optional() };
    asks.then(|| area(visit, FORM, reason, MOST))
}

/// Takes a step.
///
/// # Errors
/// What was given is wrong; the state of the ticket; somebody acted meanwhile.
pub async fn act(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let text = |name: &str| form.get(name).to_owned();
    let given = Given {
        action: text("action"),
        by: text("by"),
        reason: text("reason"),
        cause: text("cause"),
        solution: text("solution"),
        to: text("to"),
        rating: text("rating"),
        seen: form.get("seen").parse().ok(),
    };
    let no = form.get("no");
    tickets::act(&visit.office, visit.actor()?, no, &given).await?;
    let said = Action::from_code(&given.action).map_or("", |action| action.words(visit.lang));
    let said = fill(TicketWords::of(visit.lang).done_said, &[("action", said)]);
    Ok(Done::to(format!("/tickets/{no}")).saying(said))
}
