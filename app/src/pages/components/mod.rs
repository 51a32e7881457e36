//! Every component on one page, to look at them together. In development builds only.

mod controls;
mod figures;
mod tables;

use leptos::prelude::*;
use operations::Failure;

use crate::{
    components::page_head,
    visit::{Page, Visit},
    words::GalleryWords,
};

/// The page.
///
/// # Errors
/// None.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let visit = visit.clone();
    Ok(Page::new(GalleryWords::of(visit.lang).title, move || body(&visit)))
}

fn body(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    view! {
        {page_head(words.title, None, Some(words.note.to_owned()), ())}
        <div class="gallery">
            {section(words.buttons, controls::buttons(words))}
            {section(words.form, controls::form(visit))}
            {section(words.tabs, controls::tabs(visit))}
            {section(words.filters, controls::filters(visit))}
            {section(words.tags, figures::tags(visit))}
            {section(words.money, figures::money_samples())}
            {section(words.table, tables::table(visit))}
            {section(words.dialog, controls::dialog(visit))}
            {section(words.notices, controls::notices(words))}
            {section(words.upload, controls::upload(visit))}
            {section(words.states, tables::states(visit))}
            {section(words.formula, figures::formula_sample(visit))}
            {section(words.chart, figures::chart(words))}
            {section(words.facts, figures::facts_sample(visit))}
            {section(words.timeline, figures::timeline(words))}
            {section(words.seal, figures::seal(words))}
        </div>
    }
}

fn section(title: &'static str, body: impl IntoView + 'static) -> impl IntoView {
    view! { <section><h2>{title}</h2>{body}</section> }
}
