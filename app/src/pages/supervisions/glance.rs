//! What the page of an order says of its delivery.

use leptos::prelude::*;
use operations::supervisions::Row;

use super::stands::{stage_tag, waits};
use crate::{
    components::block,
    visit::Visit,
    words::{DeliveryWords, codes::Worded},
};

/// Where the delivery of an order stands.
#[must_use]
pub fn supervision_block(visit: &Visit, row: Option<&Row>) -> Option<impl IntoView + use<>> {
    let words = DeliveryWords::of(visit.lang);
    let row = row?;
    let waits = waits(row, visit.office.clock.millis(), visit.lang);
    let href = format!("/supervisions/{}", row.order_no);
    let title = visit.lang.pick("服务监管", "Supervised delivery");
    Some(block(
        title,
        view! {
            <p>{stage_tag(&row.stage, visit.lang)}" "<strong>{row.node.words(visit.lang)}</strong></p>
            {waits.map(|text| view! { <p class="muted">{text}</p> })}
            <p><a class="button small" href=href>{words.see}</a></p>
        },
    ))
}
