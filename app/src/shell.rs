//! The document around a page: head, navigation, scripts.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::{
    hydration::HydrationScripts,
    nonce::{provide_nonce, use_nonce},
    prelude::*,
};

use crate::{
    components::{Markup, notice::flash_notice},
    rail,
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

/// Room for what stands around a page.
const AROUND: usize = 8 * 1024;

/// Renders a page into a whole document.
#[must_use]
pub fn render(visit: &Visit, site: &Site, page: Page) -> Rendered {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        provide_nonce();
        let nonce = use_nonce().map(|n| n.to_string()).unwrap_or_default();
        let mut body = Markup::default();
        body.view((page.body)());
        let mut html = Markup::with_capacity(body.bytes() + AROUND);
        html.raw("<!DOCTYPE html><html lang=\"").text(visit.lang.code()).raw("\"");
        if visit.theme != "system" {
            html.raw(" data-theme=\"").text(&visit.theme).raw("\"");
        }
        head(&mut html, visit, site, &page.title);
        let scripts = Scripts { nonce: &nonce, site, keys: page.layout == Layout::Frame };
        scripts.write(&mut html, body.contains(ISLAND));
        html.raw("</head>");
        match page.layout {
            Layout::Frame => {
                html.raw("<body><a class=\"skip\" href=\"#main\">").text(ShellWords::of(visit.lang).skip);
                html.raw("</a><div class=\"frame\">");
                rail::write(&mut html, visit);
                html.raw("<main id=\"main\" class=\"main\">");
                html.view(flash_notice(visit)).part(&body).raw("</main></div>");
            }
            Layout::Door => {
                html.raw("<body class=\"plain\"><main id=\"main\" class=\"door\">");
                html.view(flash_notice(visit)).part(&body).raw("</main>");
            }
            Layout::Sheet => {
                html.raw("<body class=\"paper\"><main id=\"main\">").part(&body).raw("</main>");
            }
        }
        html.raw("</body></html>");
        Rendered { html: html.finish(), nonce }
    })
}

/// How an island begins in a rendered body.
const ISLAND: &str = "<leptos-island";

fn head(html: &mut Markup, visit: &Visit, site: &Site, title: &str) {
    let words = ShellWords::of(visit.lang);
    html.raw("><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\"><title>");
    if visit.flash.as_ref().is_some_and(crate::forms::Flash::is_refusal) {
        html.text(words.error_prefix);
    }
    html.text(title).raw(" · ").text(words.brand);
    html.raw("</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">");
    html.raw("<link rel=\"stylesheet\" href=\"").text(&site.css).raw("\">");
}

/// What a page loads besides its style sheet.
struct Scripts<'a> {
    nonce: &'a str,
    site: &'a Site,
    /// The keys mean something on this page.
    keys: bool,
}

impl Scripts<'_> {
    /// A page with islands starts the browser code at once; on any other one it waits for the first
    /// key that means something, because most visits press none.
    fn write(&self, html: &mut Markup, islands: bool) {
        if islands {
            let options =
                LeptosOptions::builder().output_name(self.site.script.clone()).site_pkg_dir("pkg").build();
            html.view(view! { <HydrationScripts options=options islands=true/> });
        } else if self.keys {
            self.begin(html)
                .raw(" data-script=\"")
                .text(&self.site.script)
                .raw("\">")
                .raw(KEYS)
                .raw("</script>");
        }
        if self.keys {
            self.begin(html).raw(">").raw(MENUS).raw(GUARD).raw("</script>");
        }
        if self.site.reload {
            self.begin(html).raw(">").raw(RELOAD).raw("</script>");
        }
    }

    fn begin<'m>(&self, html: &'m mut Markup) -> &'m mut Markup {
        html.raw("<script nonce=\"").text(self.nonce).raw("\"")
    }
}

/// Loads the browser code at the first key that means something, and presses the key again there.
const KEYS: &str = include_str!("keys.js");

/// Asks before what was typed into a form is lost.
const GUARD: &str = include_str!("guard.js");

/// Menus and formulas close by Esc and by a press beside them, notes of what was done leave after some
/// seconds, and forms of filters leave empty fields out of the address.
const MENUS: &str = include_str!("menus.js");

/// Development only: asks for `/health` until the server is back, then loads the page again.
const RELOAD: &str = "(()=>{let down=false;setInterval(()=>fetch('/health').then(()=>{if(down)location.reload()}).catch(()=>{down=true}),700)})()";
