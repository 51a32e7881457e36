//! The difference sheet on a page.

use domain::Currency;
use leptos::prelude::*;
use operations::reconciliations::{self, Sum};

use crate::{
    components::{fact, money},
    lang::Lang,
    words::{ReconciliationWords, codes::Worded},
};

/// The sheet of each currency.
pub(super) fn sheets(sums: &[Sum], lang: Lang) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(lang);
    let sheets = reconciliations::sheets(sums).into_iter().map(|sheet| {
        let code = sheet.currency.code();
        let reasons = sheet.reasons.into_iter().map(|(reason, _, minor)| {
            fact(reason.map_or(words.difference, |reason| reason.words(lang)), money(minor, code))
        });
        view! {
            <dl class="sum-up">
                {fact(words.ours, money(sheet.ours_minor, code))}
                {reasons.collect_view()}
                {fact(words.theirs, money(sheet.theirs_minor, code))}
            </dl>
        }
    });
    sheets.collect_view()
}

/// What the lines of the file come to, of the only currency.
pub(super) fn theirs(sums: &[Sum]) -> Option<(Currency, i64)> {
    match &reconciliations::sheets(sums)[..] {
        [one] => Some((one.currency, one.theirs_minor)),
        _ => None,
    }
}
