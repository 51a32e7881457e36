//! The page that a buyer opens by a link: one order and its delivery, in the buyer's language, for a phone first. Nothing on it
//! leads into the desk.

mod fields;
mod forms;
mod shown;
mod ticket;
mod tickets;

pub use forms::FORM;
use leptos::prelude::*;
use operations::{
    Failure,
    orders::Guest,
    settings::Settings,
    supervisions::{self, Detail},
    tickets::OfOrder,
};
pub use ticket::{TICKET_ACT, ticket};
pub use tickets::NEW_TICKET;

use crate::{
    components::notice::notice,
    visit::{Layout, Page, Visit},
    words::{BuyerWords, codes::Worded, fill},
};

/// What the page of a delivery needs beside the visit.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The key of the link, as it stands in the address.
    pub key: String,
    /// Whom it lets in.
    pub guest: Guest,
    /// Who delivers, in the buyer's language.
    pub merchant: Option<String>,
}

/// The page. The visit is in the buyer's language and acts as the buyer.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit, opened: Opened) -> Result<Page, Failure> {
    let words = BuyerWords::of(visit.lang);
    let (office, actor) = (&visit.office, &opened.guest.actor);
    let settings = Settings::load(office).await?;
    let detail = match supervisions::get(office, actor, &opened.guest.order_no).await {
        Ok(detail) => Some(detail),
        // It is delivered without supervision: there is nothing but to ask.
        Err(Failure::NotFound) => None,
        Err(failure) => return Err(failure),
    };
    let asked = operations::tickets::of_order(office, actor, &opened.guest.order_no).await?;
    let visit = visit.clone();
    let page = Page::new(words.title, move || body(&visit, &opened, detail.as_ref(), (&asked, &settings)));
    Ok(page.with(Layout::Door))
}

fn body(
    visit: &Visit,
    opened: &Opened,
    detail: Option<&Detail>,
    (asked, settings): (&OfOrder, &Settings),
) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let product = detail.map_or_else(|| opened.guest.product.clone(), |detail| detail.product.1.clone());
    let from = opened.merchant.as_ref().map(|name| fill(words.from, &[("merchant", name)]));
    let order = fill(words.order, &[("number", &opened.guest.order_no)]);
    let until = fill(words.until, &[("at", &visit.minute(opened.guest.expires_at))]);
    view! {
        <article class="buyer">
            <header>
                <p class="muted">{order}{from.map(|from| format!(" · {from}"))}</p>
                <h1>{product}</h1>
            </header>
            {said(visit)}
            {detail.map(|detail| view! {
                {turn(visit, detail)}
                {super::supervisions::steps::steps(visit, detail)}
                {forms::forms(visit, opened, detail)}
            })}
            {tickets::section(visit, opened, asked, settings)}
            {detail.map(|detail| view! {
                {shown::documents(visit, opened, detail)}
                {shown::log(visit, detail)}
            })}
            <footer><p class="hint">{until}</p></footer>
        </article>
    }
}

/// What was just received.
fn said(visit: &Visit) -> Option<impl IntoView + use<>> {
    let action = domain::supervision::Action::from_code(&visit.value("done")?)?;
    let text = fill(BuyerWords::of(visit.lang).said, &[("action", action.words(visit.lang))]);
    Some(notice("success", view! { <p role="status">{text}</p> }))
}

/// Whose turn it is.
fn turn(visit: &Visit, detail: &Detail) -> impl IntoView + use<> {
    let words = BuyerWords::of(visit.lang);
    let text = match detail.row.waits_for() {
        None if detail.row.refund_runs() => words.refund_runs.to_owned(),
        None => words.ended.to_owned(),
        Some(domain::supervision::Side::Buyer) => words.wait_you.to_owned(),
        Some(side) => fill(words.wait_other, &[("who", &side.words(visit.lang).to_lowercase())]),
    };
    let tone =
        if detail.row.waits_for() == Some(domain::supervision::Side::Buyer) { "warning" } else { "info" };
    let node = detail.row.node.words(visit.lang);
    notice(tone, view! { <p><strong>{node}</strong></p><p>{text}</p> })
}

/// What somebody sees whose link is not good, or is none.
#[must_use]
pub fn refused(visit: &Visit, failure: &Failure) -> Page {
    let words = BuyerWords::of(visit.lang);
    let gone = matches!(failure, Failure::Supervision(supervisions::Refused::LinkGone));
    let (title, text) =
        if gone { (words.gone_title, words.gone_text) } else { (words.unknown_title, words.unknown_text) };
    Page::new(title, move || view! { <h1>{title}</h1><p>{text}</p> }).with(Layout::Door)
}
