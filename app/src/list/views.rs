//! Saved views: the menu of a list, and its forms.

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
    words::ListWords,
};

/// The menu of views: open one, save the present one, remove one's own.
pub(super) fn view_menu(
    visit: &Visit,
    list: &'static List,
    address: &Address,
    views: &[View],
) -> impl IntoView + use<> {
    let words = ListWords::of(visit.lang);
    let query = address.query();
    let own = visit.actor.as_ref().and_then(domain::access::Actor::staff_id);
    let remove_any = visit.may(Operation::ManageStaff);
    let items = views
        .iter()
        .map(|v| {
            let glue = if v.query.is_empty() { "" } else { "?" };
            let href = format!("{}{glue}{}", address.path, v.query);
            let current = (v.query == query).then_some("true");
            let removable = Some(v.staff_id) == own || (remove_any && v.shared);
            let remove = format!("{}: {}", words.remove_view, v.name);
            view! {
                <li>
                    <a href=href aria-current=current>{v.name.clone()}{v.shared.then(|| view! { " "<small>{words.shared}</small> })}</a>
                    {removable.then(|| view! {
                        <form method="post" action="/do/remove-view">
                            {hidden("id", v.id.to_string())}<button class="icon-button" aria-label=remove>"×"</button>
                        </form>
                    })}
                </li>
            }
        })
        .collect_view();
    let share = visit.may(Operation::ShareView).then(|| {
        view! { <label class="choice"><input type="checkbox" name="shared" value="1"/>" "{words.share_view}</label> }
    });
    view! {
        <details class="menu" name="menus">
            <summary class="button small">{words.views}</summary>
            <div class="menu-body">
                <ul class="views">{items}</ul>
                <form class="form" method="post" action="/do/keep-view">
                    {hidden("list", list.code)}{hidden("query", query)}
                    <div class="field"><label for="view-name">{words.view_name}</label><input id="view-name" name="name" maxlength="60" required/></div>
                    {share}
                    <button class="button small">{words.save_view}</button>
                </form>
            </div>
        </details>
    }
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

/// Removes a view.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn remove(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    views::remove(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::back().saying(ListWords::of(visit.lang).view_removed))
}
