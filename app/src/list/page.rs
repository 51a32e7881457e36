//! A list page, put together.

use domain::{FieldProblem, access::Actor};
use leptos::{nonce::use_nonce, prelude::*};
use operations::{
    Office,
    list::{Filter, Page},
    views::{self, View},
};

use super::{
    address::Address,
    chips::chips,
    columns::{self, Column},
    face::Face,
    filters::{Called, filter_form, filter_of},
    pager::pager,
    selection::selection,
    table::Table,
    tabs::{count_text, tabs},
    toolbar::toolbar,
};
use crate::{
    components::{empty, error_summary, notice::notice, page_head},
    visit::Visit,
    words::{ListWords, NounWords, fields::label, fill, problems::problem},
};

/// What is nicer with a script: choosing a whole page, opening a row by a press anywhere on it, the
/// whole screen.
const SCRIPT: &str = include_str!("list.js");

/// The list of a visit.
pub struct ListPage<R: 'static> {
    /// Who looks.
    pub visit: Visit,
    /// How it looks.
    pub face: &'static Face<R>,
    /// What it is narrowed to.
    pub filter: Filter,
    /// What of the address could not be read.
    pub problems: Vec<FieldProblem>,
    /// The rows.
    pub page: Page<R>,
    /// Saved views.
    pub views: Vec<View>,
    /// What can be typed into a text field, by name.
    pub suggest: Vec<(&'static str, Vec<String>)>,
    /// What is chosen from for a text field, by name: values with their words.
    pub choices: Vec<(&'static str, Vec<(String, String)>)>,
    /// The one next step when there is nothing yet: where, and its words.
    pub begin: Option<(&'static str, &'static str)>,
}

impl<R: 'static> ListPage<R> {
    /// Reads the address, and asks for the rows and the views.
    ///
    /// # Errors
    /// `Denied`, or what `rows` says.
    pub async fn read(
        visit: &Visit,
        face: &'static Face<R>,
        rows: impl AsyncFnOnce(&Office, &Actor, &Filter) -> operations::Result<Page<R>>,
    ) -> operations::Result<Self> {
        let (office, actor) = (&visit.office, visit.actor()?);
        let (filter, problems) = filter_of(visit, face.list);
        let views = views::list(office, actor, face.list);
        let (page, views) = futures::future::try_join(rows(office, actor, &filter), views).await?;
        let (visit, suggest, choices, begin) = (visit.clone(), Vec::new(), Vec::new(), None);
        Ok(Self { visit, face, filter, problems, page, views, suggest, choices, begin })
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &'static str {
        (self.face.title)(self.visit.lang)
    }

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
        Address::of(self.face.path, &self.filter)
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
            {page_head(self.title(), None, self.total(), actions)}
            {self.filters()}
            {self.body()}
        }
    }

    /// Problems and the form of filters.
    #[must_use]
    pub fn filters(&self) -> impl IntoView + use<R> {
        let lang = self.visit.lang;
        let Face { word, front, .. } = *self.face;
        let called = Called { lang, word, hint: self.words().search_hint };
        view! {
            {(!self.problems.is_empty()).then(|| self.unread())}
            {filter_form(&self.filter, &self.address(), called, front, (&self.suggest, &self.choices))}
        }
    }

    /// Tabs, chips, toolbar, table and pager.
    #[must_use]
    pub fn body(&self) -> impl IntoView + use<R> {
        let Self { visit, filter, page, views, .. } = self;
        let face = self.face;
        let (address, shown, density) = (self.address(), self.columns(), self.density());
        let content = if page.rows.is_empty() {
            self.nothing(&address).into_any()
        } else {
            let columns = &shown[..];
            let mut bulks: Vec<_> = face.bulks.iter().filter(|bulk| visit.may(bulk.need)).collect();
            // A column without a single box would say nothing.
            bulks.retain(|bulk| page.rows.iter().any(|row| (bulk.key)(row, visit.lang).is_some()));
            let bulk = bulks.first().copied();
            let table = Table { visit, face, columns, density, filter, page, address: &address, bulk };
            view! {
                {table.view()}
                {bulk.map(|_| selection(visit.lang, &bulks, &address, self.total(), &self.choices))}
                <script nonce=use_nonce()>{SCRIPT}</script>
            }
            .into_any()
        };
        view! {
            <div class="list">
                {tabs(visit.lang, filter, &page.counts, &address, face.word)}
                {chips(visit.lang, filter, &address, face.word, &self.choices)}
                {face.bulks.iter().map(|bulk| error_summary(visit, bulk.form)).collect_view()}
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
            Some(field) => label(field, lang).to_owned(),
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
