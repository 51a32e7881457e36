//! The keys of every page.

use std::cell::Cell;

use leptos::prelude::*;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent, wasm_bindgen::JsCast};

use super::{found, open, places, visit};

/// Listens for keys as long as the page is open, and says that it does.
pub(crate) fn listen() {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    // They can be turned off (WCAG 2.1.4).
    let single_keys = found::<Element>(&document, "nav.rail[data-palette-only]").is_none();
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("data-awake", "");
    }
    // A page without the navigation leads nowhere.
    if found::<Element>(&document, "nav.rail").is_none() {
        return;
    }
    let after_g = Cell::new(false);
    // Nothing ends it before the page does.
    let _ = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let key = event.key();
        if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            open(&document);
            return;
        }
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !single_keys || modified || is_typing(&event) {
            return;
        }
        let was_g = after_g.replace(key == "g" && !after_g.get());
        let both = if was_g { format!("g {key}") } else { key.clone() };
        if let Some(place) = places(&document).into_iter().find(|place| place.keys == both) {
            event.prevent_default();
            visit(&place.href);
        } else if press(&document, &key) {
            event.prevent_default();
        }
    });
}

fn is_typing(event: &KeyboardEvent) -> bool {
    event.target().and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|e| {
        matches!(e.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || e.closest("dialog[open]").is_ok_and(|d| d.is_some())
    })
}

/// Whether the key meant something on this page.
fn press(document: &Document, key: &str) -> bool {
    match key {
        "/" => focus(document, "[data-key='search']"),
        "j" => walk(document, true),
        "k" => walk(document, false),
        "n" => click(document, "a[rel='next']"),
        "p" => click(document, "a[rel='prev']"),
        "c" => click(document, "[data-key='create']"),
        "x" => click(document, "tr.cursor .check input"),
        "Enter" => click(document, "tr.cursor th a"),
        _ => false,
    }
}

fn focus(document: &Document, selector: &str) -> bool {
    found::<HtmlElement>(document, selector).is_some_and(|e| e.focus().is_ok())
}

fn click(document: &Document, selector: &str) -> bool {
    found::<HtmlElement>(document, selector).map(|e| e.click()).is_some()
}

/// Moves the cursor to the next or previous row of the table.
fn walk(document: &Document, down: bool) -> bool {
    let Ok(rows) = document.query_selector_all("table.ledger tbody tr") else { return false };
    let row = |i: u32| rows.item(i).and_then(|n| n.dyn_into::<Element>().ok());
    let current = (0..rows.length()).find(|i| row(*i).is_some_and(|r| r.class_list().contains("cursor")));
    let next = match (current, down) {
        (None, _) => 0,
        (Some(i), true) => (i + 1).min(rows.length().saturating_sub(1)),
        (Some(i), false) => i.saturating_sub(1),
    };
    if let Some(old) = current.and_then(row) {
        let _ = old.class_list().remove_1("cursor");
    }
    row(next).is_some_and(|r| {
        let _ = r.class_list().add_1("cursor");
        r.scroll_into_view_with_bool(false);
        true
    })
}
