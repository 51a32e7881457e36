//! Help: the keyboard map, and what the roles may do.

use domain::access::{Grant, MATRIX, Operation, Role};
use leptos::prelude::*;
use operations::Failure;

use crate::{
    components::page_head,
    rail::nouns,
    visit::{Page, Visit},
    words::{HelpWords, ShellWords, codes::Worded},
};

/// The page.
///
/// # Errors
/// None.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).help, move || body(&visit)))
}

fn body(visit: &Visit) -> impl IntoView + use<> {
    let words = HelpWords::of(visit.lang);
    let state = if visit.shortcuts { words.keys_note } else { words.keys_off };
    let change = view! { <a class="button" href="/account">{words.keys_change}</a> };
    view! {
        {page_head(ShellWords::of(visit.lang).help, None, Some(state.to_owned()), change)}
        <div class="key-map">
            {keys(words.everywhere, everywhere(words))}
            {keys(words.lists, lists(words))}
            {keys(words.go, places(visit))}
        </div>
        {roles(visit)}
    }
}

type Keys = Vec<(&'static str, &'static str)>;

fn everywhere(words: &HelpWords) -> Keys {
    vec![("Ctrl K", words.palette), ("/", words.search), ("c", words.create), ("Esc", words.close)]
}

fn lists(words: &HelpWords) -> Keys {
    vec![
        ("j", words.next_row),
        ("k", words.previous_row),
        ("Enter", words.open_row),
        ("x", words.choose_row),
        ("n", words.next),
        ("p", words.previous),
    ]
}

/// The nouns that the visitor may open, with their keys, as the navigation has them.
fn places(visit: &Visit) -> Keys {
    let words = ShellWords::of(visit.lang);
    nouns(words)
        .into_iter()
        .filter(|n| !n.keys.is_empty() && visit.may(n.need))
        .map(|n| (n.keys, n.word))
        .chain([("g a", words.account), ("?", words.help)])
        .collect()
}

fn keys(title: &'static str, all: Keys) -> impl IntoView {
    let rows = all
        .into_iter()
        .map(|(key, does)| {
            let key = key.split(' ').map(|k| view! { <kbd>{k}</kbd>" " }).collect_view();
            view! { <tr><td>{key}</td><td>{does}</td></tr> }
        })
        .collect_view();
    view! { <section class="block"><h2>{title}</h2><table class="keys"><tbody>{rows}</tbody></table></section> }
}

fn roles(visit: &Visit) -> impl IntoView + use<> {
    let words = HelpWords::of(visit.lang);
    let lang = visit.lang;
    let own = visit.role();
    let heads = Role::ALL
        .iter()
        .map(|role| {
            let yours = (own == Some(*role)).then(|| view! { " "<small>"("{words.your_role}")"</small> });
            view! { <th scope="col">{role.words(lang)}{yours}</th> }
        })
        .collect_view();
    let rows = MATRIX.iter().map(|(operation, _, row)| permission(visit, *operation, row)).collect_view();
    view! {
        <section class="block" id="roles">
            <h2>{words.roles}</h2>
            <p class="page-note">{words.roles_note}</p>
            <div class="table-wrap keep matrix" data-density="compact" role="region" aria-label=words.roles tabindex="0">
                <table class="ledger">
                    <caption class="visually-hidden">{words.roles}</caption>
                    <thead><tr><th scope="col">{words.operation}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

/// A row of the matrix: a mark for the eye, a word for the ear.
fn permission(visit: &Visit, operation: Operation, row: &[Grant; 5]) -> impl IntoView + use<> {
    let words = HelpWords::of(visit.lang);
    let cells = Role::ALL
        .iter()
        .zip(row)
        .map(|(role, grant)| {
            let label = role.words(visit.lang);
            let content = match grant {
                Grant::Yes => view! { <span aria-hidden="true">"✓"</span><span class="visually-hidden">{words.may}</span> }.into_any(),
                Grant::Granted => words.granted.into_any(),
                Grant::No => view! { <span class="muted" aria-hidden="true">"—"</span><span class="visually-hidden">{words.may_not}</span> }.into_any(),
            };
            view! { <td data-label=label>{content}</td> }
        })
        .collect_view();
    view! { <tr><th scope="row">{operation.words(visit.lang)}</th>{cells}</tr> }
}
