//! A file as it is shown.

use leptos::prelude::*;

use crate::{
    size::size,
    words::{IslandWords, fill},
};

/// Where a file stands; the numbers are parts of a hundred that are there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "files go up in the browser"))]
pub(super) enum State {
    /// It goes when the form is sent.
    Ready,
    /// Others go first.
    Waiting,
    Going(u64),
    Paused(u64),
    /// The connection is gone; it tries again by itself.
    Lost(u64),
    /// An earlier visit left it: the browser has to be given the file again.
    Left(u64),
    Done,
    /// Why not, in words.
    Refused(String),
}

impl State {
    const fn code(&self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Going(_) => "going",
            Self::Paused(_) => "paused",
            Self::Lost(_) => "lost",
            Self::Left(_) => "left",
            Self::Done => "done",
            Self::Refused(_) => "refused",
        }
    }

    /// How much is there, where that is worth a bar.
    pub(super) const fn percent(&self) -> Option<u64> {
        match self {
            Self::Going(n) | Self::Paused(n) | Self::Lost(n) | Self::Left(n) => Some(*n),
            Self::Waiting => Some(0),
            Self::Ready | Self::Done | Self::Refused(_) => None,
        }
    }

    fn text(&self, words: &IslandWords) -> String {
        match self {
            Self::Ready => words.file_ready.to_owned(),
            Self::Waiting => words.file_waits.to_owned(),
            Self::Going(n) => format!("{n} %"),
            Self::Paused(n) => format!("{n} % · {}", words.file_paused),
            Self::Lost(_) => words.file_lost.to_owned(),
            Self::Left(n) => fill(words.file_left, &[("n", &n.to_string())]),
            Self::Done => words.file_done.to_owned(),
            Self::Refused(why) => why.clone(),
        }
    }
}

/// What is pressed beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    Pause,
    GoOn,
    Remove,
}

/// A file that was dropped or chosen.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) no: u32,
    pub(super) name: String,
    pub(super) bytes: u64,
    /// What it is for, where a form has several fields.
    pub(super) about: Option<String>,
    pub(super) state: RwSignal<State>,
}

pub(super) fn row(words: &'static IslandWords, row: Row, press: Callback<(u32, Press)>) -> impl IntoView {
    let Row { no, name, bytes, about, state } = row;
    let about = about.map(|about| fill(words.file_for, &[("name", &about)]));
    let about = [Some(size(i64::try_from(bytes).unwrap_or(i64::MAX))), about];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let called = name.clone();
    let button = move |what: Press, word: &'static str| {
        let label = fill(words.file_which, &[("action", word), ("name", &called)]);
        view! {
            <button class="button small quiet" type="button" aria-label=label
                on:click=move |_| press.run((no, what))>{word}</button>
        }
    };
    let buttons = move || {
        let (first, last) = match state.get() {
            State::Going(_) | State::Lost(_) => {
                (Some((Press::Pause, words.file_pause)), Some(words.file_cancel))
            }
            State::Paused(_) => (Some((Press::GoOn, words.file_go_on)), Some(words.file_cancel)),
            State::Waiting | State::Left(_) => (None, Some(words.file_cancel)),
            State::Ready | State::Refused(_) => (None, Some(words.file_remove)),
            State::Done => (None, None),
        };
        let first = first.map(|(what, word)| button(what, word));
        view! { {first}{last.map(|word| button(Press::Remove, word))} }
    };
    view! {
        <li data-state=move || state.with(State::code)>
            <span class="file-name">{name.clone()}" "<small>{about}</small></span>
            <span class="file-press">{buttons}</span>
            {move || state.with(State::percent).map(|n| view! {
                <progress max="100" value=n.to_string() aria-label=name.clone()></progress>
            })}
            <small class="file-state">{move || state.with(|state| state.text(words))}</small>
        </li>
    }
}
