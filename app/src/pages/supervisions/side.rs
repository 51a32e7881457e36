//! What stands beside a delivery: its order, what is known of it, objections.

use domain::supervision::{Outcome, Side};
use leptos::prelude::*;
use operations::supervisions::{Appeal, Detail};

use crate::{
    components::{block, fact, facts},
    visit::{Visit, encoded},
    words::{
        DeliveryWords,
        codes::{Worded, worded},
        fill,
    },
};

/// Its order, customer and product.
#[must_use]
pub fn order_block(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let number = detail.row.order_no.clone();
    let (customer_code, customer) = detail.customer.clone();
    let (product_code, product) = detail.product.clone();
    let customer_href = format!("/orders?customer={}", encoded(&customer_code));
    let product_href = format!("/products/{}", encoded(&product_code));
    block(
        words.order,
        facts(view! {
            {fact(words.order, view! { <a class="mono" href=format!("/orders/{number}")>{number.clone()}</a> })}
            {fact(words.customer, view! { <a href=customer_href>{customer}</a> })}
            {fact(words.product, view! { <a href=product_href>{product}</a> })}
        }),
    )
}

/// What is known of the delivery itself.
#[must_use]
pub fn about(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let (words, lang, row) = (DeliveryWords::of(visit.lang), visit.lang, &detail.row);
    let valid = row.valid_from.map(|from| {
        let from = visit.minute(from);
        let text = match row.valid_to {
            Some(to) => fill(words.valid_until, &[("from", &from), ("to", &visit.minute(to))]),
            None => fill(words.valid_from, &[("from", &from)]),
        };
        fact(words.valid, text)
    });
    let standard = match row.standard_version {
        0 => words.standard_usual.to_owned(),
        version => version.to_string(),
    };
    let when = |at: i64| visit.minute(at);
    facts(view! {
        {fact(words.flow, row.flow.words(lang))}
        {fact(words.flow_version, row.flow_version.clone())}
        {row.scene().map(|scene| fact(words.scene, scene.words(lang)))}
        {fact(words.standard, standard)}
        {fact(words.opened, when(row.opened_at))}
        {row.service_started_at.map(|at| fact(words.started, when(at)))}
        {row.courier.clone().map(|courier| fact(words.courier, courier))}
        {row.waybill.clone().map(|waybill| fact(words.waybill, view! { <code>{waybill}</code> }))}
        {row.phone.clone().map(|phone| fact(words.phone, phone))}
        {row.signed_at.map(|at| fact(words.signed, when(at)))}
        {row.claimed_at.map(|at| fact(words.claimed, when(at)))}
        {row.result.clone().map(|result| fact(words.result, result))}
        {valid}
        {row.ended_at.map(|at| fact(words.ended, when(at)))}
    })
}

/// Objections and how they were decided.
#[must_use]
pub fn appeals_block(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    let rows = detail.appeals.iter().map(|one| appeal(visit, one)).collect_view();
    (!detail.appeals.is_empty()).then(|| block(words.appeals, view! { <ul class="changes">{rows}</ul> }))
}

fn appeal(visit: &Visit, appeal: &Appeal) -> impl IntoView + use<> {
    let (words, lang) = (DeliveryWords::of(visit.lang), visit.lang);
    let who = worded(&appeal.side, Side::from_code, lang).to_lowercase();
    let opened = fill(words.appeal_open, &[("who", &who), ("at", &visit.minute(appeal.opened_at))]);
    let decided = appeal.decided_at.map(|at| {
        let outcome = worded(appeal.outcome.as_deref().unwrap_or_default(), Outcome::from_code, lang);
        let text = fill(words.appeal_decided, &[("at", &visit.minute(at)), ("outcome", &outcome)]);
        view! { <p>{text}</p> }
    });
    let comment = appeal.comment.clone().map(|text| view! { <p class="said">{text}</p> });
    view! { <li><p class="muted">{opened}</p><p class="said">{appeal.reason.clone()}</p>{decided}{comment}</li> }
}
