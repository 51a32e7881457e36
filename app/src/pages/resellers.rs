//! Resellers, and those of them that may be one firm.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    resellers::{self, LIST, One, Pair, Reseller},
};

use crate::{
    components::{block, confirm, error_summary, hidden, markup::Markup, page_head},
    forms::{Done, Form},
    list::{Column, Face, ListPage, Seen, cells, count_text},
    visit::{Page, Visit, encoded},
    words::{ResellerWords, ShellWords, fill},
};

const MERGE: &str = "/do/merge-resellers";
const APART: &str = "/do/keep-resellers-apart";

type Col = Column<Reseller>;

pub(super) static FACE: Face<Reseller> = Face {
    list: &LIST,
    path: "/resellers",
    icon: "reseller",
    title: |lang| ShellWords::of(lang).resellers,
    words: ResellerWords::noun,
    word: |_, value, _| value.to_owned(),
    ticks: &[],
    front: 2,
    lead: Col::new(
        "name",
        |lang| ResellerWords::of(lang).name,
        |out, _, reseller| {
            out.raw("<a class=\"row-link\" href=\"/orders?reseller=").text(&encoded(&reseller.name));
            out.raw("\">").text(&reseller.name).raw("</a>");
        },
    ),
    columns: &[
        Col::words(
            "spellings",
            |lang| ResellerWords::of(lang).spellings,
            |reseller, lang| match reseller.spellings.as_slice() {
                [] => "—".to_owned(),
                all => all.join(lang.pick("；", "; ")),
            },
        ),
        Col::words(
            "orders",
            |lang| ResellerWords::of(lang).orders,
            |reseller, _| count_text(reseller.orders()),
        )
        .class("num"),
        Col::new("settled", |lang| ResellerWords::of(lang).settled, settled).class("num"),
        Col::new("last", |lang| ResellerWords::of(lang).last, last).class("nowrap"),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    tall: false,
};

fn settled(out: &mut Markup, _: &Seen<'_>, reseller: &Reseller) {
    if reseller.settled.is_empty() {
        out.raw("—");
    }
    for (place, (currency, minor)) in reseller.settled.iter().enumerate() {
        out.raw(if place > 0 { " " } else { "" });
        cells::money(out, *minor, currency);
    }
}

fn last(out: &mut Markup, _: &Seen<'_>, reseller: &Reseller) {
    match (reseller.last_id, &reseller.last_number) {
        (Some(id), Some(number)) => {
            out.raw("<a class=\"mono\" href=\"/settlement/").text(&id.to_string()).raw("\">");
            out.text(number).raw("</a>");
        }
        _ => cells::maybe(out, None),
    }
}

/// The page.
///
/// # Errors
/// `Denied`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, resellers::list).await?;
    let pairs = resellers::likely(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(list.title(), move || {
        view! {
            {page_head(list.title(), None, list.total(), ())}
            {error_summary(&visit, MERGE)}
            {error_summary(&visit, APART)}
            {likely(&visit, &pairs)}
            {list.filters()}
            {list.body()}
        }
    }))
}

fn likely(visit: &Visit, pairs: &[Pair]) -> Option<impl IntoView + use<>> {
    if pairs.is_empty() {
        return None;
    }
    let words = ResellerWords::of(visit.lang);
    let rows = pairs.iter().map(|pair| row(visit, pair)).collect_view();
    Some(block(
        words.likely,
        view! { <p class="muted">{words.likely_text}</p><ul class="likely">{rows}</ul> },
    ))
}

fn row(visit: &Visit, Pair { both: [one, other] }: &Pair) -> impl IntoView + use<> {
    let words = ResellerWords::of(visit.lang);
    let name = |of: &One| {
        let href = format!("/orders?reseller={}", encoded(&of.name));
        let orders = fill(words.orders_of, &[("n", &count_text(of.orders))]);
        view! { <span><a href=href>{of.name.clone()}</a>" "<small class="muted nowrap">{orders}</small></span> }
    };
    let actions = visit.may(Operation::MergeResellers).then(|| actions(visit, one, other));
    view! { <li><div class="likely-names">{name(one)}{name(other)}</div>{actions}</li> }
}

fn actions(visit: &Visit, one: &One, other: &One) -> impl IntoView + use<> {
    let words = ResellerWords::of(visit.lang);
    let shell = ShellWords::of(visit.lang);
    let choices: Vec<AnyView> = [(one, other), (other, one)]
        .into_iter()
        .filter(|(_, gone)| !gone.settled)
        .map(|(stays, gone)| choice(visit, stays, gone))
        .collect();
    let merge = if choices.is_empty() {
        view! { <small class="muted">{words.both_settled}</small> }.into_any()
    } else {
        let id = format!("merge-{}-{}", one.id, other.id);
        let (title, text) = (words.merge_title.to_owned(), words.merge_text.to_owned());
        confirm(&id, words.merge, title, text, choices.into_any(), shell.close).into_any()
    };
    view! {
        <div class="inline-actions screen-only">
            {merge}
            <form method="post" action=APART>
                {hidden("one", one.id.to_string())}{hidden("other", other.id.to_string())}
                <button class="button">{words.apart}</button>
            </form>
        </div>
    }
}

fn choice(visit: &Visit, stays: &One, gone: &One) -> AnyView {
    let words = ResellerWords::of(visit.lang);
    let text = fill(
        words.keep_text,
        &[
            ("gone", &gone.name),
            ("stays", &stays.name),
            ("orders", &count_text(gone.orders)),
            ("drafts", &gone.drafts.to_string()),
        ],
    );
    view! {
        <form class="form" method="post" action=MERGE>
            {hidden("stays", stays.id.to_string())}{hidden("gone", gone.id.to_string())}
            {hidden("name", stays.name.clone())}
            <p>{text}</p>
            <button class="button seal">{fill(words.keep, &[("name", &stays.name)])}</button>
        </form>
    }
    .into_any()
}

/// Makes one reseller of two.
///
/// # Errors
/// `NotFound` when one of them was merged meanwhile; a conflict when a statement of the one that goes was issued.
pub async fn merge(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = ResellerWords::of(visit.lang);
    let (gone, stays) = (form.number("gone")?, form.number("stays")?);
    resellers::merge(&visit.office, visit.actor()?, gone, stays).await?;
    Ok(Done::back().saying(fill(words.merged_done, &[("name", form.get("name"))])))
}

/// Notes that two resellers are two firms.
///
/// # Errors
/// `NotFound`.
pub async fn keep_apart(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = ResellerWords::of(visit.lang);
    let (one, other) = (form.number("one")?, form.number("other")?);
    resellers::keep_apart(&visit.office, visit.actor()?, one, other).await?;
    Ok(Done::back().saying(words.apart_done))
}
