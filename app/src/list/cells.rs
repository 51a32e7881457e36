//! What cells hold in many lists.

use domain::{
    Currency,
    money::{grouped, thousands},
};

use crate::{components::markup::Markup, lang::Lang, visit::Visit};

/// What a cell knows besides its row.
pub struct Seen<'a> {
    /// Who looks.
    pub visit: &'a Visit,
    /// Query string of the list, for links that find the way back; empty for the whole list.
    pub list: &'a str,
}

impl Seen<'_> {
    /// Language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.visit.lang
    }
}

/// Writes what is in a cell.
pub type Cell<R> = fn(&mut Markup, &Seen<'_>, &R);

/// A minute, in the business time zone; a dash when it has not come.
pub fn time(out: &mut Markup, seen: &Seen<'_>, millis: impl Into<Option<i64>>) {
    match millis.into() {
        Some(millis) => out.raw("<time>").text(&seen.visit.minute(millis)).raw("</time>"),
        None => out.raw("—"),
    };
}

/// An amount with its currency sign; a dash when it is not known.
pub fn money(out: &mut Markup, minor: impl Into<Option<i64>>, currency: &str) {
    let Some(minor) = minor.into() else {
        out.raw("—");
        return;
    };
    out.raw(if minor < 0 { "<span class=\"money neg\">\u{2212}" } else { "<span class=\"money\">" });
    out.raw("<span class=\"cur\">");
    let size = minor.saturating_abs();
    let (sign, amount) = match Currency::from_code(currency) {
        Some(currency) => (currency.sign(), grouped(size, currency)),
        // Not in the table, so nobody knows its decimals: the number as it stands in the books.
        None => (format!("{currency} ").into(), thousands(size.unsigned_abs())),
    };
    out.text(&sign).raw("</span>").text(&amount).raw("</span>");
}

/// A state: a dot and its word.
pub fn tag(out: &mut Markup, tone: &'static str, word: &str) {
    out.raw("<span class=\"tag\" data-tone=\"").raw(tone).raw("\">").text(word).raw("</span>");
}

/// A number of things; a dash when it is not known.
pub fn count(out: &mut Markup, number: impl Into<Option<i64>>) {
    match number.into() {
        Some(number) => out.text(&thousands(number.unsigned_abs())),
        None => out.raw("—"),
    };
}

/// A text; a dash when there is none.
pub fn maybe(out: &mut Markup, text: Option<&str>) {
    match text {
        Some(text) => out.text(text),
        None => out.raw("—"),
    };
}
