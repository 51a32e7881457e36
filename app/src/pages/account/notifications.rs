//! What one is told of, by which channel, and when mails come.

use domain::{
    notification::{Channel, DIGEST_HOURS, Event, Noun, Pace, row},
    reception::Day,
};
use leptos::prelude::*;
use operations::{
    Failure,
    mail::{self, Sent},
    notifications::{self, Choice, Choices, Wanted},
};

use crate::{
    components::{Field, ask, block, error_summary_of, field, notice::notice, page_head, select, tag::tag},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{NotificationWords, ShellWords, codes::Worded, fill},
};

const SAVE: &str = "/do/choose-notifications";
const RESET: &str = "/do/reset-notifications";

/// The page.
///
/// # Errors
/// `NotFound` for whoever is no member of staff.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    let (choices, trouble) =
        futures::future::try_join(notifications::choices(office, actor), mail::trouble(office, actor))
            .await?;
    let visit = visit.clone();
    Ok(Page::new(NotificationWords::of(visit.lang).choose_title, move || {
        body(&visit, &choices, trouble.as_ref())
    }))
}

fn body(visit: &Visit, choices: &Choices, trouble: Option<&Sent>) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let back = Some(("/account".to_owned(), words.to_account));
    let labels = [("from", words.from), ("to", words.to), ("digest", words.digest)];
    view! {
        {page_head(words.choose_title, back, Some(words.choose_note.to_owned()), reset_button(visit))}
        {trouble.map(|mail| unsent(visit, mail))}
        {error_summary_of(visit, SAVE, &labels)}
        <form method="post" action=SAVE novalidate>
            {block(words.what, matrix(visit, choices))}
            {block(words.mail, hours(visit, choices))}
            <div class="form-actions"><button class="button primary">{ShellWords::of(visit.lang).save}</button></div>
        </form>
    }
}

/// The last mail did not go out: here one would wait for it.
fn unsent(visit: &Visit, mail: &Sent) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let why = mail.problem.clone().unwrap_or_default();
    let said = if mail.is_stuck() { words.mail_failed } else { words.mail_waits };
    notice("warning", view! { <p>{fill(said, &[("to", &mail.recipient), ("why", &why)])}</p> })
}

fn reset_button(visit: &Visit) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let send = view! { <form method="post" action=RESET><button class="button primary">{words.reset}</button></form> };
    let question = format!("{}{}", words.reset, visit.lang.pick("？", "?"));
    let close = ShellWords::of(visit.lang).close;
    ask("ask-reset", "button", words.reset, question, words.reset_text.to_owned(), send.into_any(), close)
}

/// Every event by every channel, one noun after the other.
fn matrix(visit: &Visit, choices: &Choices) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let lang = visit.lang;
    let channels = Channel::ALL.iter();
    let head = channels.map(|channel| view! { <th scope="col">{channel.words(lang)}</th> }).collect_view();
    let groups = Noun::ALL.iter().filter_map(|noun| {
        let events = Event::ALL.iter().filter(|event| event.noun() == *noun);
        let rows: Vec<_> = events.filter_map(|event| event_row(visit, choices, *event)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <tbody>
                    <tr class="group"><th scope="rowgroup" colspan="3">{noun.words(lang)}</th></tr>
                    {rows}
                </tbody>
            }
        })
    });
    view! {
        <table class="told">
            <caption class="visually-hidden">{words.choose_title}</caption>
            <thead><tr><th scope="col">{words.what}</th>{head}</tr></thead>
            {groups.collect_view()}
        </table>
        <p class="hint">{words.urgent_note}</p>
    }
}

/// An event with its boxes; `None` for one that the role may not see.
fn event_row(visit: &Visit, choices: &Choices, event: Event) -> Option<impl IntoView + use<>> {
    let words = NotificationWords::of(visit.lang);
    let own: Vec<Choice> = choices.each.iter().copied().filter(|choice| choice.event == event).collect();
    if own.is_empty() {
        return None;
    }
    let urgent = row(event).is_some_and(|row| row.pace == Pace::Urgent);
    let urgent = urgent.then(|| tag("danger", words.urgent.to_owned()));
    let cells = own.into_iter().map(|choice| cell(visit, choice)).collect_view();
    Some(view! { <tr><th scope="row">{event.words(visit.lang)}" "{urgent}</th>{cells}</tr> })
}

fn cell(visit: &Visit, choice: Choice) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let value = code(choice.event, choice.channel);
    let checked = match visit.refused(SAVE) {
        Some(flash) => flash.entered.iter().any(|(name, given)| name == "told" && *given == value),
        None => choice.chosen,
    };
    let label = format!("{} · {}", choice.event.words(visit.lang), choice.channel.words(visit.lang));
    let state = if choice.chosen == choice.usual { words.usual } else { words.changed };
    let changed = choice.chosen != choice.usual;
    view! {
        <td class:changed=changed>
            <label><input type="checkbox" name="told" value=value checked=checked aria-label=label/><small>{state}</small></label>
        </td>
    }
}

/// An event and a channel as the form sends them.
fn code(event: Event, channel: Channel) -> String {
    format!("{event}:{channel}")
}

fn hours(visit: &Visit, choices: &Choices) -> impl IntoView + use<> {
    let words = NotificationWords::of(visit.lang);
    let manner = &choices.manner;
    let days = Day::ALL.iter().map(|day| {
        let checked = match visit.refused(SAVE) {
            Some(flash) => flash.entered.iter().any(|(name, given)| name == "days" && given == day.code()),
            None => manner.days.contains(day),
        };
        view! {
            <label class="choice"><input type="checkbox" name="days" value=day.code() checked=checked/><span>{day.words(visit.lang)}</span></label>
        }
    });
    let (from, to) = manner.hours.written();
    let daily =
        DIGEST_HOURS.map(|hour| (hour.to_string(), fill(words.daily, &[("h", &format!("{hour:02}"))])));
    let digests = std::iter::once((String::new(), words.at_once.to_owned())).chain(daily).collect();
    let digest = manner.digest.map(|hour| hour.to_string()).unwrap_or_default();
    let zone = fill(words.zone, &[("zone", visit.office.zone.0.name())]);
    let gap = visit.lang.pick("", " ");
    view! {
        <div class="form">
            <p class="hint">{words.mail_note}{gap}{zone}</p>
            <fieldset class="field"><legend>{words.days}</legend><div class="choices">{days.collect_view()}</div></fieldset>
            <div class="pair">
                {field(visit, SAVE, Field::text("from", words.from).value(from))}
                {field(visit, SAVE, Field::text("to", words.to).value(to))}
            </div>
            {select(visit, SAVE, "digest", words.digest, digests, &digest)}
        </div>
    }
}

/// Saves what one is told of.
///
/// # Errors
/// A problem with each field.
pub async fn choose(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let read = |value: &str| {
        let (event, channel) = value.split_once(':')?;
        Some((Event::from_code(event)?, Channel::from_code(channel)?))
    };
    let wanted = Wanted {
        told: form.all("told").into_iter().filter_map(read).collect(),
        days: form.all("days").into_iter().map(str::to_owned).collect(),
        from: form.get("from").to_owned(),
        to: form.get("to").to_owned(),
        digest: form.get("digest").to_owned(),
    };
    notifications::choose(&visit.office, visit.actor()?, &wanted).await?;
    Ok(Done::back().saying(NotificationWords::of(visit.lang).saved))
}

/// Goes back to the defaults.
///
/// # Errors
/// What the database said.
pub async fn reset(visit: &Visit, _: &Form) -> Result<Done, Failure> {
    notifications::reset(&visit.office, visit.actor()?).await?;
    Ok(Done::back().saying(NotificationWords::of(visit.lang).reset_done))
}
