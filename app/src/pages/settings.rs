//! What the house can set.

use domain::{FieldProblem, Problem, access::Operation, text};
use leptos::prelude::*;
use operations::{
    Failure,
    settings::{self, EXPORT_HOURS, Settings, UNPAID_DAYS},
};

use crate::{
    components::{Field, error_summary, fact, facts, field, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{MerchantWords, SettingsWords, ShellWords},
};

const SAVE: &str = "/do/save-settings";

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let settings = settings::read(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).settings, move || body(&visit, settings)))
}

fn body(visit: &Visit, settings: Settings) -> impl IntoView + use<> {
    let words = SettingsWords::of(visit.lang);
    let changes = visit.may(Operation::ManageSettings);
    let note = if changes { words.note } else { words.note_read };
    let content = if changes {
        form(visit, settings).into_any()
    } else {
        facts(view! {
            {fact(words.unpaid_days, settings.unpaid_days.to_string())}
            {fact(words.export_hours, settings.export_hours.to_string())}
        })
        .into_any()
    };
    let company =
        view! { <a class="button" href="/settings/merchant">{MerchantWords::of(visit.lang).open}</a> };
    view! {
        {page_head(ShellWords::of(visit.lang).settings, None, Some(note.to_owned()), company)}
        {error_summary(visit, SAVE)}
        {content}
    }
}

fn form(visit: &Visit, settings: Settings) -> impl IntoView + use<> {
    let words = SettingsWords::of(visit.lang);
    let number = |name, label, hint, value: u32| {
        field(visit, SAVE, Field::text(name, label).hint(hint).keyboard("numeric").value(value.to_string()))
    };
    view! {
        <form class="form" method="post" action=SAVE novalidate>
            {number(UNPAID_DAYS.0, words.unpaid_days, words.unpaid_days_hint, settings.unpaid_days)}
            {number(EXPORT_HOURS.0, words.export_hours, words.export_hours_hint, settings.export_hours)}
            <div class="form-actions"><button class="button primary">{ShellWords::of(visit.lang).save}</button></div>
        </form>
    }
}

/// A whole number as it was typed. Its range is looked at here too, so that all problems are told at once.
fn number(form: &Form, (name, most): (&str, u32)) -> Result<u32, FieldProblem> {
    let given = text::plain(form.get(name));
    if given.is_empty() {
        return Err(Problem::Missing.of(name));
    }
    given.parse().ok().filter(|n| (1..=most).contains(n)).ok_or_else(|| {
        let value = given.chars().take(40).collect();
        Problem::NotANumber { value, least: 1, most: i64::from(most) }.of(name)
    })
}

/// Saves the settings.
///
/// # Errors
/// A problem with a field.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let new = match (number(form, UNPAID_DAYS), number(form, EXPORT_HOURS)) {
        (Ok(unpaid_days), Ok(export_hours)) => Settings { unpaid_days, export_hours },
        (unpaid, export) => {
            return Err(Failure::Invalid([unpaid.err(), export.err()].into_iter().flatten().collect()));
        }
    };
    settings::save(&visit.office, visit.actor()?, new).await?;
    Ok(Done::back().saying(SettingsWords::of(visit.lang).saved))
}
