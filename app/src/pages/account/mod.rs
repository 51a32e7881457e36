//! One's own account: who I am, how I want the pages, my password, my sessions.

pub mod notifications;
mod preferences;
mod sessions;

pub use preferences::{set_density, set_locale, set_shortcuts, set_theme};
pub use sessions::{end_other_sessions, end_session};

use domain::access::{Actor, Role};
use leptos::prelude::*;
use operations::{Failure, sessions::SessionInfo, staff};

use crate::{
    components::{Field, block, error_summary, fact, facts, field, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{AccountWords, ShellWords, codes::Worded, fill},
};

const PASSWORD: &str = "/do/change-password";

pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?.clone();
    let current = visit.session.as_deref().unwrap_or_default();
    let sessions = operations::sessions::list_own(&visit.office, &actor, current).await?;
    let visit = visit.clone();
    Ok(Page::new(ShellWords::of(visit.lang).account, move || body(&visit, &actor, &sessions)))
}

fn body(visit: &Visit, actor: &Actor, sessions: &[SessionInfo]) -> impl IntoView + use<> {
    let words = AccountWords::of(visit.lang);
    view! {
        {page_head(ShellWords::of(visit.lang).account, None, None, ())}
        {error_summary(visit, PASSWORD)}
        <div class="columns">
            <div class="col-main">
                {sessions::block(visit, sessions)}
                {block(words.password, password(visit))}
            </div>
            <aside class="col-side">
                {block(words.identity, identity(visit, actor))}
                {block(words.preferences, preferences::preferences(visit))}
            </aside>
        </div>
    }
}

fn identity(visit: &Visit, actor: &Actor) -> impl IntoView + use<> {
    let words = AccountWords::of(visit.lang);
    let role = actor.role().map(|r| r.words(visit.lang));
    let granted = match actor {
        Actor::Staff { role: Role::Support, products, .. } => {
            Some(fact(words.granted, fill(words.granted_count, &[("n", &products.len().to_string())])))
        }
        _ => None,
    };
    facts(view! {
        {fact(ShellWords::of(visit.lang).name, actor.name().to_owned())}
        {fact(words.role, view! { {role}" "<a href="/help#roles">{words.what_i_may}</a> })}
        {granted}
    })
}

fn password(visit: &Visit) -> impl IntoView + use<> {
    let words = AccountWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    let secret = |name, label| Field::text(name, label).kind("password");
    view! {
        <form class="form" method="post" action=PASSWORD novalidate>
            <p class="hint">{words.password_text}</p>
            {field(visit, PASSWORD, secret("old_password", shell.old_password).complete("current-password"))}
            {field(visit, PASSWORD, secret("new_password", shell.new_password).complete("new-password").hint(shell.password_hint))}
            <div class="form-actions"><button class="button primary">{words.password}</button></div>
        </form>
    }
}

/// Changes the password; every other session ends.
///
/// # Errors
/// A problem with a field, or too many tries.
pub async fn change_password(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    form.require(&["old_password", "new_password"])?;
    let passwords = (form.get("old_password"), form.get("new_password"));
    let keep = visit.session.as_deref().unwrap_or_default();
    staff::change_password(&visit.office, visit.actor()?, passwords, keep, &visit.address).await?;
    Ok(Done::back().saying(AccountWords::of(visit.lang).password_done))
}
