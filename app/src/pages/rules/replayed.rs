//! What a replay found: totals, and the lines that come to something else.

use domain::{
    Currency,
    money::thousands,
    settlement::{RuleName, rules::RuleState},
};
use leptos::prelude::*;
use operations::rules::{Change, Changes, Replay, Rule, Side};

use super::told::tongue;
use crate::{
    components::{ledger, money, notice::notice},
    visit::Visit,
    words::{RuleWords, fields::field_problem, fill, rule::replayed},
};

/// What was found, with the lines that change most.
pub(super) fn found(visit: &Visit, draft: &Rule, replay: &Replay) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let sentence = replayed(replay, visit.lang);
    let content = if replay.lines == 0 {
        view! { <p class="muted">{words.replay_empty}</p> }.into_any()
    } else {
        let most = if replay.most.is_empty() {
            view! { <p class="muted">{words.no_changes}</p> }.into_any()
        } else {
            let table = lines(visit, draft.rule.id(), words.most, &replay.most);
            let more = draft.state == RuleState::Draft && replay.changed > replay.most.len() as u64;
            let all = more.then(|| {
                let href = format!("/settlement/rules/{}?period={}#changes", draft.key(), replay.period);
                view! { <p><a href=href>{words.all_changes}</a></p> }
            });
            view! { <h3>{words.most}</h3>{table}{all} }.into_any()
        };
        view! { {totals(visit, replay)}{most} }.into_any()
    };
    // No order of such a month can be settled by it.
    let before = (replay.period.next().first_day() <= draft.rule.effective_from).then(|| {
        let from = draft.rule.effective_from.to_string();
        notice("warning", view! { <p>{fill(words.replay_before, &[("from", &from)])}</p> })
    });
    view! { <p>{sentence}</p>{before}{content} }
}

fn totals(visit: &Visit, replay: &Replay) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let rows = replay.totals.iter().map(|of| {
        let code = of.currency.code();
        let increments = (of.increments_before_minor, of.increments_after_minor);
        let increments = (increments != (0, 0)).then(|| {
            let (before, after) = increments;
            view! {
                <tr>
                    <th scope="row" colspan="4">{code}" · "{words.increments}</th>
                    <td class="num" data-label=words.before>{money(before, code)}</td>
                    <td class="num" data-label=words.after>{money(after, code)}</td>
                    <td class="num" data-label=words.difference>{money(after.saturating_sub(before), code)}</td>
                </tr>
            }
        });
        let refused = format!("{} → {}", thousands(of.refused_before), thousands(of.refused_after));
        view! {
            <tr>
                <th scope="row">{code}</th>
                <td class="num" data-label=words.lines>{thousands(of.lines)}</td>
                <td class="num" data-label=words.changed>{thousands(of.changed)}</td>
                <td class="num" data-label=words.refused>{refused}</td>
                <td class="num" data-label=words.before>{money(of.before_minor, code)}</td>
                <td class="num" data-label=words.after>{money(of.after_minor, code)}</td>
                <td class="num" data-label=words.difference>{money(of.after_minor.saturating_sub(of.before_minor), code)}</td>
            </tr>
            {increments}
        }
    });
    let numbers = [words.lines, words.changed, words.refused, words.before, words.after, words.difference];
    let head = view! {
        <th scope="col">{words.currency}</th>
        {numbers.map(|word| view! { <th scope="col" class="num">{word}</th> }).collect_view()}
    };
    ledger(words.totals, "compact", head, rows.collect_view())
}

/// Lines that come to something else.
fn lines(visit: &Visit, draft: RuleName, label: &'static str, rows: &[Change]) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let rows = rows.iter().map(|one| {
        let line = fill(words.line, &[("n", &one.line_no.to_string())]);
        let part = (one.part > 0).then(|| fill(words.milestone, &[("n", &one.part.to_string())]));
        let place = [Some(line), part].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let code = one.currency.code();
        view! {
            <tr>
                <th scope="row">
                    <a class="row-link" href=format!("/orders/{}", one.order_no)>{one.order_no.clone()}</a>
                    " "<small class="muted nowrap">{place}</small>
                </th>
                <td data-label=words.product>{one.product.clone()}</td>
                <td class="num" data-label=words.before>{side(visit, draft, &one.before, one.currency)}</td>
                <td class="num" data-label=words.after>{side(visit, draft, &one.after, one.currency)}</td>
                <td class="num" data-label=words.difference>{money(one.by_minor(), code)}</td>
            </tr>
        }
    });
    let head = view! {
        <th scope="col">{words.order}</th>
        <th scope="col">{words.product}</th>
        <th scope="col" class="num">{words.before}</th>
        <th scope="col" class="num">{words.after}</th>
        <th scope="col" class="num">{words.difference}</th>
    };
    ledger(label, "compact", head, rows.collect_view())
}

fn side(visit: &Visit, draft: RuleName, of: &Side, currency: Currency) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let rule = of.rule.map(|rule| match rule == draft {
        true => words.this_draft.to_owned(),
        false => rule.in_words(tongue(visit.lang)),
    });
    let said = of.problem.as_ref().map(|wrong| field_problem(wrong, visit.lang)).or(rule);
    let amount = match of.amount_minor {
        Some(minor) => money(minor, currency.code()).into_any(),
        None => words.cannot.into_any(),
    };
    view! { {amount}<br/><small class="muted">{said}</small> }
}

/// A page of every line of a month that comes to something else.
pub(super) fn every(visit: &Visit, draft: &Rule, period: &str, page: &Changes) -> impl IntoView + use<> {
    let words = RuleWords::of(visit.lang);
    let here = format!("/settlement/rules/{}", draft.key());
    let next = page.next.map(|after| {
        let href = format!("{here}?period={period}&after={after}#changes");
        view! { " "<a class="button small" rel="next" href=href>{words.next_page}</a> }
    });
    let table = if page.rows.is_empty() {
        view! { <p class="muted">{words.no_changes}</p> }.into_any()
    } else {
        lines(visit, draft.rule.id(), words.changes, &page.rows).into_any()
    };
    view! {
        <section class="block" id="changes">
            <h2>{words.changes}</h2>
            {table}
            <p class="screen-only"><a class="button small" href=here>{words.first_page}</a>{next}</p>
        </section>
    }
}
