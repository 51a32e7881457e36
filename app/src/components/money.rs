//! Amounts: tabular figures, a quiet currency sign, a minus that is a minus.

use domain::{
    Currency,
    money::{grouped, thousands},
};
use leptos::prelude::*;

/// An amount with its currency sign.
#[must_use]
pub fn money(minor: i64, currency: &str) -> impl IntoView + use<> {
    let class = if minor < 0 { "money neg" } else { "money" };
    let minus = if minor < 0 { "\u{2212}" } else { "" };
    let size = minor.saturating_abs();
    let (sign, amount) = match Currency::from_code(currency) {
        Some(currency) => (currency.sign().into_owned(), grouped(size, currency)),
        // Not in the table, so nobody knows its decimals: the number as it stands in the books.
        None => (format!("{currency} "), thousands(size.unsigned_abs())),
    };
    view! { <span class=class>{minus}<span class="cur">{sign}</span>{amount}</span> }
}

/// An amount, or a dash when it is not known.
#[must_use]
pub fn maybe_money(minor: Option<i64>, currency: &str) -> impl IntoView + use<> {
    minor.map_or_else(|| "—".into_any(), |m| money(m, currency).into_any())
}

/// An amount with its currency sign, as text.
#[must_use]
pub fn amount_text(minor: i64, currency: Currency) -> String {
    let minus = if minor < 0 { "\u{2212}" } else { "" };
    format!("{minus}{}{}", currency.sign(), grouped(minor.saturating_abs(), currency))
}
