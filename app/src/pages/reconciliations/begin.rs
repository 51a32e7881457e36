//! A new reconciliation.

use domain::bill::BillKind;
use leptos::prelude::*;
use operations::{Failure, reconciliations};

use crate::{
    components::{Field, error_summary, field, page_head, select},
    visit::{Page, Visit},
    words::{ReconciliationWords, codes::Worded},
};

/// The form that takes a file.
pub const FORM: &str = "/reconciliations";

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let last = visit.office.zone.period(visit.office.clock.now()).previous().dashed();
    let mappings = reconciliations::mappings(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    let title = ReconciliationWords::of(visit.lang).new;
    Ok(Page::new(title, move || {
        let words = ReconciliationWords::of(visit.lang);
        let month = Field::text("period", words.month).value(last).hint(words.month_hint);
        let tolerance = Field::text("tolerance", words.tolerance).hint(words.tolerance_hint).optional();
        let kinds = std::iter::once((String::new(), words.every_kind.to_owned()));
        let own = BillKind::ALL.iter().filter(|kind| **kind != BillKind::Reseller);
        let kinds = kinds.chain(own.map(|kind| (kind.code().to_owned(), kind.words(visit.lang).to_owned())));
        let none = std::iter::once((String::new(), words.mapping_none.to_owned()));
        let known = mappings.iter().map(|name| (name.clone(), name.clone()));
        let mapping = (!mappings.is_empty())
            .then(|| select(&visit, FORM, "mapping", words.mapping, none.chain(known).collect(), ""));
        view! {
            {page_head(title, Some(("/reconciliations".to_owned(), words.back)), None, ())}
            {error_summary(&visit, FORM)}
            <form class="form" method="post" action=FORM enctype="multipart/form-data">
                {field(&visit, FORM, month)}
                {select(&visit, FORM, "kind", words.kind, kinds.collect(), "")}
                {field(&visit, FORM, tolerance)}
                {mapping}
                <div class="field">
                    <label for="file">{words.file}</label>
                    <input type="file" id="file" name="file" required accept=".csv,.txt,.xlsx" aria-describedby="file-hint"/>
                    <p class="hint" id="file-hint">{words.file_hint}</p>
                </div>
                <div class="form-actions"><button class="button primary">{words.look}</button></div>
            </form>
        }
    }))
}
