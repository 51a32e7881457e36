//! Answers that are written once and used often: seen, added, changed, removed.

use domain::ticket::answer::Variable;
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, SavedAnswer},
};

use crate::{
    components::{Field, area, block, error_summary, field, hidden, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{TemplateWords, TicketWords, fill},
};

const FORM: &str = "/do/save-answer";
const PATH: &str = "/tickets/templates";

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let all = tickets::answers(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(TemplateWords::of(visit.lang).title, move || body(&visit, &all)))
}

fn body(visit: &Visit, all: &[SavedAnswer]) -> impl IntoView + use<> {
    let words = TemplateWords::of(visit.lang);
    let back = Some(("/tickets".to_owned(), TicketWords::of(visit.lang).back));
    let vars: Vec<_> = Variable::ALL.iter().map(|one| format!("{{{{{one}}}}}")).collect();
    let note = fill(words.note, &[("vars", &vars.join(visit.lang.pick("、", ", ")))]);
    let rows = all.iter().map(|one| row(visit, one)).collect_view();
    let list = match all.is_empty() {
        true => view! { <p class="muted">{words.none}</p> }.into_any(),
        false => view! { <ul class="answers">{rows}</ul> }.into_any(),
    };
    let refused = visit.refused(FORM).and_then(|flash| flash.entered("id")).map(str::to_owned);
    let chosen = refused.or_else(|| visit.value("edit")).and_then(|id| id.parse::<i64>().ok());
    let chosen = chosen.and_then(|id| all.iter().find(|one| one.id == id));
    view! {
        {page_head(words.title, back, Some(note), ())}
        {error_summary(visit, FORM)}
        {block(words.title, list)}
        {form(visit, chosen)}
    }
}

fn row(visit: &Visit, one: &SavedAnswer) -> impl IntoView + use<> {
    let words = TemplateWords::of(visit.lang);
    let by = fill(words.by, &[("name", &one.changed_by), ("at", &visit.minute(one.changed_at))]);
    let label = fill(words.edit, &[("name", &one.name)]);
    view! {
        <li>
            <div class="answer-head">
                <strong>{one.name.clone()}</strong>
                <a class="button small" href=format!("{PATH}?edit={}#edit", one.id) aria-label=label>{words.change}</a>
                <form method="post" action="/do/remove-answer">
                    {hidden("id", one.id.to_string())}
                    <button class="button small quiet">{words.remove}</button>
                </form>
            </div>
            <p class="said">{one.body.clone()}</p>
            <small class="muted">{by}</small>
        </li>
    }
}

fn form(visit: &Visit, chosen: Option<&SavedAnswer>) -> impl IntoView + use<> {
    let words = TemplateWords::of(visit.lang);
    let value = |of: fn(&SavedAnswer) -> &String| chosen.map(of).cloned().unwrap_or_default();
    let title = chosen.map_or_else(|| words.new.to_owned(), |one| fill(words.edit, &[("name", &one.name)]));
    let cancel = chosen.map(|_| view! { <a class="button" href=PATH>{words.cancel}</a> });
    let name = Field::text("name", words.name).value(value(|one| &one.name));
    let body = Field::text("body", words.body).value(value(|one| &one.body));
    let body = body.hint(TicketWords::of(visit.lang).body_hint);
    view! {
        <section class="block" id="edit">
            <h2>{title}</h2>
            <form class="form" method="post" action=FORM novalidate>
                {hidden("id", chosen.map(|one| one.id.to_string()).unwrap_or_default())}
                {field(visit, FORM, name)}
                {area(visit, FORM, body, 20_000)}
                <div class="form-actions"><button class="button primary">{words.save}</button>{cancel}</div>
            </form>
        </section>
    }
}

/// Keeps an answer.
///
/// # Errors
/// A problem with each field; `NotFound`.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = match form.get("id") {
        "" => None,
        given => Some(given.parse().map_err(|_| Failure::NotFound)?),
    };
    let given = (form.get("name"), form.get("body"));
    tickets::save_answer(&visit.office, visit.actor()?, id, given).await?;
    Ok(Done::to(PATH).saying(TemplateWords::of(visit.lang).saved))
}

/// Removes an answer.
///
/// # Errors
/// `NotFound`.
pub async fn remove(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.get("id").parse().map_err(|_| Failure::NotFound)?;
    tickets::remove_answer(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(PATH).saying(TemplateWords::of(visit.lang).removed))
}
