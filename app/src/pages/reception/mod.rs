//! When tickets are received, and how long each may take.

mod form;
mod limits;

use domain::{access::Operation, reception::Day};
use leptos::prelude::*;
use operations::{
    Failure,
    reception::{self, Reception, Typed},
};

use crate::{
    components::{block, fact, facts, notice::notice, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{ReceptionWords, codes::Worded, fill},
};

/// The page.
///
/// # Errors
/// `Denied`, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let reception = reception::read(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(ReceptionWords::of(visit.lang).title, move || body(&visit, &reception)))
}

fn body(visit: &Visit, reception: &Reception) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let changes = visit.may(Operation::ManageReception);
    let back = visit.may(Operation::ReadSettings).then(|| ("/settings".to_owned(), words.back));
    let gap = visit.lang.pick("", " ");
    let note =
        if changes { words.note.to_owned() } else { format!("{}{gap}{}", words.note, words.note_read) };
    let content =
        if changes { form::forms(visit, reception).into_any() } else { told(visit, reception).into_any() };
    view! {
        {page_head(words.title, back, Some(note), ())}
        {now(visit, reception)}
        {content}
    }
}

/// Whether tickets are received at this moment.
fn now(visit: &Visit, reception: &Reception) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let (calendar, now) = (&reception.calendar, visit.office.clock.now());
    let (tone, text) = match calendar.opens(now) {
        _ if !reception.wanted.receives => ("info", words.now_off.to_owned()),
        None => ("warning", words.now_never.to_owned()),
        Some(at) if at == now => ("success", words.now_open.to_owned()),
        Some(at) => ("info", fill(words.now_closed, &[("at", &calendar.zone().minute(at))])),
    };
    notice(tone, view! { <p>{text}</p> })
}

/// For those who may only read it.
fn told(visit: &Visit, reception: &Reception) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let typed = Typed::of(&reception.wanted.calendar);
    let days = Day::ALL.iter().zip(typed.days).map(|(day, hours)| {
        fact(day.words(visit.lang), if hours.is_empty() { words.closed.to_owned() } else { hours })
    });
    let lines = |text: String| match text.is_empty() {
        true => words.none.to_owned(),
        false => text,
    };
    let receives = if reception.wanted.receives { words.receives_yes } else { words.receives_no };
    let zone = reception.wanted.calendar.time_zone.clone();
    let hours = facts(view! {
        {fact(words.receives, receives)}
        {fact(words.time_zone, zone)}
        {days.collect_view()}
    });
    let dated = facts(view! {
        {fact(words.holidays, view! { <span class="said">{lines(typed.holidays)}</span> })}
        {fact(words.workdays, view! { <span class="said">{lines(typed.workdays)}</span> })}
    });
    view! {
        {block(words.hours, hours)}
        {block(words.dated, dated)}
        {block(words.limits, limits::told(visit, &reception.wanted.limits))}
    }
}

/// Saves the reception.
///
/// # Errors
/// Every problem by its place.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let wanted = form::entered(form).map_err(Failure::Invalid)?;
    reception::save(&visit.office, visit.actor()?, wanted).await.map_err(form::placed)?;
    Ok(Done::back().saying(ReceptionWords::of(visit.lang).saved))
}

/// Takes over the public holidays that are known.
///
/// # Errors
/// As [`save`].
pub async fn take_holidays(visit: &Visit, _: &Form) -> Result<Done, Failure> {
    reception::take_holidays(&visit.office, visit.actor()?).await?;
    Ok(Done::back().saying(ReceptionWords::of(visit.lang).official_said))
}
