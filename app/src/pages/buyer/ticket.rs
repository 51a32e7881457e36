//! One ticket as its buyer reads it: what both sides said, and what can be done. No name of a colleague stands here.

use domain::ticket::{Action, RATINGS, Side, State, Waiting};
use leptos::prelude::*;
use operations::{
    Failure,
    settings::Settings,
    tickets::{self, Detail, Message, Possible, number},
};

use super::{
    Opened,
    fields::{Text, area, problems},
};
use crate::{
    components::{attached, fact, facts, files_field, hidden, notice::notice, tag::tag},
    markdown::markdown,
    visit::{Layout, Page, Visit},
    words::{BuyerWords, TicketWords, codes::Worded, document::taken_files, fill, ticket::tone},
};

/// The name under which a refused message or step is told.
pub const TICKET_ACT: &str = "/d/tickets/act";

/// The page. The visit is in the buyer's language and acts as the buyer.
///
/// # Errors
/// `NotFound`: there is no such ticket, or it is of another order.
pub async fn ticket(visit: &Visit, opened: Opened, no: &str) -> Result<Page, Failure> {
    let (office, actor) = (&visit.office, &opened.guest.actor);
    let (detail, all, settings) = futures::future::try_join3(
        tickets::get(office, actor, no),
        tickets::of_order(office, actor, &opened.guest.order_no),
        Settings::load(office),
    )
    .await?;
    let own = all.tickets.iter().map(|one| one.id).collect::<Vec<_>>();
    let goes_on = detail.ticket.merged_into.filter(|id| own.contains(id)).map(number);
    let key = hex(&office.random.bytes::<12>()?);
    let title = fill(BuyerWords::of(visit.lang).ticket_no, &[("no", &detail.ticket.no())]);
    let visit = visit.clone();
    let page = Page::new(&title, move || body(&visit, &opened, &detail, goes_on, (&settings, key)));
    Ok(page.with(Layout::Door))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn body(
    visit: &Visit,
    opened: &Opened,
    detail: &Detail,
    goes_on: Option<String>,
    (settings, key): (&Settings, String),
) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let ticket = &detail.ticket;
    let order = fill(words.order, &[("number", &opened.guest.order_no)]);
    let no = fill(words.ticket_no, &[("no", &ticket.no())]);
    let back = format!("/d/{}#tickets", opened.key);
    let documents = format!("/d/{}/documents", opened.key);
    let said = detail.messages.iter().map(|one| message(visit, &documents, one)).collect_view();
    let goes_on = goes_on.map(|no| {
        let href = format!("/d/{}/tickets/{no}", opened.key);
        view! { <p><a href=href>{fill(words.ticket_goes_on, &[("no", &no)])}</a></p> }
    });
    view! {
        <article class="buyer">
            <header>
                <p><a href=back>"‹ "{words.ticket_back}</a></p>
                <p class="muted">{order}" · "{no}</p>
                <h1>{ticket.subject.clone()}</h1>
            </header>
            {done(visit)}
            {turn(visit, detail)}
            {goes_on}
            {solved(visit, detail)}
            <ol class="conversation">{said}</ol>
            {forms(visit, opened, detail, settings, key)}
        </article>
    }
}

/// What was just received.
fn done(visit: &Visit) -> Option<impl IntoView + use<>> {
    let words = BuyerWords::of(visit.lang);
    let done = visit.value("done")?;
    let text = match Action::from_code(&done) {
        Some(Action::Reply) => words.ticket_sent.to_owned(),
        Some(action) => fill(words.said, &[("action", action.words(visit.lang))]),
        None if done == "open" => words.ticket_opened.to_owned(),
        None => return None,
    };
    Some(notice("success", view! { <p role="status">{text}</p> }))
}

/// Where it is, and whose turn it is.
fn turn(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let ticket = &detail.ticket;
    let (tone, text) = match (ticket.waiting_for(), ticket.state) {
        (Waiting::Nobody, _) => ("info", words.ticket_ended),
        (_, State::AwaitingConfirmation) => ("warning", words.ticket_wait_confirm),
        (Waiting::Customer, _) => ("warning", words.ticket_wait_you),
        (_, State::Pending) => ("info", words.ticket_wait_pending),
        _ => ("info", words.ticket_wait_us),
    };
    let rated =
        ticket.rating.map(|stars| view! { <p>{fill(words.ticket_rated, &[("n", &stars.to_string())])}</p> });
    let state = tag(self::tone(ticket.state), ticket.state.words(visit.lang).to_owned());
    notice(tone, view! { <p>{state}</p><p>{text}</p>{rated} })
}

/// What was wrong and what solved it.
fn solved(visit: &Visit, detail: &Detail) -> Option<impl IntoView + use<>> {
    let words = TicketWords::of(visit.lang);
    let said = |text: &str| view! { <span class="said">{text.to_owned()}</span> };
    let cause = detail.ticket.cause.as_deref().map(|text| fact(words.cause, said(text)));
    let solution = detail.ticket.solution.as_deref().map(|text| fact(words.solution, said(text)));
    (cause.is_some() || solution.is_some()).then(|| facts(view! { {cause}{solution} }))
}

fn message(visit: &Visit, documents: &str, one: &Message) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let who = match one.side {
        Side::Customer => words.ticket_you,
        side => side.words(visit.lang),
    };
    let recorded = one.is_recorded().then(|| format!(" · {}", words.recorded));
    view! {
        <li data-side=one.side.code() data-public="true">
            <p class="muted">{who}{recorded}" · "<time>{visit.minute(one.at)}</time></p>
            <div class="written" inner_html=markdown(&one.body, visit.lang)></div>
            {attached(visit, documents, &one.documents, false)}
        </li>
    }
}

/// What can be done now: to write stands first, unless an answer is asked for that ends it.
fn forms(
    visit: &Visit,
    opened: &Opened,
    detail: &Detail,
    settings: &Settings,
    key: String,
) -> impl IntoView + use<> {
    let may = |one: &&Possible| {
        one.by == Side::Customer
            && one.why_not.is_none()
            && !(one.action == Action::Rate && detail.ticket.rating.is_some())
    };
    let mut possible: Vec<Action> = detail.actions.iter().filter(may).map(|one| one.action).collect();
    let asks = [Action::Confirm, Action::Reject, Action::Rate, Action::Reply];
    possible.sort_by_key(|action| asks.iter().position(|one| one == action).unwrap_or(asks.len()));
    let refused = visit.refused(TICKET_ACT).and_then(|flash| flash.entered("action")).map(str::to_owned);
    let refused = refused.as_deref().and_then(Action::from_code);
    let first = possible.first().copied();
    let all = possible
        .iter()
        .map(|action| {
            let open = refused.map_or(Some(*action) == first, |one| one == *action);
            let own = match action {
                Action::Reply => write(visit, settings, &key).into_any(),
                _ => step(visit, *action, refused == Some(*action)).into_any(),
            };
            form(visit, opened, detail, *action, (open, own))
        })
        .collect_view();
    view! { <section>{problems(visit, TICKET_ACT)}{all}</section> }
}

fn form(
    visit: &Visit,
    opened: &Opened,
    detail: &Detail,
    action: Action,
    (open, own): (bool, AnyView),
) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let (name, button) = match action {
        Action::Reply => (words.ticket_write, words.ticket_send),
        action => (action.words(visit.lang), action.words(visit.lang)),
    };
    let class = match action {
        Action::Reply | Action::Confirm | Action::Rate => "button primary",
        _ => "button",
    };
    let to = format!("/d/{}/tickets/{}/act", opened.key, detail.ticket.no());
    view! {
        <details class="buyer-step" open=open>
            <summary>{name}</summary>
            <form class="form" method="post" enctype="multipart/form-data" action=to>
                {hidden("action", action.code())}
                {hidden("seen", detail.ticket.version.to_string())}
                {own}
                <button class=class>{button}</button>
            </form>
        </details>
    }
}

fn write(visit: &Visit, settings: &Settings, key: &str) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let text = Text { form: TICKET_ACT, name: "body", id: "f-body", label: words.ticket_text, needed: false };
    view! {
        {hidden("key", key)}
        {area(visit, text)}
        {files_field(visit, "f-file", taken_files(settings, visit.lang))}
    }
}

/// What a step asks for.
fn step(visit: &Visit, action: Action, is_refused: bool) -> AnyView {
    let words = BuyerWords::of(visit.lang);
    if action == Action::Rate {
        let stars = RATINGS
            .rev()
            .map(|stars| {
                let word = match stars {
                    5 => words.ticket_best.to_owned(),
                    1 => words.ticket_worst.to_owned(),
                    stars => stars.to_string(),
                };
                view! { <label class="choice"><input type="radio" name="rating" value=stars.to_string() required/>{word}</label> }
            })
            .collect_view();
        return view! { <fieldset class="field" id="f-rating"><legend>{words.ticket_rating}</legend>{stars}</fieldset> }
            .into_any();
    }
    if action == Action::Confirm {
        return ().into_any();
    }
    let id = match action {
        _ if is_refused => "f-reason",
        Action::Reject => "f-reason-reject",
        Action::Reopen => "f-reason-reopen",
        Action::Withdraw => "f-reason-withdraw",
        _ => "f-reason-urge",
    };
    let label = TicketWords::of(visit.lang).reason;
    // What was entered belongs to the step that was refused.
    let form = if is_refused { TICKET_ACT } else { "" };
    area(visit, Text { form, name: "reason", id, label, needed: action.needs_reason() }).into_any()
}
