//! The address of a list. Everything that a list shows is in it, so every link of the page is the
//! address with one pair changed.

use leptos::prelude::*;
use operations::list::Filter;

use crate::{components::hidden, visit::encoded};

/// A path and the pairs behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Path of the list.
    pub path: &'static str,
    pairs: Vec<(&'static str, String)>,
}

impl Address {
    /// A list under a filter, from the beginning.
    #[must_use]
    pub fn of(path: &'static str, filter: &Filter) -> Self {
        Self { path, pairs: filter.pairs() }
    }

    /// The same list with one thing otherwise, from the beginning.
    #[must_use]
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut other = self.without(name);
        other.pairs.push((name, value.into()));
        other
    }

    /// The same list without that.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let mut pairs = self.pairs.clone();
        pairs.retain(|(n, _)| *n != name);
        Self { path: self.path, pairs }
    }

    /// The same list with this, or without it when there is nothing to say.
    #[must_use]
    pub fn with_maybe(&self, name: &'static str, value: Option<String>) -> Self {
        value.map_or_else(|| self.without(name), |value| self.with(name, value))
    }

    /// The same list with no more than these.
    #[must_use]
    pub fn only(&self, names: &[&str]) -> Self {
        let mut pairs = self.pairs.clone();
        pairs.retain(|(n, _)| names.contains(n));
        Self { path: self.path, pairs }
    }

    /// What narrows and sorts the list, without how it looks.
    #[must_use]
    pub fn only_of(&self, filter: &Filter) -> Self {
        Self::of(self.path, filter)
    }

    /// What is given under a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    /// The query string, without `?`.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in &self.pairs {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            query.push('=');
            query.push_str(&encoded(value));
        }
        query
    }

    /// As a link.
    #[must_use]
    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { self.path.to_owned() } else { format!("{}?{query}", self.path) }
    }

    /// What a GET form must carry besides its own fields.
    #[must_use]
    pub fn hidden(&self, except: &[&str]) -> impl IntoView + use<> {
        let kept = self.pairs.iter().filter(|(name, _)| !except.contains(name));
        kept.map(|(name, value)| hidden(name, value.clone())).collect_view()
    }
}
