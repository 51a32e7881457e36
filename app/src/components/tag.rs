//! A state: a dot and its word.

use domain::order::OrderState;
use leptos::prelude::*;

use crate::{
    lang::Lang,
    words::codes::{Worded, tone},
};

/// A word with a tone: `neutral`, `info`, `success`, `warning` or `danger`.
#[must_use]
pub fn tag(tone: &'static str, word: String) -> impl IntoView + use<> {
    view! { <span class="tag" data-tone=tone>{word}</span> }
}

/// The state of an order, from its code.
#[must_use]
pub fn state_tag(code: &str, lang: Lang) -> impl IntoView + use<> {
    OrderState::from_code(code)
        .map_or_else(|| tag("neutral", code.to_owned()), |s| tag(tone(s), s.words(lang).to_owned()))
}
