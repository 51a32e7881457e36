//! A run: how far it is, and what came of it.

use domain::{access::Operation, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{self, Run, RunState},
};

use super::acts::RUN;
use crate::{
    components::{block, fact, facts, hidden, notice::notice, page_head},
    islands::Progress,
    visit::{Page, Visit},
    words::{BillWords, codes::Worded, fill, journal::actor_name},
};

/// The page.
///
/// # Errors
/// `NotFound`, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (run, _) = bills::run_of(&visit.office, visit.actor()?, visit.row("id")?).await?;
    let title = fill(BillWords::of(visit.lang).run_of, &[("month", &run.period.dashed())]);
    let visit = visit.clone();
    Ok(Page::new(&title.clone(), move || body(&visit, title, &run)))
}

fn body(visit: &Visit, title: String, run: &Run) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let running = (run.state == RunState::Running).then(|| {
        view! {
            <section class="block">
                <noscript><meta http-equiv="refresh" content="3"/></noscript>
                <Progress url=format!("/bills/runs/{}/progress", run.id) label=words.working.to_owned()/>
                <p class="hint">{words.working_text}</p>
            </section>
        }
    });
    let failed = (run.state == RunState::Failed).then(|| {
        let why = run.problem.clone().unwrap_or_default();
        let again = visit.may(Operation::RunBills).then(|| {
            view! {
                <form method="post" action=RUN>
                    {hidden("period", run.period.dashed())}<button class="button primary">{words.again}</button>
                </form>
            }
        });
        let told = notice(
            "danger",
            view! { <div><strong>{words.failed}</strong><p>{words.failed_text}</p><p>{why}</p></div> },
        );
        view! { {told}{again} }
    });
    let done = (run.state == RunState::Done).then(|| {
        let none = (run.bills == 0).then(|| notice("info", view! { <p>{words.nothing}</p> }));
        view! { {none}{block(words.result, result(visit, run))} }
    });
    let back = ("/bills".to_owned(), words.all);
    view! {
        {page_head(title, Some(back), Some(run.state.words(visit.lang).to_owned()), ())}
        {running}{failed}{done}
    }
}

fn result(visit: &Visit, run: &Run) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let count = |n: i64| thousands(n.unsigned_abs());
    let sums = run
        .totals
        .iter()
        .map(|of| {
            let minor = domain::money::parse_minor(&of.total, of.currency).unwrap_or_default();
            fact(words.sum, crate::components::money(minor, of.currency.code()))
        })
        .collect_view();
    let held = super::transactions::waiting();
    let ended = run.finished_at.map(|at| fact(words.ended, visit.minute(at)));
    view! {
        {facts(view! {
            {fact(words.bills, view! { <a href=format!("/bills?period={}", run.period)>{count(run.bills)}</a> })}
            {fact(words.billed, count(run.billed))}
            {sums}
            {fact(words.held_back, count(run.held_back))}
            {fact(words.begun, visit.minute(run.created_at))}
            {ended}
            {fact(words.by, actor_name(&run.by, visit.lang).to_owned())}
        })}
        <p class="hint"><a href=held>{words.held_link}</a></p>
    }
}
