//! Amounts: tabular figures, a quiet currency sign, a minus that is a minus.

use domain::{Currency, money::grouped};
use leptos::prelude::*;

/// An amount with its currency sign.
#[must_use]
pub fn money(minor: i64, currency: &str) -> impl IntoView + use<> {
    let class = if minor < 0 { "money neg" } else { "money" };
    let sign = Currency::from_code(currency).map_or_else(|| format!("{currency} "), |c| c.sign().to_owned());
    let (minus, amount) = if minor < 0 { ("\u{2212}", grouped(-minor)) } else { ("", grouped(minor)) };
    view! { <span class=class>{minus}<span class="cur">{sign}</span>{amount}</span> }
}

/// An amount, or a dash when it is not known.
#[must_use]
pub fn maybe_money(minor: Option<i64>, currency: &str) -> impl IntoView + use<> {
    minor.map_or_else(|| "—".into_any(), |m| money(m, currency).into_any())
}
