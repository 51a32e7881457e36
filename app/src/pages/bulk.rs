//! What came of something that was done with many rows, and the forms that do it.

use domain::{order::OrderState, supervision::Node, ticket::State};
use leptos::prelude::*;
use operations::{
    Failure,
    bulk::{self, Chosen, Deed, Done as Outcomes, DoneRow, Given, Hindrance, Outcome},
    exports::ExportState,
    imports::ImportState,
    statements::{StatementState, drafts::DraftKey},
    tokens::TokenState,
};

use super::exports;
use crate::{
    components::{hidden, ledger, page_head, tag::tag},
    forms::{Done, Form},
    lang::Lang,
    visit::{Page, Visit},
    words::{
        ListWords, ShellWords,
        codes::{Worded, worded},
        fill,
    },
};

/// The page.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let done = bulk::get(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let visit = visit.clone();
    Ok(Page::new(ListWords::of(visit.lang).bulk_title, move || body(&visit, &done)))
}

/// Where the rows came from: path and name of the list.
fn list_of(deed: Deed, lang: Lang) -> (&'static str, &'static str) {
    match deed {
        Deed::CancelOrders | Deed::AssignOrders => ("/orders", ShellWords::of(lang).orders),
        Deed::AssignDeliveries | Deed::RemindDeliveries => {
            ("/supervisions", ShellWords::of(lang).supervisions)
        }
        Deed::AssignTickets | Deed::ReplyTickets => ("/tickets", ShellWords::of(lang).tickets),
        Deed::RevokeTokens => ("/tokens", ShellWords::of(lang).tokens),
        Deed::GoOnImports => ("/imports", ShellWords::of(lang).imports),
        Deed::RetryExports => ("/exports", ShellWords::of(lang).exports),
        Deed::DraftStatements | Deed::IssueStatements => ("/settlement", ShellWords::of(lang).settlement),
    }
}

fn body(visit: &Visit, done: &Outcomes) -> impl IntoView + use<> {
    let lang = visit.lang;
    let words = ListWords::of(lang);
    let (path, list) = list_of(done.deed, lang);
    let count = done.rows.iter().filter(|row| row.outcome == Outcome::Done).count();
    let left = done.rows.len() - count;
    let mut note = fill(words.bulk_done, &[("done", &count.to_string())]);
    if left > 0 {
        note.push_str(&fill(words.bulk_left, &[("left", &left.to_string())]));
    }
    let again = (left > 0).then(|| {
        view! {
            <form method="post" action="/do/bulk-again">
                {hidden("id", done.id.to_string())}<button class="button">{words.bulk_again}</button>
            </form>
        }
    });
    // What was not done comes first: it is what somebody must look at.
    let mut rows: Vec<&DoneRow> = done.rows.iter().collect();
    rows.sort_by_key(|row| row.outcome == Outcome::Done);
    let rows = rows.into_iter().map(|row| table_row(row, done.deed, lang)).collect_view();
    let head = view! {
        <th scope="col">{words.bulk_row}</th>
        <th scope="col">{words.bulk_outcome}</th>
    };
    view! {
        {page_head(words.bulk_title, Some((path.to_owned(), list)), Some(note), again)}
        {ledger(words.bulk_title, "middle", head, rows)}
    }
}

fn table_row(row: &DoneRow, deed: Deed, lang: Lang) -> impl IntoView + use<> {
    let words = ListWords::of(lang);
    let name = match deed {
        Deed::CancelOrders | Deed::AssignOrders => {
            let to = format!("/orders/{}", row.subject);
            view! { <a class="mono" href=to>{row.name.clone()}</a> }.into_any()
        }
        Deed::AssignDeliveries | Deed::RemindDeliveries => {
            let to = format!("/supervisions/{}", row.subject);
            view! { <a class="mono" href=to>{row.name.clone()}</a> }.into_any()
        }
        Deed::AssignTickets | Deed::ReplyTickets => {
            let to = format!("/tickets/{}", row.subject);
            view! { <a class="mono" href=to>{row.name.clone()}</a> }.into_any()
        }
        Deed::RevokeTokens => row.name.clone().into_any(),
        Deed::GoOnImports => {
            let to = format!("/imports/{}", row.subject);
            view! { <a href=to>{row.name.clone()}</a> }.into_any()
        }
        Deed::RetryExports => {
            let (_, list) = exports::list_of(&row.name, lang);
            format!("{list} #{}", row.subject).into_any()
        }
        Deed::DraftStatements => match row.subject.parse::<DraftKey>() {
            Ok(key) => {
                let to = format!("/settlement/months/{}", key.period);
                view! { <a href=to>{row.name.clone()}</a> }.into_any()
            }
            Err(()) => row.name.clone().into_any(),
        },
        Deed::IssueStatements => {
            let to = format!("/settlement/{}", row.subject);
            view! { <a href=to>{row.name.clone()}</a> }.into_any()
        }
    };
    let tone = match row.outcome {
        Outcome::Waiting => "neutral",
        Outcome::Done => "success",
        Outcome::Refused => "warning",
        Outcome::Gone => "danger",
    };
    let why = row.detail.as_deref().map(|detail| {
        view! { " "<small class="muted">{stands_against(deed, detail, lang)}</small> }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=words.bulk_outcome>{tag(tone, row.outcome.words(lang).to_owned())}{why}</td>
        </tr>
    }
}

/// Why it was not done: the state of the row, or what else stands against it.
fn stands_against(deed: Deed, detail: &str, lang: Lang) -> String {
    if let Some(hindrance) = Hindrance::from_code(detail) {
        return hindrance.words(lang).to_owned();
    }
    let state = match deed {
        Deed::CancelOrders | Deed::AssignOrders => worded(detail, OrderState::from_code, lang),
        Deed::AssignDeliveries | Deed::RemindDeliveries => worded(detail, Node::from_code, lang),
        Deed::AssignTickets | Deed::ReplyTickets => worded(detail, State::from_code, lang),
        Deed::RevokeTokens => worded(detail, TokenState::from_code, lang),
        Deed::GoOnImports => worded(detail, ImportState::from_code, lang),
        Deed::RetryExports => worded(detail, ExportState::from_code, lang),
        Deed::DraftStatements | Deed::IssueStatements => worded(detail, StatementState::from_code, lang),
    };
    fill(ListWords::of(lang).bulk_is, &[("state", &state)])
}

async fn run(visit: &Visit, form: &Form, deed: Deed) -> Result<Done, Failure> {
    let rows = form.all("row");
    let chosen = if form.ticked("all") { Chosen::Matching(form.get("query")) } else { Chosen::Rows(&rows) };
    let given = Given { reason: form.get("reason"), assignee: form.get("assignee"), bulk: 0 };
    let id = bulk::run(&visit.office, visit.actor()?, deed, chosen, given).await?;
    Ok(Done::to(format!("/bulk/{id}")))
}

/// Cancels the chosen orders.
///
/// # Errors
/// A problem with the reason, or with how many were chosen.
pub async fn cancel_orders(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::CancelOrders).await
}

/// Gives the chosen orders to somebody.
///
/// # Errors
/// A problem with the person, or with how many were chosen.
pub async fn assign_orders(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::AssignOrders).await
}

/// Gives the chosen deliveries to somebody.
///
/// # Errors
/// A problem with the person, the reason, or with how many were chosen.
pub async fn assign_supervisions(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::AssignDeliveries).await
}

/// Reminds whoever the chosen deliveries wait for.
///
/// # Errors
/// A problem with how many were chosen.
pub async fn remind_supervisions(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::RemindDeliveries).await
}

/// Gives the chosen tickets to somebody.
///
/// # Errors
/// A problem with the person, or with how many were chosen.
pub async fn assign_tickets(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::AssignTickets).await
}

/// Sends the same reply on each of the chosen tickets.
///
/// # Errors
/// A problem with the text, or with how many were chosen.
pub async fn reply_tickets(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::ReplyTickets).await
}

/// Revokes the chosen tokens.
///
/// # Errors
/// A problem with how many were chosen.
pub async fn revoke_tokens(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::RevokeTokens).await
}

/// Lets the chosen imports go on.
///
/// # Errors
/// A problem with how many were chosen.
pub async fn resume_imports(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::GoOnImports).await
}

/// Makes the chosen exports again.
///
/// # Errors
/// A problem with how many were chosen.
pub async fn retry_exports(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::RetryExports).await
}

/// Begins the statements of a month.
///
/// # Errors
/// A problem with how many there are.
pub async fn draft_statements(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::DraftStatements).await
}

/// Issues the chosen drafts.
///
/// # Errors
/// A problem with how many were chosen.
pub async fn issue_statements(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    run(visit, form, Deed::IssueStatements).await
}

/// Tries again what is not done.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn again(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    bulk::again(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(format!("/bulk/{id}")).saying(ListWords::of(visit.lang).bulk_tried))
}
