//! Asking the server from the browser, so that it can be followed and broken off.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

/// What came back. Without a status nothing did: the connection was lost, or somebody broke it off.
pub(super) struct Answer(XmlHttpRequest);

impl Answer {
    /// Status; 0 when nothing came back.
    pub(super) fn status(&self) -> u16 {
        self.0.status().unwrap_or_default()
    }

    /// The body, without what stands around it.
    pub(super) fn text(&self) -> String {
        self.0.response_text().ok().flatten().unwrap_or_default().trim().to_owned()
    }

    /// A header; empty when it is not there.
    pub(super) fn header(&self, name: &str) -> String {
        self.0.get_response_header(name).ok().flatten().unwrap_or_default()
    }
}

/// Sends a request. Who wants to break it off gets hold of it by `begun`; `moved` hears how many bytes have gone.
pub(super) async fn ask(
    (method, url): (&str, &str),
    headers: &[(&str, &str)],
    body: Option<&Blob>,
    begun: impl FnOnce(&XmlHttpRequest),
    moved: impl FnMut(u64) + 'static,
) -> Result<Answer, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open(method, url)?;
    for (name, value) in headers {
        request.set_request_header(name, value)?;
    }
    let mut moved = moved;
    let moved = Closure::<dyn FnMut(ProgressEvent)>::new(move |e: ProgressEvent| moved(e.loaded() as u64));
    if body.is_some() {
        request.upload()?.set_onprogress(Some(moved.as_ref().unchecked_ref()));
    }
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_blob(body)?;
    begun(&request);
    JsFuture::from(ended).await?;
    Ok(Answer(request))
}

/// Waits for so many milliseconds.
pub(super) async fn wait(millis: i32) {
    let over = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        }
    });
    let _ = JsFuture::from(over).await;
}
