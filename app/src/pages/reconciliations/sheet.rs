//! The difference sheet: ours, the differences by reason, and theirs, adding up.

use std::collections::BTreeMap;

use domain::{Currency, reconciliation::Reason};
use leptos::prelude::*;
use operations::reconciliations::Sum;

use crate::{
    components::{fact, money},
    lang::Lang,
    words::{ReconciliationWords, codes::Worded},
};

/// What one currency comes to.
#[derive(Default)]
struct Sheet {
    ours: i64,
    theirs: i64,
    reasons: BTreeMap<Option<Reason>, i64>,
}

/// The sheet of each currency.
pub(super) fn sheets(sums: &[Sum], lang: Lang) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(lang);
    let mut of: BTreeMap<&'static str, (Currency, Sheet)> = BTreeMap::new();
    for sum in sums {
        let (_, sheet) = of.entry(sum.currency.code()).or_insert_with(|| (sum.currency, Sheet::default()));
        sheet.ours = sheet.ours.saturating_add(sum.ours_minor);
        sheet.theirs = sheet.theirs.saturating_add(sum.theirs_minor);
        if sum.difference_minor() != 0 {
            let reason = sheet.reasons.entry(sum.reason).or_default();
            *reason = reason.saturating_add(sum.difference_minor());
        }
    }
    let sheets = of.into_values().map(|(currency, sheet)| {
        let code = currency.code();
        let reasons = sheet.reasons.into_iter().map(|(reason, minor)| {
            fact(reason.map_or(words.difference, |reason| reason.words(lang)), money(minor, code))
        });
        view! {
            <dl class="sum-up">
                {fact(words.ours, money(sheet.ours, code))}
                {reasons.collect_view()}
                {fact(words.theirs, money(sheet.theirs, code))}
            </dl>
        }
    });
    sheets.collect_view()
}

/// What the lines of the file come to, of the only currency.
pub(super) fn theirs(sums: &[Sum]) -> Option<(Currency, i64)> {
    let currency = sums.first()?.currency;
    let one = sums.iter().all(|sum| sum.currency == currency);
    one.then(|| (currency, sums.iter().map(|sum| sum.theirs_minor).fold(0, i64::saturating_add)))
}
