//! Saved views: the menu of the list, and its forms.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Filter, views::View},
};

use super::list::{Look, query_of};
use crate::{
    components::hidden,
    forms::{Done, Form},
    visit::Visit,
    words::OrderWords,
};

/// The menu of views: open one, save the present one, remove one's own.
#[must_use]
pub fn view_menu(visit: &Visit, filter: &Filter, views: &[View], look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let mut pairs = filter.pairs();
    pairs.extend(look.pairs());
    let query = query_of(&pairs).trim_start_matches('?').to_owned();
    let own = visit.actor.as_ref().and_then(domain::access::Actor::staff_id);
    let remove_any = visit.may(Operation::ManageStaff);
    let list = views
        .iter()
        .map(|v| {
            let href = if v.query.is_empty() { "/orders".to_owned() } else { format!("/orders?{}", v.query) };
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
                <ul class="views">{list}</ul>
                <form class="form" method="post" action="/do/keep-view">
                    {hidden("query", query)}
                    <div class="field"><label for="view-name">{words.view_name}</label><input id="view-name" name="name" maxlength="60" required/></div>
                    {share}
                    <button class="button small">{words.save_view}</button>
                </form>
            </div>
        </details>
    }
}

/// Keeps the present filter under a name.
///
/// # Errors
/// A problem with the name.
pub async fn keep(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = OrderWords::of(visit.lang);
    orders::views::keep(
        &visit.office,
        visit.actor()?,
        form.get("name"),
        form.get("query"),
        form.ticked("shared"),
    )
    .await?;
    Ok(Done::back().saying(words.view_saved))
}

/// Removes a view.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn remove(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = OrderWords::of(visit.lang);
    orders::views::remove(&visit.office, visit.actor()?, form.number("id")?).await?;
    Ok(Done::back().saying(words.view_removed))
}
