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

use domain::bill::BillState;
use leptos::prelude::*;
use operations::bills::Bill;

use crate::{
    components::tag::tag,
    lang::Lang,
    words::{BillWords, bill, codes::Worded, fill},
};

/// Its number; without one it is called by kind, payment and month.
fn name_of(one: &Bill, lang: Lang) -> String {
    match &one.number {
        Some(number) => number.clone(),
        None => fill(
            match one.state {
                BillState::Draft => BillWords::of(lang).called,
                _ => BillWords::of(lang).unnumbered,
            },
            &[
                ("kind", one.kind.words(lang)),
                ("payment", one.payment.words(lang)),
                ("month", &one.period.dashed()),
            ],
        ),
    }
}

fn state_tag(one: &Bill, lang: Lang) -> impl IntoView + use<> {
    tag(bill::tone(one.state), one.state.words(lang).to_owned())
}
