//! The list of orders.

use domain::{
    access::Operation,
    order::{BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
};
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, LIST, OrderRow},
    views,
};

use crate::{
    components::markup::Markup,
    lang::Lang,
    list::{Bulk, BulkWords, Column, Face, Key, ListPage, NounWords, Seen, cells, filter_of},
    visit::{Page, Visit, encoded},
    words::{
        ListWords, OrderWords,
        codes::{tone, worded},
        fill,
    },
};

type Col = Column<OrderRow>;

static FACE: Face<OrderRow> = Face {
    list: &LIST,
    path: "/orders",
    icon: "orders",
    words: |lang| {
        let words = OrderWords::of(lang);
        NounWords {
            title: words.title,
            caption: words.list_caption,
            total: words.count_total,
            hint: words.search_hint,
            empty_title: words.empty_title,
            empty_text: words.empty_text,
            none_title: words.none_title,
        }
    },
    label,
    word,
    front: 4,
    lead: Col::new("number", |lang| OrderWords::of(lang).number, number),
    columns: &[
        Col::new("product", |lang| OrderWords::of(lang).product, product).clip(|row| &row.product_name),
        Col::new(
            "customer",
            |lang| OrderWords::of(lang).customer,
            |out, _, row| {
                out.text(&row.customer_name);
            },
        )
        .clip(|row| &row.customer_name),
        Col::new(
            "order_type",
            |lang| OrderWords::of(lang).order_type,
            |out, seen, row| {
                out.text(&worded(&row.order_type, OrderType::from_code, seen.lang()));
            },
        ),
        Col::new(
            "business_kind",
            |lang| OrderWords::of(lang).business_kind,
            |out, seen, row| {
                out.text(&worded(&row.business_kind, BusinessKind::from_code, seen.lang()));
            },
        ),
        Col::new(
            "delivery_type",
            |lang| OrderWords::of(lang).delivery_type,
            |out, seen, row| {
                out.text(&worded(&row.delivery_type, DeliveryType::from_code, seen.lang()));
            },
        )
        .seldom(),
        Col::new(
            "billing_mode",
            |lang| OrderWords::of(lang).billing_mode,
            |out, seen, row| {
                out.text(&worded(&row.billing_mode, BillingMode::from_code, seen.lang()));
            },
        )
        .seldom(),
        Col::new(
            "channel",
            |lang| OrderWords::of(lang).sales_channel,
            |out, seen, row| {
                out.text(&worded(&row.sales_channel, SalesChannel::from_code, seen.lang()));
            },
        ),
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
        Col::new(
            "state",
            |lang| OrderWords::of(lang).state,
            |out, seen, row| {
                let state = OrderState::from_code(&row.state);
                let word = worded(&row.state, OrderState::from_code, seen.lang());
                cells::tag(out, state.map_or("neutral", tone), &word);
            },
        ),
        Col::new(
            "created",
            |lang| OrderWords::of(lang).created,
            |out, seen, row| {
                cells::time(out, seen, row.created_at);
            },
        )
        .class("nowrap")
        .sort("-created", "created"),
    ],
    actions: None,
    chosen: None,
    bulk: Some(Bulk {
        form: "/do/cancel-orders",
        need: Operation::CancelOrder,
        key: |row| Key { value: row.order_no.clone(), name: row.order_no.clone() },
        words: |lang| {
            let words = OrderWords::of(lang);
            BulkWords {
                button: words.cancel_order,
                title: words.cancel_many_title,
                text: words.cancel_text,
                confirm: words.cancel_confirm,
                reason: Some(words.cancel_reason),
            }
        },
    }),
    tall: false,
};

fn number(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    out.raw("<a class=\"mono\" href=\"/orders/").text(&row.order_no);
    if !seen.list.is_empty() {
        out.raw("?list=").text(&encoded(seen.list));
    }
    out.raw("\">").text(&row.order_no).raw("</a>");
}

fn product(out: &mut Markup, seen: &Seen<'_>, row: &OrderRow) {
    out.text(&row.product_name);
    if row.line_count > 1 {
        let lines = fill(OrderWords::of(seen.lang()).lines_count, &[("n", &row.line_count.to_string())]);
        out.raw(" · ").text(&lines);
    }
}

fn label(field: &str, lang: Lang) -> &'static str {
    let words = OrderWords::of(lang);
    match field {
        "q" => ListWords::of(lang).search,
        "state" => words.state,
        "created_from" | "created_to" => words.created_range,
        "amount_from" | "amount_to" => words.amount_range,
        "currency" => words.currency,
        "order_type" => words.order_type,
        "business_kind" => words.business_kind,
        "sales_channel" => words.sales_channel,
        "billing_mode" => words.billing_mode,
        "delivery_type" => words.delivery_type,
        "customer" => words.customer,
        "product" => words.product,
        _ => words.reseller,
    }
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "state" => worded(value, OrderState::from_code, lang),
        "order_type" => worded(value, OrderType::from_code, lang),
        "business_kind" => worded(value, BusinessKind::from_code, lang),
        "sales_channel" => worded(value, SalesChannel::from_code, lang),
        "billing_mode" => worded(value, BillingMode::from_code, lang),
        "delivery_type" => worded(value, DeliveryType::from_code, lang),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// What the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let words = OrderWords::of(visit.lang);
    let actor = visit.actor()?;
    let (filter, problems) = filter_of(visit, &LIST);
    let (page, views) = futures::future::try_join(
        orders::list(&visit.office, actor, &filter),
        views::list(&visit.office, actor, &LIST),
    )
    .await?;
    let visit = visit.clone();
    Ok(Page::new(words.title, move || {
        let import = visit.may(Operation::ImportOrders).then_some(("/imports/new", words.import));
        let action = import.map(|(to, word)| {
            view! { <a class="button" href=to data-key="create">{word}</a> }
        });
        let (visit, filter, problems, page, views) = (&visit, &filter, &problems[..], &page, &views[..]);
        ListPage { visit, face: &FACE, filter, problems, page, views, suggest: &[], begin: import }
            .view(action.into_any())
    }))
}
