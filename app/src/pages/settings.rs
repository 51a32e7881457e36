//! What the house can set.

use domain::{FieldName, FieldProblem, Problem, access::Operation};
use leptos::prelude::*;
use operations::{
    Failure,
    documents::name,
    settings::{self, ENDINGS, Setting, Settings},
};

use crate::{
    components::{Field, error_summary, fact, facts, field, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{
        MerchantWords, ReceptionWords, SettingsWords, ShellWords, StandingWords, codes::Worded, fill,
        problems::problem, settings::about,
    },
};

const SAVE: &str = "/do/save-settings";
/// Settings of the books; those of documents are the rest.
const BOOKS: [Setting; 3] = [Setting::UnpaidDays, Setting::ExportHours, Setting::BillMinimum];

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let settings = settings::read(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).settings, move || body(&visit, settings)))
}

fn body(visit: &Visit, settings: Settings) -> impl IntoView + use<> {
    let words = SettingsWords::of(visit.lang);
    let changes = visit.may(Operation::ManageSettings);
    let note = if changes { words.note } else { words.note_read };
    let content = if changes { form(visit, settings).into_any() } else { shown(visit, settings).into_any() };
    let company = view! {
        <a class="button" href="/settings/reception">{ReceptionWords::of(visit.lang).open}</a>
        <a class="button" href="/settings/standing">{StandingWords::of(visit.lang).open}</a>
        <a class="button" href="/settings/merchant">{MerchantWords::of(visit.lang).open}</a>
    };
    view! {
        {page_head(ShellWords::of(visit.lang).settings, None, Some(note.to_owned()), company)}
        {error_summary(visit, SAVE)}
        {content}
    }
}

fn of_documents() -> impl Iterator<Item = Setting> {
    Setting::ALL.iter().copied().filter(|setting| !BOOKS.contains(setting))
}

fn shown(visit: &Visit, settings: Settings) -> impl IntoView + use<> {
    let one = |setting: Setting| fact(setting.field().words(visit.lang), settings.get(setting).to_string());
    let endings = fact(FieldName::DocumentEndings.words(visit.lang), settings.endings.to_string());
    let words = SettingsWords::of(visit.lang);
    view! {
        <h2>{words.books}</h2>
        {facts(BOOKS.map(one).collect_view())}
        <h2>{words.documents}</h2>
        {facts(view! { {of_documents().map(one).collect_view()}{endings} })}
    }
}

fn form(visit: &Visit, settings: Settings) -> impl IntoView + use<> {
    let words = SettingsWords::of(visit.lang);
    let number = |setting: Setting| {
        let (least, most) = (setting.least().to_string(), setting.most().to_string());
        let range = fill(words.range, &[("least", &least), ("most", &most)]);
        let hint = format!("{range}{}{}", visit.lang.pick("", " "), about(setting, visit.lang));
        let value = settings.get(setting).to_string();
        let label = setting.field().words(visit.lang);
        field(visit, SAVE, Field::text(setting.code(), label).hint(hint).keyboard("numeric").value(value))
    };
    view! {
        <form class="form" method="post" action=SAVE novalidate>
            <h2>{words.books}</h2>
            {BOOKS.map(number).collect_view()}
            <h2>{words.documents}</h2>
            <p class="hint">{words.documents_note}</p>
            {of_documents().map(number).collect_view()}
            {endings(visit, settings)}
            <div class="form-actions"><button class="button primary">{ShellWords::of(visit.lang).save}</button></div>
        </form>
    }
}

fn endings(visit: &Visit, settings: Settings) -> impl IntoView + use<> {
    let refused = visit.refused(SAVE);
    let wrong = refused.and_then(|flash| flash.problem(ENDINGS)).map(|p| problem(p, visit.lang));
    let ticked = |ending: &str| match refused {
        Some(flash) => flash.entered.iter().any(|(name, value)| name == ENDINGS && value == ending),
        None => settings.endings.iter().any(|taken| taken == ending),
    };
    let boxes = name::ENDINGS
        .map(|ending| {
            view! {
                <label class="choice">
                    <input type="checkbox" name=ENDINGS value=ending checked=ticked(ending) autocomplete="off"/>
                    <span>{ending}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=format!("f-{ENDINGS}") tabindex="-1">
            <legend>{FieldName::DocumentEndings.words(visit.lang)}</legend>
            <p class="hint">{SettingsWords::of(visit.lang).endings_hint}</p>
            {wrong.map(|text| view! { <p class="error">{text}</p> })}
            <div class="choices">{boxes}</div>
        </fieldset>
    }
}

/// The settings of a form; all that is wrong with it is told at once.
fn entered(form: &Form) -> Result<Settings, Vec<FieldProblem>> {
    let (mut settings, mut problems) = (Settings::default(), Vec::new());
    for setting in Setting::ALL {
        match setting.read(form.get(setting.code())) {
            Ok(value) => settings = settings.with(*setting, value),
            Err(problem) => problems.push(problem),
        }
    }
    let given = form.all(ENDINGS).join(",");
    match name::Endings::read(&given) {
        Some(endings) if endings.is_empty() => problems.push(Problem::Missing.of(ENDINGS)),
        Some(endings) => settings.endings = endings,
        None => {
            let (value, allowed) = (given.chars().take(40).collect(), name::ENDINGS.join(", "));
            problems.push(Problem::UnknownCode { value, allowed }.of(ENDINGS));
        }
    }
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

/// Saves the settings.
///
/// # Errors
/// A problem with a field.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let new = entered(form).map_err(Failure::Invalid)?;
    settings::save(&visit.office, visit.actor()?, new).await?;
    Ok(Done::back().saying(SettingsWords::of(visit.lang).saved))
}
