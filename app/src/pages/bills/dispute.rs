//! The forms of disputes, and one of them with its thread.

use domain::{
    access::Operation,
    bill::{DisputeAction, DisputeState},
    money::bare,
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::disputes::{self, Dispute, Message, NewDispute, OfLine},
};

use super::line::{actions, line_path};
use crate::{
    components::{Field, amount_text, area, ask, block, fact, facts, field, hidden, money, tag::tag},
    forms::{Done, Form},
    visit::Visit,
    words::{DisputeWords, ShellWords, codes::Worded, dispute::tone, fill, journal::actor_name},
};

/// The form that opens a dispute.
pub(super) const OPEN: &str = "/do/open-dispute";
/// The form that adds to a thread.
pub(super) const SAY: &str = "/do/say-in-dispute";
/// The form that ends a dispute.
pub(super) const ACT: &str = "/do/act-dispute";

/// Opens a dispute.
///
/// # Errors
/// A problem with `reason` or `should`; the bill is not locked, or another one is open.
pub async fn open(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let of = (form.number("bill")?, form.number("position")?);
    let given = NewDispute { reason: form.get("reason"), should: form.get("should") };
    let dispute = disputes::open(&visit.office, visit.actor()?, of, &given).await?;
    let to = format!("{}#dispute-{}", line_path(of.0, of.1), dispute.id);
    Ok(Done::to(to).saying(DisputeWords::of(visit.lang).open_said))
}

/// Adds to the thread of a dispute.
///
/// # Errors
/// A problem with `body`.
pub async fn say(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    disputes::say(&visit.office, visit.actor()?, form.number("id")?, form.get("body")).await?;
    Ok(Done::back().saying(DisputeWords::of(visit.lang).said))
}

/// Ends a dispute.
///
/// # Errors
/// A problem with `action`, `reason` or `should`; it is over, or one's own.
pub async fn act(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let action = DisputeAction::parse(form.get("action")).map_err(|problem| problem.of("action"))?;
    let given = (action, form.get("reason"), form.get("should"));
    let done = disputes::act(&visit.office, visit.actor()?, form.number("id")?, given).await?;
    let words = DisputeWords::of(visit.lang);
    Ok(Done::back().saying(fill(words.decided_said, &[("state", done.state.words(visit.lang))])))
}

/// The form for a dispute of a line.
pub(super) fn open_form(visit: &Visit, of: &OfLine) -> impl IntoView + use<> {
    let words = DisputeWords::of(visit.lang);
    view! {
        <p class="hint">{words.open_text}</p>
        <form class="form screen-only" method="post" action=OPEN>
            {hidden("bill", of.bill.id.to_string())}
            {hidden("position", of.line.position.to_string())}
            {area(visit, OPEN, Field::text("reason", words.reason).hint(words.reason_hint), 1_000)}
            {field(visit, OPEN, Field::text("should", words.should).hint(fill(words.should_hint, &[("currency", of.bill.currency.code())])).optional())}
            <div class="inline-actions"><button class="button primary">{words.open}</button></div>
        </form>
    }
}

/// A dispute: where it stands, what was said, and what may be done with it.
pub(super) fn thread(visit: &Visit, dispute: &Dispute, messages: &[Message]) -> AnyView {
    let words = DisputeWords::of(visit.lang);
    let stamp = |who: &str, at: i64| {
        let (who, at) = (actor_name(who, visit.lang).to_owned(), visit.minute(at));
        fill(words.decided_by, &[("who", &who), ("at", &at)])
    };
    let said = messages.iter().map(|message| {
        let head = stamp(&message.author, message.written_at);
        view! { <li><p class="said">{message.body.clone()}</p><small class="muted">{head}</small></li> }
    });
    let said = (!messages.is_empty()).then(|| view! { <ol class="notes">{said.collect_view()}</ol> });
    let decided = dispute.decision.clone().map(|text| {
        let by = dispute.decider.as_deref().zip(dispute.decided_at).map(|(who, at)| stamp(who, at));
        fact(words.decided, view! { <span class="said">{text}</span>{by.map(|by| view! { " "<small class="muted">{by}</small> })} })
    });
    let told = facts(view! {
        {fact(words.state, tag(tone(dispute.state), dispute.state.words(visit.lang).to_owned()))}
        {fact(words.reason, view! { <span class="said">{dispute.reason.clone()}</span> })}
        {fact(words.opened, stamp(&dispute.opener, dispute.opened_at))}
        {amounts(visit, dispute)}
        {decided}
    });
    if dispute.state != DisputeState::Open {
        return view! { {told}{said} }.into_any();
    }
    view! {
        <div class="columns">
            <div class="col-main">{told}{said}{say_form(visit, dispute)}</div>
            <aside class="col-side screen-only">{decision(visit, dispute)}</aside>
        </div>
    }
    .into_any()
}

fn amounts(visit: &Visit, dispute: &Dispute) -> impl IntoView + use<> {
    let words = DisputeWords::of(visit.lang);
    let currency = dispute.currency.code();
    let adjustment = (dispute.state == DisputeState::Accepted).then(|| match dispute.taken {
        Some((bill, position)) => {
            fact(words.taken, view! { <a href=line_path(bill, position)>{words.taken_in}</a> }).into_any()
        }
        None => fact(words.taken, words.waits).into_any(),
    });
    view! {
        {dispute.should_minor.map(|minor| fact(words.should_short, money(minor, currency)))}
        {dispute.difference_minor.map(|minor| fact(words.difference, money(minor, currency)))}
        {adjustment}
    }
}

fn say_form(visit: &Visit, dispute: &Dispute) -> Option<impl IntoView + use<>> {
    let words = DisputeWords::of(visit.lang);
    visit.may(Operation::ActBill).then(|| {
        view! {
            <form class="form screen-only" method="post" action=SAY>
                {hidden("id", dispute.id.to_string())}
                {area(visit, SAY, Field::text("body", words.say_label), 4_000)}
                <div class="inline-actions"><button class="button">{words.say}</button></div>
            </form>
        }
    })
}

/// How it ends; whoever opened it is told who decides.
fn decision(visit: &Visit, dispute: &Dispute) -> Option<impl IntoView + use<>> {
    let words = DisputeWords::of(visit.lang);
    let possible = actions(visit, dispute);
    if possible.is_empty() {
        return None;
    }
    let own = dispute.is_opened_by(visit.actor().ok());
    let own = own.then(|| view! { <p class="hint">{words.own_work}</p> });
    let accepts = possible.contains(&DisputeAction::Accept);
    let should = dispute.should_minor.map(|minor| bare(minor, dispute.currency)).unwrap_or_default();
    let should = accepts.then(|| {
        field(
            visit,
            ACT,
            Field::text("should", words.should)
                .value(should)
                .optional()
                .hint(fill(words.should_code, &[("currency", dispute.currency.code())])),
        )
    });
    let buttons = possible.iter().map(|action| {
        let said = action.words(visit.lang);
        if *action != DisputeAction::Accept {
            return view! { <button class="button" name="action" value=action.code()>{said}</button> }
                .into_any();
        }
        let send = view! { <button class="button primary" name="action" value=action.code()>{said}</button> };
        let id = format!("accept-{}", dispute.id);
        let close = ShellWords::of(visit.lang).close;
        let (line, stands) =
            (dispute.position.to_string(), amount_text(dispute.amount_minor, dispute.currency));
        let values = [("bill", dispute.number.as_str()), ("n", line.as_str()), ("amount", stands.as_str())];
        let (title, text) = (fill(words.accept_title, &values), fill(words.accept_text, &values));
        ask(&id, "button primary", said, title, text, send.into_any(), close).into_any()
    });
    let form = view! {
        {own}
        <form class="form" method="post" action=ACT>
            {hidden("id", dispute.id.to_string())}
            {should}
            {area(visit, ACT, Field::text("reason", words.decide_reason), 1_000)}
            <div class="inline-actions">{buttons.collect_view()}</div>
        </form>
    };
    Some(block(words.decide, form))
}
