//! What is remembered of how files are read: told where it was used, and forgotten at a press.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    files::{Form as FileForm, Known, Remembered},
    imports,
};

use crate::{
    components::{block, hidden, ledger, notice::notice},
    forms::{Done, Form},
    visit::Visit,
    words::{
        MappingWords, fill,
        journal::actor_name,
        mapping::{said_columns, said_keys, said_otherwise},
    },
};

const FORGET: &str = "/do/forget-reading";

/// That a file is read as was remembered; `import`: it waits, and what is remembered can be forgotten.
pub(super) fn used(visit: &Visit, form: &FileForm, import: Option<i64>) -> impl IntoView + use<> {
    let words = MappingWords::of(visit.lang);
    let from = form.remembered.as_ref()?;
    let said = [said_columns(form, visit.lang), said_otherwise(&form.told, visit.lang)];
    let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
    let said = said.join(visit.lang.pick("；", "; "));
    let button = import.map(|import| {
        view! {
            <form method="post" action=FORGET>
                {hidden("id", from.id.to_string())}{hidden("import", import.to_string())}
                <button class="button small">{words.forget}</button>
            </form>
        }
    });
    let title = fill(words.remembered, &whence(visit, from).each_ref().map(|(k, v)| (*k, v.as_str())));
    Some(notice("info", view! { <div><strong>{title}</strong><p>{said}</p></div>{button} }))
}

fn whence(visit: &Visit, from: &Remembered) -> [(&'static str, String); 3] {
    let by = actor_name(&from.by, visit.lang).to_owned();
    [("file", from.file_name.clone()), ("who", by), ("at", visit.minute(from.at))]
}

/// Everything that is remembered.
pub(super) fn all(visit: &Visit, known: &[Known]) -> impl IntoView + use<> {
    let words = MappingWords::of(visit.lang);
    let may = visit.may(Operation::ImportOrders);
    let row = |known: &Known| {
        let [(_, file), (_, who), (_, at)] = whence(visit, &known.from);
        let said = [said_keys(&known.told, visit.lang), said_otherwise(&known.told, visit.lang)];
        let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
        let id = known.from.id.to_string();
        let label = format!("{}: {file}", words.forget);
        let button = may.then(|| view! { <form method="post" action=FORGET>{hidden("id", id)}<button class="button quiet small" aria-label=label>{words.forget}</button></form> });
        view! {
            <tr>
                <th scope="row">{file}</th>
                <td data-label=words.said_so>{said.join(visit.lang.pick("；", "; "))}</td>
                <td data-label=words.by>{who}" · "<time class="nowrap">{at}</time></td>
                <td class="row-actions">{button}</td>
            </tr>
        }
    };
    let rows = known.iter().map(row).collect_view();
    let head = view! {
        <th scope="col">{words.of_file}</th>
        <th scope="col">{words.said_so}</th>
        <th scope="col">{words.by}</th>
        <th scope="col"></th>
    };
    let table = view! { <p>{words.all_text}</p>{ledger(words.all, "middle", head, rows)} };
    (!known.is_empty()).then(|| block(words.all, table))
}

/// Forgets how files with certain headings are read.
///
/// # Errors
/// `NotFound`; a file that cannot be read without it.
pub async fn forget(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    let import = if form.ticked("import") { Some(form.number("import")?) } else { None };
    imports::forget(&visit.office, visit.actor()?, id, import).await?;
    Ok(Done::back().saying(MappingWords::of(visit.lang).forgotten))
}
