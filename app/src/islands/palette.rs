//! Keyboard map and command palette: `/` searches, `g o` goes, `j` `k` walk, Ctrl K opens.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{lang::Lang, words::IslandWords};

/// A place to go.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PaletteItem {
    /// Words.
    pub label: String,
    /// Path.
    pub href: String,
    /// Keys, such as `g o`; may be empty.
    pub keys: String,
}

/// The palette, and the keys of every page.
#[island]
pub fn Palette(
    /// Language.
    lang: Lang,
    /// Places to go.
    items: Vec<PaletteItem>,
    /// Single-key shortcuts are on (they can be turned off: WCAG 2.1.4).
    shortcuts: bool,
) -> impl IntoView {
    let words = IslandWords::of(lang);
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0usize);
    let all = StoredValue::new(items);
    let found = move || {
        let text = typed.get().trim().to_lowercase();
        let mut found: Vec<PaletteItem> = all.with_value(|all| {
            all.iter()
                .filter(|i| text.is_empty() || i.label.to_lowercase().contains(&text))
                .cloned()
                .collect()
        });
        if !text.is_empty() {
            let typed = typed.get();
            let typed = typed.trim();
            found.push(PaletteItem {
                label: format!("{} “{typed}”", words.search_orders),
                href: format!("/orders?q={}", encode(typed)),
                keys: String::new(),
            });
        }
        found
    };
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let input = NodeRef::<leptos::html::Input>::new();
    #[cfg(feature = "hydrate")]
    keys::listen(dialog, input, all, shortcuts, typed, chosen);
    #[cfg(not(feature = "hydrate"))]
    let _ = shortcuts;
    let go = move || {
        if let Some(item) = found().get(chosen.get_untracked()) {
            visit(&item.href);
        }
    };
    view! {
        <dialog class="palette" node_ref=dialog aria-label=words.palette>
            <input node_ref=input type="text" placeholder=words.palette_hint aria-label=words.palette_hint role="combobox"
                aria-expanded="true" aria-controls="palette-list" autocomplete="off"
                on:input=move |e| { typed.set(event_target_value(&e)); chosen.set(0); }
                on:keydown=move |e| match e.key().as_str() {
                    "ArrowDown" => { e.prevent_default(); let last = found().len().saturating_sub(1); chosen.update(|c| *c = (*c + 1).min(last)); }
                    "ArrowUp" => { e.prevent_default(); chosen.update(|c| *c = c.saturating_sub(1)); }
                    "Enter" => { e.prevent_default(); go(); }
                    _ => {}
                }/>
            <ul role="listbox" id="palette-list">
                {move || found().into_iter().enumerate().map(|(i, item)| {
                    let href = item.href.clone();
                    view! {
                        <li role="option" aria-selected=move || (chosen.get() == i).to_string() on:click=move |_| visit(&href)>
                            <span>{item.label}</span>
                            {(!item.keys.is_empty()).then(|| view! { <kbd>{item.keys}</kbd> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </dialog>
    }
}

fn visit(href: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(href);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = href;
}

fn encode(text: &str) -> String {
    #[cfg(feature = "hydrate")]
    return String::from(js_sys::encode_uri_component(text));
    #[cfg(not(feature = "hydrate"))]
    text.to_owned()
}

#[cfg(feature = "hydrate")]
mod keys;
