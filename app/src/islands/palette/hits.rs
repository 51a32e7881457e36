//! Orders, customers and statements for what is typed.

use std::time::Duration;

use js_sys::{Array, JSON, Reflect};
use leptos::prelude::set_timeout;
use web_sys::{
    XmlHttpRequest,
    wasm_bindgen::{JsCast, JsValue, prelude::Closure},
};

use super::Place;

/// So long nothing more is typed before the server is asked.
const REST: Duration = Duration::from_millis(120);

/// Asks for what is typed once no more is typed, and hands on the text with what it leads to; nothing where the
/// server does not answer.
pub(super) fn ask(typed: impl Fn() -> String + 'static, answered: impl FnOnce(String, Vec<Place>) + 'static) {
    let before = typed().trim().to_owned();
    set_timeout(
        move || {
            if !before.is_empty() && typed().trim() == before {
                send(before, answered);
            }
        },
        REST,
    );
}

fn send(text: String, answered: impl FnOnce(String, Vec<Place>) + 'static) {
    let Ok(request) = XmlHttpRequest::new() else { return };
    let url = format!("/find?q={}", String::from(js_sys::encode_uri_component(&text)));
    if request.open("GET", &url).is_err() {
        return;
    }
    let done = request.clone();
    let ended = Closure::once_into_js(move || {
        let body = done.response_text().ok().flatten().unwrap_or_default();
        let hits = JSON::parse(&body).map(|hits| places(&hits)).unwrap_or_default();
        answered(text, hits);
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
    let _ = request.send();
}

fn places(hits: &JsValue) -> Vec<Place> {
    let field = |hit: &JsValue, name: &str| Reflect::get(hit, &name.into()).unwrap_or_default();
    let text = |hit: &JsValue, name: &str| field(hit, name).as_string().unwrap_or_default();
    let place = |hit: JsValue| Place {
        label: text(&hit, "label"),
        href: text(&hit, "href"),
        detail: text(&hit, "detail"),
        exact: field(&hit, "exact").is_truthy(),
        ..Place::default()
    };
    Array::from(hits).iter().map(place).collect()
}
