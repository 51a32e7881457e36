//! What became of the mail that carried a message, and how to send it again.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    mail::{self, Letter, Sent},
    tickets::{Detail, Message, Ticket},
};

use crate::{
    components::hidden,
    forms::{Done, Form},
    visit::Visit,
    words::{MailWords, deliveries::document, fill},
};

const FORM: &str = "/do/send-mail-again";

/// Under a message that goes out by mail: whether it did.
#[must_use]
pub(super) fn fate(visit: &Visit, ticket: &Ticket, sent: &Sent) -> impl IntoView + use<> {
    let words = MailWords::of(visit.lang);
    let why = sent.problem.clone().unwrap_or_default();
    let at = sent.sent_at.map(|at| visit.minute(at)).unwrap_or_default();
    let said = match (sent.state.as_str(), why.is_empty()) {
        ("sent", _) => words.state_sent,
        ("sending", _) => words.state_sending,
        ("doubtful", _) => words.state_doubtful,
        ("failed", _) => words.state_failed,
        (_, false) => words.waits,
        _ => words.state_queued,
    };
    let said = fill(said, &[("to", &sent.recipient), ("at", &at), ("why", &why)]);
    let again = (sent.is_stuck() && visit.may(Operation::ActTicket)).then(|| {
        view! {
            <form class="inline screen-only" method="post" action=FORM>
                {hidden("no", ticket.no())}
                {hidden("mail", sent.id.to_string())}
                <button class="button small">{words.again}</button>
            </form>
        }
    });
    let class = if sent.is_stuck() { "hint late" } else { "hint" };
    view! { <div class="mailed"><span class=class>{said}</span>{again}</div> }
}

/// The mails that carried no message but told of a step: whether they went out.
#[must_use]
pub(super) fn others(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = MailWords::of(visit.lang);
    let lines = detail.mails.iter().filter(|mail| mail.ticket_message_id.is_none()).map(|mail| {
        let what = match mail.letter() {
            Some(Letter::Received { .. }) => words.of_receipt,
            Some(Letter::Resolved { .. }) => words.of_solution,
            Some(Letter::Closed { .. }) => words.of_closing,
            Some(Letter::Reply { .. } | Letter::Notices { .. }) | None => words.of_other,
        };
        view! { <li>{what}{fate(visit, &detail.ticket, mail)}</li> }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| view! { <ul class="other-mails">{lines}</ul> })
}

/// Where a mail came from; said where it is not the address of the ticket.
#[must_use]
pub(super) fn from(visit: &Visit, ticket: &Ticket, message: &Message) -> Option<AnyView> {
    let words = MailWords::of(visit.lang);
    let address = message.sender.clone()?;
    let is_other = ticket.email.as_ref() != Some(&address);
    let said = fill(words.by_mail, &[("address", &address)]);
    if let Some(name) = &message.sender_staff {
        let warned = fill(words.staff_address, &[("name", name)]);
        return Some(
            view! { <p class="hint">{said}" "<strong class="late">{warned}</strong></p> }.into_any(),
        );
    }
    let warned = is_other.then(|| view! { <strong class="late">{words.other_address}</strong> });
    Some(view! { <p class="hint">{said}" "{warned}</p> }.into_any())
}

/// Attachments that are not kept, with the reason.
#[must_use]
pub(super) fn left_out(visit: &Visit, message: &Message) -> Option<impl IntoView + use<>> {
    let words = MailWords::of(visit.lang);
    let lines: Vec<_> = (message.left_out().into_iter())
        .map(|one| {
            let why = document(&one.why, visit.lang);
            view! { <li>{fill(words.left_out, &[("name", &one.name), ("why", &why)])}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul class="hint">{lines}</ul> })
}

/// Sends a mail again that did not go out.
///
/// # Errors
/// `NotFound` for one that did, or is of another ticket.
pub async fn again(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let no = form.get("no");
    let id = form.get("mail").parse().map_err(|_| Failure::NotFound)?;
    mail::again(&visit.office, visit.actor()?, no, id).await?;
    Ok(Done::to(format!("/tickets/{no}")).saying(MailWords::of(visit.lang).again_said))
}
