//! Keyboard map and command palette: `/` searches, `g o` goes, `j` `k` walk, Ctrl K opens. The places
//! are those of the navigation.

mod hits;
mod keys;

use std::{any::Any, cell::RefCell};

use leptos::{mount::mount_to, prelude::*};
use web_sys::{Document, Element, HtmlDialogElement, wasm_bindgen::JsCast};

pub(crate) use keys::listen;

use crate::{lang::Lang, words::IslandWords};

/// A place to go.
#[derive(Clone, Debug, Default)]
struct Place {
    label: String,
    href: String,
    /// Keys, such as `g o`; may be empty.
    keys: String,
    /// What it is.
    detail: String,
    /// Its number was typed.
    exact: bool,
}

/// What the server found for a text.
#[derive(Clone, Debug, Default)]
struct Answer {
    text: String,
    hits: Vec<Place>,
}

/// The places of the navigation.
fn places(document: &Document) -> Vec<Place> {
    let Ok(links) = document.query_selector_all("nav.rail a[data-keys]") else { return Vec::new() };
    (0..links.length())
        .filter_map(|i| links.item(i)?.dyn_into::<Element>().ok())
        .map(|link| Place {
            // The link to one's own account shows a name; its title says what it is.
            label: link.get_attribute("title").unwrap_or_else(|| link.text_content().unwrap_or_default()),
            href: link.get_attribute("href").unwrap_or_default(),
            keys: link.get_attribute("data-keys").unwrap_or_default(),
            ..Place::default()
        })
        .collect()
}

thread_local! {
    /// The palette that was opened last.
    static OPENED: RefCell<Option<Box<dyn Any>>> = const { RefCell::new(None) };
}

/// Opens the palette anew.
fn open(document: &Document) {
    // The old one leaves the page first.
    OPENED.replace(None);
    let Some(body) = document.body() else { return };
    let lang = document.document_element().and_then(|root| root.get_attribute("lang"));
    let lang = lang.and_then(|code| Lang::from_code(&code)).unwrap_or_default();
    let places = places(document);
    let palette = mount_to(body.unchecked_into(), move || palette(lang, places));
    OPENED.replace(Some(Box::new(palette)));
    if let Some(dialog) = found::<HtmlDialogElement>(document, "dialog.palette") {
        let _ = dialog.show_modal();
    }
}

fn palette(lang: Lang, places: Vec<Place>) -> impl IntoView {
    let words = IslandWords::of(lang);
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0usize);
    let all = StoredValue::new(places);
    let answer = RwSignal::new(Answer::default());
    let found = move || {
        let search = words.search_orders;
        all.with_value(|pages| answer.with(|answer| places_for(typed.get().trim(), pages, answer, search)))
    };
    let go = move || {
        if let Some(place) = found().get(chosen.get_untracked()) {
            visit(&place.href);
        }
    };
    // A number that was typed in haste opens its page as soon as it is known to have one.
    let hasty = RwSignal::new(false);
    let answered = move |text: String, hits: Vec<Place>| {
        if typed.try_get_untracked().is_some_and(|typed| typed.trim() == text) {
            answer.set(Answer { text, hits });
            if hasty.get_untracked() {
                go();
            }
        }
    };
    let enter = move || {
        let text = typed.get_untracked().trim().to_owned();
        if text.is_empty() || chosen.get_untracked() > 0 || answer.with_untracked(|a| a.text == text) {
            go();
        } else {
            hasty.set(true);
        }
    };
    let change = move |text: String| {
        typed.set(text);
        chosen.set(0);
        hasty.set(false);
        answer.set(Answer::default());
        hits::ask(move || typed.try_get_untracked().unwrap_or_default(), answered);
    };
    view! {
        <dialog class="palette" aria-label=words.palette>
            <input type="text" placeholder=words.palette_hint aria-label=words.palette_hint role="combobox"
                aria-expanded="true" aria-controls="palette-list" autocomplete="off"
                on:input=move |e| change(event_target_value(&e))
                on:keydown=move |e| match e.key().as_str() {
                    "ArrowDown" => { e.prevent_default(); let last = found().len().saturating_sub(1); chosen.update(|c| *c = (*c + 1).min(last)); }
                    "ArrowUp" => { e.prevent_default(); chosen.update(|c| *c = c.saturating_sub(1)); }
                    "Enter" => { e.prevent_default(); enter(); }
                    _ => {}
                }/>
            <ul role="listbox" id="palette-list">
                {move || found().into_iter().enumerate().map(|(i, place)| {
                    let href = place.href.clone();
                    view! {
                        <li role="option" aria-selected=move || (chosen.get() == i).to_string() on:click=move |_| visit(&href)>
                            <span>{place.label}</span>
                            {(!place.detail.is_empty()).then(|| view! { <small>{place.detail}</small> })}
                            {(!place.keys.is_empty()).then(|| view! { <kbd>{place.keys}</kbd> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </dialog>
    }
}

/// Where a text leads: to what has this number, to pages, to what was found, and to the list of orders.
fn places_for(typed: &str, pages: &[Place], answer: &Answer, search: &str) -> Vec<Place> {
    let text = typed.to_lowercase();
    let (mut places, hits): (Vec<Place>, Vec<Place>) =
        answer.hits.iter().cloned().partition(|place| place.exact);
    places.extend(pages.iter().filter(|place| place.label.to_lowercase().contains(&text)).cloned());
    places.extend(hits);
    if !typed.is_empty() {
        places.push(Place {
            label: format!("{search} “{typed}”"),
            href: format!("/orders?q={}", String::from(js_sys::encode_uri_component(typed))),
            ..Place::default()
        });
    }
    places
}

fn visit(href: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(href);
    }
}

fn found<T: JsCast>(document: &Document, selector: &str) -> Option<T> {
    document.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into().ok())
}
