//! A list in words: what it is called, and what a query narrows it to.

use operations::list::Filter;

use super::{chips::shown, columns::chosen, face::Face, stem::stem};
use crate::{lang::Lang, words::fields::label};

/// What can be said of any list, whatever its rows are.
pub trait Told: Sync {
    /// Path of its page.
    fn path(&self) -> &'static str;
    /// What it is called.
    fn title(&self, lang: Lang) -> &'static str;
    /// The columns that a query shows, by their codes on the page.
    fn columns(&self, query: &str) -> Vec<&'static str>;
    /// What a file of it is called, without an ending.
    fn stem(&self, query: &str, lang: Lang) -> String;
    /// What a query narrows it to: each field with its value. What cannot be read narrows nothing.
    fn told(&self, query: &str, lang: Lang) -> Vec<(&'static str, String)>;
}

impl<R: 'static> Face<R> {
    /// What a file under another title is called that is narrowed as this list is.
    pub fn stem_of(&self, title: &str, query: &str, lang: Lang) -> String {
        let (filter, _) = Filter::read_query(self.list, query);
        stem(title, &filter, lang, self.word)
    }
}

impl<R: 'static> Told for Face<R> {
    fn path(&self) -> &'static str {
        self.path
    }

    fn title(&self, lang: Lang) -> &'static str {
        (self.title)(lang)
    }

    fn columns(&self, query: &str) -> Vec<&'static str> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let others = chosen(self.columns, &pairs).into_iter().map(|column| column.code);
        std::iter::once(self.lead.code).chain(others).collect()
    }

    fn stem(&self, query: &str, lang: Lang) -> String {
        self.stem_of((self.title)(lang), query, lang)
    }

    fn told(&self, query: &str, lang: Lang) -> Vec<(&'static str, String)> {
        let (filter, _) = Filter::read_query(self.list, query);
        let each = filter.given().iter().map(|(field, value)| {
            let value = shown(field.name, field.takes, (value, filter.currency()), lang, self.word);
            (label(field, lang), value)
        });
        each.collect()
    }
}

/// What a query narrows a list to, in one line.
#[must_use]
pub fn in_words(list: &dyn Told, query: &str, lang: Lang) -> String {
    let colon = lang.pick("：", ": ");
    let each: Vec<String> =
        list.told(query, lang).into_iter().map(|(name, value)| format!("{name}{colon}{value}")).collect();
    each.join(" · ")
}
