//! Bills: the list, one of them with its lines, and the runs that make them.

pub mod acts;
pub mod detail;
pub mod dispute;
pub mod disputes;
pub mod line;
mod lines;
pub mod list;
pub mod of_order;
pub mod run;
pub mod transactions;
mod year;

use domain::{
    Period,
    bill::{BillKind, BillState},
};
use leptos::prelude::*;
use operations::bills::Bill;

use crate::{
    components::tag::tag,
    lang::Lang,
    words::{BillWords, bill, codes::Worded, fill},
};

/// Its number; without one it is called by kind, what it is of, and month.
fn name_of(
    number: Option<&str>,
    (kind, of, period): (BillKind, &str, Period),
    state: BillState,
    lang: Lang,
) -> String {
    let words = BillWords::of(lang);
    let unnumbered = if state == BillState::Draft { words.called } else { words.unnumbered };
    let values = [("kind", kind.words(lang)), ("payment", of), ("month", &period.dashed())];
    number.map_or_else(|| fill(unnumbered, &values), ToOwned::to_owned)
}

fn bill_name(one: &Bill, lang: Lang) -> String {
    name_of(one.number.as_deref(), (one.kind, one.payment.words(lang), one.period), one.state, lang)
}

fn state_tag(one: &Bill, lang: Lang) -> impl IntoView + use<> {
    tag(bill::tone(one.state), one.state.words(lang).to_owned())
}
