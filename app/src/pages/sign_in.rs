//! Coming in: signing in, signing out, and the one-time link that sets a password.

use leptos::prelude::*;
use operations::{
    Failure, sessions,
    staff::{self, Acceptance, Link},
};

use crate::{
    components::{Field, error_summary, field, hidden, icon::mark},
    forms::{Done, Effect, Form},
    visit::{Layout, Page, Visit},
    words::{ShellWords, fill},
};

const FORM: &str = "/do/sign-in";
const ACCEPT: &str = "/do/accept-invitation";

/// Accounts and password of the demo shop.
pub const DEMO_PASSWORD: &str = "countinghouse-demo";
/// The demo's accounts, one for each role.
pub const DEMO_ACCOUNTS: [&str; 5] = [
    "owner@demo.example",
    "operations@demo.example",
    "finance@demo.example",
    "support@demo.example",
    "auditor@demo.example",
];

/// The sign-in page.
///
/// # Errors
/// Those of the database.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = ShellWords::of(visit.lang);
    if !staff::is_set_up(&visit.office).await? {
        let visit = visit.clone();
        let page = Page::new(words.sign_in, move || {
            view! { {brand(&visit)}<h1>{words.no_owner_title}</h1><p>{words.no_owner_text}</p> }
        });
        return Ok(page.with(Layout::Door));
    }
    let why = why(visit, words);
    let next = visit.value("next").unwrap_or_default();
    let account = visit.value("account").unwrap_or_default();
    let visit = visit.clone();
    let page = Page::new(words.sign_in, move || {
        view! {
            {brand(&visit)}
            <h1>{words.sign_in}</h1>
            {why.map(|(tone, why)| view! { <p class="notice" data-tone=tone role="status">{why}</p> })}
            {error_summary(&visit, FORM)}
            <form class="form" method="post" action=FORM novalidate>
                {hidden("next", next)}
                {field(&visit, FORM, Field::text("account", words.mail).kind("email").complete("username").value(account))}
                {field(&visit, FORM, Field::text("password", words.password).kind("password").complete("current-password"))}
                <div class="form-actions"><button class="button primary">{words.sign_in}</button></div>
            </form>
            {visit.demo.then(|| demo(words))}
        }
    });
    Ok(page.with(Layout::Door))
}

/// Why one is led here.
fn why(visit: &Visit, words: &'static ShellWords) -> Option<(&'static str, &'static str)> {
    match visit.value("ended").as_deref() {
        Some("held") => Some(("warning", words.sign_in_held)),
        Some(_) => Some(("warning", words.sign_in_ended)),
        None => visit.value("next").map(|_| ("info", words.sign_in_first)),
    }
}

fn demo(words: &'static ShellWords) -> impl IntoView {
    let accounts = DEMO_ACCOUNTS
        .map(|account| view! { <li><a href=format!("/sign-in?account={account}")>{account}</a></li> })
        .collect_view();
    view! {
        <div class="notice" data-tone="info">
            <p>{fill(words.demo_note, &[("password", DEMO_PASSWORD)])}</p>
            <ul>{accounts}</ul>
        </div>
    }
}

/// The brand, and the other language.
fn brand(visit: &Visit) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    view! {
        <header class="door-head">
            <a class="brand" href="/">{mark()}<span>{words.brand}</span></a>
            <form method="post" action="/do/set-locale">
                <button class="button quiet small" name="lang" value=words.language_code lang=words.language_code>{words.language}</button>
            </form>
        </header>
    }
}

/// Signs in, and goes on to where one wanted to go.
///
/// # Errors
/// A problem with a field, or too many tries. It is never said whether the account exists.
pub async fn sign_in(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    form.require(&["account", "password"])?;
    let (account, password) = (form.get("account"), form.get("password"));
    let found = staff::sign_in(&visit.office, account, password, &visit.address).await?;
    Ok(Done::to(inside(form.get("next"))).with(Effect::SignIn(found.id)))
}

/// A path of ours; anything else leads to the home page.
fn inside(path: &str) -> &str {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if ours { path } else { "/" }
}

/// Signs out.
pub async fn sign_out(visit: &Visit, _: &Form) -> Result<Done, Failure> {
    if let (Ok(actor), Some(session)) = (visit.actor(), &visit.session)
        && let Err(failure) = sessions::sign_out(&visit.office, actor, session).await
        && !matches!(failure, Failure::NotFound)
    {
        return Err(failure);
    }
    Ok(Done::to("/sign-in").with(Effect::SignOut))
}

/// The page of a one-time link: choose a password; at the set-up also account and name.
pub async fn welcome(visit: &Visit) -> Result<Page, Failure> {
    let words = ShellWords::of(visit.lang);
    let secret = visit.param("token").to_owned();
    let link = staff::peek(&visit.office, &secret).await?;
    let visit = visit.clone();
    let page = Page::new(words.welcome_title, move || {
        let head = brand(&visit);
        match link {
            None => view! { {head}<h1>{words.welcome_title}</h1><p>{words.link_spent}</p><p><a href="/sign-in">{words.sign_in}</a></p> }.into_any(),
            Some(link) => view! { {head}{accept_form(&visit, &link, secret)} }.into_any(),
        }
    });
    Ok(page.with(Layout::Door))
}

fn accept_form(visit: &Visit, link: &Link, secret: String) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    let (text, account, name) = match link {
        Link::SetUp => (words.welcome_setup.to_owned(), true, Some(String::new())),
        Link::Member { account, name, is_first } => {
            (fill(words.welcome_invited, &[("account", account)]), false, is_first.then(|| name.clone()))
        }
    };
    view! {
        <h1>{words.welcome_title}</h1>
        <p>{text}</p>
        {error_summary(visit, ACCEPT)}
        <form class="form" method="post" action=ACCEPT novalidate>
            {hidden("token", secret)}
            {account.then(|| field(visit, ACCEPT, Field::text("account", words.mail).kind("email").complete("username")))}
            {name.map(|n| field(visit, ACCEPT, Field::text("name", words.name).complete("name").value(n)))}
            {field(visit, ACCEPT, Field::text("password", words.new_password).kind("password").complete("new-password").hint(words.password_hint))}
            <div class="form-actions"><button class="button primary">{words.start}</button></div>
        </form>
    }
}

/// Accepts a one-time link and signs in.
///
/// # Errors
/// A problem with a field, or `LinkSpent`.
pub async fn accept(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let given = |name| Some(form.get(name)).filter(|v: &&str| !v.is_empty());
    let acceptance =
        Acceptance { account: given("account"), name: given("name"), password: form.get("password") };
    let id = staff::accept(&visit.office, form.get("token"), acceptance).await?;
    Ok(Done::to("/").with(Effect::SignIn(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_out_of_the_house() {
        assert_eq!(inside("/orders?state=processing"), "/orders?state=processing");
        for outside in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
        {
            assert_eq!(inside(outside), "/", "{outside}");
        }
    }
}
