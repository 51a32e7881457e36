//! What was typed into the forms of a page: there again when the page was loaded anew to show its files.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement, Storage};

/// Fields that hold what somebody wrote.
const FIELDS: &str = "main form :is(textarea, input:not([type]), input[type=text], input[type=date])[name]";

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Every such field with the name under which it is kept: the page, the step of its form, and its own.
fn fields() -> Vec<(String, Element)> {
    let Some((document, path)) =
        web_sys::window().and_then(|window| Some((window.document()?, window.location().pathname().ok()?)))
    else {
        return Vec::new();
    };
    let Ok(found) = document.query_selector_all(FIELDS) else { return Vec::new() };
    let all = (0..found.length()).filter_map(|n| found.get(n)?.dyn_into::<Element>().ok());
    all.filter_map(|field| {
        let form = field.closest("form").ok()??;
        let step = form.query_selector("input[name=action]").ok().flatten();
        let step = step.and_then(|step| step.get_attribute("value")).unwrap_or_default();
        let to = form.get_attribute("action").unwrap_or_default();
        let name = field.get_attribute("name")?;
        Some((format!("typed|{path}|{to}|{step}|{name}"), field))
    })
    .collect()
}

/// Keeps what differs from what the page came with.
pub(super) fn keep() {
    let Some(storage) = storage() else { return };
    for (key, field) in fields() {
        let typed = match field.dyn_ref::<HtmlTextAreaElement>() {
            Some(area) => (area.value(), area.default_value().unwrap_or_default()),
            None => match field.dyn_ref::<HtmlInputElement>() {
                Some(input) => (input.value(), input.default_value()),
                None => continue,
            },
        };
        if typed.0 != typed.1 {
            let _ = storage.set_item(&key, &typed.0);
        }
    }
}

/// Puts it back, and opens what it stands in.
pub(super) fn put_back() {
    let Some(storage) = storage() else { return };
    for (key, field) in fields() {
        let Ok(Some(typed)) = storage.get_item(&key) else { continue };
        let _ = storage.remove_item(&key);
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(&typed);
        } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            input.set_value(&typed);
        }
        if let Ok(Some(folded)) = field.closest("details") {
            let _ = folded.set_attribute("open", "");
        }
    }
}
