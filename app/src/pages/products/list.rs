//! The list of products.

use domain::order::DeliveryType;
use leptos::prelude::*;
use operations::{
    Failure,
    products::{self, LIST, Product},
};

use crate::{
    list::{Column, Face, ListPage, cells, count_text},
    visit::{Page, Visit, encoded},
    words::{
        ProductWords, ShellWords,
        codes::{Worded, worded},
    },
};

type Col = Column<Product>;

pub(in crate::pages) static FACE: Face<Product> = Face {
    list: &LIST,
    path: "/products",
    icon: "product",
    title: |lang| ShellWords::of(lang).products,
    words: ProductWords::noun,
    word: |_, value, lang| worded(value, DeliveryType::from_code, lang),
    front: 2,
    lead: Col::new(
        "code",
        |lang| ProductWords::of(lang).code,
        |out, _, product| {
            out.raw("<a class=\"mono row-link\" href=\"/products/").text(&encoded(&product.code));
            out.raw("\">").text(&product.code).raw("</a>");
        },
    )
    .sort("-added", "added"),
    columns: &[
        Col::clipped("name", |lang| ProductWords::of(lang).name, |product| &product.name),
        Col::words(
            "delivery_type",
            |lang| ProductWords::of(lang).delivery_type,
            |product, lang| worded(&product.delivery_type, DeliveryType::from_code, lang),
        ),
        Col::new(
            "supervised",
            |lang| ProductWords::of(lang).supervised,
            |out, seen, product| {
                let words = ProductWords::of(seen.lang());
                match product.supervised() {
                    true => cells::tag(out, "info", words.supervised_yes),
                    false => cells::tag(out, "neutral", words.supervised_no),
                }
            },
        )
        .class("nowrap"),
        Col::words(
            "flow",
            |lang| ProductWords::of(lang).flow,
            |product, lang| match product.supervised() {
                true => product.flow().words(lang).to_owned(),
                false => "—".to_owned(),
            },
        ),
        Col::new(
            "orders",
            |lang| ProductWords::of(lang).orders,
            |out, _, product| {
                out.raw("<a href=\"/orders?product=").text(&encoded(&product.code)).raw("\">");
                out.text(&count_text(product.orders())).raw("</a>");
            },
        )
        .class("num"),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &[],
    tall: false,
};

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, products::list).await?;
    Ok(Page::new(list.title(), move || list.view(().into_any())))
}
