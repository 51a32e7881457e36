//! A named block of facts on a detail page.

use std::borrow::Cow;

use leptos::prelude::*;

/// A block with a heading.
#[must_use]
pub fn block(title: &'static str, body: impl IntoView + 'static) -> impl IntoView {
    view! { <section class="block"><h2>{title}</h2>{body}</section> }
}

/// Something with something else beside it, where there is anything to stand there.
#[must_use]
pub fn beside(main: AnyView, side: Option<AnyView>) -> AnyView {
    match side {
        Some(side) => view! { <div class="columns"><div class="col-main">{main}</div><aside class="col-side">{side}</aside></div> }
            .into_any(),
        None => main,
    }
}

/// A list of facts.
#[must_use]
pub fn facts(rows: impl IntoView + 'static) -> impl IntoView {
    view! { <dl class="facts">{rows}</dl> }
}

/// One fact.
#[must_use]
pub fn fact(name: impl Into<Cow<'static, str>>, value: impl IntoView + 'static) -> impl IntoView {
    let name = name.into();
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}
