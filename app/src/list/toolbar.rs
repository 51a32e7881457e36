//! What stands above a table: views, refresh, density, columns, the whole screen, export.

use domain::access::{Operation, Reach};
use leptos::prelude::*;
use operations::{exports::Kind, views::View};

use super::{
    address::Address,
    columns::{self, Column},
    face::Face,
    views::view_menu,
};
use crate::{components::hidden, visit::Visit, words::ListWords};

/// The toolbar.
pub(super) fn toolbar<R>(
    visit: &Visit,
    face: &'static Face<R>,
    shown: &[&'static Column<R>],
    density: &str,
    address: &Address,
    views: &[View],
) -> impl IntoView + use<R> {
    let words = ListWords::of(visit.lang);
    let densities = words
        .densities()
        .map(|(code, word)| {
            let to = address.with_maybe("density", (code != visit.density()).then(|| code.to_owned()));
            let current = (density == code).then_some("true");
            view! { <a href=to.href() aria-current=current>{word}</a> }
        })
        .collect_view();
    // What can be taken away is known to the exports.
    let may = |kind: &&Kind| visit.may(kind.may) && visit.may(Operation::ExportOrders);
    // Who sees some products gets the lines of those, and is told.
    let some = visit.actor.as_ref().and_then(|actor| actor.may(Operation::ExportOrders).ok());
    let granted = matches!(some, Some(Reach::Products(_)))
        .then(|| view! { <p class="hint">{words.export_granted}</p> });
    let export = Kind::of(face.list.code).ok().filter(may).map(|kind| {
        view! {
            <details class="menu" name="menus">
                <summary class="button small">{words.export}</summary>
                <form class="menu-body" method="post" action="/do/export">
                    {hidden("kind", kind.code())}
                    {hidden("query", address.query())}
                    <label class="choice"><input type="radio" name="columns" value="all" checked autocomplete="off"/>" "{words.export_all}</label>
                    <label class="choice"><input type="radio" name="columns" value="shown" autocomplete="off"/>" "{words.export_shown}</label>
                    <button name="format" value="csv">{words.export_csv}</button>
                    <button name="format" value="xlsx">{words.export_xlsx}</button>
                    {granted}
                </form>
            </details>
        }
    });
    view! {
        <div class="toolbar">
            {view_menu(visit, face.list, address, views)}
            <a class="button small" href=address.href()>{words.refresh}</a>
            <details class="menu wide-only" name="menus">
                <summary class="button small">{words.density}</summary>
                <div class="menu-body">{densities}</div>
            </details>
            {columns::menu(visit.lang, face.columns, shown, address)}
            <button class="button small wide-only" type="button" data-full-screen hidden>{words.full_screen}</button>
            {export}
        </div>
    }
}
