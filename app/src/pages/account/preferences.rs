//! How somebody wants the pages. Language and theme are also chosen before the sign-in, so they are
//! kept in a cookie, and with the account where there is one.

use domain::Problem;
use leptos::prelude::*;
use operations::{
    Failure,
    staff::{self, PreferenceChange},
};

use crate::{
    components::{fact, facts},
    forms::{Done, Effect, Form},
    lang::Lang,
    visit::Visit,
    words::{AccountWords, ListWords, NotificationWords, ShellWords},
};

const THEMES: [&str; 3] = ["light", "dark", "system"];

/// Language, theme, density and shortcuts: one press each.
#[must_use]
pub(super) fn preferences(visit: &Visit) -> impl IntoView + use<> {
    let words = AccountWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    let languages = vec![(Lang::Zh.code(), words.chinese), (Lang::En.code(), words.english)];
    let themes =
        vec![("system", shell.theme_system), ("light", shell.theme_light), ("dark", shell.theme_dark)];
    let shortcuts = vec![("on", words.on), ("off", words.off)];
    let pressed = if visit.shortcuts { "on" } else { "off" };
    let list = ListWords::of(visit.lang);
    let densities = list.densities().to_vec();
    let told = NotificationWords::of(visit.lang);
    view! {
        {facts(view! {
            {fact(words.language, choices("/do/set-locale", words.language, "lang", visit.lang.code(), languages))}
            {fact(shell.theme, choices("/do/set-theme", shell.theme, "theme", &visit.theme, themes))}
            {fact(list.density, choices("/do/set-density", list.density, "density", visit.density(), densities))}
            {fact(words.shortcuts, choices("/do/set-shortcuts", words.shortcuts, "shortcuts", pressed, shortcuts))}
            {fact(told.title, view! { <a class="button small" href="/account/notifications">{told.manage}</a> })}
        })}
        <p class="hint"><a href="/help">{words.shortcuts_map}</a></p>
    }
}

/// A form whose every button is a choice; the one in force is pressed.
fn choices(
    action: &'static str,
    label: &'static str,
    name: &'static str,
    chosen: &str,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView + use<> {
    let chosen = chosen.to_owned();
    let buttons = options
        .into_iter()
        .map(|(value, word)| {
            let pressed = if value == chosen { "true" } else { "false" };
            let lang = (name == "lang").then_some(value);
            view! { <button class="button small" name=name value=value aria-pressed=pressed lang=lang>{word}</button> }
        })
        .collect_view();
    view! { <form method="post" action=action><div class="actions" role="group" aria-label=label>{buttons}</div></form> }
}

fn unknown(field: &str, value: &str, allowed: &[&str]) -> Failure {
    let value = value.chars().take(40).collect();
    Problem::UnknownCode { value, allowed: allowed.join(", ") }.of(field).into()
}

/// Keeps a choice with the account; whoever is not signed in has the cookie only.
async fn kept(visit: &Visit, change: PreferenceChange) -> Result<(), Failure> {
    match &visit.actor {
        Some(actor) => staff::set_preferences(&visit.office, actor, &change).await,
        None => Ok(()),
    }
}

/// Chooses a language.
///
/// # Errors
/// A problem with `lang`.
pub async fn set_locale(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let code = form.get("lang");
    let lang = [Lang::Zh, Lang::En].into_iter().find(|l| l.code() == code);
    let lang = lang.ok_or_else(|| unknown("lang", code, &[Lang::Zh.code(), Lang::En.code()]))?;
    kept(visit, PreferenceChange { locale: Some(lang.code().to_owned()), ..Default::default() }).await?;
    Ok(Done::back().with(Effect::Lang(lang)))
}

/// Chooses a theme.
///
/// # Errors
/// A problem with `theme`.
pub async fn set_theme(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let theme = form.get("theme");
    if !THEMES.contains(&theme) {
        return Err(unknown("theme", theme, &THEMES));
    }
    kept(visit, PreferenceChange { theme: Some(theme.to_owned()), ..Default::default() }).await?;
    Ok(Done::back().with(Effect::Theme(theme.to_owned())))
}

/// Chooses how dense lists are, unless a list says otherwise.
///
/// # Errors
/// A problem with `density`.
pub async fn set_density(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let density = Some(form.get("density").to_owned());
    kept(visit, PreferenceChange { density, ..Default::default() }).await?;
    Ok(Done::back())
}

/// Turns single-key shortcuts on or off (WCAG 2.1.4).
///
/// # Errors
/// A problem with `shortcuts`.
pub async fn set_shortcuts(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = AccountWords::of(visit.lang);
    let (on, said) = match form.get("shortcuts") {
        "on" => (true, words.shortcuts_on),
        "off" => (false, words.shortcuts_off),
        other => return Err(unknown("shortcuts", other, &["on", "off"])),
    };
    kept(visit, PreferenceChange { shortcuts: Some(on), ..Default::default() }).await?;
    Ok(Done::back().saying(said))
}
