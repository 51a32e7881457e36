//! The list of orders.

use domain::{
    access::Operation,
    bill::BillingState,
    money::thousands,
    order::{BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
};
use leptos::prelude::*;
use operations::{
    Failure,
    list::EXACT,
    orders::{self, Colleague, LIST, OrderRow, Sums},
    statements::DRAFT,
};

use super::assignee;
use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Bulk, BulkWords, Column, Face, Foot, Key, ListPage, Seen, cells},
    visit::{Page, Visit, encoded},
    words::{
        BillWords, OrderWords, ShellWords,
        bill::standing_tone,
        codes::{Worded, of_field, tone, worded},
        fill,
    },
};

type Col = Column<OrderRow>;

pub(in crate::pages) static FACE: Face<OrderRow> = Face {
    list: &LIST,
    path: "/orders",
    icon: "orders",
    title: |lang| ShellWords::of(lang).orders,
    words: OrderWords::noun,
    word,
    front: 4,
    lead: Col::new("number", |lang| OrderWords::of(lang).number, number),
    columns: &[
        Col::new("product", |lang| OrderWords::of(lang).product, product).clip(|row| &row.product_name),
        Col::clipped("customer", |lang| OrderWords::of(lang).customer, |row| &row.customer_name),
        Col::words(
            "order_type",
            |lang| OrderWords::of(lang).order_type,
            |row, lang| worded(&row.order_type, OrderType::from_code, lang),
        )
        .minor(),
        Col::words(
            "business_kind",
            |lang| OrderWords::of(lang).business_kind,
            |row, lang| worded(&row.business_kind, BusinessKind::from_code, lang),
        )
        .minor()
        .seldom(),
        Col::words(
            "delivery_type",
            |lang| OrderWords::of(lang).delivery_type,
            |row, lang| worded(&row.delivery_type, DeliveryType::from_code, lang),
        )
        .minor()
        .seldom(),
        Col::words(
            "billing_mode",
            |lang| OrderWords::of(lang).billing_mode,
            |row, lang| worded(&row.billing_mode, BillingMode::from_code, lang),
        )
        .minor()
        .seldom(),
        Col::words(
            "channel",
            |lang| OrderWords::of(lang).sales_channel,
            |row, lang| worded(&row.sales_channel, SalesChannel::from_code, lang),
        )
        .minor(),
        Col::new(
            "reseller",
            |lang| OrderWords::of(lang).reseller,
            |out, _, row| {
                cells::maybe(out, row.reseller_name.as_deref());
            },
        )
        .seldom(),
        Col::new(
            "amount",
            |lang| OrderWords::of(lang).amount,
            |out, _, row| {
                cells::money(out, row.paid_minor, &row.currency);
            },
        )
        .class("num")
        .sort("-paid", "paid"),
        Col::new("assignee", |lang| OrderWords::of(lang).assignee, assigned).class("nowrap"),
        Col::new("state", |lang| OrderWords::of(lang).state, state).class("nowrap"),
        Col::new("billing", |lang| BillWords::of(lang).standing, billing).seldom(),
        Col::count("waits", |lang| OrderWords::of(lang).waits_column, |row| row.waits_days).seldom(),
        Col::time("created", |lang| OrderWords::of(lang).created, |row| Some(row.created_at))
            .sort("-created", "created"),
    ],
    actions: None,
    chosen: None,
    bulks: &[
        Bulk {
            form: "/do/cancel-orders",
            need: Operation::CancelOrder,
            key,
            class: "seal",
            words: |lang| {
                let words = OrderWords::of(lang);
                BulkWords {
                    button: words.cancel_order,
                    title: words.cancel_many_title,
                    text: words.cancel_text,
                    confirm: words.cancel_confirm,
                    reason: Some(words.cancel_reason),
                    choice: None,
                }
            },
        },
        ASSIGN,
    ],
    ticks: &["state", "overdue"],
    tall: false,
};

/// Chosen orders are given to somebody.
const ASSIGN: Bulk<OrderRow> = Bulk {
    form: "/do/assign-orders",
    need: Operation::AssignOrder,
    key,
    class: "primary",
    words: |lang| {
        let words = OrderWords::of(lang);
        BulkWords {
            button: words.assign,
            title: words.assign_many_title,
            text: words.assign_many_text,
            confirm: words.assign,
            reason: None,
            choice: Some(("to", "assignee", words.assignee)),
        }
    },
};

#[expect(clippy::unnecessary_wraps, reason = "rows of other lists may have none")]
fn key(row: &OrderRow, _: Lang) -> Option<Key> {
    Some(Key { value: row.order_no.clone(), name: row.order_no.clone() })
}

fn assigned(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    cells::maybe(out, row.assignee_name.as_deref());
    if row.assignee_gone {
        out.raw(" <small class=\"muted\">").text(OrderWords::of(seen.lang()).assignee_gone).raw("</small>");
    }
}

fn number(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    out.raw("<a class=\"mono\" href=\"/orders/").text(&row.order_no);
    if !seen.list.is_empty() {
        out.raw("?list=").text(&encoded(seen.list));
    }
    out.raw("\">").text(&row.order_no).raw("</a>");
}

/// A state, and under it how late what it waits for is.
fn state(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    let lang = seen.lang();
    let tone = OrderState::from_code(&row.state).map_or("neutral", tone);
    cells::tag(out, tone, &worded(&row.state, OrderState::from_code, lang));
    if let Some(days) = row.overdue_days {
        let words = OrderWords::of(lang);
        let late = if days == 0 {
            words.late_today.to_owned()
        } else {
            fill(words.late_days, &[("n", &days.to_string())])
        };
        out.raw(" <small class=\"late\">").text(&late).raw("</small>");
    }
}

/// Where its lines stand in bills.
fn billing(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    let places = row.billing.as_deref().unwrap_or_default();
    if places.is_empty() {
        cells::maybe(out, None);
    }
    for place in places {
        cells::tag(out, standing_tone(*place), place.words(seen.lang()));
    }
}

fn product(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    out.text(&row.product_name);
    if row.line_count > 1 {
        let lines = fill(OrderWords::of(seen.lang()).lines_count, &[("n", &row.line_count.to_string())]);
        out.raw(" · ").text(&lines);
    }
    if row.hidden_lines > 0 {
        let words = OrderWords::of(seen.lang());
        let hidden = fill(words.lines_hidden_short, &[("n", &row.hidden_lines.to_string())]);
        out.raw(" <small class=\"muted\">").text(&hidden).raw("</small>");
    }
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "statement" => in_statement(value, lang),
        "assignee" => assignee::word(value, lang).to_owned(),
        "billing" => worded(value, BillingState::from_code, lang),
        _ => of_field(field, value, lang),
    }
}

/// A statement as the filter names it.
fn in_statement(given: &str, lang: Lang) -> String {
    match given.strip_prefix(DRAFT) {
        Some(row) => fill(OrderWords::of(lang).draft_row, &[("n", row)]),
        None => given.to_owned(),
    }
}

/// What was paid for all orders of the list.
async fn foot(visit: &Visit, list: &ListPage<OrderRow>) -> Result<Option<Foot>, Failure> {
    if list.page.rows.is_empty() {
        return Ok(None);
    }
    let words = OrderWords::of(visit.lang);
    let asked = visit.value("sum").is_some();
    let none = |label: &str, ask| Foot { label: label.to_owned(), amounts: Vec::new(), ask };
    Ok(Some(match orders::sums(&visit.office, visit.actor()?, &list.filter, asked).await? {
        Sums::Unasked => none("", Some(("sum", words.sum_ask))),
        Sums::TooMany => none(&fill(words.sum_too_many, &[("n", &thousands(EXACT.unsigned_abs()))]), None),
        Sums::Exact(sums) => {
            let orders = sums.iter().map(|sum| sum.orders.unsigned_abs()).sum();
            let label = fill(words.sum_of, &[("n", &thousands(orders))]);
            Foot {
                label,
                amounts: sums.into_iter().map(|sum| (sum.paid_minor, sum.currency)).collect(),
                ask: None,
            }
        }
    }))
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let mut list = ListPage::read(visit, &FACE, orders::list).await?;
    let colleagues = orders::colleagues(&visit.office, visit.actor()?).await?;
    list.choices = vec![
        ("assignee", assignee::choices(visit, &colleagues, |_| true)),
        ("to", assignee::choices(visit, &colleagues, Colleague::takes_orders)),
    ];
    list.foot = foot(visit, &list).await?;
    let import = OrderWords::of(visit.lang).import;
    list.begin = visit.may(Operation::ImportOrders).then_some(("/imports/new", import));
    Ok(Page::new(list.title(), move || {
        let action = list.begin.map(|(to, word)| {
            view! { <a class="button" href=to data-key="create">{word}</a> }
        });
        list.view(action.into_any())
    }))
}
