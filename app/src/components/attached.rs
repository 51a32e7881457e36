//! Documents that were sent with something.

use leptos::prelude::*;
use operations::tickets::Document;

use super::{size, tag::tag};
use crate::{
    visit::Visit,
    words::{DocumentWords, ShellWords, document::scan_said, fill},
};

/// A list of them; nothing without one. `base`: where they are read, without a slash at its end.
#[must_use]
pub fn attached(
    visit: &Visit,
    base: &str,
    all: &[Document],
    previews: bool,
) -> Option<impl IntoView + use<>> {
    let rows = all.iter().map(|one| row(visit, base, one, previews)).collect_view();
    (!all.is_empty()).then(|| view! { <ul class="documents attached">{rows}</ul> })
}

fn row(visit: &Visit, base: &str, one: &Document, previews: bool) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let href = format!("{base}/{}", one.id);
    let preview =
        (previews && one.is_readable()).then(|| preview(visit, &href, one.id, (&one.name, &one.kind)));
    let name = match one.is_readable() {
        true => view! { <a href=href download>{one.name.clone()}</a> }.into_any(),
        false => view! { <span>{one.name.clone()}</span> }.into_any(),
    };
    let state = match one.scan.as_str() {
        "scanning" => Some(("info", words.scanning)),
        "infected" => Some(("danger", words.infected)),
        _ if one.notices.contains("macros") => Some(("warning", words.macros)),
        _ => None,
    };
    let state = state.map(|(tone, word)| tag(tone, word.to_owned()));
    let again = (one.scan == "scanning").then(|| view! { " "<a href="">{words.look_again}</a> });
    let note = scan_said(&one.scan, one.finding.as_deref(), visit.lang)
        .map(|text| view! { <p class="hint">{text}{again}</p> });
    let hash: String = one.sha256.chars().take(12).collect();
    let title = format!("{} {}", words.hash, one.sha256);
    view! {
        <li>
            <span class="document-name">{name}{state}{preview}</span>
            {note}
            <small class="muted">{size(one.size_bytes)}" · "<code title=title>{hash}"…"</code></small>
        </li>
    }
}

/// A button that shows a PDF or a picture in a frame; nothing for other kinds.
#[must_use]
pub fn preview(
    visit: &Visit,
    href: &str,
    row: i64,
    (name, kind): (&str, &str),
) -> Option<impl IntoView + use<>> {
    let words = DocumentWords::of(visit.lang);
    if !matches!(kind, "pdf" | "png" | "jpg" | "jpeg") {
        return None;
    }
    let title = fill(words.preview_title, &[("name", name)]);
    let (id, label) = (format!("preview-{row}"), title.clone());
    let (src, close, name) = (format!("{href}/preview"), id.clone(), name.to_owned());
    // Browsers show no PDF in a sandbox; their viewer is one of its own.
    let sealed = (kind != "pdf").then_some("");
    Some(view! {
        <button class="button small" type="button" popovertarget=id.clone()>{words.preview}</button>
        <div class="dialog preview" id=id popover="auto" role="dialog" aria-label=label>
            <div class="preview-head">
                <strong>{name}</strong>
                <button class="button small" type="button" popovertarget=close popovertargetaction="hide">{ShellWords::of(visit.lang).close}</button>
            </div>
            <iframe src=src title=title sandbox=sealed></iframe>
        </div>
    })
}

/// The field for files of a form, with what is taken.
#[must_use]
pub fn files_field(visit: &Visit, id: &'static str, taken: String) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let hint = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{words.attach}</label>
            <p class="hint" id=hint.clone()>{taken}</p>
            <input id=id type="file" name="file" multiple aria-describedby=hint/>
        </div>
    }
}
