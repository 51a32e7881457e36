//! Writing on a ticket: a reply, an internal note, or what the customer said.

use domain::ticket::{Action, Side};
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, Detail, NewMessage},
};

use crate::{
    components::{Field, area, block, error_summary, hidden, select},
    forms::{Done, Form},
    visit::Visit,
    words::TicketWords,
};

const FORM: &str = "/do/write-ticket";

/// The form; only for colleagues once it has ended.
#[must_use]
pub(super) fn writing(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let may = |action: Action, by: Side| {
        detail.actions.iter().any(|one| one.action == action && one.by == by && one.why_not.is_none())
    };
    let mut kinds = Vec::new();
    for (code, word, allowed) in [
        ("reply", words.as_reply, may(Action::Reply, Side::Staff)),
        ("note", words.as_note, may(Action::Note, Side::Staff)),
        ("customer", words.as_customer, may(Action::Reply, Side::Customer)),
    ] {
        if allowed {
            kinds.push((code.to_owned(), word.to_owned()));
        }
    }
    let ended = detail.ticket.state.is_over().then(|| view! { <p class="hint">{words.cannot_write}</p> });
    let replies = may(Action::Reply, Side::Staff);
    let awaits = replies.then(|| {
        view! { <div class="field"><label class="choice"><input type="checkbox" name="awaits" value="1" checked/>{words.awaits}</label></div> }
    });
    let first = kinds.first().map(|(code, _)| code.clone()).unwrap_or_default();
    let body = view! {
        {error_summary(visit, FORM)}
        {ended}
        <form class="form screen-only" method="post" action=FORM>
            {hidden("no", detail.ticket.no())}
            {hidden("seen", detail.ticket.version.to_string())}
            {area(visit, FORM, Field::text("body", words.body).hint(words.body_hint), 20_000)}
            {select(visit, FORM, "as", words.as_whom, kinds, &first)}
            {awaits}
            <div class="form-actions"><button class="button primary">{words.send}</button></div>
        </form>
    };
    block(words.write, body)
}

/// Sends it.
///
/// # Errors
/// A problem with the text; the state of the ticket; something came in between.
pub async fn send(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = TicketWords::of(visit.lang);
    let kind = form.get("as");
    let side = if kind == "customer" { Side::Customer } else { Side::Staff };
    let new = NewMessage {
        body: form.get("body").to_owned(),
        public: kind != "note",
        by: side.code().to_owned(),
        awaits: !form.get("awaits").is_empty(),
        seen: form.get("seen").parse().ok(),
        key: None,
    };
    let no = form.get("no");
    tickets::say(&visit.office, visit.actor()?, no, &new).await?;
    Ok(Done::to(format!("/tickets/{no}")).saying(words.sent))
}
