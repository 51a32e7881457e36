//! One ticket: its conversation, its clocks, what may be done, and what happened.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    list::Filter,
    orders::{self, Colleague},
    settings::Settings,
    tickets::{self, Detail, LIST, Message, SavedAnswer},
};

use super::{
    acts,
    context::{self, Context},
    mails, planned, side, write,
};
use crate::{
    components::{attached, block, page_head, tag::tag},
    islands::Live,
    list::Address,
    markdown::markdown,
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
    let (neighbours, colleagues, settings, answers) = futures::future::try_join4(
        tickets::neighbours(&visit.office, actor, &filter, &detail.ticket),
        orders::colleagues(&visit.office, actor),
        Settings::load(&visit.office),
        tickets::answers(&visit.office, actor),
    )
    .await?;
    let context = Context::load(visit, &detail).await?;
    let title = fill(TicketWords::of(visit.lang).title, &[("no", &detail.ticket.no())]);
    let visit = visit.clone();
    let around = Around { list, neighbours, colleagues, settings, answers, context };
    Ok(Page::new(&title.clone(), move || body(&visit, &detail, title, around)))
}

/// What stands around a ticket: the queue that one came from with those next to it, who else could have it, and which
/// files are taken, and the saved answers.
struct Around {
    list: String,
    neighbours: (Option<String>, Option<String>),
    colleagues: Vec<Colleague>,
    settings: Settings,
    answers: Vec<SavedAnswer>,
    context: Context,
}

fn body(visit: &Visit, detail: &Detail, title: String, around: Around) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let (list, neighbours) = (&around.list, around.neighbours);
    let filtered = !list.is_empty();
    let href = if filtered { format!("/tickets?{list}") } else { "/tickets".to_owned() };
    let back = (href, if filtered { words.back_filtered } else { words.back });
    let step = |no: Option<String>, rel: &'static str, word: &'static str, sign: &'static str| {
        let suffix = if filtered { format!("?list={}", encoded(list)) } else { String::new() };
        no.map(|no| view! { <a class="button small" rel=rel href=format!("/tickets/{no}{suffix}") title=word aria-label=word>{sign}</a> })
    };
    let ticket = &detail.ticket;
    let live = view! { <Live lang=visit.lang ticket=ticket.no() parts="talk side".to_owned()/> };
    let actions = view! {
        {live}
        {tag(tone(ticket.state), ticket.state.words(visit.lang).to_owned())}
        {step(neighbours.0, "prev", words.previous, "↑")}
        {step(neighbours.1, "next", words.next, "↓")}
    };
    let said = detail.messages.iter().map(|one| message(visit, detail, one)).collect_view();
    let waiting = planned::planned(visit, detail);
    let acting = visit.may(Operation::ActTicket).then(|| {
        view! { {write::writing(visit, detail, &around.settings, &around.answers, &around.colleagues)}{acts::block(visit, detail, &around.colleagues)} }
    });
    view! {
        {page_head(title, Some(back), Some(ticket.subject.clone()), actions)}
        {acts::wrong(visit)}
        <div class="columns">
            <div class="col-main">
                <div id="talk">{block(words.conversation, view! { <ol class="conversation">{said}{waiting}</ol>{mails::others(visit, detail)} })}</div>
                {acting}
            </div>
            <aside class="col-side" id="side">
                {block(words.clocks, side::clocks(visit, detail))}
                {block(words.about, side::about(visit, detail))}
                {context::blocks(visit, detail, &around.context)}
                {block(words.history, side::history(visit, detail))}
            </aside>
        </div>
    }
}

/// A message with its Markdown, and what became of the mail that carried it.
fn message(visit: &Visit, detail: &Detail, one: &Message) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let name = actor_name(&one.actor_name, visit.lang).to_owned();
    let who = if one.is_recorded() {
        format!("{} · {}", one.side.words(visit.lang), fill(words.recorded, &[("name", &name)]))
    } else {
        format!("{} · {name}", one.side.words(visit.lang))
    };
    let internal = (!one.is_public()).then(|| view! { <p class="hint">{words.internal}</p> });
    let public = if one.is_public() { "true" } else { "false" };
    let from = mails::from(visit, &detail.ticket, one);
    let mailed = detail.mails.iter().filter(|mail| mail.ticket_message_id == Some(one.id));
    let mailed = mailed.map(|mail| mails::fate(visit, &detail.ticket, mail)).collect_view();
    view! {
        <li data-side=one.side.code() data-public=public>
            <p class="muted">{who}" · "<time>{visit.minute(one.at)}</time></p>
            {from}
            {internal}
            <div class="written" inner_html=markdown(&one.body, visit.lang)></div>
            {attached(visit, "/documents", &one.documents, true)}
            {mails::left_out(visit, one)}
            {mailed}
        </li>
    }
}
