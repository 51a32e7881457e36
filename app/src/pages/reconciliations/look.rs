//! A file that was looked at: what its columns are taken for, put right and kept under a name, before it is compared.

use leptos::prelude::*;
use operations::{
    Failure,
    files::{Examples, Told},
    reconciliations::{self, COLUMNS, Reconciliation},
};

use crate::{
    components::{Field, error_summary, field, hidden, notice::notice},
    forms::{Done, Form},
    mapping::{mapped, said, wanting, written},
    visit::Visit,
    words::{ImportWords, ReconciliationWords},
};

/// Where a file is looked at again, or compared.
pub(super) const LOOK: &str = "/do/look-reconciliation";
/// Where it is thrown away.
const DROP: &str = "/do/drop-reconciliation";

/// What was recognised, to be put right.
pub(super) fn looked(
    visit: &Visit,
    of: &Reconciliation,
    examples: &[Examples],
    may: bool,
) -> impl IntoView + use<> {
    let (words, import) = (ReconciliationWords::of(visit.lang), ImportWords::of(visit.lang));
    let whole = of.form.check(COLUMNS).is_ok();
    let told = match whole {
        true => notice(
            "info",
            view! { <div><strong>{words.looked_title}</strong><p>{words.looked_text}</p></div> },
        )
        .into_any(),
        false => wanting(&of.form, COLUMNS, visit.lang).into_any(),
    };
    let form = may.then(|| {
        let name = Field::text("name", words.mapping_name).hint(words.mapping_name_hint).optional();
        let compare = whole.then(|| {
            view! {
                {field(visit, LOOK, name)}
                <button class="button primary" name="step" value="compare">{words.begin}</button>" "
            }
        });
        view! {
            <form class="block" method="post" action=LOOK>
                {error_summary(visit, LOOK)}
                {hidden("id", of.id.to_string())}
                {mapped(visit.lang, &of.form, COLUMNS, examples)}
                {written(visit.lang, Some(&of.form))}
                <div class="form-actions">{compare}<button class="button" name="step" value="again">{import.look_again}</button></div>
            </form>
            <form method="post" action=DROP>{hidden("id", of.id.to_string())}<button class="button quiet">{import.discard}</button></form>
        }
    });
    view! { {told}{form} }
}

/// Looks at a file again, told how it is written; and compares it, where that is asked for.
///
/// # Errors
/// `NotFound`; what is wrong with the fields or with the file read so.
pub async fn look(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    let mut told = Told::read(|name| Some(form.get(name)))?;
    said(form, COLUMNS, &mut told)?;
    let (office, actor) = (&visit.office, visit.actor()?);
    let of = reconciliations::look_again(office, actor, id, told).await?;
    if form.get("step") == "compare" && of.form.check(COLUMNS).is_ok() {
        reconciliations::compare(office, actor, id, form.get("name")).await?;
    }
    Ok(Done::to(format!("/reconciliations/{id}")))
}

/// Throws a file away.
///
/// # Errors
/// `NotFound`.
pub async fn discard(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    reconciliations::discard(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to("/reconciliations").saying(ImportWords::of(visit.lang).discarded))
}
