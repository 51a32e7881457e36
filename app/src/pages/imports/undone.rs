//! An import that was undone.

use domain::money::thousands;
use leptos::prelude::*;
use operations::imports::{Import, InTheWay};

use super::undo::orders;
use crate::{
    components::notice::notice,
    visit::Visit,
    words::{UndoWords, fill, journal::actor_name},
};

/// Who undid it, when, and what came of it.
pub(super) fn undone(visit: &Visit, import: &Import, left: &[InTheWay]) -> impl IntoView + use<> {
    let words = UndoWords::of(visit.lang);
    let n = |n: i64| thousands(n.unsigned_abs());
    let (gone, back, kept) = (n(import.withdrawn), n(import.put_back), n(import.left_alone));
    let who = actor_name(import.undone_by.as_deref().unwrap_or_default(), visit.lang);
    let at = import.undone_at.map(|at| visit.minute(at)).unwrap_or_default();
    let values = [("who", who), ("at", &at), ("gone", &gone), ("back", &back), ("left", &kept)];
    let tone = if left.is_empty() { "success" } else { "warning" };
    let list = (!left.is_empty()).then(|| {
        let title = fill(words.left_list, &[("n", &left.len().to_string())]);
        orders(visit, title, left)
    });
    view! { {notice(tone, view! { <p>{fill(words.undone, &values)}</p> })}{list} }
}
