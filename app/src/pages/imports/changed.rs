//! The orders that an import brought in and changed.

use leptos::prelude::*;
use operations::imports::{Change, Changed};

use crate::{
    components::{changes::differences, ledger},
    visit::Visit,
    words::{ImportWords, fill},
};

/// Both lists; nothing where it touched no order.
pub(super) fn changed(visit: &Visit, changed: &Changed) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let created = (!changed.created.is_empty()).then(|| {
        let title =
            title((words.created_orders, words.created_first), changed.created.len(), changed.more_created);
        view! { <section class="block"><h2>{title}</h2>{numbers(&changed.created)}</section> }
    });
    let updated = (!changed.updated.is_empty()).then(|| {
        let title =
            title((words.changed_orders, words.changed_first), changed.updated.len(), changed.more_updated);
        let table = ledger(title.clone(), "", head(visit), changes(visit, &changed.updated));
        view! { <section class="block"><h2>{title}</h2>{table}</section> }
    });
    view! { {created}{updated} }
}

fn title((all, first): (&'static str, &'static str), shown: usize, more: bool) -> String {
    fill(if more { first } else { all }, &[("n", &shown.to_string())])
}

fn numbers(created: &[String]) -> impl IntoView + use<> {
    let each = created
        .iter()
        .map(
            |number| view! { <li><a class="mono" href=format!("/orders/{number}")>{number.clone()}</a></li> },
        )
        .collect_view();
    view! { <ul class="numbers">{each}</ul> }
}

/// The headings of [`changes`].
pub(super) fn head(visit: &Visit) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    view! { <th scope="col">{words.order}</th><th scope="col">{words.differs}</th> }
}

/// Orders with what differs, before and after.
pub(super) fn changes(visit: &Visit, changes: &[Change]) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    changes
        .iter()
        .map(|Change { order_no, before, after }| {
            view! {
                <tr>
                    <th scope="row" class="mono"><a href=format!("/orders/{order_no}")>{order_no.clone()}</a></th>
                    <td data-label=words.differs>{differences(visit, Some(before), Some(after))}</td>
                </tr>
            }
        })
        .collect_view()
}
