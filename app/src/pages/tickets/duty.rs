//! Who gets new tickets in turn, and how many.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, MOST_ON_DUTY, OnDuty, WantedDuty},
};

use crate::{
    components::{error_summary, hidden, ledger, page_head},
    forms::{Done, Form},
    visit::{Page, Visit},
    words::{DutyWords, fill, problems::problem},
};

const FORM: &str = "/do/save-duty";

/// The page.
///
/// # Errors
/// `Denied`, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let people = tickets::duty(&visit.office, visit.actor()?).await?;
    let visit = visit.clone();
    Ok(Page::new(DutyWords::of(visit.lang).title, move || body(&visit, &people)))
}

fn body(visit: &Visit, people: &[OnDuty]) -> impl IntoView + use<> {
    let words = DutyWords::of(visit.lang);
    let changes = visit.may(Operation::ManageReception);
    let back = visit.may(Operation::ListTickets).then(|| ("/tickets".to_owned(), words.back));
    let heads = [words.person, words.at_once, words.a_day, words.open];
    let heads = heads.map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    let rows = people.iter().map(|one| row(visit, one, changes)).collect_view();
    let table = ledger(words.title, "compact", heads, rows);
    let content = if changes {
        view! {
            {error_summary(visit, FORM)}
            <form class="form" method="post" action=FORM>
                <div class="limit-rows">{table}</div>
                <p class="hint">{fill(words.hint, &[("n", &MOST_ON_DUTY.to_string())])}</p>
                <div class="form-actions"><button class="button primary">{words.save}</button></div>
            </form>
        }
        .into_any()
    } else {
        view! { {table} }.into_any()
    };
    view! { {page_head(words.title, back, Some(words.note.to_owned()), ())}{content} }
}

fn row(visit: &Visit, one: &OnDuty, changes: bool) -> impl IntoView + use<> {
    let words = DutyWords::of(visit.lang);
    let number = |name: &'static str, word: &'static str, value: Option<i64>| {
        let kept = value.map(|n| n.to_string()).unwrap_or_default();
        if !changes {
            let shown = if kept.is_empty() { "—".to_owned() } else { kept };
            return view! { <td data-label=word>{shown}</td> }.into_any();
        }
        let place = format!("{}.{name}", one.account);
        let flash = visit.refused(FORM);
        let entered = flash.and_then(|flash| {
            let at =
                flash.entered.iter().filter(|(n, _)| n == "account").position(|(_, v)| *v == one.account)?;
            flash.entered.iter().filter(|(n, _)| n == name).nth(at).map(|(_, value)| value.clone())
        });
        let wrong = flash.and_then(|flash| flash.problem(&place)).map(|wrong| problem(wrong, visit.lang));
        let wrong = wrong.map(|text| view! { <p class="error">{text}</p> });
        let label = format!("{word}, {}", one.name);
        view! {
            <td data-label=word id=format!("f-{place}")>
                <input name=name value=entered.unwrap_or(kept) aria-label=label inputmode="numeric" autocomplete="off"/>
                {wrong}
            </td>
        }
        .into_any()
    };
    let account = changes.then(|| hidden("account", one.account.clone()));
    view! {
        <tr>
            <td data-label=words.person>{account}{one.name.clone()}" "<span class="muted">{one.account.clone()}</span></td>
            {number("at_once", words.at_once, one.at_once)}
            {number("a_day", words.a_day, one.a_day)}
            <td data-label=words.open class="num">{one.open.to_string()}</td>
        </tr>
    }
}

/// Saves who is on duty.
///
/// # Errors
/// Every problem by its place.
pub async fn save(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let [accounts, at_once, a_day] = ["account", "at_once", "a_day"].map(|name| form.all(name));
    let at = |all: &[&str], n: usize| all.get(n).copied().unwrap_or_default().to_owned();
    let wanted = accounts.iter().enumerate().map(|(n, account)| WantedDuty {
        account: (*account).to_owned(),
        at_once: at(&at_once, n),
        a_day: at(&a_day, n),
    });
    let wanted: Vec<_> = wanted.collect();
    tickets::set_duty(&visit.office, visit.actor()?, &wanted).await?;
    Ok(Done::back().saying(DutyWords::of(visit.lang).saved))
}
