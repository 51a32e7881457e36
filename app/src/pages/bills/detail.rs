//! One bill: its head, what its lines come to, and the lines with their arithmetic.

use domain::{
    bill::{BillState, Item, Stage, Step},
    money::thousands,
    order::DeliveryType,
};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{
        self, Bill, Stamp, SumRow, WorkingDays,
        disputes::{self, Dispute},
    },
    rules,
};

use super::{
    acts::{acts_block, stage_block},
    bill_name,
    line::line_path,
    lines::{Lines, lines_block},
    state_tag,
};
use crate::{
    components::{block, fact, facts, ledger, money, notice::notice, page_head, tag::tag},
    lang::Lang,
    visit::{Page, Visit, encoded},
    words::{
        BillWords, DisputeWords, ListWords,
        bill::{made_of, next_step, stage_tone},
        codes::{Worded, worded},
        dispute::tone,
        fill,
        journal::actor_name,
        settlement::in_capitals,
    },
};

/// Sums that are named, the largest first.
const SUMS: usize = 200;
/// So few of them stand open.
const FEW: usize = 12;

struct Shown {
    bill: Bill,
    /// The bill that carries it over.
    carrier: Option<Bill>,
    sums: Vec<SumRow>,
    lines: Lines,
    steps: Vec<Step>,
    disputes: Vec<Dispute>,
    /// Where the marketplace may be with it.
    stages: Vec<Stage>,
}

/// The page.
///
/// # Errors
/// `NotFound`; the agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (office, actor, id) = (&visit.office, visit.actor()?, visit.row("id")?);
    let bill = bills::get(office, actor, id).await?;
    let carrier = match bill.carried_by {
        Some(by) => Some(bills::get(office, actor, by).await?),
        None => None,
    };
    let sums = bills::sums(office, actor, id).await?;
    let rules = rules::versions(office).await?;
    let lines = Lines::read(visit, &bill, &rules).await?;
    let (run, _) = bills::run_of(office, actor, bill.run_id).await?;
    let steps = WorkingDays::load(office).await?.timeline(bill.period, bill.kind, run.site);
    let disputes = match bill.number {
        Some(_) => disputes::of_bill(office, actor, id).await?,
        None => Vec::new(),
    };
    let stages = match bill.state {
        BillState::Locked => bills::stages(office, &bill).await?,
        _ => Vec::new(),
    };
    let title = bill_name(&bill, visit.lang);
    let shown = Shown { bill, carrier, sums, lines, steps, disputes, stages };
    let visit = visit.clone();
    Ok(Page::new(&title, move || body(&visit, &shown)))
}

fn body(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let bill = &shown.bill;
    let back = (format!("/bills?period={}", bill.period), words.all_of_month);
    let outdated = bill.outdated.then(|| notice("warning", view! { <p>{words.outdated}</p> }));
    let reason =
        bill.reason.clone().map(|reason| notice("info", view! { <p>{words.reason}": "{reason}</p> }));
    view! {
        {page_head(bill_name(bill, visit.lang), Some(back), None, files(visit, bill))}
        {outdated}
        {reason}
        {block(words.head, head(visit, bill, shown.carrier.as_ref()))}
        {made(bill, visit.lang)}
        {acts_block(visit, bill)}
        {stage_block(visit, bill, &shown.stages)}
        {(!shown.disputes.is_empty()).then(|| block(words.disputes, disputed(&shown.disputes, visit.lang)))}
        {block(words.lines, lines_block(visit, bill, &shown.lines))}
        {block(words.sums, sums_of(visit, bill, &shown.sums))}
        {(!matches!(bill.state, BillState::Paid | BillState::Void))
            .then(|| block(words.timeline, timeline(&shown.steps, visit.lang)))}
    }
}

fn files(visit: &Visit, bill: &Bill) -> impl IntoView + use<> {
    let (words, list) = (BillWords::of(visit.lang), ListWords::of(visit.lang));
    let link = |format: &str, word: &'static str| {
        view! { <a class="button" href=format!("/bills/{}/file?format={format}", bill.id) download="">{word}</a> }
    };
    view! {
        {state_tag(bill, visit.lang)}
        {link("pdf", words.pdf)}
        {link("csv", list.export_csv)}
        {link("xlsx", list.export_xlsx)}
        {link("json", words.json)}
    }
}

fn head(visit: &Visit, bill: &Bill, carrier: Option<&Bill>) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let stamp = |of: &Option<Stamp>| {
        of.as_ref().map(|of| format!("{} · {}", actor_name(&of.by, visit.lang), visit.minute(of.at)))
    };
    let carried = carrier.map(|by| {
        let href = format!("/bills/{}", by.id);
        fact(words.carried_by, view! { <a href=href>{bill_name(by, visit.lang)}</a> })
    });
    facts(view! {
        {fact(words.number, bill.number.clone().unwrap_or_else(|| "—".to_owned()))}
        {fact(words.kind, bill.kind.words(visit.lang))}
        {fact(words.payment, bill.payment.words(visit.lang))}
        {fact(words.month, bill.period.dashed())}
        {fact(words.currency, bill.currency.code())}
        {fact(words.lines, thousands(bill.line_count.unsigned_abs()))}
        {fact(words.sum, money(bill.total_minor, bill.currency.code()))}
        {(visit.lang == Lang::Zh).then(|| fact(words.capitals, in_capitals(bill.total_minor, bill.currency)))}
        {fact(words.made, view! { <a href=format!("/bills/runs/{}", bill.run_id)>{visit.minute(bill.made_at)}</a> })}
        {stamp(&bill.submitted).map(|told| fact(words.submitted, told))}
        {stamp(&bill.approved).map(|told| fact(words.approved, told))}
        {stamp(&bill.locked).map(|told| fact(words.locked, told))}
        {stamp(&bill.paid).map(|told| fact(words.paid_noted, told))}
        {stamp(&bill.voided).map(|told| fact(words.voided, told))}
        {carried}
        {stage_facts(visit, bill)}
        {fact(words.hash, view! { <code class="hash">{bill.lines_hash.clone()}</code> })}
    })
}

/// What its total is made of, line under line.
fn made(bill: &Bill, lang: Lang) -> Option<impl IntoView + use<>> {
    let (words, rows) = (BillWords::of(lang), made_of(bill, lang));
    let line = |(name, minor): (&'static str, i64)| fact(name, money(minor, bill.currency.code()));
    let total = (words.sum, bill.total_minor);
    let told = !rows.is_empty();
    told.then(|| {
        let lines = rows.into_iter().chain([total]).map(line).collect_view();
        block(words.made_of, view! { <dl class="sum-up">{lines}</dl> })
    })
}

/// How far the marketplace is with a locked one, and what comes next.
fn stage_facts(visit: &Visit, bill: &Bill) -> Option<impl IntoView + use<>> {
    let words = BillWords::of(visit.lang);
    let (stage, at) = bill.stage.filter(|_| bill.state == BillState::Locked)?;
    let (tone, said) = (stage_tone(stage), stage.words(visit.lang).to_owned());
    let since = visit.minute(at);
    Some(view! {
        {fact(words.stage, view! { {tag(tone, said)}" "<small class="muted">{since}</small> })}
        {fact(words.stage_next, next_step(stage, visit.lang))}
    })
}

/// What is said about its lines, the newest first.
fn disputed(disputes: &[Dispute], lang: Lang) -> impl IntoView + use<> {
    let words = DisputeWords::of(lang);
    let head = view! {
        <th scope="col">{words.line}</th>
        <th scope="col">{words.state}</th>
        <th scope="col">{words.reason_label}</th>
        <th scope="col" class="num">{words.difference}</th>
    };
    let rows = disputes.iter().map(|one| {
        let href = format!("{}#dispute-{}", line_path(one.bill_id, one.position), one.id);
        let difference = one.difference_minor.map(|minor| money(minor, one.currency.code()));
        view! {
            <tr>
                <th scope="row"><a href=href>{thousands(one.position.unsigned_abs())}</a>" "<small class="mono muted">{one.order_no.clone()}</small></th>
                <td data-label=words.state>{tag(tone(one.state), one.state.words(lang).to_owned())}</td>
                <td data-label=words.reason_label class="clip" title=one.reason.clone()>{one.reason.clone()}</td>
                <td data-label=words.difference class="num">{difference}</td>
            </tr>
        }
    });
    ledger(words.of_bill, "compact", head, rows.collect_view())
}

/// Until when each step of the marketplace takes (`domain.md` 4.5).
fn timeline(steps: &[Step], lang: Lang) -> impl IntoView + use<> {
    let words = BillWords::of(lang);
    let steps = steps.iter().map(|step| {
        let until = step.until.map_or_else(|| words.after_invoice.to_owned(), |day| day.to_string());
        fact(step.kind.words(lang), until)
    });
    facts(steps.collect_view())
}

fn sums_of(visit: &Visit, bill: &Bill, sums: &[SumRow]) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let head = view! {
        <th scope="col">{words.product}</th>
        <th scope="col">{words.item}</th>
        <th scope="col">{words.delivery}</th>
        <th scope="col" class="num">{words.lines}</th>
        <th scope="col" class="num">{words.sum}</th>
    };
    let row = |sum: &SumRow| {
        let (product, delivery) = (encoded(&sum.product_code), &sum.delivery_type);
        let href =
            format!("/bills/{}?product={product}&item={}&delivery_type={delivery}#lines", bill.id, sum.item);
        let name = if sum.product_code.is_empty() { "—".to_owned() } else { sum.product_name.clone() };
        view! {
            <tr>
                <th scope="row" class="clip" title=name.clone()><a href=href>{name.clone()}</a></th>
                <td data-label=words.item>{worded(&sum.item, Item::from_code, visit.lang)}</td>
                <td data-label=words.delivery>{worded(&sum.delivery_type, DeliveryType::from_code, visit.lang)}</td>
                <td data-label=words.lines class="num">{thousands(sum.lines.unsigned_abs())}</td>
                <td data-label=words.sum class="num">{money(sum.amount_minor, bill.currency.code())}</td>
            </tr>
        }
    };
    let rows = sums.iter().take(SUMS).map(row).collect_view();
    let more = (sums.len() > SUMS).then(|| {
        view! { <p class="hint">{fill(words.first_sums, &[("n", &SUMS.to_string())])}</p> }
    });
    let count = fill(words.sums_count, &[("n", &thousands(sums.len() as u64))]);
    view! {
        <details open=sums.len() <= FEW>
            <summary>{count}</summary>
            {ledger(words.sums, "compact", head, rows)}
            {more}
        </details>
    }
}
