//! The table of the list, and which columns it has.

use domain::order::{BillingMode, BusinessKind, DeliveryType, OrderType, SalesChannel};
use leptos::prelude::*;
use operations::orders::{Filter, Listing, OrderRow, Sort};

use super::list::{Look, href, query_of};
use crate::{
    components::{hidden, money, state_tag},
    lang::Lang,
    visit::{Visit, encoded},
    words::{OrderWords, codes::worded},
};

/// Every column with its code, in the order of the table; the number always leads.
const ALL: [&str; 11] = [
    "product",
    "customer",
    "order_type",
    "business_kind",
    "delivery_type",
    "billing_mode",
    "channel",
    "reseller",
    "amount",
    "state",
    "created",
];
/// The columns that are shown unless chosen otherwise.
const USUAL: [&str; 8] =
    ["product", "customer", "order_type", "business_kind", "channel", "amount", "state", "created"];

/// The columns that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<&'static str>);

impl Columns {
    /// From the query string: `columns=a,b` or several `columns=`; the usual ones when there is none.
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let given: Vec<&str> =
            pairs.iter().filter(|(n, _)| n == "columns").flat_map(|(_, v)| v.split(',')).collect();
        let chosen: Vec<&'static str> = ALL.into_iter().filter(|c| given.contains(c)).collect();
        if chosen.is_empty() { Self(USUAL.to_vec()) } else { Self(chosen) }
    }

    /// As it stands in the URL; `None` for the usual ones.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        (self.0 != USUAL).then(|| self.0.join(","))
    }
}

fn word(column: &str, words: &OrderWords) -> &'static str {
    match column {
        "product" => words.product,
        "customer" => words.customer,
        "order_type" => words.order_type,
        "business_kind" => words.business_kind,
        "delivery_type" => words.delivery_type,
        "billing_mode" => words.billing_mode,
        "channel" => words.sales_channel,
        "reseller" => words.reseller,
        "amount" => words.amount,
        "state" => words.state,
        _ => words.created,
    }
}

/// The menu in which columns are chosen; a GET form.
#[must_use]
pub fn column_menu(visit: &Visit, filter: &Filter, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let kept = filter.pairs().into_iter().map(|(n, v)| hidden(n, v)).collect_view();
    let density = (look.density != "middle").then(|| hidden("density", look.density.clone()));
    let boxes = ALL
        .map(|column| {
            let checked = look.columns.0.contains(&column);
            view! { <label class="choice"><input type="checkbox" name="columns" value=column checked=checked/>" "{word(column, words)}</label> }
        })
        .collect_view();
    view! {
        <details class="menu" name="menus">
            <summary class="button small">{words.columns}</summary>
            <form class="menu-body" method="get" action="/orders">
                {kept}{density}{boxes}<button class="button small">{words.apply}</button>
            </form>
        </details>
    }
}

/// The table.
#[must_use]
pub fn table(visit: &Visit, filter: &Filter, listing: &Listing, look: &Look) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let heads = look.columns.0.iter().map(|c| head(c, words, filter, look)).collect_view();
    let list = query_of(&filter.pairs());
    let list = if list.is_empty() {
        String::new()
    } else {
        format!("?list={}", encoded(list.trim_start_matches('?')))
    };
    let rows =
        listing.rows.iter().map(|row| table_row(visit, row, &look.columns, &list, words)).collect_view();
    view! {
        <div class="table-wrap" data-density=look.density.clone() role="region" aria-label=words.list_caption tabindex="0">
            <table class="ledger">
                <caption class="visually-hidden">{words.list_caption}</caption>
                <thead><tr><th scope="col">{words.number}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn head(column: &str, words: &OrderWords, filter: &Filter, look: &Look) -> impl IntoView + use<> {
    let text = word(column, words);
    let (down, up) = match column {
        "amount" => (Sort::LargestFirst, Sort::SmallestFirst),
        "created" => (Sort::NewestFirst, Sort::OldestFirst),
        _ => return view! { <th scope="col">{text}</th> }.into_any(),
    };
    let (next, sorted) = if filter.sort == down {
        (up, Some("descending"))
    } else if filter.sort == up {
        (down, Some("ascending"))
    } else {
        (down, None)
    };
    let class = (column == "amount").then_some("num");
    let to = href(&Filter { sort: next, ..filter.clone() }, look);
    view! { <th scope="col" class=class aria-sort=sorted><a href=to>{text}</a></th> }.into_any()
}

fn table_row(
    visit: &Visit,
    row: &OrderRow,
    columns: &Columns,
    list: &str,
    words: &'static OrderWords,
) -> impl IntoView + use<> {
    let to = format!("/orders/{}{list}", row.order_no);
    let cells = columns.0.iter().map(|c| cell(visit, row, c, words)).collect_view();
    view! { <tr><th scope="row"><a class="mono" href=to>{row.order_no.clone()}</a></th>{cells}</tr> }
}

fn cell(visit: &Visit, row: &OrderRow, column: &str, words: &'static OrderWords) -> AnyView {
    let lang: Lang = visit.lang;
    let label = word(column, words);
    let plain = |text: String| view! { <td data-label=label>{text}</td> }.into_any();
    match column {
        "product" => {
            let more = (row.line_count > 1)
                .then(|| format!(" · {}", crate::words::fill(words.lines_count, &[("n", &row.line_count.to_string())])));
            view! { <td data-label=label class="clip" title=row.product_name.clone()>{row.product_name.clone()}{more}</td> }.into_any()
        }
        "customer" => view! { <td data-label=label class="clip" title=row.customer_name.clone()>{row.customer_name.clone()}</td> }.into_any(),
        "order_type" => plain(worded(&row.order_type, OrderType::from_code, lang)),
        "business_kind" => plain(worded(&row.business_kind, BusinessKind::from_code, lang)),
        "delivery_type" => plain(worded(&row.delivery_type, DeliveryType::from_code, lang)),
        "billing_mode" => plain(worded(&row.billing_mode, BillingMode::from_code, lang)),
        "channel" => plain(worded(&row.sales_channel, SalesChannel::from_code, lang)),
        "reseller" => plain(row.reseller_name.clone().unwrap_or_else(|| "—".to_owned())),
        "amount" => view! { <td data-label=label class="num">{money(row.paid_minor, &row.currency)}</td> }.into_any(),
        "state" => view! { <td data-label=label>{state_tag(&row.state, lang)}</td> }.into_any(),
        _ => view! { <td data-label=label class="nowrap"><time>{visit.minute(row.created_at)}</time></td> }.into_any(),
    }
}
