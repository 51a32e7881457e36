//! The documents of a delivery: what is asked for with its state, what was handed in, and the forms for both.

use domain::{
    access::Operation,
    supervision::{Node, Side},
};
use leptos::prelude::*;
use operations::{
    Failure,
    supervisions::{
        Detail, Request, RequestState,
        documents::{self, Document},
    },
};

use crate::{
    components::{block, hidden, preview, size, tag::tag},
    forms::{Done, Form},
    islands::HandIn,
    lang::Lang,
    visit::Visit,
    words::{
        DocumentWords,
        codes::{Worded, worded},
        document::{scan_said, taken_files},
        fill,
    },
};

/// Every document that is asked for, and what else was handed in.
#[must_use]
pub fn documents_block(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let acts = visit.may(Operation::ActSupervision) && is_open(detail);
    let asked = detail.requests.iter().map(|request| requested(visit, detail, request, acts)).collect_view();
    let further: Vec<&Document> = detail.documents.iter().filter(|one| one.request_id.is_none()).collect();
    let rest = (acts || !further.is_empty()).then(|| {
        view! {
            <li class="request">
                <h3>{words.further}</h3>
                {files(visit, &further)}
                {acts.then(|| upload(visit, detail, None, &further))}
            </li>
        }
    });
    let nothing = (detail.requests.is_empty() && further.is_empty() && !acts)
        .then(|| view! { <p class="muted">{words.none}</p> });
    let note = acts.then(|| view! { <p class="hint">{taken_files(&detail.settings, visit.lang)}</p> });
    block(words.title, view! { {note}{nothing}<ul class="requests" id="documents">{asked}{rest}</ul> })
}

fn is_open(detail: &Detail) -> bool {
    !detail.row.node.is_final() && detail.row.node != Node::FrozenAppeal && detail.row.refund_id.is_none()
}

fn requested(visit: &Visit, detail: &Detail, request: &Request, acts: bool) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let name = match visit.lang {
        Lang::Zh => request.name_zh.clone(),
        Lang::En => request.name_en.clone(),
    };
    let own: Vec<&Document> =
        detail.documents.iter().filter(|one| one.request_id == Some(request.id)).collect();
    let here = request.node == detail.row.node;
    let need = if request.required() { words.required } else { words.optional };
    let least = (request.least > 1).then(|| fill(words.least, &[("n", &request.least.to_string())]));
    let place = (!here).then(|| fill(words.at_node, &[("node", request.node.words(visit.lang))]));
    let about = [Some(need.to_owned()), least, place].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let reason = request.reason.clone().map(|reason| view! { <p class="said">{reason}</p> });
    view! {
        <li class="request">
            <h3>{name}" "{state(visit, request)}</h3>
            <p class="hint">{about}</p>
            {reason}
            {files(visit, &own)}
            {(acts && here).then(|| upload(visit, detail, Some(request), &own))}
            {acts.then(|| waive(visit, detail, request))}
        </li>
    }
}

fn state(visit: &Visit, request: &Request) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let (tone, word) = match request.state {
        RequestState::Open if request.required() => ("warning", words.state_open),
        RequestState::Open => ("neutral", words.state_open),
        RequestState::HandedIn => ("success", words.state_handed_in),
        RequestState::Replaced => ("success", words.state_replaced),
        RequestState::NotNeeded => ("neutral", words.state_not_needed),
    };
    tag(tone, word.to_owned())
}

/// Those that count, and the earlier versions behind one press.
fn files(visit: &Visit, all: &[&Document]) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let (now, older): (Vec<&&Document>, Vec<&&Document>) =
        all.iter().partition(|one| one.replaced_by.is_none());
    let count = older.len();
    let older = older.into_iter().map(|one| file(visit, one)).collect_view();
    let now = now.into_iter().map(|one| file(visit, one)).collect_view();
    view! {
        <ul class="documents">{now}</ul>
        {(count > 0).then(|| view! {
            <details class="more-fields">
                <summary>{fill(words.older, &[("n", &count.to_string())])}</summary>
                <ul class="documents">{older}</ul>
            </details>
        })}
    }
}

fn file(visit: &Visit, one: &Document) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let readable = one.is_readable();
    let href = format!("/documents/{}", one.id);
    let name = if readable {
        view! { <a href=href.clone() download>{one.name.clone()}</a> }.into_any()
    } else {
        view! { <span>{one.name.clone()}</span> }.into_any()
    };
    let preview = readable.then(|| preview(visit, &href, one.id, (&one.name, &one.kind)));
    let state = match one.scan.as_str() {
        "scanning" => Some(("info", words.scanning)),
        "infected" => Some(("danger", words.infected)),
        _ if one.notices.contains("macros") => Some(("warning", words.macros)),
        _ => None,
    };
    let state = state.map(|(tone, word)| tag(tone, word.to_owned()));
    let who = worded(&one.side, Side::from_code, visit.lang);
    let by =
        fill(words.by, &[("who", &who), ("name", &one.actor_name), ("at", &visit.minute(one.created_at))]);
    let version = (one.version > 1).then(|| fill(words.version, &[("n", &one.version.to_string())]));
    let about = [Some(size(one.size_bytes)), version, Some(by)].into_iter().flatten().collect::<Vec<_>>();
    let hash: String = one.sha256.chars().take(12).collect();
    let title = format!("{} {}", words.hash, one.sha256);
    view! {
        <li>
            <span class="document-name">{name}{state}{preview}</span>
            {scan_note(visit, one)}
            <small class="muted">{about.join(" · ")}" · "<code title=title>{hash}"…"</code></small>
        </li>
    }
}

/// Why a document cannot be opened, and the way to look again while it is scanned.
pub(crate) fn scan_note(visit: &Visit, one: &Document) -> Option<impl IntoView + use<>> {
    let words = DocumentWords::of(visit.lang);
    let again = (one.scan == "scanning").then(|| view! { " "<a href="">{words.look_again}</a> });
    scan_said(&one.scan, one.finding.as_deref(), visit.lang)
        .map(|text| view! { <p class="hint">{text}{again}</p> })
}

/// The form that hands files in; the fields stand before the files, because they are read in that order.
fn upload(
    visit: &Visit,
    detail: &Detail,
    request: Option<&Request>,
    own: &[&Document],
) -> impl IntoView + use<> {
    let words = DocumentWords::of(visit.lang);
    let id = request.map(|request| request.id.to_string()).unwrap_or_default();
    let field = format!("f-file-{id}");
    let live: Vec<_> = own
        .iter()
        .filter(|one| one.replaced_by.is_none() && one.side == Side::Merchant.code())
        .map(|one| view! { <option value=one.id.to_string()>{one.name.clone()}</option> })
        .collect();
    let replaces = (!live.is_empty()).then(|| {
        view! {
            <label class="hint">
                {words.replaces}
                <select name="replaces"><option value="">{words.replaces_none}</option>{live}</select>
            </label>
        }
    });
    let action = format!("/supervisions/{}/documents", detail.row.order_no);
    view! {
        <form class="document-form" method="post" enctype="multipart/form-data" action=action>
            {hidden("request", id)}
            <HandIn lang=visit.lang to="/uploads".to_owned() order_no=detail.row.order_no.clone() step=false>
                {replaces}
                <label class="visually-hidden" for=field.clone()>{words.choose}</label>
                <input id=field type="file" name="file" multiple required/>
            </HandIn>
            <button class="button small">{words.upload}</button>
        </form>
    }
}

/// Says that it is not needed, or asks for it again.
fn waive(visit: &Visit, detail: &Detail, request: &Request) -> AnyView {
    let words = DocumentWords::of(visit.lang);
    let ids = || view! { {hidden("order_no", detail.row.order_no.clone())}{hidden("request", request.id.to_string())} };
    if request.state == RequestState::NotNeeded {
        return view! {
            <form method="post" action="/do/ask-for-document">{ids()}<button class="button small quiet">{words.ask_again}</button></form>
        }
        .into_any();
    }
    if !request.required() {
        return ().into_any();
    }
    let field = format!("f-reason-{}", request.id);
    view! {
        <details class="more-fields">
            <summary>{words.waive}</summary>
            <form class="form" method="post" action="/do/waive-document">
                {ids()}
                <div class="field">
                    <label for=field.clone()>{words.waive_reason}</label>
                    <input id=field name="reason" maxlength="500" required/>
                </div>
                <button class="button small">{words.waive}</button>
            </form>
        </details>
    }
    .into_any()
}

async fn set(visit: &Visit, form: &Form, why_not: Option<&str>) -> Result<(), Failure> {
    let id = form.get("request").parse().map_err(|_| Failure::NotFound)?;
    documents::set_needed(&visit.office, visit.actor()?, form.get("order_no"), id, why_not).await
}

/// Says that a document is not needed.
///
/// # Errors
/// A problem with the reason.
pub async fn not_needed(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    set(visit, form, Some(form.get("reason"))).await?;
    Ok(Done::back().saying(DocumentWords::of(visit.lang).waived_said))
}

/// Asks for a document again.
///
/// # Errors
/// `NotFound`.
pub async fn needed(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    set(visit, form, None).await?;
    Ok(Done::back().saying(DocumentWords::of(visit.lang).asked_said))
}
