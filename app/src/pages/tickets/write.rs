//! Writing on a ticket: a reply, an internal note, or what the customer said.

use domain::{
    access::Actor,
    ticket::{Action, Side},
};
use leptos::prelude::*;
use operations::{
    Failure,
    documents::Taken,
    orders::Colleague,
    settings::Settings,
    tickets::{self, Detail, NewMessage, SavedAnswer},
};

use crate::{
    components::{Field, area, block, error_summary, field, files_field, hidden, select},
    forms::Form,
    visit::Visit,
    words::{PlannedWords, TemplateWords, TicketWords, document::taken_files, fill},
};

/// The name under which a refused form is told.
pub const FORM: &str = "/tickets/messages";

/// The form; only for colleagues once it has ended.
#[must_use]
pub(super) fn writing(
    visit: &Visit,
    detail: &Detail,
    settings: &Settings,
    answers: &[SavedAnswer],
    colleagues: &[Colleague],
) -> impl IntoView + use<> {
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
    let awaited = visit.refused(FORM).is_none_or(|flash| flash.entered("awaits").is_some());
    let awaits = replies.then(|| {
        view! { <div class="field"><label class="choice"><input type="checkbox" name="awaits" value="1" checked=awaited/>{words.awaits}</label></div> }
    });
    let hint = fill(PlannedWords::of(visit.lang).at_hint, &[("zone", visit.office.zone.0.name())]);
    let at =
        Field::text("send_at", PlannedWords::of(visit.lang).at).kind("datetime-local").optional().hint(hint);
    let later = replies.then(|| field(visit, FORM, at));
    let first = kinds.first().map(|(code, _)| code.clone()).unwrap_or_default();
    let action = format!("/tickets/{}/messages", detail.ticket.no());
    let body = view! {
        {error_summary(visit, FORM)}
        {ended}
        <form class="form screen-only" id="write" method="post" enctype="multipart/form-data" action=action data-writes="">
            {hidden("seen", detail.ticket.version.to_string())}
            <div class="helpers">{choice(visit, answers)}{mention(visit, colleagues)}</div>
            {area(visit, FORM, Field::text("body", words.body).optional().hint(words.body_hint), 20_000)}
            {select(visit, FORM, "as", words.as_whom, kinds, &first)}
            {awaits}
            {later}
            {files_field(visit, "f-file", taken_files(settings, visit.lang))}
            <div class="form-actions"><button class="button primary">{words.send}</button></div>
        </form>
    };
    block(words.write, body)
}

/// The saved answers; one is put behind what was written.
fn choice(visit: &Visit, answers: &[SavedAnswer]) -> Option<impl IntoView + use<>> {
    let words = TemplateWords::of(visit.lang);
    let options = answers.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let texts = (words.choose, words.insert_hint, words.insert);
    helper(visit, "answer", "1", texts, options)
}

/// Colleagues who can be told by a note; one is named behind what was written.
fn mention(visit: &Visit, colleagues: &[Colleague]) -> Option<impl IntoView + use<>> {
    let words = TicketWords::of(visit.lang);
    let own = visit.actor().ok().and_then(Actor::staff_id);
    let people = colleagues.iter().filter(|one| one.takes_tickets() && Some(one.id) != own);
    let people = people.map(|one| (one.name.clone(), one.name.clone())).collect();
    let texts = (words.mention, words.mention_hint, words.mention_insert);
    helper(visit, "mention", "mention", texts, people)
}

/// Something that is chosen and put behind what was written, by a button that sends nothing; nothing without a choice.
fn helper(
    visit: &Visit,
    name: &'static str,
    inserts: &'static str,
    (label, hint, button): (&'static str, &'static str, &'static str),
    options: Vec<(String, String)>,
) -> Option<impl IntoView + use<>> {
    if options.is_empty() {
        return None;
    }
    let (id, about) = (format!("f-{name}"), format!("f-{name}-hint"));
    let options =
        options.into_iter().map(|(value, word)| view! { <option value=value>{word}</option> }).collect_view();
    Some(view! {
        <div class="field answer-choice">
            <label for=id.clone()>{label}</label>
            <p class="hint" id=about.clone()>{hint}</p>
            <span class="with-button">
                <select id=id name=name aria-describedby=about>
                    <option value="">{TemplateWords::of(visit.lang).choose_none}</option>{options}
                </select>
                <button class="button" name="insert" value=inserts formnovalidate>{button}</button>
            </span>
        </div>
    })
}

/// Whether the form only asks for a saved answer, or to name a colleague; that stands behind what was written then.
///
/// # Errors
/// `NotFound`.
pub async fn insert(visit: &Visit, no: &str, form: &mut Form) -> Result<bool, Failure> {
    if form.get("insert").is_empty() {
        return Ok(false);
    }
    let written = form.get("body").trim_end().to_owned();
    if form.get("insert") == "mention" {
        let name = form.get("mention").to_owned();
        if !name.is_empty() {
            let space = if written.is_empty() { "" } else { " " };
            put(form, "body", format!("{written}{space}@{name} "));
            // Whom it names is told by a note, which the customer does not read.
            put(form, "as", "note".to_owned());
        }
    } else if let Ok(id) = form.get("answer").parse() {
        let answer = tickets::answer_for(&visit.office, visit.actor()?, no, id).await?;
        let body = if written.is_empty() { answer } else { format!("{written}\n\n{answer}") };
        put(form, "body", body);
    }
    Ok(true)
}

/// Sets a field.
fn put(form: &mut Form, field: &str, value: String) {
    form.0.retain(|(name, _)| name != field);
    form.0.push((field.to_owned(), value));
}

/// Sends it; what is said then.
///
/// # Errors
/// A problem with the text; the state of the ticket; something came in between; more files than are kept.
pub async fn send(visit: &Visit, no: &str, form: &Form, files: Vec<Taken>) -> Result<&'static str, Failure> {
    let kind = form.get("as");
    let side = if kind == "customer" { Side::Customer } else { Side::Staff };
    let new = NewMessage {
        body: form.get("body").to_owned(),
        public: kind != "note",
        by: side.code().to_owned(),
        awaits: !form.get("awaits").is_empty(),
        seen: form.get("seen").parse().ok(),
        send_at: form.get("send_at").to_owned(),
        files,
        ..NewMessage::default()
    };
    tickets::say(&visit.office, visit.actor()?, no, &new).await?;
    let is_planned = !new.send_at.trim().is_empty();
    Ok(if is_planned { PlannedWords::of(visit.lang).planned_said } else { TicketWords::of(visit.lang).sent })
}
