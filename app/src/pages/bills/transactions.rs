//! Transaction details: what was earned in a month, line by line, and what of it stands in which bill.

use chrono::Days;
use domain::{
    bill::{BillKind, BillState},
    order::PaymentMethod,
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{self, Billed, TRANSACTIONS, Transaction},
};

use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Column, Face, ListPage, Seen, cells},
    visit::{Page, Visit, encoded},
    words::{
        BillWords, TransactionWords, bill,
        codes::{Worded, worded},
        fill,
    },
};

type Col = Column<Transaction>;

pub static FACE: Face<Transaction> = Face {
    list: &TRANSACTIONS,
    path: "/bills/transactions",
    icon: "bill",
    title: |lang| TransactionWords::of(lang).title,
    words: TransactionWords::noun,
    word,
    front: 3,
    lead: Col::new("number", |lang| BillWords::of(lang).order_no, number),
    columns: &[
        Col::clipped("customer", |lang| BillWords::of(lang).customer, |row| &row.customer_name),
        Col::clipped("product", |lang| BillWords::of(lang).product, |row| &row.product_name),
        Col::new("repaid", |lang| TransactionWords::of(lang).repayment, repayment).class("nowrap"),
        Col::new(
            "supervision",
            |lang| TransactionWords::of(lang).supervision,
            |out, seen, row| {
                cells::maybe(out, row.node.map(|node| node.words(seen.lang())));
            },
        )
        .class("nowrap"),
        Col::tag(
            "billing",
            |lang| BillWords::of(lang).standing,
            |row, lang| (bill::standing_tone(row.standing), row.standing.words(lang).to_owned()),
        )
        .class("nowrap"),
        Col::new(
            "period",
            |lang| BillWords::of(lang).month,
            |out, _, row| {
                cells::maybe(out, row.period.map(|period| period.dashed()).as_deref());
            },
        )
        .class("nowrap"),
        Col::new(
            "amount",
            |lang| TransactionWords::of(lang).amount,
            |out, _, row| {
                cells::money(out, row.billed.as_ref().map(|of| of.amount_minor), row.currency.code());
            },
        )
        .class("num"),
        Col::new("details", |lang| TransactionWords::of(lang).details, details),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &[],
    tall: true,
};

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "kind" => worded(value, BillKind::from_code, lang),
        _ => value.to_owned(),
    }
}

/// The order, which of its lines, and which milestone.
fn number(out: &mut Markup, seen: &Seen<'_>, row: &Transaction) {
    let words = BillWords::of(seen.lang());
    out.raw("<a class=\"mono\" href=\"/orders/")
        .text(&row.order_no)
        .raw("\">")
        .text(&row.order_no)
        .raw("</a>");
    let line = (row.line_no > 1).then(|| fill(words.line_of, &[("n", &row.line_no.to_string())]));
    let part = (row.part > 0).then(|| fill(words.part_of, &[("n", &row.part.to_string())]));
    for told in line.into_iter().chain(part) {
        out.raw(" <small class=\"muted\">").text(&told).raw("</small>");
    }
}

fn repayment(out: &mut Markup, seen: &Seen<'_>, row: &Transaction) {
    let words = TransactionWords::of(seen.lang());
    match (row.payment, row.repaid_at) {
        (PaymentMethod::Prepaid, _) => out.text(words.prepaid),
        (PaymentMethod::Postpaid, Some(at)) => {
            out.text(&fill(words.repaid, &[("at", &seen.visit.minute(at))]))
        }
        (PaymentMethod::Postpaid, None) => out.text(words.not_repaid),
    };
}

/// What its bill says of it, or why it is in none and what to do.
fn details(out: &mut Markup, seen: &Seen<'_>, row: &Transaction) {
    let lang = seen.lang();
    let words = TransactionWords::of(lang);
    out.raw("<details class=\"formula\" name=\"formulas\"><summary>").text(words.show).raw("</summary><div>");
    out.raw("<dl class=\"facts\">");
    match &row.billed {
        Some(of) => in_bill(out, row, of, lang),
        None => {
            fact(out, BillWords::of(lang).standing, row.standing.words(lang));
            if row.standing.reason().is_some() {
                fact(out, words.since, &seen.visit.minute(row.since));
            }
            if let Some(why) = row.held_back() {
                fact(out, words.to_do, bill::to_do(why, lang));
            }
        }
    }
    out.raw("</dl></div></details>");
}

fn in_bill(out: &mut Markup, row: &Transaction, of: &Billed, lang: Lang) {
    let words = BillWords::of(lang);
    let month = of.period.dashed();
    let name = of.number.clone().unwrap_or_else(|| fill(words.draft_of, &[("month", &month)]));
    out.raw("<div><dt>").text(TransactionWords::of(lang).bill).raw("</dt><dd><a href=\"/bills/");
    out.text(&of.bill_id.to_string()).raw("?order_no=").text(&encoded(&row.order_no)).raw("#lines\">");
    out.text(&name).raw("</a></dd></div>");
    fact(out, words.state, worded(of.state.code(), BillState::from_code, lang).as_str());
    fact(out, words.month, &month);
    fact(out, words.position, &of.position.to_string());
    fact(out, words.item, of.item.words(lang));
    out.raw("<div><dt>").text(words.amount).raw("</dt><dd>");
    cells::money(out, of.amount_minor, row.currency.code());
    out.raw("</dd></div>");
}

fn fact(out: &mut Markup, name: &str, value: &str) {
    out.raw("<div><dt>").text(name).raw("</dt><dd>").text(value).raw("</dd></div>");
}

/// The page.
///
/// # Errors
/// The agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut list = ListPage::read(visit, &FACE, bills::transactions).await?;
    // The month that was taken is shown as if it had been asked for.
    list.filter = bills::of_a_month(&visit.office, &list.filter);
    let visit = visit.clone();
    Ok(Page::new(list.title(), move || {
        let words = TransactionWords::of(visit.lang);
        let today = visit.office.zone.wall(visit.office.clock.now()).date();
        let day = today.checked_sub_days(Days::new(1)).unwrap_or(today).to_string();
        let bills = view! { <a class="button" href="/bills">{BillWords::of(visit.lang).all}</a> };
        view! {
            {list.view(bills.into_any())}
            <p class="hint">{fill(words.upto, &[("day", &day)])}" "<a href=waiting()>{words.not_earned}</a></p>
        }
    }))
}

/// Orders that are in no bill and may be some day.
pub fn waiting() -> String {
    let states = domain::bill::BillingState::ALL.iter().filter(|state| state.comes());
    let codes: Vec<&str> = states.map(|state| state.code()).collect();
    format!("/orders?billing={}", codes.join(","))
}
