//! The list of orders. Every part of its state is in the URL.

use domain::{FieldProblem, access::Operation, money::thousands, order::OrderState};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Count, Cursor, Filter, Listing, filter::SIZES, views::View},
};

use super::{
    filters::{chips, filter_bar},
    table::{self, Columns},
    views::view_menu,
};
use crate::{
    components::{empty, hidden, notice::notice, page_head},
    lang::Lang,
    visit::{Page, Visit, encoded},
    words::{OrderWords, codes::Worded, fill, problems::problem},
};

/// The filter of a visit, with what could not be read.
#[must_use]
pub fn filter_of(visit: &Visit) -> (Filter, Vec<FieldProblem>) {
    let pairs = visit.pairs();
    Filter::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())))
}

/// A query string of pairs, with its `?` when there is one.
#[must_use]
pub fn query_of(pairs: &[(&str, String)]) -> String {
    let joined: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={}", encoded(v))).collect();
    if joined.is_empty() { String::new() } else { format!("?{}", joined.join("&")) }
}

/// What the list needs besides the filter: how it is shown.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns.
    pub columns: Columns,
    /// `compact`, `middle` or `default`.
    pub density: String,
}

impl Look {
    fn of(visit: &Visit) -> Self {
        let density =
            visit.value("density").filter(|d| ["compact", "middle", "default"].contains(&d.as_str()));
        Self {
            columns: Columns::parse(&visit.pairs()),
            density: density.unwrap_or_else(|| "middle".to_owned()),
        }
    }

    /// The pairs that give this look again.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(columns) = self.columns.code() {
            pairs.push(("columns", columns));
        }
        if self.density != "middle" {
            pairs.push(("density", self.density.clone()));
        }
        pairs
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = OrderWords::of(visit.lang);
    let actor = visit.actor()?;
    let (filter, problems) = filter_of(visit);
    let (listing, views) = futures::future::try_join(
        orders::list(&visit.office, actor, &filter),
        orders::views::list(&visit.office, actor),
    )
    .await?;
    let look = Look::of(visit);
    let visit = visit.clone();
    Ok(Page::new(words.title, move || body(&visit, &filter, &problems, &listing, &views, &look)))
}

fn body(
    visit: &Visit,
    filter: &Filter,
    problems: &[FieldProblem],
    listing: &Listing,
    views: &[View],
    look: &Look,
) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let narrowed = Filter { sort: Default::default(), size: 20, cursor: None, ..filter.clone() }
        != Filter { size: 20, ..Filter::default() };
    let import = visit.may(Operation::ImportOrders).then(|| {
        view! { <a class="button" href="/imports/new" data-key="create">{words.import}</a> }
    });
    let total = listing.counts.of(&filter.states);
    let content = if listing.rows.is_empty() {
        nothing(visit, narrowed, look).into_any()
    } else {
        table::table(visit, filter, listing, look).into_any()
    };
    view! {
        {page_head(words.title, None, Some(fill(words.count_total, &[("n", &count_text(total))])), import)}
        {(!problems.is_empty()).then(|| unread(visit.lang, problems))}
        {tabs(visit, filter, listing, look)}
        {filter_bar(visit, filter, look)}
        {chips(visit, filter, look)}
        {toolbar(visit, filter, views, look)}
        {content}
        {pager(visit.lang, filter, listing, look)}
    }
}

fn unread(lang: Lang, problems: &[FieldProblem]) -> impl IntoView + use<> {
    let words = OrderWords::of(lang);
    let lines = problems
        .iter()
        .map(|p| view! { <li><code>{p.field.clone()}</code>" "{problem(&p.problem, lang)}</li> })
        .collect_view();
    notice(
        "warning",
        view! { <p>{words.invalid_filter}</p><ul>{lines}</ul><p><a href="/orders">{words.clear_all}</a></p> },
    )
}

/// A count, with a plus when there are more.
#[must_use]
pub fn count_text(count: Count) -> String {
    let number = thousands(count.orders.unsigned_abs());
    if count.more { format!("{number}+") } else { number }
}

/// The list under another filter, with the same look.
#[must_use]
pub fn href(filter: &Filter, look: &Look) -> String {
    let mut pairs = filter.pairs();
    pairs.extend(look.pairs());
    format!("/orders{}", query_of(&pairs))
}

fn tabs(visit: &Visit, filter: &Filter, listing: &Listing, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let tab = |states: Vec<OrderState>, word: &'static str| {
        let current = (filter.states == states).then_some("page");
        let count = count_text(listing.counts.of(&states));
        let href = href(&Filter { states, ..filter.clone() }, look);
        view! { <a href=href aria-current=current>{word}" "<span class="count">{count}</span></a> }
    };
    let rest = OrderState::ALL.iter().map(|s| tab(vec![*s], s.words(visit.lang))).collect_view();
    view! { <nav class="tabs" aria-label=words.state>{tab(vec![], words.all)}{rest}</nav> }
}

fn nothing(visit: &Visit, narrowed: bool, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    if narrowed {
        let all = href(&Filter { size: 20, ..Filter::default() }, look);
        empty("search", words.none_title, words.none_text, Some((all, words.clear_all))).into_any()
    } else if visit.may(Operation::ImportOrders) {
        empty("orders", words.empty_title, words.empty_text, Some(("/imports/new".to_owned(), words.import)))
            .into_any()
    } else {
        empty("orders", words.empty_title, words.empty_text_read, None).into_any()
    }
}

fn toolbar(visit: &Visit, filter: &Filter, views: &[View], look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let densities = [("compact", words.compact), ("middle", words.middle), ("default", words.spacious)]
        .map(|(code, word)| {
            let to = href(filter, &Look { density: code.to_owned(), ..look.clone() });
            let current = (look.density == code).then_some("true");
            view! { <a href=to aria-current=current>{word}</a> }
        })
        .collect_view();
    let query = query_of(&filter.pairs());
    let query = query.trim_start_matches('?').to_owned();
    let export = visit.may(Operation::ExportOrders).then(|| {
        view! {
            <details class="menu" name="menus">
                <summary class="button small">{words.export}</summary>
                <form class="menu-body" method="post" action="/do/export-orders">
                    {hidden("query", query)}
                    <button name="format" value="csv">{words.export_csv}</button>
                    <button name="format" value="xlsx">{words.export_xlsx}</button>
                </form>
            </details>
        }
    });
    view! {
        <div class="toolbar">
            {view_menu(visit, filter, views, look)}
            <a class="button small" href=href(filter, look)>{words.refresh}</a>
            <details class="menu" name="menus">
                <summary class="button small">{words.density}</summary>
                <div class="menu-body">{densities}</div>
            </details>
            {table::column_menu(visit, filter, look)}
            {export}
        </div>
    }
}

fn pager(lang: Lang, filter: &Filter, listing: &Listing, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(lang);
    let link = |cursor: Option<Cursor>, rel: &'static str, word: &'static str| {
        cursor.map(|c| {
            let name = if c.backwards { "before" } else { "after" };
            let base = href(filter, look);
            let glue = if base.contains('?') { '&' } else { '?' };
            view! { <a class="button small" rel=rel href=format!("{base}{glue}{name}={}", c.code())>{word}</a> }
        })
    };
    let sizes = SIZES
        .map(|size| {
            let to = href(&Filter { size, ..filter.clone() }, look);
            let current = (filter.size == size).then_some("true");
            view! { <a href=to aria-current=current>{size}</a> }
        })
        .collect_view();
    let total = fill(words.count_total, &[("n", &count_text(listing.counts.of(&filter.states)))]);
    view! {
        <nav class="pager" aria-label=words.page_size>
            <span class="pager-count">{total}</span>
            <span class="pager-sizes">{words.page_size}" "{sizes}</span>
            {link(listing.previous, "prev", words.previous)}
            {link(listing.next, "next", words.next)}
        </nav>
    }
}
