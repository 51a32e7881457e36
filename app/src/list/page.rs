//! A list page, put together.

use domain::{FieldProblem, access::Operation};
use leptos::{nonce::use_nonce, prelude::*};
use operations::{
    list::{Filter, List, Page},
    views::View,
};

use super::{
    Address, Cell, Column, Seen,
    chips::chips,
    columns,
    filters::{Called, filter_form},
    pager::pager,
    selection::selection,
    table::Table,
    tabs::{count_text, tabs},
    toolbar::toolbar,
};
use crate::{
    components::{empty, error_summary, notice::notice, page_head},
    lang::Lang,
    visit::Visit,
    words::{ListWords, fill, problems::problem},
};

/// What is nicer with a script: choosing a whole page, opening a row by a press anywhere on it, the
/// whole screen.
const SCRIPT: &str = include_str!("list.js");

/// How the list of a noun looks: what does not change from visit to visit.
#[derive(Debug)]
pub struct Face<R: 'static> {
    /// What it is narrowed and sorted by.
    pub list: &'static List,
    /// Where it is.
    pub path: &'static str,
    /// Its picture, when it is empty.
    pub icon: &'static str,
    /// Its words.
    pub words: fn(Lang) -> NounWords,
    /// What a field is called.
    pub label: fn(&str, Lang) -> &'static str,
    /// What a value of a field means: of codes, and of texts that stand for something.
    pub word: fn(&str, &str, Lang) -> String,
    /// So many inputs of the filter stand in front.
    pub front: usize,
    /// The column that leads and is always there.
    pub lead: Column<R>,
    /// The others, in the order of the table.
    pub columns: &'static [Column<R>],
    /// What can be done with a row, and who may do anything of it.
    pub actions: Option<(Operation, Cell<R>)>,
    /// Whether a row is the one that is looked at beside the list.
    pub chosen: Option<fn(&Seen<'_>, &R) -> bool>,
    /// What can be done with many rows at once.
    pub bulk: Option<Bulk<R>>,
    /// Rows of several lines, so that cells begin at the top.
    pub tall: bool,
}

/// What can be done with many rows at once.
#[derive(Debug)]
pub struct Bulk<R: 'static> {
    /// Path of the form.
    pub form: &'static str,
    /// Who may.
    pub need: Operation,
    /// How a row is named there.
    pub key: fn(&R) -> Key,
    /// Its words.
    pub words: fn(Lang) -> BulkWords,
}

/// The words of what is done with many rows.
#[derive(Clone, Copy, Debug)]
pub struct BulkWords {
    /// The button that asks.
    pub button: &'static str,
    /// The question.
    pub title: &'static str,
    /// What it does, and whether there is a way back.
    pub text: &'static str,
    /// The button that does it.
    pub confirm: &'static str,
    /// What the reason is called, where one is needed.
    pub reason: Option<&'static str>,
}

/// A row among those that something is done with.
#[derive(Clone, Debug)]
pub struct Key {
    /// What the form sends.
    pub value: String,
    /// What people call it.
    pub name: String,
}

/// The words of a noun's list.
#[derive(Clone, Copy, Debug)]
pub struct NounWords {
    /// Title of the page.
    pub title: &'static str,
    /// What the table is, for those who do not see it.
    pub caption: &'static str,
    /// `{n} orders`.
    pub total: &'static str,
    /// What the search box takes.
    pub hint: &'static str,
    /// There is nothing yet.
    pub empty_title: &'static str,
    /// What belongs here.
    pub empty_text: &'static str,
    /// Nothing matches.
    pub none_title: &'static str,
}

/// The list of a visit.
pub struct ListPage<'a, R: 'static> {
    /// Who looks.
    pub visit: &'a Visit,
    /// How it looks.
    pub face: &'static Face<R>,
    /// What it is narrowed to.
    pub filter: &'a Filter,
    /// What of the address could not be read.
    pub problems: &'a [FieldProblem],
    /// The rows.
    pub page: &'a Page<R>,
    /// Saved views.
    pub views: &'a [View],
    /// What can be typed into a text field, by name.
    pub suggest: &'a [(&'static str, Vec<String>)],
    /// The one next step when there is nothing yet: where, and its words.
    pub begin: Option<(&'static str, &'static str)>,
}

impl<R: 'static> ListPage<'_, R> {
    fn words(&self) -> NounWords {
        (self.face.words)(self.visit.lang)
    }

    fn columns(&self) -> Vec<&'static Column<R>> {
        columns::chosen(self.face.columns, &self.visit.pairs())
    }

    fn density(&self) -> &'static str {
        let given = self.visit.value("density");
        let densities = ListWords::of(self.visit.lang).densities();
        let known = |code: &str| densities.iter().map(|(known, _)| *known).find(|known| *known == code);
        given.as_deref().and_then(known).or_else(|| known(self.visit.density())).unwrap_or("middle")
    }

    /// The address of what is shown, from its beginning.
    #[must_use]
    pub fn address(&self) -> Address {
        let density = self.density();
        Address::of(self.face.path, self.filter)
            .with_maybe("columns", columns::code(self.face.columns, &self.columns()))
            .with_maybe("density", (density != self.visit.density()).then(|| density.to_owned()))
    }

    /// How many rows it has, in words; nothing when they are not counted.
    #[must_use]
    pub fn total(&self) -> Option<String> {
        let counts = Some(&self.page.counts).filter(|counts| counts.is_known())?;
        let tab = self.filter.list.tab.map_or(&[][..], |tab| self.filter.codes(tab));
        Some(fill(self.words().total, &[("n", &count_text(counts.of(tab)))]))
    }

    /// The whole page: head, filters and all.
    #[must_use]
    pub fn view(&self, actions: AnyView) -> impl IntoView + use<R> {
        view! {
            {page_head(self.words().title, None, self.total(), actions)}
            {self.filters()}
            {self.body()}
        }
    }

    /// Problems and the form of filters.
    #[must_use]
    pub fn filters(&self) -> impl IntoView + use<R> {
        let lang = self.visit.lang;
        let Face { label, word, front, .. } = *self.face;
        let called = Called { lang, label, word, hint: self.words().hint };
        view! {
            {(!self.problems.is_empty()).then(|| self.unread())}
            {filter_form(self.filter, &self.address(), called, front, self.suggest)}
        }
    }

    /// Tabs, chips, toolbar, table and pager.
    #[must_use]
    pub fn body(&self) -> impl IntoView + use<R> {
        let Self { visit, face, filter, page, views, .. } = *self;
        let (address, shown, density) = (self.address(), self.columns(), self.density());
        let content = if page.rows.is_empty() {
            self.nothing(&address).into_any()
        } else {
            let columns = &shown[..];
            let bulk = face.bulk.as_ref().filter(|bulk| visit.may(bulk.need));
            let table = Table { visit, face, columns, density, filter, page, address: &address, bulk };
            view! {
                {table.view()}
                {bulk.map(|bulk| selection(visit.lang, bulk, &address, self.total()))}
                <script nonce=use_nonce()>{SCRIPT}</script>
            }
            .into_any()
        };
        view! {
            <div class="list">
                {tabs(visit.lang, filter, &page.counts, &address, face.word)}
                {chips(visit.lang, filter, &address, face.label, face.word)}
                {face.bulk.as_ref().map(|bulk| error_summary(visit, bulk.form))}
                {toolbar(visit, face, &shown, density, &address, views)}
                {content}
                {pager(visit.lang, filter, page, &address, self.total())}
            </div>
        }
    }

    fn unread(&self) -> impl IntoView + use<R> {
        let lang = self.visit.lang;
        let words = ListWords::of(lang);
        let name = |code: &str| match self.filter.list.fields.iter().find(|field| field.name == code) {
            Some(field) => (self.face.label)(field.name, lang).to_owned(),
            None if code == "size" => words.page_size.to_owned(),
            None => code.to_owned(),
        };
        let lines = self
            .problems
            .iter()
            .map(|p| view! { <li><strong>{name(&p.field)}</strong>" "{problem(&p.problem, lang)}</li> })
            .collect_view();
        let reset = self.face.path;
        notice(
            "warning",
            view! { <p>{words.invalid_filter}</p><ul>{lines}</ul><p><a href=reset>{words.clear_all}</a></p> },
        )
    }

    /// Nothing there yet is not the same as nothing that matches.
    fn nothing(&self, address: &Address) -> impl IntoView + use<R> {
        let (lang, words) = (self.visit.lang, self.words());
        let tab = self.filter.list.tab.map_or(&[][..], |tab| self.filter.codes(tab));
        if self.filter.is_narrowed() || !tab.is_empty() || self.filter.cursor.is_some() {
            let list = ListWords::of(lang);
            let all = address.only(&["columns", "density"]).href();
            empty("search", words.none_title, list.none_text, Some((all, list.clear_all)))
        } else {
            let begin = self.begin.map(|(to, word)| (to.to_owned(), word));
            empty(self.face.icon, words.empty_title, words.empty_text, begin)
        }
    }
}
