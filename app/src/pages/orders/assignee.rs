//! Who looks after an order: shown, taken, given to somebody, released.

use domain::access::Operation;
use leptos::prelude::*;
use operations::{
    Failure,
    orders::{self, Colleague, GONE, ME, NOBODY, Named},
};

use crate::{
    components::{block, error_summary, hidden, select},
    forms::{Done, Form},
    lang::Lang,
    visit::Visit,
    words::{OrderWords, fill},
};

const FORM: &str = "/do/assign-order";

/// Whom a list of orders is narrowed to, or to whom orders are given: codes with their words.
#[must_use]
pub fn choices(
    visit: &Visit,
    colleagues: &[Colleague],
    among: impl Fn(&Colleague) -> bool,
) -> Vec<(String, String)> {
    let words = OrderWords::of(visit.lang);
    let own = visit.actor.as_ref().and_then(domain::access::Actor::staff_id);
    let mut all = vec![
        (ME.to_owned(), words.assignee_me.to_owned()),
        (NOBODY.to_owned(), words.assignee_nobody.to_owned()),
    ];
    for person in colleagues.iter().filter(|person| Some(person.id) != own && among(person)) {
        all.push((person.account.clone(), called(person, words)));
    }
    if colleagues.iter().any(|person| person.is_gone() && among(person)) {
        all.push((GONE.to_owned(), words.assignee_all_gone.to_owned()));
    }
    all
}

/// What a code among the [`choices`] means; an account stays as it is.
pub(in crate::pages) fn word(code: &str, lang: Lang) -> &str {
    let words = OrderWords::of(lang);
    match code {
        ME => words.assignee_me,
        NOBODY => words.assignee_nobody,
        GONE => words.assignee_all_gone,
        account => account,
    }
}

fn called(person: &Colleague, words: &OrderWords) -> String {
    if person.is_gone() { format!("{} {}", person.name, words.assignee_gone) } else { person.name.clone() }
}

/// Who looks after the order, and the forms that change it.
#[must_use]
pub fn assignee_block(visit: &Visit, named: &Named, colleagues: &[Colleague]) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let who = match &named.assignee {
        Some(person) => {
            let gone = person.gone.then(|| view! { " "<span class="muted">{words.assignee_gone}</span> });
            view! { <p><strong>{person.name.clone()}</strong>{gone}</p> }.into_any()
        }
        None => view! { <p class="muted">{words.assignee_none}</p> }.into_any(),
    };
    let forms = visit.may(Operation::AssignOrder).then(|| forms(visit, named, colleagues));
    block(words.assignee, view! { {error_summary(visit, FORM)}{who}{forms} })
}

fn forms(visit: &Visit, named: &Named, colleagues: &[Colleague]) -> impl IntoView + use<> {
    let words = OrderWords::of(visit.lang);
    let own = visit.actor.as_ref().and_then(domain::access::Actor::staff_id);
    let now = named.assignee.as_ref().map(|person| person.account.clone());
    let was = now.clone().unwrap_or_else(|| NOBODY.to_owned());
    let order_no = named.order.number.clone();
    let which = move || view! { {hidden("order_no", order_no.clone())}{hidden("was", was.clone())} };
    let one = |to: &'static str, word: &'static str| {
        view! { <form method="post" action=FORM>{which()}{hidden("assignee", to)}<button class="button">{word}</button></form> }
    };
    let me = colleagues.iter().find(|person| Some(person.id) == own);
    let is_mine = me.is_some_and(|me| Some(&me.account) == now.as_ref());
    let take = (me.is_some() && !is_mine).then(|| one(ME, words.assignee_take));
    let release = now.is_some().then(|| one(NOBODY, words.assignee_release));
    let others: Vec<(String, String)> = colleagues
        .iter()
        .filter(|person| {
            person.takes_orders() && Some(person.id) != own && Some(&person.account) != now.as_ref()
        })
        .map(|person| (person.account.clone(), person.name.clone()))
        .collect();
    let give = (!others.is_empty()).then(|| {
        view! {
            <details class="more-fields">
                <summary>{words.assignee_give}</summary>
                <form class="form" method="post" action=FORM>
                    {which()}
                    {select(visit, FORM, "assignee", words.assignee, others, "")}
                    <div class="inline-actions"><button class="button">{words.assign}</button></div>
                </form>
            </details>
        }
    });
    view! { <div class="screen-only"><div class="inline-actions">{take}{release}</div>{give}</div> }
}

/// Gives an order to somebody, or to nobody.
///
/// # Errors
/// A problem with the person; a conflict when somebody else has it meanwhile.
pub async fn assign(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let words = OrderWords::of(visit.lang);
    let (number, to) = (form.get("order_no"), form.get("assignee"));
    let was = Some(form.get("was")).filter(|was| !was.is_empty());
    orders::assign(&visit.office, visit.actor()?, number, to, was).await?;
    let said = match to {
        NOBODY => words.released_done,
        ME => words.taken_done,
        _ => words.assigned_done,
    };
    Ok(Done::back().saying(fill(said, &[("number", number)])))
}
