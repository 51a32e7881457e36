//! The columns of a list, and which of them are shown.

use leptos::prelude::*;

use super::{
    address::Address,
    cells::{self, Cell, Seen},
};
use crate::{components::markup::Markup, lang::Lang, words::ListWords};

/// What is in the cells of a column.
#[derive(Debug)]
enum Content<R: 'static> {
    Written(Cell<R>),
    Text(fn(&R) -> &str),
    Words(fn(&R, Lang) -> String),
    Tag(fn(&R, Lang) -> (&'static str, String)),
    Time(fn(&R) -> Option<i64>),
    Count(fn(&R) -> Option<i64>),
}

/// A column of a list of `R`.
#[derive(Debug)]
pub struct Column<R: 'static> {
    /// Its code in addresses.
    pub code: &'static str,
    /// Its heading.
    pub word: fn(Lang) -> &'static str,
    /// What is in its cells.
    content: Content<R>,
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
    const fn of(
        code: &'static str,
        word: fn(Lang) -> &'static str,
        class: &'static str,
        content: Content<R>,
    ) -> Self {
        Self { code, word, content, usual: true, class, full: None, sort: None }
    }

    /// A column whose cells the noun writes itself.
    #[must_use]
    pub const fn new(code: &'static str, word: fn(Lang) -> &'static str, cell: Cell<R>) -> Self {
        Self::of(code, word, "", Content::Written(cell))
    }

    /// Of texts as they stand in the books.
    #[must_use]
    pub const fn text(code: &'static str, word: fn(Lang) -> &'static str, text: fn(&R) -> &str) -> Self {
        Self::of(code, word, "", Content::Text(text))
    }

    /// Of texts that are cut where they are too long; the whole text is shown over the cell.
    #[must_use]
    pub const fn clipped(code: &'static str, word: fn(Lang) -> &'static str, text: fn(&R) -> &str) -> Self {
        Self::text(code, word, text).clip(text)
    }

    /// Of what has words in each language.
    #[must_use]
    pub const fn words(
        code: &'static str,
        word: fn(Lang) -> &'static str,
        words: fn(&R, Lang) -> String,
    ) -> Self {
        Self::of(code, word, "", Content::Words(words))
    }

    /// Of states: a tone and its words.
    #[must_use]
    pub const fn tag(
        code: &'static str,
        word: fn(Lang) -> &'static str,
        tag: fn(&R, Lang) -> (&'static str, String),
    ) -> Self {
        Self::of(code, word, "", Content::Tag(tag))
    }

    /// Of minutes in the business time zone; a dash for what has not come.
    #[must_use]
    pub const fn time(
        code: &'static str,
        word: fn(Lang) -> &'static str,
        millis: fn(&R) -> Option<i64>,
    ) -> Self {
        Self::of(code, word, "nowrap", Content::Time(millis))
    }

    /// Of numbers of things; a dash for what is not known.
    #[must_use]
    pub const fn count(
        code: &'static str,
        word: fn(Lang) -> &'static str,
        number: fn(&R) -> Option<i64>,
    ) -> Self {
        Self::of(code, word, "num", Content::Count(number))
    }

    /// Only shown when it is chosen.
    #[must_use]
    pub const fn seldom(self) -> Self {
        Self { usual: false, ..self }
    }

    /// A word that needs no heading: never broken, and on a phone in one line with its like.
    #[must_use]
    pub const fn minor(self) -> Self {
        self.class("minor")
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

    /// Writes what is in the cell of a row.
    pub(super) fn write(&self, out: &mut Markup, seen: &Seen<'_>, row: &R) {
        match self.content {
            Content::Written(cell) => cell(out, seen, row),
            Content::Text(text) => {
                out.text(text(row));
            }
            Content::Words(words) => {
                out.text(&words(row, seen.lang()));
            }
            Content::Tag(tag) => {
                let (tone, word) = tag(row, seen.lang());
                cells::tag(out, tone, &word);
            }
            Content::Time(millis) => cells::time(out, seen, millis(row)),
            Content::Count(number) => cells::count(out, number(row)),
        }
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
