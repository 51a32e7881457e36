//! The forms of the reception: hours as lines of text, and how long tickets may take.

use domain::{FieldProblem, reception::Day};
use leptos::prelude::*;
use operations::{
    Failure,
    reception::{OFFICIAL, Reception, Typed, Wanted},
};

use super::limits;
use crate::{
    components::{Field, area, ask, block, error_summary, field, select},
    forms::Form,
    lang::Lang,
    visit::Visit,
    words::{ReceptionWords, ShellWords, codes::Worded, fill},
};

/// The form that saves all of it.
pub(super) const SAVE: &str = "/do/save-reception";
const HOLIDAYS: &str = "/do/take-holidays";
/// Names of the fields of the days, from Monday.
const DAYS: [&str; 7] = ["days.mon", "days.tue", "days.wed", "days.thu", "days.fri", "days.sat", "days.sun"];
/// The longest text of dates, in characters.
const MOST: u16 = 40_000;

/// The form with everything, and the one that takes the public holidays over.
#[must_use]
pub(super) fn forms(visit: &Visit, reception: &Reception) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let typed = Typed::of(&reception.wanted.calendar);
    let days = Day::ALL.iter().zip(DAYS).zip(typed.days).map(|((day, name), hours)| {
        field(visit, SAVE, Field::text(name, day.words(visit.lang)).optional().value(hours))
    });
    let choice = vec![
        ("yes".to_owned(), words.receives_yes.to_owned()),
        ("no".to_owned(), words.receives_no.to_owned()),
    ];
    let receives = if reception.wanted.receives { "yes" } else { "no" };
    let zone = reception.wanted.calendar.time_zone.clone();
    let zone = Field::text("time_zone", words.time_zone).hint(words.time_zone_hint).value(zone);
    let holidays = Field::text("holidays", words.holidays).hint(words.holidays_hint).optional();
    let workdays = Field::text("workdays", words.workdays).hint(words.workdays_hint).optional();
    let limits =
        limits::entered_before(visit, SAVE).unwrap_or_else(|| limits::rows_of(&reception.wanted.limits));
    view! {
        {error_summary(visit, SAVE)}
        <form class="delivery-form reception-form" method="post" action=SAVE novalidate>
            {block(words.hours, view! {
                <div class="form">
                    <div class="pair">{select(visit, SAVE, "receives", words.receives, choice, receives)}{field(visit, SAVE, zone)}</div>
                    <p class="hint" id="f-days" tabindex="-1">{words.hours_hint}</p>
                    <div class="days">{days.collect_view()}</div>
                </div>
            })}
            {block(words.dated, view! {
                <div class="form pair">
                    {area(visit, SAVE, holidays.value(typed.holidays), MOST)}
                    {area(visit, SAVE, workdays.value(typed.workdays), MOST)}
                </div>
            })}
            {block(words.limits, limits::rows(visit, SAVE, &limits))}
            <div class="form-actions"><button class="button primary">{ShellWords::of(visit.lang).save}</button></div>
        </form>
        {official(visit)}
    }
}

/// The public holidays that are known, and the button that takes them over.
fn official(visit: &Visit) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let files = OFFICIAL.iter().map(|year| {
        let name = if visit.lang == Lang::Zh { &year.name_zh } else { &year.name_en };
        let source = fill(words.official_from, &[("source", &year.source)]);
        view! { <li>{name.clone()}<br/><small class="muted">{source}</small></li> }
    });
    let send = view! {
        <form method="post" action=HOLIDAYS><button class="button primary">{words.official}</button></form>
    };
    let close = ShellWords::of(visit.lang).close;
    let question = format!("{}{}", words.official, visit.lang.pick("？", "?"));
    let text = words.official_note.to_owned();
    let button = ask("ask-holidays", "button", words.official, question, text, send.into_any(), close);
    block(
        words.official,
        view! { <p class="hint">{words.official_note}</p><ul class="asked">{files.collect_view()}</ul><div class="screen-only inline-actions">{button}</div> },
    )
}

/// What was typed into the form.
pub(super) fn entered(form: &Form) -> Result<Wanted, Vec<FieldProblem>> {
    let typed = Typed {
        days: DAYS.map(|name| form.get(name).to_owned()),
        holidays: form.get("holidays").to_owned(),
        workdays: form.get("workdays").to_owned(),
    };
    Ok(Wanted {
        receives: form.get("receives") != "no",
        calendar: typed.read(form.get("time_zone")),
        limits: limits::entered(&form.0)?,
    })
}

/// Problems beside the fields of the form: which of the dates of a text it is stands in the problem itself.
pub(super) fn placed(failure: Failure) -> Failure {
    let Failure::Invalid(mut problems) = failure else { return failure };
    for problem in &mut problems {
        if !problem.field.starts_with("limits")
            && let Some((field, _)) = problem.field.split_once('[')
        {
            problem.field = field.to_owned();
        }
    }
    Failure::Invalid(problems)
}
