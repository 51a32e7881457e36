//! The ledger with its toolbar, totals and pager; and what stands there when there is nothing.

use domain::order::OrderState;
use leptos::prelude::*;
use operations::Failure;

use crate::{
    components::{empty, money, state_tag},
    visit::Visit,
    words::GalleryWords,
};

const ROWS: [(&str, OrderState, i64); 4] = [
    ("CS20261122001", OrderState::PendingPayment, 128_000),
    ("CS20261121884", OrderState::Processing, 1_234_567),
    ("CS20261120017", OrderState::Completed, -56_040),
    ("CS20261101203", OrderState::Cancelled, 0),
];

pub(super) fn table(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let rows = ROWS
        .iter()
        .map(|(number, state, minor)| {
            view! {
                <tr>
                    <th scope="row"><a class="mono" href="#table">{*number}</a></th>
                    <td data-label=words.product class="clip" title=words.product_name>{words.product_name}</td>
                    <td data-label=words.customer><span class="stack"><span>{words.example}</span><small>"C-10086"</small></span></td>
                    <td data-label=words.amount class="num">{money(*minor, "CNY")}</td>
                    <td data-label=words.state>{state_tag(state.code(), visit.lang)}</td>
                </tr>
            }
        })
        .collect_view();
    let total = ROWS.iter().map(|row| row.2).sum::<i64>();
    view! {
        <div class="toolbar"><p class="note">{words.updated}</p><a class="button small" href="#table">{words.query}</a></div>
        <div class="table-wrap" id="table" role="region" aria-label=words.table tabindex="0">
            <table class="ledger">
                <caption class="visually-hidden">{words.table}</caption>
                <thead><tr>
                    <th scope="col">{words.order}</th>
                    <th scope="col">{words.product}</th>
                    <th scope="col">{words.customer}</th>
                    <th scope="col" class="num" aria-sort="descending"><a href="#table">{words.amount}</a></th>
                    <th scope="col">{words.state}</th>
                </tr></thead>
                <tbody>
                    {rows}
                    <tr aria-busy="true">
                        <th scope="row"><span class="visually-hidden">{words.loading}</span><span class="skeleton"></span></th>
                        {[(); 4].map(|()| view! { <td><span class="skeleton"></span></td> }).collect_view()}
                    </tr>
                </tbody>
                <tfoot><tr>
                    <th scope="row" colspan="3">{words.total}</th>
                    <td data-label=words.amount class="num">{money(total, "CNY")}</td>
                    <td></td>
                </tr></tfoot>
            </table>
        </div>
        {pager(words)}
    }
}

fn pager(words: &'static GalleryWords) -> impl IntoView {
    let sizes = ["20", "50", "100"]
        .map(|size| view! { <a href="#table" aria-current=(size == "20").then_some("true")>{size}</a> })
        .collect_view();
    view! {
        <nav class="pager" aria-label=words.pages>
            <span class="pager-count">{words.count}</span>
            <span class="pager-sizes">{words.per_page}" "{sizes}</span>
            <span class="button small" aria-disabled="true">{words.previous}</span>
            <a class="button small" href="#table">{words.next}</a>
        </nav>
    }
}

pub(super) fn states(visit: &Visit) -> impl IntoView + use<> {
    let words = GalleryWords::of(visit.lang);
    let here = || "#states".to_owned();
    let failure = crate::pages::failure::page(visit, &Failure::Internal(String::new()));
    view! {
        <div id="states">
            {empty("orders", words.empty_title, words.empty_text, Some((here(), words.empty_action)))}
            {empty("search", words.none_title, words.none_text, Some((here(), words.clear)))}
        </div>
        {(failure.body)()}
    }
}
