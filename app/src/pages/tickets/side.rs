//! What stands beside a conversation: clocks, what the ticket is about, what happened.

use domain::{
    FieldName,
    ticket::{Action, State},
};
use leptos::prelude::*;
use operations::{
    journal::Event,
    tickets::{Detail, number},
};
use serde_json::Value;

use crate::{
    components::{fact, facts},
    lang::Lang,
    visit::{Visit, encoded},
    words::{
        TicketWords,
        codes::{Worded, worded},
        fill,
        journal::{actor_name, reason},
    },
};

/// Until when somebody has to have answered, and until when it has to be solved.
#[must_use]
pub(super) fn clocks(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let (ticket, now) = (&detail.ticket, visit.office.clock.millis());
    let moment = |at: i64| {
        let class = if at < now { "late" } else { "" };
        view! { <span class=class>{visit.minute(at)}</span> }
    };
    let first = match ticket.first_responded_at {
        Some(at) => fact(words.first_done, visit.minute(at)).into_any(),
        None if ticket.state.is_over() => ().into_any(),
        None => fact(words.first_due, moment(ticket.first_response_due_at)).into_any(),
    };
    let solution = ticket.resolution_due_at.map(|at| fact(words.resolution_due, moment(at)));
    let left = detail.left_minutes.map(|minutes| {
        let told = length(minutes.abs(), visit.lang);
        let stands = ticket.resolution_due_at.is_none();
        let told = match (minutes < 0, stands) {
            (true, _) => fill(words.late, &[("n", &told)]),
            (false, true) => format!("{told} · {}", words.stands),
            (false, false) => told,
        };
        fact(words.left_minutes, told)
    });
    facts(view! { {first}{solution}{left} })
}

/// `3 h 5 min`
pub(super) fn length(minutes: i64, lang: Lang) -> String {
    let words = TicketWords::of(lang);
    match (minutes / 60, minutes % 60) {
        (0, m) => fill(words.minutes, &[("m", &m.to_string())]),
        (h, m) => fill(words.hours, &[("h", &h.to_string()), ("m", &m.to_string())]),
    }
}

/// What it is about, who works on it, and how it ended.
#[must_use]
pub(super) fn about(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let (words, ticket) = (TicketWords::of(visit.lang), &detail.ticket);
    let when = |at: Option<i64>| at.map(|at| visit.minute(at));
    let order = ticket
        .order_no
        .clone()
        .map(|no| fact(words.order, view! { <a class="mono" href=format!("/orders/{no}")>{no.clone()}</a> }));
    let product = ticket.product.clone().map(|code| {
        let name = ticket.product_name.clone().unwrap_or_default();
        fact(words.product, view! { <a href=format!("/products/{}", encoded(&code))>{name}</a> })
    });
    let customer = ticket.customer.clone().map(|code| {
        let name = ticket.customer_name.clone().unwrap_or_default();
        fact(words.customer, view! { <a href=format!("/orders?customer={}", encoded(&code))>{name}</a> })
    });
    let said = |text: &Option<String>| text.clone().map(|text| view! { <span class="said">{text}</span> });
    let assignee = ticket.assignee_name.clone().unwrap_or_else(|| words.nobody.to_owned());
    let merged = ticket.merged_into.map(number).map(|no| {
        fact(words.merged, view! { <a class="mono" href=format!("/tickets/{no}")>{no.clone()}</a> })
    });
    facts(view! {
        {fact(words.severity, ticket.severity.words(visit.lang))}
        {fact(words.assignee, assignee)}
        {fact(words.buyer, ticket.buyer.clone())}
        {ticket.email.clone().map(|email| fact(words.email, email))}
        {order}{product}{customer}
        {fact(words.created, visit.minute(ticket.created_at))}
        {when(ticket.accepted_at).map(|at| fact(words.accepted, at))}
        {when(ticket.urged_at).map(|at| fact(words.urged, at))}
        {when(ticket.resolved_at).map(|at| fact(words.resolved, at))}
        {said(&ticket.cause).map(|text| fact(words.cause, text))}
        {said(&ticket.solution).map(|text| fact(words.solution, text))}
        {when(ticket.ended_at).map(|at| fact(words.ended, at))}
        {ticket.rating.map(|stars| fact(words.rating, stars.to_string()))}
        {merged}
    })
}

/// What happened, newest first.
#[must_use]
pub(super) fn history(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let rows = detail.history.iter().rev().map(|event| entry(visit, event)).collect_view();
    view! { <ol class="timeline">{rows}</ol> }
}

fn entry(visit: &Visit, event: &Event) -> impl IntoView + use<> {
    let lang = visit.lang;
    let (before, after) = event.fields();
    let action = after[FieldName::Action.code()].as_str().and_then(Action::from_code);
    let what = action
        .map(|action| action.words(lang))
        .or_else(|| event.action().map(|action| action.words(lang)))
        .unwrap_or_default();
    let moved = |field: FieldName, word: &dyn Fn(&str) -> String| {
        let text = |value: &Value| value[field.code()].as_str().map(word);
        let to = text(&after)?;
        Some(match text(&before) {
            Some(from) => format!("{from} → {to}"),
            None => to,
        })
    };
    let state = moved(FieldName::State, &|code| worded(code, State::from_code, lang));
    let assignee = moved(FieldName::Assignee, &str::to_owned);
    let other = [FieldName::MergedInto, FieldName::Number];
    let other = other.iter().find_map(|field| Some(format!("→ {}", after[field.code()].as_str()?)));
    let lines = [state, assignee, other].into_iter().flatten();
    let lines = lines.map(|text| view! { <p class="muted">{text}</p> }).collect_view();
    let said = event.reason.as_deref().filter(|text| !text.is_empty());
    let said = said.map(|text| view! { <p class="said">{reason(event, text, lang)}</p> });
    let name = actor_name(&event.actor_name, lang).to_owned();
    view! {
        <li data-tone="info">
            <time>{visit.minute(event.at)}</time>
            <div><strong>{what}</strong>" "<span class="muted">{name}</span>{lines}{said}</div>
        </li>
    }
}
