//! The steps that one can choose on a page, of which one shows its form.

use leptos::prelude::*;

/// A step: where its form is, what it is called, and whether it is the one that was chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Address of the page with its form.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// Its form is shown.
    pub chosen: bool,
}

/// The steps as buttons beside each other; nothing where there is none.
#[must_use]
pub fn step_choice(all: impl Iterator<Item = Choice>) -> Option<AnyView> {
    let link = |one: Choice| {
        let current = one.chosen.then_some("true");
        view! { <a class="button small" href=one.href aria-current=current>{one.name}</a> }
    };
    let links: Vec<_> = all.map(link).collect();
    (!links.is_empty()).then(|| view! { <div class="actions step-choice">{links}</div> }.into_any())
}
