//! The document around a page: head, navigation, scripts.

use std::sync::Arc;

use domain::access::Operation;
use hydration_context::SsrSharedContext;
use leptos::{
    hydration::HydrationScripts,
    nonce::{provide_nonce, use_nonce},
    prelude::*,
};

use crate::{
    components::{
        icon::{icon, mark},
        notice::flash_notice,
    },
    islands::{Palette, PaletteItem},
    visit::{Layout, Page, Visit},
    words::ShellWords,
};

/// The files of the site, named by their content.
#[derive(Clone, Debug)]
pub struct Site {
    /// Path of the style sheet.
    pub css: String,
    /// Name of the script and the WASM, without folder and ending.
    pub script: String,
    /// Reload the page when the server was rebuilt (development).
    pub reload: bool,
}

/// A rendered page.
#[derive(Debug)]
pub struct Rendered {
    /// The document.
    pub html: String,
    /// Nonce of its scripts, for the content security policy.
    pub nonce: String,
}

/// Renders a page into a whole document.
#[must_use]
pub fn render(visit: &Visit, site: &Site, page: Page) -> Rendered {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        provide_nonce();
        let nonce = use_nonce().map(|n| n.to_string()).unwrap_or_default();
        let mut html = String::with_capacity(32 * 1024);
        html.push_str("<!DOCTYPE html>");
        html.push_str(&document(visit, site, page).to_html());
        Rendered { html, nonce }
    })
}

fn document(visit: &Visit, site: &Site, page: Page) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    let prefix = if visit.flash.as_ref().is_some_and(crate::forms::Flash::is_refusal) {
        words.error_prefix
    } else {
        ""
    };
    let title = format!("{prefix}{} · {}", page.title, words.brand);
    let theme = (visit.theme != "system").then(|| visit.theme.clone());
    let options = LeptosOptions::builder().output_name(site.script.clone()).site_pkg_dir("pkg").build();
    let body = match page.layout {
        Layout::Frame => framed(visit, page).into_any(),
        Layout::Door => view! { <body class="plain"><main id="main" class="door">{flash_notice(visit)}{(page.body)()}</main></body> }.into_any(),
        Layout::Sheet => view! { <body class="paper"><main id="main">{(page.body)()}</main></body> }.into_any(),
    };
    view! {
        <html lang=visit.lang.code() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=site.css.clone()/>
                <HydrationScripts options=options islands=true/>
                {site.reload.then(|| view! { <script nonce=use_nonce()>{RELOAD}</script> })}
            </head>
            {body}
        </html>
    }
}

/// Development only: asks for `/health` until the server is back, then loads the page again.
const RELOAD: &str = "(()=>{let down=false;setInterval(()=>fetch('/health').then(()=>{if(down)location.reload()}).catch(()=>{down=true}),700)})()";

/// A noun of the navigation.
pub(crate) struct Noun {
    pub(crate) path: &'static str,
    pub(crate) word: &'static str,
    icon: &'static str,
    pub(crate) keys: &'static str,
    pub(crate) need: Operation,
}

pub(crate) fn nouns(words: &ShellWords) -> Vec<Noun> {
    let noun = |path, word, icon, keys, need| Noun { path, word, icon, keys, need };
    vec![
        noun("/", words.home, "home", "g h", Operation::ReadHome),
        noun("/orders", words.orders, "orders", "g o", Operation::ListOrders),
        noun("/settlement", words.settlement, "settlement", "g s", Operation::ReadStatements),
        noun("/settlement/quote", words.quote, "quote", "g q", Operation::QuoteSettlement),
        noun("/imports", words.imports, "import", "g i", Operation::ReadImports),
        noun("/exports", words.exports, "export", "g e", Operation::ExportOrders),
        noun("/staff", words.staff, "staff", "", Operation::ReadStaff),
        noun("/tokens", words.tokens, "key", "", Operation::ReadTokens),
        noun("/journal", words.journal, "journal", "g j", Operation::ReadJournal),
        noun("/settings", words.settings, "settings", "", Operation::ReadSettings),
    ]
}

/// The noun that a path belongs to: the longest that it begins with.
fn is_current(path: &str, noun: &str, all: &[Noun]) -> bool {
    let within = |n: &str| path == n || (n != "/" && path.starts_with(&format!("{n}/")));
    within(noun) && !all.iter().any(|other| other.path.len() > noun.len() && within(other.path))
}

fn framed(visit: &Visit, page: Page) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    let all = nouns(words);
    let open: Vec<&Noun> = all.iter().filter(|n| visit.may(n.need)).collect();
    let link = |n: &Noun| {
        let current = is_current(&visit.path, n.path, &all).then_some("page");
        view! { <li><a href=n.path aria-current=current>{icon(n.icon)}<span>{n.word}</span></a></li> }
    };
    let first: Vec<_> = open.iter().take(5).map(|n| link(n)).collect();
    let rest: Vec<_> = open.iter().skip(5).map(|n| link(n)).collect();
    let items: Vec<PaletteItem> = open
        .iter()
        .map(|n| PaletteItem { label: n.word.to_owned(), href: n.path.to_owned(), keys: n.keys.to_owned() })
        .chain([("/account", words.account, "g a"), ("/help", words.help, "?")].map(|(href, label, keys)| {
            PaletteItem { label: label.to_owned(), href: href.to_owned(), keys: keys.to_owned() }
        }))
        .collect();
    let more = (!rest.is_empty()).then(|| {
        view! { <li><details class="more"><summary>{icon("more")}<span>{words.more}</span></summary><ul>{rest}</ul></details></li> }
    });
    view! {
        <body>
            <a class="skip" href="#main">{words.skip}</a>
            <div class="frame">
                <nav class="rail" aria-label=words.main_nav>
                    <a class="brand" href="/">{mark()}<span>{words.brand}</span></a>
                    <ul>{first}{more}</ul>
                    {foot(visit)}
                </nav>
                <main id="main" class="main">{flash_notice(visit)}{(page.body)()}</main>
            </div>
            <Palette lang=visit.lang items=items shortcuts=visit.shortcuts/>
        </body>
    }
}

fn foot(visit: &Visit) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    let name = visit.actor.as_ref().map(|a| a.name().to_owned()).unwrap_or_default();
    let role = visit.role().map(|r| crate::words::codes::Worded::words(r, visit.lang));
    let theme = |code: &'static str, word: &'static str| {
        let pressed = if visit.theme == code { "true" } else { "false" };
        view! { <button name="theme" value=code aria-pressed=pressed>{word}</button> }
    };
    view! {
        <div class="rail-foot">
            <a href="/account"><strong>{name}</strong><small class="muted">{role}</small></a>
            <form method="post" action="/do/set-locale">
                <button class="button quiet small" name="lang" value=words.language_code lang=words.language_code>{words.language}</button>
            </form>
            <details class="menu" name="menus">
                <summary class="button quiet small">{words.theme}</summary>
                <form class="menu-body" method="post" action="/do/set-theme">
                    {theme("system", words.theme_system)}{theme("light", words.theme_light)}{theme("dark", words.theme_dark)}
                </form>
            </details>
            <a class="button quiet small wide-only" href="/help">{words.help}</a>
            <form method="post" action="/do/sign-out"><button class="button quiet small">{words.sign_out}</button></form>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn one_noun_is_current() {
        let all = nouns(ShellWords::of(Lang::En));
        assert!(is_current("/settlement/quote", "/settlement/quote", &all));
        assert!(!is_current("/settlement/quote", "/settlement", &all));
        assert!(is_current("/settlement/4/print", "/settlement", &all));
        assert!(is_current("/", "/", &all) && !is_current("/orders", "/", &all));
    }
}
