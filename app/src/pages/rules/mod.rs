//! Settlement rules: every formula with its versions, and drafts of the next ones.

pub mod detail;
mod form;
mod replayed;
mod told;

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    rules::{self, OfFormula, Rule},
};

pub use form::{new, save};

use crate::{
    components::{block, empty, ledger, notice::notice, page_head, tag::tag},
    visit::{Page, Visit},
    words::{RuleWords, fill},
};
use told::{bands, dates, formula, ratio, scope, who};

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = rules::list(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(RuleWords::of(visit.lang).title, move || body(&visit, &list)))
}

fn body(visit: &Visit, list: &[OfFormula]) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let back = visit.may(Operation::ReadStatements).then(|| ("/settlement".to_owned(), words.back));
    let new = visit
        .may(Operation::DraftRule)
        .then(|| view! { <a class="button primary" href="/settlement/rules/new">{words.new}</a> });
    let precedence = view! {
        <p>{words.precedence_text}</p>
        <p><strong>{words.precedence_order}</strong></p>
    };
    let formulas = list.iter().map(|of| versions(visit, of).into_any()).collect_view();
    view! {
        {page_head(words.title, back, Some(words.note.to_owned()), new)}
        {notice("info", view! { <p>{words.resellers_note}</p> })}
        {block(words.drafts, drafts(visit, list))}
        {block(words.precedence, precedence)}
        {formulas}
    }
}

fn drafts(visit: &Visit, list: &[OfFormula]) -> AnyView {
    let words = RuleWords::of(visit.lang);
    let drafts: Vec<&Rule> = list.iter().flat_map(|of| &of.drafts).collect();
    if drafts.is_empty() {
        let new = visit.may(Operation::DraftRule).then(|| ("/settlement/rules/new".to_owned(), words.new));
        return empty("settlement", words.no_drafts, words.no_drafts_text, new).into_any();
    }
    let rows = drafts.into_iter().map(|one| {
        let replayed = match one.replayed {
            Some((_, at)) => fill(words.replayed_at, &[("at", &visit.minute(at))]),
            None => "—".to_owned(),
        };
        view! {
            <tr>
                <th scope="row"><a class="row-link" href=href(one)>{told::name(one, visit.lang)}</a></th>
                <td data-label=words.scope>{scope(one, visit.lang)}</td>
                <td data-label=words.dates>{dates(one, visit.lang)}</td>
                <td data-label=words.ratio>{ratio(one, visit.lang)}</td>
                <td data-label=words.changed_by>{who(visit, one.changed.as_ref())}</td>
                <td data-label=words.replay>{replayed}</td>
            </tr>
        }
    });
    let heads = [words.version, words.scope, words.dates, words.ratio, words.changed_by, words.replay];
    let head = heads.map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    ledger(words.drafts, "compact", head, rows.collect_view()).into_any()
}

/// Where the page of a version is.
fn href(one: &Rule) -> String {
    format!("/settlement/rules/{}", one.key())
}

/// A formula with the versions that settle orders, newest first.
fn versions(visit: &Visit, of: &OfFormula) -> impl IntoView + use<> {
    let (words, lang) = (RuleWords::of(visit.lang), visit.lang);
    let name = formula(of.formula, lang);
    let rows = of.versions.iter().rev().map(|(one, holds)| {
        let holds = holds.then(|| tag("success", words.holds.to_owned()));
        let number = fill(words.version_n, &[("n", &one.rule.version.to_string())]);
        view! {
            <tr>
                <th scope="row"><a class="row-link" href=href(one)><span class="visually-hidden">{name.clone()}" "</span>{number}</a>" "{holds}</th>
                <td data-label=words.scope>{scope(one, lang)}</td>
                <td data-label=words.dates>{dates(one, lang)}</td>
                <td data-label=words.ratio>{ratio(one, lang)}</td>
                <td data-label=words.bands>{bands(one, lang)}</td>
                <td data-label=words.published_by>{who(visit, one.published.as_ref())}</td>
            </tr>
        }
    });
    let heads = [words.version, words.scope, words.dates, words.ratio, words.bands, words.published_by];
    let head = heads.map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    view! {
        <section class="block">
            <h2>{name.clone()}</h2>
            {ledger(name.clone(), "compact", head, rows.collect_view())}
        </section>
    }
}
