//! What a buyer asks: the tickets of the order, and the form for a new one.

use domain::ticket::{Severity, Waiting};
use leptos::prelude::*;
use operations::{
    settings::Settings,
    tickets::{MOST_OF_ORDER, MOST_SUBJECT, OfOrder, Ticket},
};

use super::{
    Opened,
    fields::{Text, area, problems},
};
use crate::{
    components::{files_field, tag::tag},
    visit::Visit,
    words::{BuyerWords, codes::Worded, document::taken_files, fill, ticket::tone},
};

/// The name under which a refused new ticket is told.
pub const NEW_TICKET: &str = "/d/tickets";

/// The section of the page.
#[must_use]
pub(super) fn section(
    visit: &Visit,
    opened: &Opened,
    of: &OfOrder,
    settings: &Settings,
) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let rows = of.tickets.iter().map(|one| row(visit, opened, one)).collect_view();
    let list = match of.tickets.is_empty() {
        true => view! { <p class="muted">{words.tickets_none}</p> }.into_any(),
        false => view! { <ul class="asked">{rows}</ul> }.into_any(),
    };
    let more = of.more.then(|| {
        view! { <p class="hint">{fill(words.tickets_more, &[("n", &MOST_OF_ORDER.to_string())])}</p> }
    });
    let new = match of.receives {
        true => form(visit, opened, settings).into_any(),
        false => view! { <p class="hint">{words.tickets_closed}</p> }.into_any(),
    };
    view! { <section id="tickets"><h2>{words.tickets}</h2>{problems(visit, NEW_TICKET)}{list}{more}{new}</section> }
}

fn row(visit: &Visit, opened: &Opened, one: &Ticket) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let href = format!("/d/{}/tickets/{}", opened.key, one.no());
    let about =
        format!("{} · {}", one.no(), fill(words.ticket_since, &[("at", &visit.minute(one.changed_at))]));
    let yours = one.waiting_for() == Waiting::Customer;
    let turn = yours.then(|| view! { <small class="turn">{words.ticket_wait_you}</small> });
    view! {
        <li>
            <a href=href>{one.subject.clone()}</a>" "{tag(tone(one.state), one.state.words(visit.lang).to_owned())}
            {turn}
            <small class="muted">{about}</small>
        </li>
    }
}

fn form(visit: &Visit, opened: &Opened, settings: &Settings) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let refused = visit.refused(NEW_TICKET);
    let subject = refused.and_then(|flash| flash.entered("subject")).unwrap_or_default().to_owned();
    let chosen = refused.and_then(|flash| flash.entered("severity")).unwrap_or(Severity::Normal.code());
    let severities = Severity::ALL
        .iter()
        .map(|one| view! { <option value=one.code() selected=one.code() == chosen>{one.words(visit.lang)}</option> })
        .collect_view();
    let action = format!("/d/{}/tickets", opened.key);
    let text = Text {
        form: NEW_TICKET,
        name: "description",
        id: "f-description",
        label: words.ticket_text,
        needed: true,
    };
    view! {
        <details class="buyer-step" open=refused.is_some()>
            <summary>{words.ticket_new}</summary>
            <form class="form" method="post" enctype="multipart/form-data" action=action>
                <div class="field">
                    <label for="f-subject">{words.ticket_subject}</label>
                    <input id="f-subject" name="subject" value=subject maxlength=MOST_SUBJECT.to_string() required/>
                </div>
                {area(visit, text)}
                <div class="field">
                    <label for="f-severity">{words.ticket_severity}</label>
                    <select id="f-severity" name="severity">{severities}</select>
                </div>
                {files_field(visit, "f-ticket-file", taken_files(settings, visit.lang))}
                <button class="button primary">{words.ticket_send}</button>
            </form>
        </details>
    }
}
