//! Noting that a statement was paid, taking that back, and what resellers are owed.

use chrono::NaiveDate;
use domain::{
    Problem,
    money::thousands,
    settlement::{Nature, StatementState},
};
use leptos::prelude::*;
use operations::{
    Failure,
    statements::{self, Balance, Head, Paid},
};

use crate::{
    components::{Field, amount_text, ask, field, hidden, ledger, money},
    forms::{Done, Form},
    visit::{Visit, encoded},
    words::{PaidWords, SettlementWords, ShellWords, fill},
};

/// The form that notes a payment.
pub const PAY: &str = "/do/pay-statement";
/// The form that takes it back.
pub const TAKE_BACK: &str = "/do/take-payment-back";
/// Balances on the page.
const SHOWN: usize = 20;

/// The question whose answer notes a payment, or takes it back; nothing where neither can be done.
pub(super) fn button(visit: &Visit, head: &Head) -> Option<AnyView> {
    let number = head.number.clone().unwrap_or_default();
    // What takes back something that was never paid brings nothing back.
    let cancelled = head.nature == Nature::Reversal && !head.corrects.as_ref().is_some_and(|of| of.is_paid);
    match (head.state, &head.paid) {
        _ if cancelled => None,
        (StatementState::Issued, None) => Some(pay_button(visit, head, &number)),
        (StatementState::Issued, Some(_)) => Some(take_back_button(visit, head, &number)),
        _ => None,
    }
}

fn pay_button(visit: &Visit, head: &Head, number: &str) -> AnyView {
    let words = PaidWords::of(visit.lang);
    let today = visit.office.zone.wall(visit.office.clock.now()).date().to_string();
    let form = view! {
        <form class="form" method="post" action=PAY>
            {hidden("id", head.id.to_string())}
            {field(visit, PAY, Field::text("paid_on", words.paid_on).kind("date").value(today))}
            {field(visit, PAY, Field::text("reference", words.reference).optional())}
            <button class="button primary">{words.pay_confirm}</button>
        </form>
    };
    let total = amount_text(head.total_minor.unwrap_or_default(), head.currency);
    let title = fill(words.pay_title, &[("number", number)]);
    let text = fill(words.pay_text, &[("total", &total)]);
    let cancel = ShellWords::of(visit.lang).cancel;
    ask("pay", "button primary", words.pay, title, text, form.into_any(), cancel).into_any()
}

fn take_back_button(visit: &Visit, head: &Head, number: &str) -> AnyView {
    let words = PaidWords::of(visit.lang);
    let form = view! {
        <form class="form" method="post" action=TAKE_BACK>
            {hidden("id", head.id.to_string())}
            {field(visit, TAKE_BACK, Field::text("reason", words.reason))}
            <button class="button">{words.take_back_confirm}</button>
        </form>
    };
    let title = fill(words.take_back_title, &[("number", number)]);
    let cancel = ShellWords::of(visit.lang).cancel;
    ask(
        "take-back",
        "button",
        words.take_back,
        title,
        words.take_back_text.to_owned(),
        form.into_any(),
        cancel,
    )
    .into_any()
}

/// The day and the reference of a payment.
pub(super) fn told(paid: &Paid) -> impl IntoView + use<> {
    let reference = paid.reference.clone().map(|reference| view! { " · "<code>{reference}</code> });
    view! { <time>{paid.on.to_string()}</time>{reference} }
}

/// What resellers are owed, as far as anything is left; of one reseller, all of it.
pub(super) fn balances_table(visit: &Visit, balances: &[Balance], reseller: Option<&str>) -> AnyView {
    let words = PaidWords::of(visit.lang);
    let shown = |of: &&Balance| match reseller {
        Some(name) => of.reseller == name,
        None => of.left_minor() != 0,
    };
    let open: Vec<&Balance> = balances.iter().filter(shown).collect();
    if open.is_empty() {
        return view! { <p class="hint">{words.balances_none}</p> }.into_any();
    }
    let more = (open.len() > SHOWN).then(|| {
        let more = thousands((open.len() - SHOWN) as u64);
        view! { <p class="hint">{fill(words.balances_more, &[("n", &more)])}</p> }
    });
    let rows = open.into_iter().take(SHOWN).map(|of| balance_row(visit, of)).collect_view();
    let head = view! {
        <th scope="col">{SettlementWords::of(visit.lang).reseller}</th>
        <th scope="col" class="num">{words.issued_sum}</th>
        <th scope="col" class="num">{words.paid_sum}</th>
        <th scope="col" class="num">{words.balance}</th>
    };
    view! {
        <p class="hint">{words.balances_note}</p>
        {ledger(words.balances, "compact", head, rows)}
        {more}
    }
    .into_any()
}

fn balance_row(visit: &Visit, of: &Balance) -> impl IntoView + use<> {
    let words = PaidWords::of(visit.lang);
    let currency = of.currency.code();
    let href = format!("/settlement?reseller={}#statements", encoded(&of.reseller));
    view! {
        <tr>
            <th scope="row"><a href=href>{of.reseller.clone()}</a></th>
            <td data-label=words.issued_sum class="num">{money(of.issued_minor, currency)}</td>
            <td data-label=words.paid_sum class="num">{money(of.paid_minor, currency)}</td>
            <td data-label=words.balance class="num">{money(of.left_minor(), currency)}</td>
        </tr>
    }
}

/// Notes that a statement was paid.
///
/// # Errors
/// A problem with the day or the reference; a conflict when there is nothing to pay.
pub async fn pay(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let given = form.get("paid_on").trim();
    let on: NaiveDate = given.parse().map_err(|_| match given {
        "" => Problem::Missing.of("paid_on"),
        wrong => Problem::NotATime { value: wrong.chars().take(40).collect() }.of("paid_on"),
    })?;
    let id = form.number("id")?;
    let head = statements::pay(&visit.office, visit.actor()?, id, on, form.get("reference")).await?;
    let number = head.number.unwrap_or_default();
    Ok(Done::back().saying(fill(PaidWords::of(visit.lang).paid_done, &[("number", &number)])))
}

/// Takes back that a statement was paid.
///
/// # Errors
/// A problem with the reason; a conflict when it was not paid.
pub async fn take_back(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    let head = statements::take_payment_back(&visit.office, visit.actor()?, id, form.get("reason")).await?;
    let number = head.number.unwrap_or_default();
    Ok(Done::back().saying(fill(PaidWords::of(visit.lang).taken_back_done, &[("number", &number)])))
}
