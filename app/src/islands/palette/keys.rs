//! The keys of every page.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

use super::{PaletteItem, visit};

/// Listens for keys as long as the page is open.
pub(super) fn listen(
    dialog: NodeRef<html::Dialog>,
    input: NodeRef<html::Input>,
    items: StoredValue<Vec<PaletteItem>>,
    shortcuts: bool,
    typed: RwSignal<String>,
    chosen: RwSignal<usize>,
) {
    let first_key = StoredValue::new(String::new());
    let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let key = event.key();
        if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            typed.set(String::new());
            chosen.set(0);
            if let (Some(dialog), Some(input)) = (dialog.get_untracked(), input.get_untracked()) {
                input.set_value("");
                let _ = dialog.show_modal();
            }
            return;
        }
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !shortcuts || modified || is_typing(&event) {
            return;
        }
        let before = first_key.get_value();
        first_key.set_value(if key == "g" && before != "g" { key.clone() } else { String::new() });
        let both = if before == "g" { format!("g {key}") } else { key.clone() };
        let place = items.with_value(|all| all.iter().find(|i| i.keys == both).map(|i| i.href.clone()));
        if let Some(href) = place {
            event.prevent_default();
            visit(&href);
            return;
        }
        let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
        if press(&document, &key) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
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
        "Enter" => click(document, "tr.cursor a"),
        _ => false,
    }
}

fn found(document: &Document, selector: &str) -> Option<HtmlElement> {
    document.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into().ok())
}

fn focus(document: &Document, selector: &str) -> bool {
    found(document, selector).is_some_and(|e| e.focus().is_ok())
}

fn click(document: &Document, selector: &str) -> bool {
    found(document, selector).map(|e| e.click()).is_some()
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
