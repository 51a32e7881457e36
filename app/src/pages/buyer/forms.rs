//! What a buyer can do now: a form for each step, with files where they belong to it.

use domain::supervision::{Action, Side};
use leptos::prelude::*;
use operations::supervisions::{Detail, Possible};

use super::Opened;
use crate::{
    components::{hidden, in_textarea},
    islands::HandIn,
    lang::Lang,
    pages::supervisions::acts::{comment_label, wrong},
    visit::Visit,
    words::{BuyerWords, codes::Worded, document::taken_files, problems::problem},
};

/// The name under which a refused step is told.
pub const FORM: &str = "/d/act";

/// The forms; nothing once it has ended.
#[must_use]
pub fn forms(visit: &Visit, opened: &Opened, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = BuyerWords::of(visit.lang);
    let own = |one: &&Possible| one.by == Side::Buyer && one.why_not.is_none();
    let possible: Vec<&Possible> = detail.actions.iter().filter(own).collect();
    if possible.is_empty() {
        return None;
    }
    let refused = visit.refused(FORM).and_then(|flash| flash.entered("action")).map(str::to_owned);
    let refused = refused.as_deref();
    let first = possible.first().map(|one| one.action);
    let all = possible
        .iter()
        .map(|one| {
            let open = match refused {
                Some(code) => code == one.action.code(),
                None => Some(one.action) == first && one.action != Action::Appeal,
            };
            form(visit, opened, detail, one.action, open)
        })
        .collect_view();
    let title =
        if possible.iter().all(|one| one.action == Action::Appeal) { words.you_may } else { words.your_turn };
    Some(view! { <section><h2>{title}</h2>{wrong(visit, FORM)}{all}</section> })
}

fn form(
    visit: &Visit,
    opened: &Opened,
    detail: &Detail,
    action: Action,
    open: bool,
) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let name = action.words(visit.lang);
    let label = comment_label(visit.lang, action);
    let note = match action {
        Action::Accept => Some(words.acceptance_note),
        Action::Appeal => Some(words.appeal_note),
        _ => None,
    };
    let entered = visit.refused(FORM).filter(|flash| flash.entered("action") == Some(action.code()));
    let value = entered.and_then(|flash| flash.entered("comment")).unwrap_or_default().to_owned();
    let missing = entered.and_then(|flash| flash.problem("comment")).map(|p| problem(p, visit.lang));
    let id = format!("f-comment-{action}");
    let files = matches!(
        action,
        Action::SubmitRequirement | Action::RejectAcceptance | Action::Appeal | Action::RejectDesign
    );
    let files = files.then(|| {
        let to = format!("/d/{}/uploads", opened.key);
        let fields = attachments(visit, detail, action);
        let order_no = detail.row.order_no.clone();
        view! { <HandIn lang=visit.lang to=to order_no=order_no step=true>{fields}</HandIn> }
    });
    // What goes on stands out; what holds it up is there for who needs it.
    let class = if action.needs_reason() { "button" } else { "button primary" };
    view! {
        <details class="buyer-step" open=open>
            <summary>{name}</summary>
            <form class="form" method="post" enctype="multipart/form-data" action=format!("/d/{}/act", opened.key)>
                {note.map(|text| view! { <p class="hint">{text}</p> })}
                {hidden("action", action.code())}
                {hidden("seen", detail.row.version.to_string())}
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    {missing.map(|text| view! { <p class="error">{text}</p> })}
                    <textarea id=id name="comment" rows="4" maxlength="1000" required=action.needs_reason()>{in_textarea(&value)}</textarea>
                </div>
                {files}
                <button class=class>{name}</button>
            </form>
        </details>
    }
}

/// Files that go with a step, for each document that is asked for and for anything else.
fn attachments(visit: &Visit, detail: &Detail, action: Action) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let hint = taken_files(&detail.settings, visit.lang);
    let node = action.proves();
    let asked: Vec<(String, String)> = detail
        .requests
        .iter()
        .filter(|request| Some(request.node) == node)
        .map(|request| {
            let name = match visit.lang {
                Lang::Zh => request.name_zh.clone(),
                Lang::En => request.name_en.clone(),
            };
            (format!("file.{}", request.id), name)
        })
        .collect();
    let asked = if asked.is_empty() { vec![("file".to_owned(), words.files.to_owned())] } else { asked };
    asked
        .into_iter()
        .map(|(name, label)| {
            let id = format!("f-{name}-{action}");
            view! {
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    <p class="hint">{hint.clone()}</p>
                    <input id=id type="file" name=name multiple/>
                </div>
            }
        })
        .collect_view()
}
