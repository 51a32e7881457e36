//! One refund: where it stands, what was asked for, its review, and what happened.

use domain::{
    refund::{Action, State},
    supervision::Side,
};
use leptos::prelude::*;
use operations::{
    Failure,
    journal::Event,
    list::Filter,
    refunds::{self, Given, INVOICED, LIST, Refund},
};

use super::acts::{FORM, acts_blocks};
use crate::{
    components::{block, error_summary, fact, facts, money, notice::notice, page_head, tag::tag},
    forms::{Done, Form},
    list::Address,
    visit::{Page, Visit, encoded},
    words::{
        DeliveryWords, RefundWords,
        codes::Worded,
        fill,
        journal::{actor_name, reason},
        refund::toned,
    },
};

/// The page.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let id = visit.param("id").parse().map_err(|_| Failure::NotFound)?;
    let refund = refunds::get(&visit.office, actor, id).await?;
    let (filter, _) = Filter::read_query(&LIST, &visit.value("list").unwrap_or_default());
    let list = Address::of("/refunds", &filter).query();
    let (events, neighbours) = futures::future::try_join(
        refunds::history(&visit.office, actor, &refund),
        refunds::neighbours(&visit.office, actor, &filter, &refund),
    )
    .await?;
    let title = fill(RefundWords::of(visit.lang).title, &[("number", &refund.order_no)]);
    let visit = visit.clone();
    Ok(Page::new(&title.clone(), move || body(&visit, &refund, title, &events, &list, neighbours)))
}

fn body(
    visit: &Visit,
    refund: &Refund,
    title: String,
    events: &[Event],
    list: &str,
    neighbours: (Option<i64>, Option<i64>),
) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let filtered = !list.is_empty();
    let href = if filtered { format!("/refunds?{list}") } else { "/refunds".to_owned() };
    let back = (href, if filtered { words.back_filtered } else { words.back });
    let step = |id: Option<i64>, rel: &'static str, word: &'static str, sign: &'static str| {
        let suffix = if filtered { format!("?list={}", encoded(list)) } else { String::new() };
        id.map(|id| view! { <a class="button small" rel=rel href=format!("/refunds/{id}{suffix}") title=word aria-label=word>{sign}</a> })
    };
    let (tone, word) = toned(refund.state, visit.lang);
    let actions = view! {
        {tag(tone, word)}
        {step(neighbours.0, "prev", words.previous, "↑")}
        {step(neighbours.1, "next", words.next, "↓")}
    };
    view! {
        {page_head(title, Some(back), None, actions)}
        {error_summary(visit, FORM)}
        {notice(if tone == "neutral" { "info" } else { tone }, view! { <p><strong>{now(visit, refund)}</strong></p> })}
        <div class="columns">
            <div class="col-main">
                {acts_blocks(visit, refund)}
                {block(words.about, about(visit, refund))}
                {block(words.log, log(visit, events))}
            </div>
            <aside class="col-side">{block(words.beside, beside(visit, refund))}</aside>
        </div>
    }
}

/// Who is waited for, and what follows.
fn now(visit: &Visit, refund: &Refund) -> String {
    let words = RefundWords::of(visit.lang);
    match refund.state {
        State::PendingMerchantReview if refund.comes_back_first() => words.now_review_goods.to_owned(),
        State::PendingMerchantReview => words.now_review.to_owned(),
        State::AwaitingReturn => words.now_return.to_owned(),
        State::AwaitingAcceptance => {
            let at = refund.accepts_at.map(|at| visit.minute(at)).unwrap_or_default();
            fill(words.now_goods, &[("at", &at)])
        }
        State::Appealed => words.now_appealed.to_owned(),
        State::Approved | State::Refunding => words.now_paying.to_owned(),
        State::Refunded => words.now_refunded.to_owned(),
        State::Rejected => words.now_rejected.to_owned(),
        State::Withdrawn => words.now_withdrawn.to_owned(),
    }
}

fn about(visit: &Visit, refund: &Refund) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let (lang, currency) = (visit.lang, refund.currency.code());
    let when = |at: Option<i64>| at.map(|at| visit.minute(at));
    let decision = refund.decision.clone().filter(|text| !text.is_empty());
    let decision = decision.map(|text| if text == INVOICED { words.invoiced.to_owned() } else { text });
    let unsubscribe = refund.unsubscribe_no.clone().map(|number| {
        let href = format!("/orders/{number}");
        fact(words.unsubscribe, view! { <a class="mono" href=href>{number}</a> })
    });
    facts(view! {
        {fact(words.amount, money(refund.amount_minor, currency))}
        {fact(words.paid, money(refund.paid_minor, currency))}
        {fact(words.ground, refund.ground.words(lang))}
        {fact(words.reason, view! { <span class="said">{refund.reason.clone()}</span> })}
        {fact(words.created, visit.minute(refund.created_at))}
        {fact(words.by, actor_name(&refund.actor_name, lang).to_owned())}
        {when(refund.decided_at).map(|at| fact(words.decided, at))}
        {decision.map(|text| fact(words.decision, view! { <span class="said">{text}</span> }))}
        {refund.return_courier.clone().map(|courier| fact(words.courier, courier))}
        {refund.return_waybill.clone().map(|waybill| fact(words.waybill, view! { <code>{waybill}</code> }))}
        {when(refund.sent_back_at).map(|at| fact(words.sent_back, at))}
        {when(refund.accepts_at).map(|at| fact(words.accepts, at))}
        {unsubscribe}
        {when(refund.ended_at).map(|at| fact(words.ended, at))}
    })
}

fn beside(visit: &Visit, refund: &Refund) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let number = refund.order_no.clone();
    let customer_href = format!("/orders?customer={}", encoded(&refund.customer));
    let product_href = format!("/products/{}", encoded(&refund.product));
    let delivery = refund.is_supervised().then(|| {
        let href = format!("/supervisions/{number}");
        fact(words.delivery, view! { <a href=href>{words.see_delivery}</a> })
    });
    facts(view! {
        {fact(words.order, view! { <a class="mono" href=format!("/orders/{number}")>{number.clone()}</a> })}
        {fact(words.customer, view! { <a href=customer_href>{refund.customer_name.clone()}</a> })}
        {fact(words.product, view! { <a href=product_href>{refund.product_name.clone()}</a> })}
        {delivery}
    })
}

fn log(visit: &Visit, events: &[Event]) -> impl IntoView + use<> {
    let rows = events.iter().rev().map(|event| entry(visit, event)).collect_view();
    view! { <ol class="timeline">{rows}</ol> }
}

fn entry(visit: &Visit, event: &Event) -> impl IntoView + use<> {
    let lang = visit.lang;
    let (before, after) = event.fields();
    let action = after["action"].as_str().and_then(Action::from_code);
    let what = action
        .map(|action| action.words(lang))
        .or_else(|| event.action().map(|action| action.words(lang)))
        .unwrap_or_default();
    let name = actor_name(&event.actor_name, lang);
    let side = after["by"].as_str().and_then(Side::from_code);
    let theirs = matches!(side, Some(Side::Buyer | Side::Operator));
    let who = if theirs && event.actor_kind != "system" {
        fill(DeliveryWords::of(lang).log_recorded, &[("name", name)])
    } else {
        name.to_owned()
    };
    let state = after["state"].as_str().and_then(State::from_code);
    let was = before["state"].as_str().and_then(State::from_code);
    let moved = state.map(|state| match was {
        Some(was) => {
            let values = [("from", was.words(lang)), ("to", state.words(lang))];
            fill(DeliveryWords::of(lang).log_from_to, &values)
        }
        None => state.words(lang).to_owned(),
    });
    let said = event.reason.as_deref().filter(|text| !text.is_empty()).map(|text| reason(event, text, lang));
    view! {
        <li data-tone=state.map_or("info", crate::words::refund::tone)>
            <time>{visit.minute(event.at)}</time>
            <div>
                <strong>{what}</strong>" "<span class="muted">{who}</span>
                {moved.map(|text| view! { <p class="muted">{text}</p> })}
                {said.map(|text| view! { <p class="said">{text}</p> })}
            </div>
        </li>
    }
}

/// Takes a step.
///
/// # Errors
/// What was given is wrong; it is not possible any more.
pub async fn act(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let text = |name: &str| form.get(name).to_owned();
    let given = Given {
        action: text("action"),
        reason: text("reason"),
        courier: text("courier"),
        waybill: text("waybill"),
    };
    let id = form.number("id")?;
    refunds::act(&visit.office, visit.actor()?, id, &given).await?;
    let said = Action::from_code(&given.action).map_or("", |action| action.words(visit.lang));
    let said = fill(RefundWords::of(visit.lang).done_said, &[("action", said)]);
    Ok(Done::to(format!("/refunds/{id}")).saying(said))
}
