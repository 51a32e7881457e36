//! A ticket is noted for a buyer.

use domain::ticket::Severity;
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, NewTicket},
};

use crate::{
    components::{Field, area, error_summary, field, page_head, select},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{TicketWords, codes::Worded},
};

const FORM: &str = "/do/open-ticket";

/// The page.
///
/// # Errors
/// None of its own.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let visit = visit.clone();
    Ok(Page::new(TicketWords::of(visit.lang).new_title, move || body(&visit)))
}

fn body(visit: &Visit) -> impl IntoView + use<> {
    let words = TicketWords::of(visit.lang);
    let back = Some(("/tickets".to_owned(), words.back));
    let severities =
        Severity::ALL.iter().map(|one| (one.code().to_owned(), one.words(visit.lang).to_owned()));
    let asked = |name: &str| visit.value(name).unwrap_or_default();
    view! {
        {page_head(words.new_title, back, Some(words.new_note.to_owned()), ())}
        {error_summary(visit, FORM)}
        <form class="form" method="post" action=FORM novalidate>
            {field(visit, FORM, Field::text("subject", words.subject))}
            {area(visit, FORM, Field::text("description", words.description).hint(words.body_hint), 20_000)}
            <div class="pair">
                {field(visit, FORM, Field::text("order_no", words.order_no).optional().value(asked("order_no")))}
                {field(visit, FORM, Field::text("product_id", words.product_id).optional().value(asked("product_id")))}
            </div>
            <div class="pair">
                {field(visit, FORM, Field::text("customer_id", words.customer_id).optional().value(asked("customer_id")))}
                {field(visit, FORM, Field::text("buyer", words.buyer).optional().hint(words.buyer_hint))}
            </div>
            <div class="pair">
                {field(visit, FORM, Field::text("email", words.email).kind("email").optional())}
                {select(visit, FORM, "severity", words.severity, severities.collect(), Severity::Normal.code())}
            </div>
            <div class="form-actions"><button class="button primary">{words.new_send}</button></div>
        </form>
    }
}

/// Opens the ticket.
///
/// # Errors
/// A problem with each field; tickets are not received.
pub async fn open(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let text = |name: &str| form.get(name).to_owned();
    let new = NewTicket {
        subject: text("subject"),
        description: text("description"),
        customer_id: text("customer_id"),
        buyer: text("buyer"),
        email: text("email"),
        product_id: text("product_id"),
        order_no: text("order_no"),
        severity: text("severity"),
        language: String::new(),
        files: Vec::new(),
    };
    let detail = tickets::open(&visit.office, visit.actor()?, &new).await?;
    let said = TicketWords::of(visit.lang).new_said;
    Ok(Done::to(format!("/tickets/{}", detail.ticket.no())).saying(said))
}
