//! What the last form left behind, at the top of the next page.

use leptos::prelude::*;

use crate::{visit::Visit, words::ShellWords};

/// Says what happened; shows a secret once; says why a form was refused when it was about no field.
#[must_use]
pub fn flash_notice(visit: &Visit) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    visit.flash.clone().map(|flash| {
        let said = flash.said.clone().map(|text| {
            view! { <div class="toast" data-tone="success" role="status">{text}</div> }
        });
        let secret = flash.secret.clone().map(|text| {
            view! { <div class="notice screen-only" data-tone="warning"><p>{words.shown_once}</p><p class="secret-row"><code class="secret">{text}</code><button class="button small" type="button" data-copy=words.copied hidden>{words.copy}</button></p></div> }
        });
        let refused = flash.refused.clone().map(|text| {
            view! { <div class="error-summary" role="alert" tabindex="-1" autofocus><h2>{words.problem_title}</h2><p>{text}</p></div> }
        });
        view! { <div class="toasts" aria-live="polite">{said}</div>{secret}{refused} }
    })
}

/// A notice with a tone.
#[must_use]
pub fn notice(tone: &'static str, body: impl IntoView + 'static) -> impl IntoView {
    view! { <div class="notice" data-tone=tone>{body}</div> }
}
