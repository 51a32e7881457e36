//! Saved views: the tabs and the menu of a list, and their forms.

use domain::{Problem, access::Operation};
use leptos::prelude::*;
use operations::{
    Failure,
    list::List,
    views::{self, View},
};

use super::Address;
use crate::{
    components::hidden,
    forms::{Done, Form},
    visit::Visit,
    words::{ListWords, ShellWords, fill},
};

/// The name in an address of the view that was opened.
pub(super) const OPENED: &str = "view";

/// A view as it is opened, which its address tells.
fn opened(address: &Address, view: &View) -> String {
    let glue = if view.query.is_empty() { "" } else { "&" };
    format!("{}?{}{glue}{OPENED}={}", address.path, view.query, view.id)
}

/// The view that an address has open, and whether the address shows something else by now.
fn present<'a>(address: &Address, views: &'a [View]) -> Option<(&'a View, bool)> {
    let here = address.without(OPENED).query();
    let id = address.value(OPENED).and_then(|id| id.parse::<i64>().ok());
    let open = views.iter().find(|view| Some(view.id) == id);
    let same = |view: &&View| pairs(&view.query) == pairs(&here);
    open.map(|view| (view, !same(&view))).or_else(|| views.iter().find(same).map(|view| (view, false)))
}

/// The pairs of a query, in an order of their own.
fn pairs(query: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    pairs
}

fn is_own(visit: &Visit, view: &View) -> bool {
    visit.actor.as_ref().and_then(domain::access::Actor::staff_id) == Some(view.staff_id)
}

/// The views as tabs, and what can be done when one of them was changed; nothing without views.
pub(super) fn view_tabs(visit: &Visit, address: &Address, views: &[View]) -> impl IntoView + use<> {
    if views.is_empty() {
        return None;
    }
    let words = ListWords::of(visit.lang);
    let present = present(address, views);
    let tabs = views
        .iter()
        .map(|view| {
            let here = present.filter(|(open, _)| open.id == view.id);
            let changed = here.filter(|(_, changed)| *changed);
            let changed = changed.map(|_| view! { " "<small class="changed">{words.view_changed}</small> });
            view! {
                <a href=opened(address, view) aria-current=here.map(|_| "true")>
                    {view.name.clone()}{view.shared.then(|| view! { " "<small>{words.shared}</small> })}{changed}
                </a>
            }
        })
        .collect_view();
    let changed = present.filter(|(_, changed)| *changed).map(|(view, _)| {
        let save = is_own(visit, view).then(|| {
            view! {
                <form method="post" action="/do/change-view">
                    {hidden("id", view.id.to_string())}
                    {hidden("query", address.without(OPENED).query())}
                    <button class="button small">{words.save_changes}</button>
                </form>
            }
        });
        view! {
            <span class="view-changes">{save}<a class="button quiet small" href=opened(address, view)>{words.back_to_saved}</a></span>
        }
    });
    Some(view! {
        <div class="view-tabs">
            <nav class="view-links" aria-label=words.views>{tabs}</nav>
            {changed}
        </div>
    })
}

/// The menu of views: open one, rename, copy or remove one's own, save the present one.
pub(super) fn view_menu(
    visit: &Visit,
    list: &'static List,
    address: &Address,
    views: &[View],
) -> impl IntoView + use<> {
    let words = ListWords::of(visit.lang);
    let query = address.without(OPENED).query();
    let present = present(address, views).map(|(view, _)| view);
    let items = views
        .iter()
        .map(|view| {
            let current = present.filter(|open| open.id == view.id).map(|_| "true");
            view! {
                <li>
                    <a href=opened(address, view) aria-current=current>{view.name.clone()}{view.shared.then(|| view! { " "<small>{words.shared}</small> })}</a>
                    {removal(visit, view)}
                </li>
            }
        })
        .collect_view();
    let share = |shared: bool| {
        visit.may(Operation::ShareView).then(|| {
            view! { <label class="choice"><input type="checkbox" name="shared" value="1" checked=shared autocomplete="off"/>" "{words.share_view}</label> }
        })
    };
    let own = present.filter(|view| is_own(visit, view)).map(|view| {
        view! {
            <form class="form" method="post" action="/do/rename-view">
                {hidden("id", view.id.to_string())}
                <div class="field"><label for="view-rename">{words.rename_view}</label><input id="view-rename" name="name" maxlength="60" value=view.name.clone() required/></div>
                {share(view.shared)}
                <button class="button small">{words.apply}</button>
            </form>
        }
    });
    let copy = present.map(|view| {
        let called = fill(words.copy_of, &[("name", &view.name)]);
        let name = called.chars().take(60).collect::<String>();
        view! {
            <form method="post" action="/do/keep-view">
                {hidden("list", list.code)}{hidden("query", view.query.clone())}{hidden("name", name)}
                <button>{words.copy_view}</button>
            </form>
        }
    });
    view! {
        <details class="menu" name="menus">
            <summary class="button small">{words.views}</summary>
            <div class="menu-body">
                <ul class="views">{items}</ul>
                {copy}
                {own}
                <form class="form" method="post" action="/do/keep-view">
                    {hidden("list", list.code)}{hidden("query", query)}
                    <div class="field"><label for="view-name">{words.view_name}</label><input id="view-name" name="name" maxlength="60" required/></div>
                    {share(false)}
                    <button class="button small">{words.save_view}</button>
                </form>
            </div>
        </details>
    }
}

/// The button that removes a view, and what it asks; nothing for what is somebody else's.
fn removal(visit: &Visit, view: &View) -> impl IntoView + use<> {
    let words = ListWords::of(visit.lang);
    let removable = is_own(visit, view) || (visit.may(Operation::ManageStaff) && view.shared);
    removable.then(|| {
        let id = format!("remove-view-{}", view.id);
        let heading = format!("{id}-title");
        let name = format!("{}: {}", words.remove_view, view.name);
        let title = fill(words.remove_view_title, &[("name", &view.name)]);
        view! {
            <button class="icon-button" type="button" popovertarget=id.clone() aria-label=name>"×"</button>
            <div class="dialog" id=id.clone() popover="auto" role="dialog" aria-labelledby=heading.clone()>
                <h2 id=heading.clone()>{title}</h2>
                {view.shared.then(|| view! { <p>{words.remove_view_shared}</p> })}
                <form method="post" action="/do/remove-view">
                    {hidden("id", view.id.to_string())}
                    <button class="button seal">{words.remove_view}</button>
                    <button class="button quiet" type="button" popovertarget=id.clone() popovertargetaction="hide">{ShellWords::of(visit.lang).cancel}</button>
                </form>
            </div>
        }
    })
}

/// Keeps the present address of a list under a name.
///
/// # Errors
/// A problem with the name or the list.
pub async fn keep(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let code = form.get("list");
    let list = operations::LISTS.iter().find(|list| list.code == code).ok_or_else(|| {
        let allowed = operations::LISTS.iter().map(|list| list.code).collect::<Vec<_>>().join(", ");
        Problem::UnknownCode { value: code.chars().take(40).collect(), allowed }.of("list")
    })?;
    let (name, query) = (form.get("name"), form.get("query"));
    views::keep(&visit.office, visit.actor()?, list, name, query, form.ticked("shared")).await?;
    Ok(Done::back().saying(ListWords::of(visit.lang).view_saved))
}

/// Keeps what a view shows now.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn change(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    views::change(&visit.office, visit.actor()?, form.number("id")?, form.get("query")).await?;
    Ok(Done::back().saying(ListWords::of(visit.lang).view_saved))
}

/// Gives a view another name, and shares it or not.
///
/// # Errors
/// A problem with the name, or `NotFound` when it is somebody else's.
pub async fn rename(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (id, name) = (form.number("id")?, form.get("name"));
    views::rename(&visit.office, visit.actor()?, id, name, form.ticked("shared")).await?;
    Ok(Done::back().saying(ListWords::of(visit.lang).view_saved))
}

/// Removes a view.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn remove(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    views::remove(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::back().saying(ListWords::of(visit.lang).view_removed))
}
