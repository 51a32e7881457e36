//! A list page, put together.

use domain::{
    FieldProblem, Problem,
    access::{Actor, Operation},
    time::Span,
};
use leptos::{nonce::use_nonce, prelude::*};
use operations::{
    Office,
    list::{Filter, Page, Takes},
    views::{self, View},
};

use super::{
    address::Address,
    cells,
    chips::chips,
    columns::{self, Column},
    face::Face,
    filters::{Called, filter_form, filter_of},
    pager::pager,
    selection::{EXPORT, selection},
    table::Table,
    tabs::{count_text, tabs},
    toolbar::toolbar,
    views::{OPENED, view_tabs},
};
use crate::{
    components::{empty, error_summary, markup::Markup, notice::notice, page_head},
    visit::Visit,
    words::{ListWords, NounWords, codes::Worded, fields::label, fill, problems::problem},
};

/// What is nicer with a script: choosing a whole page, opening a row by a press anywhere on it, the
/// whole screen.
const SCRIPT: &str = include_str!("list.js");

/// What stands under a table: the sums of the whole list, or why there are none.
pub struct Foot {
    /// What it is.
    pub label: String,
    /// Amounts in minor units, with the codes of their currencies.
    pub amounts: Vec<(i64, String)>,
    /// Asks for what is not there yet: the pair of the address, and its words.
    pub ask: Option<(&'static str, &'static str)>,
}

impl Foot {
    fn view(&self, address: &Address) -> impl IntoView + use<> {
        let mut out = Markup::with_capacity(256);
        for (minor, currency) in &self.amounts {
            out.raw("<li>");
            cells::money(&mut out, *minor, currency);
            out.raw("</li>");
        }
        let ask = self.ask.map(|(name, word)| {
            view! { <a href=address.with(name, "1").href()>{word}</a> }
        });
        view! { <div class="list-foot"><span>{self.label.clone()}</span><ul inner_html=out.finish()></ul>{ask}</div> }
    }
}

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
    /// What stands under the table.
    pub foot: Option<Foot>,
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
        // Its views and its file are looked up there.
        debug_assert!(operations::LISTS.iter().any(|list| list.code == face.list.code), "{}", face.list.code);
        let (office, actor) = (&visit.office, visit.actor()?);
        let (filter, problems) = filter_of(visit, face.list);
        let views = views::list(office, actor, face.list);
        let (page, views) = futures::future::try_join(rows(office, actor, &filter), views).await?;
        let (visit, suggest, choices) = (visit.clone(), Vec::new(), Vec::new());
        let (foot, begin) = (None, None);
        Ok(Self { visit, face, filter, problems, page, views, suggest, choices, foot, begin })
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
            .with_maybe(
                OPENED,
                self.visit
                    .value(OPENED)
                    .filter(|id| self.views.iter().any(|view| view.id.to_string() == *id)),
            )
            .with_maybe("density", (density != self.visit.density()).then(|| density.to_owned()))
    }

    /// How many rows it has, in words; nothing when they are not counted.
    #[must_use]
    pub fn total(&self) -> Option<String> {
        let counts = Some(&self.page.counts).filter(|counts| counts.is_known())?;
        let tab = self.filter.list.tab.map_or(&[][..], |tab| self.filter.codes(tab));
        let mut count = counts.of(tab);
        // Those that are shown are there, however far was counted.
        if count.more {
            count.rows = count.rows.max(i64::try_from(self.page.rows.len()).unwrap_or_default());
        }
        (count.rows > 0 || !count.more).then(|| fill(self.words().total, &[("n", &count_text(count))]))
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
        let Face { word, front, ticks, .. } = *self.face;
        let called = Called { lang, word, hint: self.words().search_hint, ticks };
        view! {
            {(!self.problems.is_empty()).then(|| self.unread())}
            {filter_form(&self.visit, &self.filter, &self.address(), called, front, (&self.suggest, &self.choices))}
        }
    }

    /// Tabs, chips, toolbar, table and pager.
    #[must_use]
    pub fn body(&self) -> impl IntoView + use<R> {
        let Self { visit, filter, page, views, .. } = self;
        let face = self.face;
        let (address, shown, density) = (self.address(), self.columns(), self.density());
        // Nothing is there at all: there is nothing to arrange.
        let bare = page.rows.is_empty() && filter.given().is_empty() && filter.cursor.is_none();
        let content = if page.rows.is_empty() {
            self.nothing(&address).into_any()
        } else {
            let columns = &shown[..];
            let mut bulks: Vec<_> = face.bulks.iter().filter(|bulk| visit.may(bulk.need)).collect();
            // A column without a single box would say nothing.
            bulks.retain(|bulk| page.rows.iter().any(|row| (bulk.key)(row, visit.lang).is_some()));
            let export = face.list.field("order_no").is_some() && visit.may(Operation::ExportOrders);
            // Who may do nothing with them may take them away.
            let bulk = bulks.first().copied().or_else(|| face.bulks.first().filter(|_| export));
            let table = Table { visit, face, columns, density, filter, page, address: &address, bulk };
            view! {
                {table.view()}
                {bulk.map(|_| selection(visit.lang, &bulks, &address, self.total(), &self.choices, export))}
                <script nonce=use_nonce()>{SCRIPT}</script>
            }
            .into_any()
        };
        view! {
            <div class="list" id="list">
                {view_tabs(visit, &address, views)}
                {tabs(visit.lang, filter, &page.counts, &address, face.word)}
                {chips(visit.lang, filter, &address, face.word, &self.choices)}
                {face.bulks.iter().map(|bulk| bulk.form).chain([EXPORT]).map(|form| error_summary(visit, form)).collect_view()}
                {page.partial.then(|| notice("info", view! { <p>{ListWords::of(visit.lang).partial}</p> }))}
                {(!bare).then(|| toolbar(visit, face, &shown, density, &address, views))}
                {content}
                {self.foot.as_ref().map(|foot| foot.view(&address))}
                {(!bare).then(|| pager(visit.lang, filter, page, &address, self.total()))}
            </div>
        }
    }

    /// What is wrong with a value of the address, with the words of what can be chosen: the page shows no codes.
    fn wrong(&self, wrong: &FieldProblem) -> String {
        let (lang, word) = (self.visit.lang, self.face.word);
        let words = ListWords::of(lang);
        let Problem::UnknownCode { value, allowed } = &wrong.problem else {
            return problem(&wrong.problem, lang);
        };
        let field = self.filter.list.field(&wrong.field);
        let each: Vec<String> = match field.map(|field| field.takes) {
            Some(Takes::Within(_)) => Span::ALL.iter().map(|span| span.words(lang).to_owned()).collect(),
            Some(Takes::Codes { .. } | Takes::States { .. }) => {
                allowed.split(", ").map(|code| word(&wrong.field, code, lang)).collect()
            }
            _ => return fill(words.not_known, &[("v", value)]),
        };
        let allowed = each.join(lang.pick("、", ", "));
        problem(&Problem::UnknownCode { value: value.clone(), allowed }, lang)
    }

    fn unread(&self) -> impl IntoView + use<R> {
        let lang = self.visit.lang;
        let words = ListWords::of(lang);
        let name = |code: &str| match self.filter.list.fields.iter().find(|field| field.name == code) {
            Some(field) => label(field, lang).to_owned(),
            None if code == "size" => words.page_size.to_owned(),
            None if code == "sort" => words.sorted_by.to_owned(),
            None if matches!(code, "after" | "before") => words.pages.to_owned(),
            None => code.to_owned(),
        };
        let lines = self
            .problems
            .iter()
            .map(|p| view! { <li><strong>{name(&p.field)}</strong>" "{self.wrong(p)}</li> })
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
