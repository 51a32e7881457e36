//! The pager: by keyset, so there are no page numbers to go stale.

use leptos::prelude::*;
use operations::list::{Cursor, Filter, Page, SIZES, USUAL_SIZE};

use super::Address;
use crate::{lang::Lang, words::ListWords};

/// The total, the sizes, and the pages before and after.
pub(crate) fn pager<R>(
    lang: Lang,
    filter: &Filter,
    page: &Page<R>,
    address: &Address,
    total: Option<String>,
) -> impl IntoView + use<R> {
    let words = ListWords::of(lang);
    let link = |cursor: Option<Cursor>, rel: &'static str, word: &'static str| {
        cursor.map(|cursor| {
            let to = address.with(cursor.name(), cursor.code()).href();
            view! { <a class="button small" rel=rel href=to>{word}</a> }
        })
    };
    let first = filter.cursor.filter(|_| page.previous.is_some() || page.rows.is_empty());
    let first =
        first.map(|_| view! { <a class="button small" rel="first" href=address.href()>{words.first}</a> });
    let sizes = SIZES
        .map(|size| {
            let to = address.with_maybe("size", (size != USUAL_SIZE).then(|| size.to_string())).href();
            let current = (filter.size == size).then_some("true");
            view! { <a href=to aria-current=current>{size}</a> }
        })
        .collect_view();
    view! {
        <nav class="pager" aria-label=words.pages>
            <span class="pager-count">{total}</span>
            <span class="pager-sizes">{words.page_size}" "{sizes}</span>
            {first}
            {link(page.previous, "prev", words.previous)}
            {link(page.next, "next", words.next)}
        </nav>
    }
}
