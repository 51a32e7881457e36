//! What may be done with a delivery now, one form at a time, and why not the rest.

use domain::{
    access::Operation,
    order::BusinessKind,
    supervision::{Action, Outcome, Scene, Side},
};
use leptos::prelude::*;
use operations::supervisions::{Detail, Possible, RequestState, WhyNot};

use super::detail::FORM;
use crate::{
    components::{self, Choice, Field, area, error_summary_of, field, hidden, select, step_choice},
    lang::Lang,
    visit::Visit,
    words::{DeliveryWords, codes::Worded, deliveries, fields::field_problem, fill},
};

/// The longest comment, in characters.
const MOST: u16 = 1_000;

/// What was wrong with the step that was sent.
#[must_use]
pub fn wrong(visit: &Visit, form: &str) -> impl IntoView + use<> {
    let action = visit.refused(form).and_then(|flash| Action::from_code(flash.entered("action")?));
    let comment = action.map(|action| ("comment", comment_label(visit.lang, action)));
    error_summary_of(visit, form, &comment.into_iter().collect::<Vec<_>>())
}

/// What the comment of a step is called.
#[must_use]
pub fn comment_label(lang: Lang, action: Action) -> &'static str {
    let words = DeliveryWords::of(lang);
    match action {
        Action::Appeal => words.demand,
        action if action.needs_reason() => words.reason,
        _ => words.comment,
    }
}

/// The steps that may be taken, the form of the one that was chosen, and the rest with their reasons.
#[must_use]
pub fn block(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    if !visit.may(Operation::ActSupervision) || detail.row.node.is_final() {
        return None;
    }
    let (possible, others): (Vec<&Possible>, Vec<&Possible>) =
        detail.actions.iter().partition(|one| one.why_not.is_none() || is_only_incomplete(one));
    let chosen = chosen(visit, &possible);
    let own = pills(visit, detail, chosen, possible.iter().filter(|one| one.by == Side::Merchant));
    let recorded = pills(visit, detail, chosen, possible.iter().filter(|one| one.by != Side::Merchant));
    let form = chosen.map(|one| form(visit, detail, one));
    let nothing = possible.is_empty().then(|| view! { <p class="muted">{words.acts_none}</p> });
    let recorded = recorded.map(|pills| view! { <p class="hint">{words.acts_record}</p>{pills} });
    let rest = others.iter().map(|one| refused(visit, one)).collect_view();
    let body = view! {
        {nothing}{own}{recorded}{form}
        <details class="more-fields">
            <summary>{words.acts_not}</summary>
            <ul class="changes">{rest}</ul>
        </details>
    };
    Some(components::block(words.acts, body))
}

/// Nothing but documents stands against it: its form says so.
fn is_only_incomplete(one: &Possible) -> bool {
    matches!(one.why_not, Some(WhyNot::Missing(_)))
}

fn key(one: &Possible) -> String {
    format!("{}.{}", one.action, one.by)
}

/// The one that the address names; otherwise the merchant's own next step, and then whatever goes on.
fn chosen<'a>(visit: &Visit, possible: &[&'a Possible]) -> Option<&'a Possible> {
    let named = visit.value("act");
    let named = possible.iter().find(|one| named.as_deref() == Some(key(one).as_str()));
    let on = |one: &&&Possible| one.action != Action::Appeal;
    named.or_else(|| possible.iter().find(|one| one.by == Side::Merchant && on(one))).copied()
}

fn pills<'a>(
    visit: &Visit,
    detail: &Detail,
    chosen: Option<&Possible>,
    all: impl Iterator<Item = &'a &'a Possible>,
) -> Option<AnyView> {
    step_choice(all.map(|one| Choice {
        href: format!("/supervisions/{}?act={}#act", detail.row.order_no, key(one)),
        name: called(visit, one),
        chosen: chosen == Some(*one),
    }))
}

fn called(visit: &Visit, one: &Possible) -> String {
    let action = one.action.words(visit.lang);
    match one.by {
        Side::Merchant => action.to_owned(),
        by => {
            let who = by.words(visit.lang);
            fill(DeliveryWords::of(visit.lang).by_other, &[("action", action), ("who", who)])
        }
    }
}

fn refused(visit: &Visit, one: &Possible) -> impl IntoView + use<> {
    let why = one.why_not.as_ref().map(|why| match why {
        WhyNot::Flow(refusal) => deliveries::refusal(*refusal, visit.lang),
        WhyNot::RefundRuns => DeliveryWords::of(visit.lang).refund_runs.to_owned(),
        WhyNot::Missing(problem) => field_problem(problem, visit.lang),
        WhyNot::Other(why) => why.clone(),
    });
    view! { <li><strong>{called(visit, one)}</strong>" "<span class="muted">{why}</span></li> }
}

fn form(visit: &Visit, detail: &Detail, one: &Possible) -> impl IntoView + use<> {
    let words = DeliveryWords::of(visit.lang);
    let lang = visit.lang;
    let recording = (one.by != Side::Merchant).then(|| {
        let who = one.by.words(lang).to_lowercase();
        view! { <p class="hint">{fill(words.recording, &[("who", &who)])}</p> }
    });
    let ends = matches!(one.action, Action::Accept | Action::Appeal | Action::DecideAppeal);
    let class = if ends { "button seal" } else { "button primary" };
    view! {
        <form class="form step-form" id="act" method="post" action=FORM>
            {recording}
            {asked(visit, detail, one.action)}
            {hidden("order_no", detail.row.order_no.clone())}
            {hidden("action", one.action.code())}
            {hidden("by", one.by.code())}
            {hidden("seen", detail.row.version.to_string())}
            {own_fields(visit, detail, one.action)}
            {comment(visit, one.action)}
            <div class="form-actions"><button class=class>{called(visit, one)}</button></div>
        </form>
    }
}

/// The documents on which the step stands.
fn asked(visit: &Visit, detail: &Detail, action: Action) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    let node = action.proves()?;
    let rows: Vec<_> = detail
        .requests
        .iter()
        .filter(|request| request.node == node)
        .map(|request| {
            let name = match visit.lang {
                Lang::Zh => request.name_zh.clone(),
                Lang::En => request.name_en.clone(),
            };
            let (tone, state) = match request.state {
                RequestState::NotNeeded => ("neutral", words.request_waived),
                _ if request.files >= request.least.max(1) => ("success", words.request_there),
                _ if request.required() => ("danger", words.request_missing),
                _ => ("neutral", words.request_optional),
            };
            view! { <li>{name}" "{crate::components::tag::tag(tone, state.to_owned())}</li> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <div class="field"><strong>{words.required_documents}</strong><ul class="changes">{rows}</ul></div> }
    })
}

/// What only this step asks for.
fn own_fields(visit: &Visit, detail: &Detail, action: Action) -> AnyView {
    let words = DeliveryWords::of(visit.lang);
    match action {
        Action::Complete => view! {
            {area(visit, FORM, Field::text("result", words.result), MOST)}
            {field(visit, FORM, Field::text("service_started_at", words.started).kind("datetime-local").hint(words.started_hint).optional())}
            {milestone(visit, detail)}
            {scene(visit, detail)}
        }
        .into_any(),
        Action::ActivateCode => field(
            visit,
            FORM,
            Field::text("service_started_at", words.started).kind("datetime-local").optional(),
        )
        .into_any(),
        Action::ConfirmRequirement => scene(visit, detail).into_any(),
        Action::Accept => milestone(visit, detail).into_any(),
        Action::Ship => view! {
            <div class="pair">
                {field(visit, FORM, Field::text("courier", words.courier))}
                {field(visit, FORM, Field::text("waybill", words.waybill))}
            </div>
            {field(visit, FORM, Field::text("phone", words.phone).keyboard("tel").optional())}
            <div class="field"><label class="choice"><input type="checkbox" name="phone_differs" value="1"/>{words.phone_differs}</label></div>
        }
        .into_any(),
        Action::Sign => {
            field(visit, FORM, Field::text("phone", words.phone).keyboard("tel").optional()).into_any()
        }
        Action::DecideAppeal => {
            let all = Outcome::ALL.iter().map(|one| (one.code().to_owned(), one.words(visit.lang).to_owned()));
            select(visit, FORM, "outcome", words.outcome, all.collect(), Outcome::Continue.code()).into_any()
        }
        _ => ().into_any(),
    }
}

fn milestone(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    let mut open = vec![(String::new(), words.milestone_first.to_owned())];
    for part in detail.milestones.iter().filter(|part| part.accepted_at.is_none()) {
        let (no, share) = (part.no.to_string(), part.share().to_string());
        open.push((no.clone(), fill(words.milestone_option, &[("no", &no), ("share", &share)])));
    }
    (open.len() > 1).then(|| select(visit, FORM, "milestone", words.milestone, open, ""))
}

fn scene(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    let shared = matches!(detail.row.business_kind, BusinessKind::Joint | BusinessKind::Provider);
    let now = detail.row.scene().map_or(words.scene_unsaid, |scene| scene.words(visit.lang));
    let mut all = vec![(String::new(), now.to_owned())];
    all.extend(Scene::ALL.iter().map(|one| (one.code().to_owned(), one.words(visit.lang).to_owned())));
    shared.then(|| select(visit, FORM, "scene", words.scene, all, ""))
}

fn comment(visit: &Visit, action: Action) -> impl IntoView + use<> {
    let comment = Field::text("comment", comment_label(visit.lang, action));
    let comment = if action.needs_reason() { comment } else { comment.optional() };
    area(visit, FORM, comment, MOST)
}
