//! Drop a file, see it going up. Without a script the form is an ordinary upload.

use leptos::prelude::*;

use crate::{lang::Lang, words::IslandWords};

/// An upload that sends one file as `file` to `action` and then goes where the answer says.
#[island]
pub fn Upload(
    /// Language.
    lang: Lang,
    /// Where it is sent.
    action: String,
    /// Endings that the file chooser shows.
    accept: String,
    /// Words of the button.
    button: String,
    /// Further fields of the form.
    children: Children,
) -> impl IntoView {
    let words = IslandWords::of(lang);
    let over = RwSignal::new(false);
    let percent = RwSignal::new(None::<u64>);
    let failed = RwSignal::new(false);
    let form = NodeRef::<leptos::html::Form>::new();
    let input = NodeRef::<leptos::html::Input>::new();
    let send = move || {
        #[cfg(feature = "hydrate")]
        send::send(form, percent, failed);
    };
    view! {
        <form class="form" method="post" action=action enctype="multipart/form-data" node_ref=form
            on:submit=move |e| { if cfg!(feature = "hydrate") { e.prevent_default(); send(); } }>
            <div class="upload" data-over=move || over.get().then_some("true")
                on:dragover=move |e| { e.prevent_default(); over.set(true); }
                on:dragleave=move |_| over.set(false)
                on:drop=move |e| {
                    e.prevent_default();
                    over.set(false);
                    #[cfg(feature = "hydrate")]
                    if let (Some(input), Some(data)) = (input.get_untracked(), e.data_transfer()) {
                        input.set_files(data.files().as_ref());
                        send();
                    }
                    #[cfg(not(feature = "hydrate"))]
                    let _ = (&e, input);
                }>
                <label for="file">{words.drop_here}</label>
                <input id="file" type="file" name="file" accept=accept required=true node_ref=input/>
                {move || percent.get().map(|p| view! {
                    <div class="progress"><progress max="100" value=p.to_string()></progress><span>{words.uploading}" "{p}" %"</span></div>
                })}
                <p class="error" role="alert">{move || failed.get().then_some(words.upload_failed)}</p>
            </div>
            {children()}
            <div class="form-actions"><button class="button primary" disabled=move || percent.get().is_some()>{button}</button></div>
        </form>
    }
}

#[cfg(feature = "hydrate")]
mod send {
    use leptos::{html, prelude::*};
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

    /// Sends the form and follows its progress; the answer's own address is where it leads.
    pub(super) fn send(form: NodeRef<html::Form>, percent: RwSignal<Option<u64>>, failed: RwSignal<bool>) {
        let Some(form) = form.get_untracked() else { return };
        let (Ok(data), Ok(request)) = (FormData::new_with_form(&form), XmlHttpRequest::new()) else { return };
        if request.open("POST", &form.action()).is_err() {
            return;
        }
        failed.set(false);
        percent.set(Some(0));
        if let Ok(upload) = request.upload() {
            let moved = Closure::<dyn FnMut(ProgressEvent)>::new(move |e: ProgressEvent| {
                let (loaded, total) = (e.loaded() as u64, e.total() as u64);
                percent.set((loaded * 100).checked_div(total));
            });
            upload.set_onprogress(Some(moved.as_ref().unchecked_ref()));
            moved.forget();
        }
        let answered = request.clone();
        let loaded = Closure::once_into_js(move || match (answered.status(), web_sys::window()) {
            (Ok(200..=299), Some(window)) => {
                let _ = window.location().assign(&answered.response_url());
            }
            _ => {
                percent.set(None);
                failed.set(true);
            }
        });
        request.set_onload(Some(loaded.unchecked_ref()));
        let broken = Closure::once_into_js(move || {
            percent.set(None);
            failed.set(true);
        });
        request.set_onerror(Some(broken.unchecked_ref()));
        let _ = request.send_with_opt_form_data(Some(&data));
    }
}
