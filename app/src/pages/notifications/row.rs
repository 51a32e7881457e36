//! Something that one was told: what happened, to what, by whom and when.

use domain::notification::{Event, Pace, row as about};
use leptos::prelude::*;
use operations::{
    journal::{Subject, SubjectKind},
    notifications::Notification,
};

use crate::{
    components::{hidden, tag::tag},
    lang::Lang,
    pages::list_of,
    subjects::{Shown, shown},
    visit::Visit,
    words::{NotificationWords, codes::worded, fill, journal::actor_name},
};

/// What a thing is called, and where its page is: of its kind, which one it is, and its name.
#[must_use]
pub(crate) fn called((kind, id, own): (&str, &str, &str), lang: Lang) -> (String, Option<String>) {
    let Some(subject) = SubjectKind::from_code(kind).and_then(|kind| Subject::of(kind, id)) else {
        return (own.to_owned(), None);
    };
    let Shown { word, name, href } = shown(&subject, lang);
    let own = match subject {
        Subject::Export(_) => list_of(own).map_or(own, |list| list.title(lang)),
        _ => own,
    };
    // A statement and a refund are called by what people know them by, not by their row.
    let by_name = matches!(subject, Subject::Statement(_) | Subject::Refund(_) | Subject::Import(_));
    let number = name.filter(|_| !by_name || own.is_empty());
    let parts = [Some(word.to_owned()), number, Some(own.to_owned()).filter(|own| !own.is_empty())];
    (parts.into_iter().flatten().collect::<Vec<_>>().join(" "), href)
}

/// A row of the list.
#[must_use]
pub(super) fn row(visit: &Visit, one: &Notification) -> impl IntoView + use<> {
    let lang = visit.lang;
    let words = NotificationWords::of(lang);
    let what = worded(&one.event, Event::from_code, lang);
    let (name, href) = called((&one.subject_kind, &one.subject_id, &one.name), lang);
    let unread = one.read_at.is_none();
    let id = unread.then(|| one.id.to_string());
    let urgent = Event::from_code(&one.event).and_then(about).is_some_and(|row| row.pace == Pace::Urgent);
    let urgent = urgent.then(|| tag("danger", words.urgent.to_owned()));
    let mark = unread.then(|| {
        let label = fill(words.mark_which, &[("name", &format!("{what} {name}"))]);
        view! {
            <form method="post" action="/do/read-notification">
                {hidden("id", one.id.to_string())}
                <button class="button small" aria-label=label>{words.mark}</button>
            </form>
        }
    });
    let title = match href {
        Some(href) => view! { <a href=href data-unread=id>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let state = unread.then(|| view! { <span class="visually-hidden">{words.unread}" "</span> });
    view! {
        <li class:unread=unread>
            <div>
                <p>{state}<strong>{what}</strong>" "{urgent}</p>
                <p class="thing">{title}</p>
                <p class="muted">{actor_name(&one.actor_name, lang).to_owned()}" · "<time>{visit.minute(one.at)}</time></p>
            </div>
            {mark}
        </li>
    }
}
