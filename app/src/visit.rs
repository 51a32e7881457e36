//! One visit to a page: who, in which language, with what in the URL.

use std::collections::HashMap;

use domain::access::{Actor, Operation, Role};
use leptos::prelude::{AnyView, IntoAny, IntoView};
use operations::{Failure, Office};

use crate::{forms::Flash, lang::Lang};

/// What a page or a form is given.
#[derive(Clone)]
pub struct Visit {
    /// The office.
    pub office: Office,
    /// Who signed in; `None` before that.
    pub actor: Option<Actor>,
    /// Language.
    pub lang: Lang,
    /// `light`, `dark`, or `system`.
    pub theme: String,
    /// Height of rows that the person prefers: `compact`, `middle` or `default`.
    pub density: Option<String>,
    /// Single-key shortcuts are on.
    pub shortcuts: bool,
    /// How much of what the person was told is unread, counted up to
    /// [`MOST_COUNTED`](operations::notifications::MOST_COUNTED).
    pub unread: i64,
    /// Path of the request.
    pub path: String,
    /// Query string without `?`.
    pub query: String,
    /// Placeholders of the path.
    pub params: HashMap<String, String>,
    /// What the last form left behind.
    pub flash: Option<Flash>,
    /// Identifies the request in the log.
    pub request_id: String,
    /// Hash of the session, to tell it apart in the list of sessions.
    pub session: Option<String>,
    /// The demo shop: its sign-ins are shown.
    pub demo: bool,
    /// Address of the client.
    pub address: String,
    /// Address under which the program is reached, without a slash at its end.
    pub public_url: String,
}

impl Visit {
    /// Who acts. Pages behind a door always have somebody.
    ///
    /// # Errors
    /// `NotFound` without a sign-in.
    pub fn actor(&self) -> Result<&Actor, Failure> {
        self.actor.as_ref().ok_or(Failure::NotFound)
    }

    /// Whether the visitor may do this: to show a button or not. The operation checks again.
    #[must_use]
    pub fn may(&self, operation: Operation) -> bool {
        self.actor.as_ref().is_some_and(|a| a.may(operation).is_ok())
    }

    /// Role of the visitor.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.actor.as_ref().and_then(Actor::role)
    }

    /// Height of rows unless an address says otherwise.
    #[must_use]
    pub fn density(&self) -> &str {
        self.density.as_deref().unwrap_or("middle")
    }

    /// A placeholder of the path; empty when it has none of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A placeholder that is a row.
    ///
    /// # Errors
    /// `NotFound` when it is not a number.
    pub fn row(&self, name: &str) -> Result<i64, Failure> {
        self.param(name).parse().map_err(|_| Failure::NotFound)
    }

    /// The pairs of the query string.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        serde_urlencoded::from_str(&self.query).unwrap_or_default()
    }

    /// The first value of a name in the query string.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        self.pairs().into_iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v)
    }

    /// What was entered into a form that was refused; `None` when this form was not the one.
    #[must_use]
    pub fn refused(&self, form: &str) -> Option<&Flash> {
        self.flash.as_ref().filter(|f| f.form == form && f.is_refusal())
    }

    /// `2026-11-22 14:05` of a moment in milliseconds.
    #[must_use]
    pub fn minute(&self, millis: i64) -> String {
        self.office.zone.minute(operations::db::moment(millis))
    }
}

/// Encodes a value for a query string.
#[must_use]
pub fn encoded(value: &str) -> String {
    serde_urlencoded::to_string([("", value)]).map(|pair| pair[1..].to_owned()).unwrap_or_default()
}

/// A page: its title and its body. The body is built while the page is rendered.
pub struct Page {
    /// Title, without the name of the program.
    pub title: String,
    /// Which layout.
    pub layout: Layout,
    /// Builds the body.
    pub body: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Which layout a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// With the navigation.
    Frame,
    /// A single sheet: sign-in and welcome.
    Door,
    /// Paper only: to print.
    Sheet,
}

impl Page {
    /// A page with the navigation.
    #[must_use]
    pub fn new<V: IntoView + 'static>(title: &str, body: impl FnOnce() -> V + Send + 'static) -> Self {
        Self { title: title.to_owned(), layout: Layout::Frame, body: Box::new(move || body().into_any()) }
    }

    /// The same page in another layout.
    #[must_use]
    pub fn with(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }
}
