//! The notes on an order: reading, writing, correcting and deleting them.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Detail, MOST_CHARACTERS, Note},
};

use crate::{
    components::{ask, block, error_summary, hidden, in_textarea},
    forms::{Done, Flash, Form},
    visit::Visit,
    words::{OrderWords, ShellWords, fill, journal::actor_name, problems::problem},
};

const WRITE: &str = "/do/write-note";
const CHANGE: &str = "/do/change-note";

/// The notes, oldest first, and the form for another one.
#[must_use]
pub fn notes_block(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let order_no = &detail.named.order.number;
    let may = visit.may(Operation::WriteNote);
    let notes = detail.notes.iter().map(|note| shown(visit, order_no, note, may)).collect_view();
    let notes = match detail.notes.is_empty() {
        true => view! { <p class="muted">{words.notes_none}</p> }.into_any(),
        false => view! { <ol class="notes">{notes}</ol> }.into_any(),
    };
    let write = may.then(|| write_form(visit, order_no));
    block(words.notes, view! { {error_summary(visit, WRITE)}{error_summary(visit, CHANGE)}{notes}{write} })
}

/// A text that is entered, with what is wrong with it.
fn text_field(
    visit: &Visit,
    refused: Option<&Flash>,
    id: String,
    label: &'static str,
    text: &str,
) -> impl IntoView + use<> {
    let wrong = refused.and_then(|flash| flash.problem("note")).map(|p| problem(p, visit.lang));
    let text = refused.and_then(|flash| flash.entered("note")).unwrap_or(text).to_owned();
    let invalid = wrong.is_some().then_some("true");
    let described = Some(format!("{id}-error")).filter(|_| wrong.is_some());
    let error = wrong.map(|wrong| view! { <p class="error" id=format!("{id}-error")>{wrong}</p> });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {error}
            <textarea id=id name="note" rows="3" maxlength=MOST_CHARACTERS.to_string() required
                aria-invalid=invalid aria-describedby=described>{in_textarea(&text)}</textarea>
        </div>
    }
}

fn write_form(visit: &Visit, order_no: &str) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let refused = visit.refused(WRITE).filter(|flash| flash.entered("order_no") == Some(order_no));
    // The field that the summary of problems leads to is that of the form that was refused.
    let id = if visit.refused(CHANGE).is_some() { "note-new" } else { "f-note" };
    view! {
        <form class="form note-form screen-only" method="post" action=WRITE>
            {hidden("order_no", order_no.to_owned())}
            {hidden("key", visit.request_id.clone())}
            {text_field(visit, refused, id.to_owned(), words.note_write, "")}
            <div class="inline-actions"><button class="button">{words.note_save}</button><span class="hint">{words.note_hint}</span></div>
        </form>
    }
}

fn shown(visit: &Visit, order_no: &str, note: &Note, may: bool) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let corrected = note.changed_at.map(|at| {
        view! { " · "{fill(words.note_changed_at, &[("at", &visit.minute(at))])} }
    });
    let mine = may && visit.actor.as_ref().is_some_and(|actor| note.is_of(actor));
    let own = mine.then(|| own_actions(visit, order_no, note));
    view! {
        <li id=format!("note-{}", note.id)>
            <p class="note-text">{linked(&note.note)}</p>
            <p class="hint">{actor_name(&note.actor_name, visit.lang).to_owned()}" · "<time>{visit.minute(note.created_at)}</time>{corrected}</p>
            {own}
        </li>
    }
}

/// What who wrote it can do with it.
fn own_actions(visit: &Visit, order_no: &str, note: &Note) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let row = note.id.to_string();
    let which = || {
        view! {
            {hidden("order_no", order_no.to_owned())}
            {hidden("id", row.clone())}
            {hidden("version", note.version.to_string())}
        }
    };
    let refused = visit.refused(CHANGE).filter(|flash| flash.entered("id") == Some(&row));
    let open = refused.is_some();
    let id = if open { "f-note".to_owned() } else { format!("note-{row}-text") };
    let delete = view! {
        <form method="post" action="/do/delete-note">{which()}<button class="button seal">{words.note_delete_confirm}</button></form>
    };
    let delete = ask(
        &format!("note-{row}-delete"),
        "button quiet small",
        words.note_delete,
        words.note_delete_title.to_owned(),
        words.note_delete_text.to_owned(),
        delete.into_any(),
        ShellWords::of(visit.lang).cancel,
    );
    view! {
        <details class="note-edit screen-only" open=open>
            <summary>{words.note_change}</summary>
            <form class="form" method="post" action=CHANGE>
                {which()}
                {text_field(visit, refused, id, words.note_change, &note.note)}
                <div class="inline-actions"><button class="button">{words.note_save}</button></div>
            </form>
            {delete}
        </details>
    }
}

/// A text whose addresses can be pressed.
#[must_use]
pub fn linked(text: &str) -> Vec<AnyView> {
    pieces(text)
        .into_iter()
        .map(|(piece, is_link)| match is_link {
            true => {
                view! { <a href=piece.to_owned() rel="noopener noreferrer nofollow">{piece.to_owned()}</a> }
                    .into_any()
            }
            false => piece.to_owned().into_any(),
        })
        .collect()
}

/// The text in pieces, and whether each is an address.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(at) = rest.get(from..).and_then(|behind| behind.find("http")).map(|at| from + at) {
        let address = &rest[at..];
        let scheme = ["https://", "http://"].iter().find(|scheme| address.starts_with(**scheme));
        let end =
            address.find(|c: char| !c.is_ascii_graphic() || "\"<>`".contains(c)).unwrap_or(address.len());
        // What ends a sentence ends no address.
        let whole = address[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        match scheme {
            Some(scheme) if whole.len() > scheme.len() => {
                if at > 0 {
                    pieces.push((&rest[..at], false));
                }
                pieces.push((whole, true));
                rest = &rest[at + whole.len()..];
                from = 0;
            }
            _ => from = at + 4,
        }
    }
    if !rest.is_empty() {
        pieces.push((rest, false));
    }
    pieces
}

/// Writes a note.
///
/// # Errors
/// A problem with it; `NotFound` when the order is not for this person.
pub async fn write(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let key = Some(form.get("key")).filter(|key| !key.is_empty());
    let (order_no, note) = (form.get("order_no"), form.get("note"));
    orders::write_note(&visit.office, visit.actor()?, order_no, note, key).await?;
    Ok(Done::back().saying(OrderWords::of(visit.lang).note_saved))
}

/// Corrects a note.
///
/// # Errors
/// A problem with it; a conflict when it has another text meanwhile.
pub async fn change(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let which = (form.number("id")?, form.number("version")?);
    let (order_no, note) = (form.get("order_no"), form.get("note"));
    orders::change_note(&visit.office, visit.actor()?, order_no, which, note).await?;
    Ok(Done::back().saying(OrderWords::of(visit.lang).note_changed))
}

/// Deletes a note.
///
/// # Errors
/// A conflict when it has another text meanwhile.
pub async fn delete(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let which = (form.number("id")?, form.number("version")?);
    orders::delete_note(&visit.office, visit.actor()?, form.get("order_no"), which).await?;
    Ok(Done::back().saying(OrderWords::of(visit.lang).note_deleted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_and_nothing_else() {
        let links = |text: &'static str| -> Vec<&str> {
            let all = pieces(text);
            assert_eq!(all.iter().map(|(piece, _)| *piece).collect::<String>(), text, "nothing is lost");
            all.into_iter().filter(|(_, is_link)| *is_link).map(|(piece, _)| piece).collect()
        };
        assert_eq!(links("见 https://a.cn/x?y=1，和 http://b.cn."), ["https://a.cn/x?y=1", "http://b.cn"]);
        assert_eq!(links("(https://a.cn/b)\nhttps://c.cn"), ["https://a.cn/b", "https://c.cn"]);
        for none in ["", "http", "https://", "http://。", "javascript:alert(1)", "ftp://x httpfoo"] {
            assert!(links(none).is_empty(), "{none}");
        }
        assert_eq!(links("x<https://a.cn/\"onclick=1>"), ["https://a.cn/"]);
    }
}
