//! One product: how it is delivered, what its deliveries have to prove, and what was written of that before.

use domain::{
    Rate,
    access::Operation,
    order::DeliveryType,
    supervision::{Scene, fixed},
};
use leptos::prelude::*;
use operations::{
    Failure,
    products::{self, Shown, Version},
};

use super::{form, standard};
use crate::{
    components::{beside, block, error_summary, fact, facts, page_head},
    visit::{Page, Visit, encoded},
    words::{
        ProductWords, ShellWords,
        codes::{Worded, worded},
        fill,
        journal::actor_name,
    },
};

/// The page.
///
/// # Errors
/// `NotFound` when it is not there or not granted.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let shown = products::delivery(&visit.office, visit.actor()?, visit.param("code")).await?;
    let visit = visit.clone();
    let title = shown.name.clone();
    Ok(Page::new(&title, move || body(&visit, &shown)))
}

fn body(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let back = Some(("/products".to_owned(), ShellWords::of(visit.lang).products));
    let to = |path: &str| format!("{path}?product={}", encoded(&shown.code));
    let links = view! {
        <a class="button" href=to("/orders")>{words.see_orders}</a>
    };
    let content = if visit.may(Operation::ManageProducts) {
        view! { {error_summary(visit, form::SAVE)}{form::form(visit, shown)} }.into_any()
    } else {
        said(visit, shown).into_any()
    };
    let side = view! { {about(visit, shown)}{versions(visit, &shown.versions)}{joint(visit, shown)} };
    view! {
        {page_head(shown.name.clone(), back, None, links)}
        {beside(content, Some(side.into_any()))}
    }
}

fn about(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let code = shown.code.clone();
    block(
        words.about,
        facts(view! {
            {fact(words.code, view! { <span class="mono">{code}</span> })}
            {fact(words.delivery_type, worded(&shown.delivery_type, DeliveryType::from_code, visit.lang))}
        }),
    )
}

/// Shares as people write them.
pub(super) fn percent(shares: &[Rate]) -> String {
    let one = |share: &Rate| {
        let (whole, rest) = (share.millionths() / 10_000, share.millionths() % 10_000);
        let text = format!("{whole}.{rest:04}");
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    };
    shares.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// For who may not change it.
fn said(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let delivery = &shown.delivery;
    let supervised = if delivery.supervised { words.supervised_yes } else { words.supervised_no };
    let parts = if delivery.shares.is_empty() { words.at_once.to_owned() } else { percent(&delivery.shares) };
    view! {
        <section class="block">
            <h2>{words.delivery}</h2>
            {facts(view! {
                {fact(words.supervised, supervised)}
                {fact(words.flow, delivery.flow.words(visit.lang))}
                {fact(words.milestones, parts)}
            })}
        </section>
        {block(words.standard, standard::list(visit, &delivery.requests))}
    }
}

fn versions(visit: &Visit, all: &[Version]) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let one = |version: &Version| {
        let name = actor_name(&version.by, visit.lang).to_owned();
        let (no, at) = (version.version.to_string(), visit.minute(version.at));
        let head = fill(words.version_of, &[("n", &no), ("at", &at), ("name", &name)]);
        let parts = (!version.shares.is_empty())
            .then(|| view! { <p class="hint">{words.milestones}" "{percent(&version.shares)}</p> });
        view! { <details class="more-fields"><summary>{head}</summary>{standard::list(visit, &version.requests)}{parts}</details> }
    };
    let content = if all.is_empty() {
        view! { <p class="muted">{words.no_version}</p> }.into_any()
    } else {
        all.iter().map(one).collect_view().into_any()
    };
    block(words.versions, content)
}

/// What is fixed for joint orders, whatever the product says (`domain.md` 2.5).
fn joint(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = ProductWords::of(visit.lang);
    let license = shown.delivery_type == DeliveryType::License.code();
    let one = |scene: Scene| {
        let fixed = fixed(Some(scene), license)?;
        let head = scene.words(visit.lang);
        Some(
            view! { <details class="more-fields"><summary>{head}</summary>{standard::list(visit, &fixed)}</details> },
        )
    };
    let all = Scene::ALL.iter().filter_map(|scene| one(*scene)).collect_view();
    block(words.joint, view! { <p class="hint">{words.joint_text}</p>{all} })
}
