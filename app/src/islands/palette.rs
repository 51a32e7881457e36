//! Keyboard map and command palette: `/` searches, `g o` goes, `j` `k` walk, Ctrl K opens. The places
//! are those of the navigation.

mod keys;

use std::{any::Any, cell::RefCell};

use leptos::{mount::mount_to, prelude::*};
use web_sys::{Document, Element, HtmlDialogElement, wasm_bindgen::JsCast};

pub(crate) use keys::listen;

use crate::{lang::Lang, words::IslandWords};

/// A place to go.
#[derive(Clone, Debug)]
struct Place {
    label: String,
    href: String,
    /// Keys, such as `g o`; may be empty.
    keys: String,
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
    let found = move || {
        let text = typed.get().trim().to_lowercase();
        let mut found: Vec<Place> = all.with_value(|all| {
            all.iter()
                .filter(|place| text.is_empty() || place.label.to_lowercase().contains(&text))
                .cloned()
                .collect()
        });
        if !text.is_empty() {
            let typed = typed.get();
            let typed = typed.trim();
            found.push(Place {
                label: format!("{} “{typed}”", words.search_orders),
                href: format!("/orders?q={}", String::from(js_sys::encode_uri_component(typed))),
                keys: String::new(),
            });
        }
        found
    };
    let go = move || {
        if let Some(place) = found().get(chosen.get_untracked()) {
            visit(&place.href);
        }
    };
    view! {
        <dialog class="palette" aria-label=words.palette>
            <input type="text" placeholder=words.palette_hint aria-label=words.palette_hint role="combobox"
                aria-expanded="true" aria-controls="palette-list" autocomplete="off"
                on:input=move |e| { typed.set(event_target_value(&e)); chosen.set(0); }
                on:keydown=move |e| match e.key().as_str() {
                    "ArrowDown" => { e.prevent_default(); let last = found().len().saturating_sub(1); chosen.update(|c| *c = (*c + 1).min(last)); }
                    "ArrowUp" => { e.prevent_default(); chosen.update(|c| *c = c.saturating_sub(1)); }
                    "Enter" => { e.prevent_default(); go(); }
                    _ => {}
                }/>
            <ul role="listbox" id="palette-list">
                {move || found().into_iter().enumerate().map(|(i, place)| {
                    let href = place.href.clone();
                    view! {
                        <li role="option" aria-selected=move || (chosen.get() == i).to_string() on:click=move |_| visit(&href)>
                            <span>{place.label}</span>
                            {(!place.keys.is_empty()).then(|| view! { <kbd>{place.keys}</kbd> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </dialog>
    }
}

fn visit(href: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(href);
    }
}

fn found<T: JsCast>(document: &Document, selector: &str) -> Option<T> {
    document.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into().ok())
}
