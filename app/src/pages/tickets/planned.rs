//! Replies of a ticket that go out later: shown behind the conversation, sent at once, or taken back into the form.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, Detail, Planned},
};

use super::write::FORM as WRITE;
use crate::{
    components::hidden,
    forms::{Done, Effect, Form},
    markdown::markdown,
    visit::Visit,
    words::{PlannedWords, codes::Worded, fill},
};

const NOW: &str = "/do/send-planned";
const BACK: &str = "/do/take-back-planned";

/// What waits, the next one first.
#[must_use]
pub(super) fn planned(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    detail.planned.iter().map(|one| waiting(visit, detail, one)).collect_view()
}

fn waiting(visit: &Visit, detail: &Detail, one: &Planned) -> impl IntoView + use<> {
    let words = PlannedWords::of(visit.lang);
    let (at, name) = (visit.minute(one.send_at), one.staff_name.clone());
    let said = fill(words.waits, &[("at", &at), ("name", &name)]);
    let held = one.held().map(|why| {
        view! { <strong class="late">{fill(words.held, &[("why", why.words(visit.lang))])}</strong> }
    });
    let files = (!one.documents.is_empty()).then(|| {
        let names = one.documents.join(visit.lang.pick("、", ", "));
        view! { <p class="hint">{fill(words.files, &[("names", &names)])}</p> }
    });
    let button = |form: &'static str, word: &'static str| {
        view! {
            <form class="inline screen-only" method="post" action=form>
                {hidden("no", detail.ticket.no())}
                {hidden("planned", one.id.to_string())}
                <button class="button small">{word}</button>
            </form>
        }
    };
    let acts = visit.may(Operation::ActTicket).then(|| {
        view! { <div class="mailed">{button(NOW, words.now)}{button(BACK, words.back)}</div> }
    });
    view! {
        <li data-side="staff" data-planned="true">
            <p class="muted"><time>{said}</time></p>
            {held}
            <div class="written" inner_html=markdown(&one.body, visit.lang)></div>
            {files}
            {acts}
        </li>
    }
}

fn of(form: &Form) -> Result<(&str, i64), Failure> {
    Ok((form.get("no"), form.get("planned").parse().map_err(|_| Failure::NotFound)?))
}

/// Sends one now.
///
/// # Errors
/// `NotFound`: it went out, or was taken back; the state of the ticket.
pub async fn send_now(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (no, id) = of(form)?;
    tickets::send_now(&visit.office, visit.actor()?, no, id).await?;
    Ok(Done::to(format!("/tickets/{no}")).saying(PlannedWords::of(visit.lang).now_said))
}

/// Takes one back: its text stands in the form again.
///
/// # Errors
/// `NotFound`: it went out, or was taken back.
pub async fn take_back(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (no, id) = of(form)?;
    let taken = tickets::take_back(&visit.office, visit.actor()?, no, id).await?;
    let words = PlannedWords::of(visit.lang);
    let said = if taken.documents.is_empty() { words.back_said_plain } else { words.back_said };
    let mut fields = vec![("body".to_owned(), taken.body.clone()), ("as".to_owned(), "reply".to_owned())];
    if taken.awaits() {
        fields.push(("awaits".to_owned(), "1".to_owned()));
    }
    Ok(Done::to(format!("/tickets/{no}#write")).saying(said).with(Effect::Fill(WRITE, fields)))
}
