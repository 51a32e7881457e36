//! The tabs of a list: links, each with the number of its rows under the other filters.

use domain::money::thousands;
use leptos::prelude::*;
use operations::list::{Count, Counts, Filter};

use super::Address;
use crate::{lang::Lang, words::ListWords};

/// A count, with a plus when there are more.
#[must_use]
pub fn count_text(count: Count) -> String {
    let number = thousands(count.rows.unsigned_abs());
    if count.more { format!("{number}+") } else { number }
}

/// All, and a tab for each code of the list's tab field.
pub(crate) fn tabs(
    lang: Lang,
    filter: &Filter,
    counts: &Counts,
    address: &Address,
    word: fn(&str, &str, Lang) -> String,
) -> impl IntoView + use<> {
    let words = ListWords::of(lang);
    let field = filter.list.tab?;
    let chosen = filter.codes(field);
    let tab = |codes: &[&'static str], word: String| {
        let current = (chosen == codes).then_some("page");
        let to = address.with_maybe(field, codes.first().map(|code| (*code).to_owned()));
        // None found among those that were looked at says nothing of how many there are.
        let count =
            Some(counts.of(codes)).filter(|count| counts.is_known() && (count.rows > 0 || !count.more));
        let count = count.map(|count| view! { " "<span class="count">{count_text(count)}</span> });
        view! { <a href=to.href() aria-current=current>{word}{count}</a> }
    };
    let each = filter.list.tabs().iter().map(|code| tab(&[code], word(field, code, lang))).collect_view();
    Some(view! { <nav class="tabs" aria-label=words.parts>{tab(&[], words.all.to_owned())}{each}</nav> })
}
