//! Line icons, 20 by 20, drawn with the current colour.

use leptos::prelude::*;

use super::Markup;

/// The icon of a name; a plain dot for one that is not there.
#[must_use]
pub fn icon(name: &str) -> impl IntoView + use<> {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=path(name)/></svg> }
}

/// The same, written.
pub fn write(html: &mut Markup, name: &str) {
    html.raw("<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\"><path d=\"");
    html.raw(path(name)).raw("\"></path></svg>");
}

fn path(name: &str) -> &'static str {
    match name {
        "home" => "M3 9.5 10 4l7 5.5V16H3zM8 16v-4h4v4",
        "orders" => "M4 3h12v14l-3-1.5L10 17l-3-1.5L4 17zM7 7h6M7 10h6",
        "bill" => "M5 3h10v14l-2.5-1.5L10 17l-2.5-1.5L5 17zM8 7h4M8 10h4",
        "settlement" => "M4 6h12M4 10h12M4 14h8M14 13l1.5 1.5L18 12",
        "quote" => "M5 3h10v14H5zM7.5 6h5M7.5 10h.01M10 10h.01M12.5 10h.01M7.5 13h.01M10 13h.01M12.5 13h.01",
        "import" => "M10 3v9M6.5 8.5 10 12l3.5-3.5M4 16h12",
        "delivery" => {
            "M2 5h10v9H2zM12 8h3.5L18 11v3h-6M6 16.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM15 16.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z"
        }
        "refund" => "M4 8h9a4 4 0 0 1 0 8H8M7 5 4 8l3 3",
        "ticket" => "M3 5h14v8H9l-4 4v-4H3zM6.5 8h7M6.5 10.5h4",
        "export" => "M10 12V3M6.5 6.5 10 3l3.5 3.5M4 16h12",
        "staff" => {
            "M7 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2.5 16c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M13 9a2 2 0 1 0 0-4M14 12c2 .3 3.5 1.7 3.5 4"
        }
        "key" => "M7 13a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 9.5h8M15 9.5V13",
        "journal" => "M5 3h10v14H5zM5 7h10M8 3v4",
        "product" => "M3 6.5 10 3l7 3.5v7L10 17l-7-3.5zM3 6.5l7 3.5 7-3.5M10 10v7",
        "reseller" => "M3 8l1.5-4h11L17 8M4 8v8h12V8M3 8h14M8 16v-4h4v4",
        "settings" => "M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4",
        "bell" => "M5.5 14V9a4.5 4.5 0 0 1 9 0v5M4 14h12M8.5 16.5h3",
        "more" => "M5 10h.01M10 10h.01M15 10h.01",
        "search" => "M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10ZM13 13l4 4",
        _ => "M10 10h.01",
    }
}

/// The mark of the house: a page of the ledger with its seal.
#[must_use]
pub fn mark() -> impl IntoView + use<> {
    view! {
        <svg class="icon" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="5" fill="#241f1a"/>
            <path d="M7 9h18M7 15h18M7 21h7" stroke="#f8f5ef" stroke-width="2.4"/>
            <rect x="17" y="17.5" width="10" height="10" rx="1.6" fill="#d6402b" transform="rotate(-8 22 22.5)"/>
        </svg>
    }
}
