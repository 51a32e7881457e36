//! What the page of an order says of refunds and of the buyer's invoice.

use domain::{
    access::Operation,
    order::Invoice,
    refund::{Ground, Why},
};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Named},
    refunds::{self, OfOrder, Refund, Refused},
};

use crate::{
    components::{
        Field, area, block, error_summary, fact, facts, field, hidden, money, money::amount_text, select,
        tag::tag,
    },
    forms::{Done, Form},
    visit::Visit,
    words::{RefundWords, codes::Worded, deliveries, fill, refund::toned},
};

const ASK: &str = "/do/request-refund";
const INVOICE: &str = "/do/note-invoice";

/// The refunds of an order, the form for another, and the invoice.
#[must_use]
pub fn refunds_block(visit: &Visit, named: &Named, of: &OfOrder) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let rows = of.refunds.iter().map(|refund| row(visit, refund)).collect_view();
    let rows = if of.refunds.is_empty() {
        view! { <p class="muted">{words.none_asked}</p> }.into_any()
    } else {
        view! { <ul class="changes">{rows}</ul> }.into_any()
    };
    let asks = visit.may(Operation::RequestRefund).then(|| match &of.possible {
        Ok(ground) => ask(visit, named, *ground).into_any(),
        Err(Refused::OneRuns | Refused::Not(Why::IsUnsubscription)) => ().into_any(),
        Err(why) => view! { <p class="hint">{deliveries::refund(why, visit.lang)}</p> }.into_any(),
    });
    let notes = (visit.may(Operation::NoteInvoice) && named.order.head.paid_at.is_some())
        .then(|| invoice(visit, named));
    block(
        words.block,
        view! {
            {error_summary(visit, ASK)}{error_summary(visit, INVOICE)}
            {facts(fact(words.invoice, named.invoice.words(visit.lang)))}
            {rows}
            <div class="screen-only">{asks}{notes}</div>
        },
    )
}

fn row(visit: &Visit, refund: &Refund) -> impl IntoView + use<> {
    let (tone, word) = toned(refund.state, visit.lang);
    view! {
        <li>
            <p>{tag(tone, word)}" "<a href=format!("/refunds/{}", refund.id)>{money(refund.amount_minor, refund.currency.code())}</a></p>
            <p class="muted">{visit.minute(refund.created_at)}" · "{refund.ground.words(visit.lang)}</p>
        </li>
    }
}

fn ask(visit: &Visit, named: &Named, ground: Ground) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let paid = amount_text(named.order.sums().paid_minor, named.order.head.currency);
    let text = if ground.whole() { words.ask_hint_whole } else { words.ask_hint_negotiated };
    let hint = fill(text, &[("paid", &paid), ("ground", ground.words(visit.lang))]);
    let amount =
        (!ground.whole()).then(|| field(visit, ASK, Field::text("amount", words.amount).keyboard("decimal")));
    view! {
        <details class="more-fields" open=visit.refused(ASK).is_some()>
            <summary>{words.ask}</summary>
            <p class="hint">{hint}</p>
            <form class="form" method="post" action=ASK>
                {hidden("order_no", named.order.number.clone())}
                {amount}
                {area(visit, ASK, Field::text("reason", words.reason), 1_000)}
                <div class="inline-actions"><button class="button">{words.ask}</button></div>
            </form>
        </details>
    }
}

fn invoice(visit: &Visit, named: &Named) -> impl IntoView + use<> {
    let words = RefundWords::of(visit.lang);
    let options = Invoice::ALL
        .iter()
        .map(|state| (state.code().to_owned(), state.words(visit.lang).to_owned()))
        .collect();
    view! {
        <details class="more-fields" open=visit.refused(INVOICE).is_some()>
            <summary>{words.invoice_note}</summary>
            <p class="hint">{words.invoice_hint}</p>
            <form class="form" method="post" action=INVOICE>
                {hidden("order_no", named.order.number.clone())}
                {select(visit, INVOICE, "invoice", words.invoice, options, named.invoice.code())}
                <div class="inline-actions"><button class="button">{words.invoice_note}</button></div>
            </form>
        </details>
    }
}

/// Notes that the buyer asks for a refund.
///
/// # Errors
/// A problem with amount or reason; a conflict when it cannot be refunded.
pub async fn request(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let (number, amount, reason) = (form.get("order_no"), form.get("amount"), form.get("reason"));
    let made = refunds::request(&visit.office, visit.actor()?, number, amount, reason).await?;
    let said = RefundWords::of(visit.lang).asked_said;
    Ok(Done::to(format!("/refunds/{}", made.id)).saying(said))
}

/// Notes whether the buyer has an invoice.
///
/// # Errors
/// A problem with `invoice`; a conflict when the order was not paid.
pub async fn note_invoice(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let number = form.get("order_no");
    let state = orders::note_invoice(&visit.office, visit.actor()?, number, form.get("invoice")).await?;
    let said = fill(RefundWords::of(visit.lang).invoice_said, &[("state", state.words(visit.lang))]);
    Ok(Done::back().saying(said))
}
