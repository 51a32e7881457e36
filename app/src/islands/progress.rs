//! Watches running work and shows how far it is; loads the page again when it has ended.

use leptos::prelude::*;

/// A bar for running work. Without a script the page loads itself again every few seconds.
#[island]
pub fn Progress(
    /// Where to ask: answers `done total`, or `end`.
    url: String,
    /// Words beside the bar.
    label: String,
) -> impl IntoView {
    let step = RwSignal::new((0u64, 0u64));
    #[cfg(feature = "hydrate")]
    watch(url, step);
    #[cfg(not(feature = "hydrate"))]
    let _ = url;
    let percent = move || {
        let (done, total) = step.get();
        (done * 100).checked_div(total).unwrap_or(0)
    };
    view! {
        <div class="progress" role="status">
            <progress max="100" value=move || (step.get().1 > 0).then(|| percent().to_string())></progress>
            <span>{label}" "{move || (step.get().1 > 0).then(|| format!("{} %", percent()))}</span>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn watch(url: String, step: RwSignal<(u64, u64)>) {
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::XmlHttpRequest;
    let ask = move || {
        let Ok(request) = XmlHttpRequest::new() else { return };
        if request.open("GET", &url).is_err() {
            return;
        }
        let answered = request.clone();
        let done = Closure::once_into_js(move || {
            let text = answered.response_text().ok().flatten().unwrap_or_default();
            if text == "end" {
                if let Some(window) = web_sys::window() {
                    let _ = window.location().reload();
                }
                return;
            }
            if let Some((done, total)) = text.split_once(' ')
                && let (Ok(done), Ok(total)) = (done.parse(), total.trim().parse())
            {
                step.set((done, total));
            }
        });
        request.set_onload(Some(done.unchecked_ref()));
        let _ = request.send();
    };
    if let Ok(timer) = set_interval_with_handle(ask, std::time::Duration::from_millis(700)) {
        on_cleanup(move || timer.clear());
    }
}
