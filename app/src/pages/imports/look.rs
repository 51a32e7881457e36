//! A file that was looked at: what it would do, and letting it go in.

use leptos::prelude::*;
use operations::{
    Failure,
    files::{Form as FileForm, Told},
    imports::{self, COLUMNS, Import, Preview},
};

use super::{
    changed::{changes, head},
    detail::{Figures, figures, rejected_rows},
    remembered::used,
};
use crate::{
    components::{block, error_summary, hidden, ledger, notice::notice},
    forms::{Done, Form},
    lang::Lang,
    mapping::{mapped, said, wanting, written},
    visit::Visit,
    words::{ImportWords, fill},
};

/// Where a file is let in, looked at again and thrown away.
const APPLY: &str = "/do/apply-import";
const AGAIN: &str = "/do/look-again";
const DISCARD: &str = "/do/drop-import";

/// What it would do.
pub(super) fn looked(visit: &Visit, import: &Import, may: bool) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let (Some(preview), Some(form)) = (import.preview(), import.form()) else {
        return notice("warning", view! { <p>{words.looked_nothing}</p> }).into_any();
    };
    let told = may.then(|| correct(visit, import.id, &form, &preview));
    let used = used(visit, &form, may.then_some(import.id));
    if form.check(COLUMNS).is_err() {
        let away =
            may.then(|| view! { <div class="form-actions decision">{discarding(import.id, words)}</div> });
        return view! { {wanting(&form, COLUMNS, visit.lang)}{used}{told}{away} }.into_any();
    }
    let counts = Figures {
        created: preview.created,
        updated: preview.updated,
        unchanged: preview.unchanged,
        rejected: preview.rejected,
    };
    let rejections = preview.rejections(&form);
    let older = preview.is_older().then(|| older(visit, &preview));
    view! {
        {notice("info", view! { <div><strong>{words.looked_title}</strong><p>{words.looked_text}</p></div> })}
        {used}
        {older}
        {block(words.would_do, figures(counts, visit.lang))}
        {may.then(|| decide(import.id, &preview, visit.lang))}
        {told}
        {(!preview.changes.is_empty()).then(|| changed(visit, &preview))}
        {(!rejections.is_empty()).then(|| rejected_rows(visit.lang, words.would_reject, rejected_note(&preview, rejections.len(), visit.lang), &rejections, None))}
    }
    .into_any()
}

fn rejected_note(preview: &Preview, shown: usize, lang: Lang) -> String {
    let words = ImportWords::of(lang);
    if (shown as u64) < preview.rejected {
        fill(words.rejected_first, &[("n", &preview.rejected.to_string()), ("shown", &shown.to_string())])
    } else {
        words.would_reject_all.to_owned()
    }
}

fn older(visit: &Visit, preview: &Preview) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let at = |at: Option<i64>| at.map(|at| visit.minute(at)).unwrap_or_default();
    let text = fill(
        words.older,
        &[
            ("file", &at(preview.newest)),
            ("books", &at(preview.newest_of_books)),
            ("n", &preview.updated.to_string()),
        ],
    );
    notice("warning", view! { <p>{text}</p> })
}

/// The two buttons.
fn decide(id: i64, preview: &Preview, lang: Lang) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let rows = preview.created + preview.updated;
    let button = if rows == 0 {
        words.apply_nothing.to_owned()
    } else {
        fill(words.apply, &[("n", &domain::money::thousands(rows))])
    };
    view! {
        <div class="form-actions decision">
            <form method="post" action=APPLY>{hidden("id", id.to_string())}<button class="button primary">{button}</button></form>
            {discarding(id, words)}
        </div>
    }
}

fn discarding(id: i64, words: &'static ImportWords) -> impl IntoView + use<> {
    view! { <form method="post" action=DISCARD>{hidden("id", id.to_string())}<button class="button">{words.discard}</button></form> }
}

/// What was recognised, to be corrected.
fn correct(visit: &Visit, id: i64, form: &FileForm, preview: &Preview) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let button = if form.check(COLUMNS).is_ok() { "button small" } else { "button primary" };
    view! {
        <form class="block" method="post" action=AGAIN>
            {error_summary(visit, AGAIN)}
            {hidden("id", id.to_string())}
            {mapped(visit.lang, form, COLUMNS, preview.examples())}
            {written(visit.lang, Some(form))}
            <div class="form-actions"><button class=button>{words.look_again}</button></div>
        </form>
    }
}

fn changed(visit: &Visit, preview: &Preview) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let title = fill(words.would_change, &[("n", &preview.changes.len().to_string())]);
    ledger(title, "", head(visit), changes(visit, &preview.changes))
}

/// Lets a file go in.
///
/// # Errors
/// `NotFound`.
pub async fn apply(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    imports::apply(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(format!("/imports/{id}")))
}

/// Looks at a file again, told how it is written.
///
/// # Errors
/// `NotFound`; what is wrong with the fields or with the file read so.
pub async fn again(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    let mut told = Told::read(|name| Some(form.get(name)))?;
    said(form, COLUMNS, &mut told)?;
    imports::look_again(&visit.office, visit.actor()?, id, told).await?;
    Ok(Done::to(format!("/imports/{id}")))
}

/// Throws a file away.
///
/// # Errors
/// `NotFound`.
pub async fn discard(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    imports::drop_look(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to("/imports").saying(ImportWords::of(visit.lang).discarded))
}
