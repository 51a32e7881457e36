//! The table of the product, in the frame that scrolls.

use leptos::prelude::*;

/// A table: its name for those who do not see it, how dense (`compact`, `middle` or `default`), the
/// cells of its head, and its rows. On a phone rows become cards, so cells have a `data-label`.
#[must_use]
pub fn ledger(
    label: impl Into<String>,
    density: &'static str,
    head: impl IntoView,
    rows: impl IntoView,
) -> impl IntoView {
    let label = label.into();
    view! {
        <div class="table-wrap" data-density=density role="region" aria-label=label.clone() tabindex="0">
            <table class="ledger">
                <caption>{label.clone()}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
