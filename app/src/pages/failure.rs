//! Error pages: what happened, what was kept, what to do.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{Failure, bills, orders};

use crate::{
    visit::{Page, Visit},
    words::{ShellWords, StandingWords, failures},
};

/// The page of a failure.
#[must_use]
pub fn page(visit: &Visit, failure: &Failure) -> Page {
    let words = ShellWords::of(visit.lang);
    let (title, text) = match failure {
        Failure::NotFound => (words.not_found_title, words.not_found_text.to_owned()),
        Failure::Denied(_) => (words.forbidden_title, words.forbidden_text.to_owned()),
        f if f.is_full() => (words.full_title, words.full_text.to_owned()),
        f if f.is_unavailable() => (words.away_title, words.away_text.to_owned()),
        f if f.is_internal() => (words.error_title, words.error_text.to_owned()),
        gone @ Failure::Desk(orders::Refused::Withdrawn { .. }) => {
            (words.not_found_title, failures::failure(gone, visit.lang))
        }
        other => (words.problem_title, failures::failure(other, visit.lang)),
    };
    let request = (failure.is_internal()).then(|| visit.request_id.clone());
    // What the marketplace says is recorded on a page of its own.
    let gate = matches!(
        failure,
        Failure::Bill(bills::Refused::NotCertified { .. } | bills::Refused::NotSigned { .. })
    );
    let gate = (gate && visit.may(Operation::ReadMerchant)).then(|| StandingWords::of(visit.lang).open);
    let here =
        if visit.query.is_empty() { visit.path.clone() } else { format!("{}?{}", visit.path, visit.query) };
    let retry = failure.is_internal().then_some(here);
    Page::new(title, move || {
        view! {
            <div class="failure" role="alert">
                <h1>{title}</h1>
                <p>{text}</p>
                {request.map(|id| view! { <p class="muted">{words.request_id}" "<code>{id}</code></p> })}
                <p class="actions">
                    {retry.map(|href| view! { <a class="button primary" href=href>{words.retry}</a> })}
                    {gate.map(|word| view! { <a class="button primary" href="/settings/standing">{word}</a> })}
                    <a class="button" href="/">{words.to_home}</a>
                </p>
            </div>
        }
    })
}
