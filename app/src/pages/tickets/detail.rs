//! One ticket: its conversation, its clocks, what may be done, and what happened.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    list::Filter,
    orders::{self, Colleague},
    tickets::{self, Detail, LIST, Message},
};

use super::{acts, side, write};
use crate::{
    components::{block, page_head, tag::tag},
    list::Address,
    visit::{Page, Visit, encoded},
    words::{TicketWords, codes::Worded, fill, journal::actor_name, ticket::tone},
};

/// The page.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let detail = tickets::get(&visit.office, actor, visit.param("no")).await?;
    let (filter, _) = Filter::read_query(&LIST, &visit.value("list").unwrap_or_default());
    let list = Address::of("/tickets", &filter).query();
    let (neighbours, colleagues) = futures::future::try_join(
        tickets::neighbours(&visit.office, actor, &filter, &detail.ticket),
        orders::colleagues(&visit.office, actor),
    )
    .await?;
    let title = fill(TicketWords::of(visit.lang).title, &[("no", &detail.ticket.no())]);
    let visit = visit.clone();
    Ok(Page::new(&title.clone(), move || body(&visit, &detail, title, (&list, neighbours), &colleagues)))
}

fn body(
    visit: &Visit,
    detail: &Detail,
    title: String,
    (list, neighbours): (&str, (Option<String>, Option<String>)),
    colleagues: &[Colleague],
) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let filtered = !list.is_empty();
    let href = if filtered { format!("/tickets?{list}") } else { "/tickets".to_owned() };
    let back = (href, if filtered { words.back_filtered } else { words.back });
    let step = |no: Option<String>, rel: &'static str, word: &'static str, sign: &'static str| {
        let suffix = if filtered { format!("?list={}", encoded(list)) } else { String::new() };
        no.map(|no| view! { <a class="button small" rel=rel href=format!("/tickets/{no}{suffix}") title=word aria-label=word>{sign}</a> })
    };
    let ticket = &detail.ticket;
    let actions = view! {
        {tag(tone(ticket.state), ticket.state.words(visit.lang).to_owned())}
        {step(neighbours.0, "prev", words.previous, "↑")}
        {step(neighbours.1, "next", words.next, "↓")}
    };
    let said = detail.messages.iter().map(|one| message(visit, one)).collect_view();
    let acting = visit.may(Operation::ActTicket).then(|| {
        view! { {write::writing(visit, detail)}{acts::block(visit, detail, colleagues)} }
    });
    view! {
        {page_head(title, Some(back), Some(ticket.subject.clone()), actions)}
        {acts::wrong(visit)}
        <div class="columns">
            <div class="col-main">
                {block(words.conversation, view! { <ol class="conversation">{said}</ol> })}
                {acting}
            </div>
            <aside class="col-side">
                {block(words.clocks, side::clocks(visit, detail))}
                {block(words.about, side::about(visit, detail))}
                {block(words.history, side::history(visit, detail))}
            </aside>
        </div>
    }
}

/// A message as it was typed: plain text until its Markdown is understood.
fn message(visit: &Visit, one: &Message) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let name = actor_name(&one.actor_name, visit.lang).to_owned();
    let who = if one.is_recorded() {
        format!("{} · {}", one.side.words(visit.lang), fill(words.recorded, &[("name", &name)]))
    } else {
        format!("{} · {name}", one.side.words(visit.lang))
    };
    let internal = (!one.is_public()).then(|| view! { <p class="hint">{words.internal}</p> });
    let public = if one.is_public() { "true" } else { "false" };
    view! {
        <li data-side=one.side.code() data-public=public>
            <p class="muted">{who}" · "<time>{visit.minute(one.at)}</time></p>
            {internal}
            <p class="said">{one.body.clone()}</p>
        </li>
    }
}
