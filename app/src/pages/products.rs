//! The list of products.

use domain::order::DeliveryType;
use leptos::prelude::*;
use operations::{
    Failure,
    products::{self, LIST, Product},
    views,
};

use crate::{
    list::{Column, Face, ListPage, NounWords, count_text, filter_of},
    visit::{Page, Visit, encoded},
    words::{ListWords, ProductWords, codes::worded},
};

type Col = Column<Product>;

static FACE: Face<Product> = Face {
    list: &LIST,
    path: "/products",
    icon: "product",
    words: |lang| {
        let words = ProductWords::of(lang);
        NounWords {
            title: words.title,
            caption: words.title,
            total: words.total,
            hint: words.search_hint,
            empty_title: words.empty_title,
            empty_text: words.empty_text,
            none_title: words.none_title,
        }
    },
    label: |field, lang| match field {
        "q" => ListWords::of(lang).search,
        _ => ProductWords::of(lang).delivery_type,
    },
    word: |_, value, lang| worded(value, DeliveryType::from_code, lang),
    front: 2,
    lead: Col::new(
        "code",
        |lang| ProductWords::of(lang).code,
        |out, _, product| {
            out.raw("<a class=\"mono row-link\" href=\"/orders?product=").text(&encoded(&product.code));
            out.raw("\">").text(&product.code).raw("</a>");
        },
    )
    .sort("-added", "added"),
    columns: &[
        Col::new(
            "name",
            |lang| ProductWords::of(lang).name,
            |out, _, product| {
                out.text(&product.name);
            },
        )
        .clip(|product| &product.name),
        Col::new(
            "delivery_type",
            |lang| ProductWords::of(lang).delivery_type,
            |out, seen, product| {
                out.text(&worded(&product.delivery_type, DeliveryType::from_code, seen.lang()));
            },
        ),
        Col::new(
            "orders",
            |lang| ProductWords::of(lang).orders,
            |out, _, product| {
                out.text(&count_text(product.orders()));
            },
        )
        .class("num"),
    ],
    actions: None,
    chosen: None,
    bulk: None,
    tall: false,
};

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let (filter, problems) = filter_of(visit, &LIST);
    let (page, views) = futures::future::try_join(
        products::list(&visit.office, actor, &filter),
        views::list(&visit.office, actor, &LIST),
    )
    .await?;
    let visit = visit.clone();
    Ok(Page::new(ProductWords::of(visit.lang).title, move || {
        let (visit, filter, problems, page, views) = (&visit, &filter, &problems[..], &page, &views[..]);
        ListPage { visit, face: &FACE, filter, problems, page, views, suggest: &[], begin: None }
            .view(().into_any())
    }))
}
