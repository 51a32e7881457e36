//! The columns of a list, and which of them are shown.

use leptos::prelude::*;

use super::Address;
use crate::{components::markup::Markup, lang::Lang, visit::Visit, words::ListWords};

/// What a cell knows besides its row.
pub struct Seen<'a> {
    /// Who looks.
    pub visit: &'a Visit,
    /// Query string of the list, for links that find the way back; empty for the whole list.
    pub list: &'a str,
}

impl Seen<'_> {
    /// Language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.visit.lang
    }
}

/// Writes what is in a cell.
pub type Cell<R> = fn(&mut Markup, &Seen<'_>, &R);

/// A column of a list of `R`.
#[derive(Debug)]
pub struct Column<R: 'static> {
    /// Its code in addresses.
    pub code: &'static str,
    /// Its heading.
    pub word: fn(Lang) -> &'static str,
    /// Writes what is in a cell.
    pub cell: Cell<R>,
    /// Shown unless chosen otherwise.
    pub usual: bool,
    /// Class of its cells, such as `num`.
    pub class: &'static str,
    /// The whole text, where a cell may be too narrow for it.
    pub full: Option<fn(&R) -> &str>,
    /// Codes of the sorts by it: downwards and upwards.
    pub sort: Option<(&'static str, &'static str)>,
}

impl<R: 'static> Column<R> {
    /// A column that is shown, of plain text.
    #[must_use]
    pub const fn new(code: &'static str, word: fn(Lang) -> &'static str, cell: Cell<R>) -> Self {
        Self { code, word, cell, usual: true, class: "", full: None, sort: None }
    }

    /// Only shown when it is chosen.
    #[must_use]
    pub const fn seldom(self) -> Self {
        Self { usual: false, ..self }
    }

    /// With a class: `num` stands to the right, `nowrap` in one line.
    #[must_use]
    pub const fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }

    /// Cut where it is too long; the whole text is shown over it.
    #[must_use]
    pub const fn clip(self, full: fn(&R) -> &str) -> Self {
        Self { class: "clip", full: Some(full), ..self }
    }

    /// The list can be sorted by it.
    #[must_use]
    pub const fn sort(self, down: &'static str, up: &'static str) -> Self {
        Self { sort: Some((down, up)), ..self }
    }
}

/// The columns that an address names; the usual ones when it names none that there is.
pub(super) fn chosen<R>(all: &'static [Column<R>], pairs: &[(String, String)]) -> Vec<&'static Column<R>> {
    let given: Vec<&str> =
        pairs.iter().filter(|(n, _)| n == "columns").flat_map(|(_, v)| v.split(',')).collect();
    let named: Vec<_> = all.iter().filter(|column| given.contains(&column.code)).collect();
    if named.is_empty() { all.iter().filter(|column| column.usual).collect() } else { named }
}

/// The columns as they stand in an address; `None` for the usual ones.
pub(super) fn code<R>(all: &'static [Column<R>], chosen: &[&'static Column<R>]) -> Option<String> {
    let is_usual = all.iter().filter(|c| c.usual).map(|c| c.code).eq(chosen.iter().map(|c| c.code));
    (!is_usual).then(|| chosen.iter().map(|c| c.code).collect::<Vec<_>>().join(","))
}

/// The menu in which columns are chosen; a GET form.
pub(super) fn menu<R>(
    lang: Lang,
    all: &'static [Column<R>],
    chosen: &[&'static Column<R>],
    address: &Address,
) -> impl IntoView + use<R> {
    let words = ListWords::of(lang);
    let boxes = all
        .iter()
        .map(|column| {
            let checked = chosen.iter().any(|c| c.code == column.code);
            view! { <label class="choice"><input type="checkbox" name="columns" value=column.code checked=checked/>" "{(column.word)(lang)}</label> }
        })
        .collect_view();
    view! {
        <details class="menu" name="menus">
            <summary class="button small">{words.columns}</summary>
            <form class="menu-body" method="get" action=address.path>
                {address.hidden(&["columns"])}{boxes}<button class="button small">{words.apply}</button>
            </form>
        </details>
    }
}
