//! One version: what it says and changes; of a draft its form, its replay, and what ends it.

use domain::{Period, access::Operation, settlement::rules::RuleState};
use leptos::prelude::*;
use operations::{
    Failure,
    rules::{self, Changes, Diff, Rule},
};

use super::{
    form, replayed,
    told::{bands, dates, name, ratio, scope, who},
};
use crate::{
    components::{
        ask, block, confirm, error_summary, fact, facts, hidden, ledger, notice::notice, page_head, select,
        tag::tag,
    },
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{RuleWords, ShellWords, codes::Worded, codes::of_field, fields::field_name, fill},
};

const REPLAY: &str = "/do/replay-rule";
const PUBLISH: &str = "/do/publish-rule";
const DISCARD: &str = "/do/discard-rule";
/// Months that can be chosen.
const MONTHS: usize = 24;
/// Lines on a page of those that come to something else.
const LINES: usize = 50;

/// What the page shows.
struct Shown {
    one: Rule,
    diff: Diff,
    /// Every line that changes, and the month that was asked for.
    every: Option<(String, Changes)>,
    months: Vec<Period>,
}

/// The page.
///
/// # Errors
/// `NotFound` when there is no such version.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (office, actor) = (&visit.office, visit.actor()?);
    let one = rules::find(office, actor, visit.param("id")).await?;
    let diff = rules::diff(office, actor, visit.param("id")).await?;
    let period = visit.value("period").and_then(|text| Period::parse(&text).ok());
    let every = match (period, one.id) {
        (Some(period), Some(id)) if one.state == RuleState::Draft => {
            let after = visit.value("after").and_then(|text| text.parse().ok()).unwrap_or_default();
            Some((period.to_string(), rules::changes(office, actor, id, period, after, LINES).await?))
        }
        _ => None,
    };
    let this_month = office.zone.period(office.clock.now());
    let months = std::iter::successors(Some(this_month), |month| Some(month.previous())).take(MONTHS);
    let shown = Shown { one, diff, every, months: months.collect() };
    let title = name(&shown.one, visit.lang);
    let visit = visit.clone();
    Ok(Page::new(&title, move || body(&visit, &shown)))
}

fn body(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let Shown { one, diff, every, .. } = shown;
    let draft = one.state == RuleState::Draft;
    let back = ("/settlement/rules".to_owned(), words.title);
    let every = every.as_ref().map(|(period, page)| replayed::every(visit, one, period, page));
    let edit =
        (draft && visit.may(Operation::DraftRule)).then(|| block(words.edit, form::fields(visit, Some(one))));
    let replay = (draft || one.replay.is_some()).then(|| block(words.replay, replay(visit, shown)));
    view! {
        {page_head(name(one, visit.lang), Some(back), None, actions(visit, one, diff))}
        {[form::SAVE, REPLAY, PUBLISH, DISCARD].map(|form| error_summary(visit, form)).collect_view()}
        {said(visit, one)}
        {block(words.diff, differences(visit, diff))}
        {replay}
        {every}
        {edit}
    }
}

fn said(visit: &Visit, one: &Rule) -> impl IntoView + use<> {
    let (words, lang) = (RuleWords::of(visit.lang), visit.lang);
    let tone = match one.state {
        RuleState::Draft => "warning",
        RuleState::Published => "success",
        RuleState::Discarded => "neutral",
    };
    let note = (!one.note.is_empty()).then(|| fact(words.note_field, one.note.clone()));
    let done = |word, by: &Option<rules::Who>| by.as_ref().map(|by| fact(word, who(visit, Some(by))));
    facts(view! {
        {fact(crate::words::SettlementWords::of(lang).state, tag(tone, one.state.words(lang).to_owned()))}
        {fact(words.scope, scope(one, lang))}
        {fact(words.dates, dates(one, lang))}
        {fact(words.ratio, ratio(one, lang))}
        {fact(words.bands, bands(one, lang))}
        {note}
        {done(words.drafted_by, &one.drafted)}
        {done(words.changed_by, &one.changed)}
        {done(words.published_by, &one.published)}
    })
}

fn differences(visit: &Visit, diff: &Diff) -> AnyView {
    let (words, lang) = (RuleWords::of(visit.lang), visit.lang);
    let Some(against) = &diff.against else {
        return view! { <p class="muted">{words.diff_none}</p> }.into_any();
    };
    let against = fill(words.diff_against, &[("name", &name(against, lang))]);
    if diff.fields.is_empty() {
        return view! { <p>{against}</p><p class="muted">{words.diff_same}</p> }.into_any();
    }
    let rows = diff.fields.iter().map(|one| {
        let field = one.field.code();
        let value = |text: &str| if text.is_empty() { "—".to_owned() } else { of_field(field, text, lang) };
        view! {
            <tr>
                <th scope="row">{field_name(field, lang)}</th>
                <td data-label=words.before>{value(&one.before)}</td>
                <td data-label=words.after>{value(&one.after)}</td>
            </tr>
        }
    });
    let head = [words.field, words.before, words.after].map(|word| view! { <th scope="col">{word}</th> });
    let table = ledger(words.diff, "compact", head.collect_view(), rows.collect_view());
    view! { <p>{against}</p>{table} }.into_any()
}

/// What names the draft in a form, and the revision that was looked at.
fn named(one: &Rule) -> impl IntoView + use<> {
    let id = one.id.unwrap_or_default().to_string();
    view! { {hidden("id", id)}{hidden("revision", one.revision.to_string())} }
}

fn replay(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let one = &shown.one;
    let draft = one.state == RuleState::Draft;
    // The last month that is over is the first choice.
    let chosen = one.replay.as_ref().map(|replay| replay.period).or(shown.months.get(1).copied());
    let chosen = chosen.map(|month| month.to_string()).unwrap_or_default();
    let months = shown.months.iter().map(|month| (month.to_string(), month.dashed())).collect();
    let ask = (draft && visit.may(Operation::DraftRule)).then(|| {
        view! {
            <form class="form" method="post" action=REPLAY>
                {named(one)}
                {select(visit, REPLAY, "period", words.period, months, &chosen)}
                <div class="form-actions"><button class="button primary">{words.replay_button}</button></div>
            </form>
        }
    });
    let found = match &one.replay {
        Some(replay) => replayed::found(visit, one, replay).into_any(),
        None => notice("warning", view! { <p>{words.not_replayed}</p> }).into_any(),
    };
    view! { <p class="hint">{words.replay_note}</p>{ask}{found} }
}

/// What ends a draft.
fn actions(visit: &Visit, one: &Rule, diff: &Diff) -> impl IntoView + use<> {
    let (words, lang) = (RuleWords::of(visit.lang), visit.lang);
    let close = ShellWords::of(lang).cancel;
    let draft = one.state == RuleState::Draft;
    let own = visit.actor.as_ref().is_some_and(|actor| one.is_by(actor));
    let may_publish = draft && visit.may(Operation::PublishRule);
    let publish = if may_publish && own {
        view! { <p class="hint">{words.own}</p> }.into_any()
    } else if may_publish && one.replay.is_some() {
        let form = view! {
            <form method="post" action=PUBLISH>{named(one)}<button class="button seal">{words.publish}</button></form>
        };
        let values = [
            ("name", scope(one, lang)),
            ("dates", dates(one, lang)),
            ("ratio", ratio(one, lang)),
            ("bands", bands(one, lang)),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let ends = diff.against.as_ref().is_some_and(|against| against.rule.scheme.is_some());
        let ends = (ends && one.rule.scheme.is_none()).then_some(words.bands_end);
        let text = fill(words.publish_text, &values);
        let text =
            [Some(text.as_str()), ends].into_iter().flatten().collect::<Vec<_>>().join(lang.pick("", " "));
        confirm("ask-publish", words.publish, words.publish_title.to_owned(), text, form.into_any(), close)
            .into_any()
    } else {
        ().into_any()
    };
    let discard = (draft && visit.may(Operation::DraftRule)).then(|| {
        let form = view! {
            <form method="post" action=DISCARD>{named(one)}<button class="button seal">{words.discard}</button></form>
        };
        let (title, text) = (words.discard_title.to_owned(), words.discard_text.to_owned());
        ask("ask-discard", "button", words.discard, title, text, form.into_any(), close)
    });
    view! { {publish}{discard} }
}

/// The draft that a form is about, and the revision that was looked at.
fn of_form(form: &Form) -> Result<(i64, Option<i64>), Failure> {
    Ok((form.number("id")?, Some(form.number("revision")?)))
}

/// Replays a draft.
///
/// # Errors
/// A problem with the month; a conflict when it is no draft any more, or was changed meanwhile.
pub async fn replay_over(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (id, _) = of_form(form)?;
    let period = Period::parse(form.get("period")).map_err(|wrong| wrong.of("period"))?;
    rules::replay(&visit.office, visit.actor()?, id, period).await?;
    Ok(Done::to(format!("/settlement/rules/{id}")))
}

/// Publishes a draft.
///
/// # Errors
/// A conflict for one's own draft, one that was not replayed, or one that was changed meanwhile; a problem with the first
/// day when it overlaps another version.
pub async fn publish(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (id, seen) = of_form(form)?;
    rules::publish(&visit.office, visit.actor()?, id, seen).await?;
    Ok(Done::to(format!("/settlement/rules/{id}")).saying(RuleWords::of(visit.lang).published_done))
}

/// Gives a draft up.
///
/// # Errors
/// A conflict when it is no draft any more, or was changed meanwhile.
pub async fn discard(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (id, seen) = of_form(form)?;
    rules::discard(&visit.office, visit.actor()?, id, seen).await?;
    Ok(Done::to("/settlement/rules").saying(RuleWords::of(visit.lang).discarded_done))
}
