//! A statement on paper (A4).

use domain::{access::Actor, money::thousands};
use leptos::prelude::*;
use operations::{
    Failure,
    merchant::Merchant,
    statements::{self, Head, Line, StatementState},
};

use super::{
    issuer::{letterhead, seal_or_picture, signatures},
    lines::Explained,
    name_of,
};
use crate::{
    components::money,
    lang::Lang,
    visit::{Layout, Page, Visit},
    words::{SettlementWords, codes::Worded, currency::currency_named, fill, settlement::in_capitals},
};

/// Lines on paper. Whoever needs more takes the file.
const MOST: usize = 5_000;
/// Lines that are read at once.
const PIECE: i64 = 1_000;

/// The page.
///
/// # Errors
/// `NotFound`, or what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let id = visit.row("id")?;
    let head = statements::get(&visit.office, actor, id).await?.head;
    let lines = Explained::all(first_lines(visit, actor, id).await?, head.currency)?;
    let merchant = statements::merchant(&visit.office, actor, &head).await?;
    let title = name_of(&head, visit.lang);
    let visit = visit.clone();
    Ok(Page::new(&title, move || sheet(&visit, &head, &merchant, &lines)).with(Layout::Sheet))
}

async fn first_lines(visit: &Visit, actor: &Actor, id: i64) -> Result<Vec<Line>, Failure> {
    let mut lines: Vec<Line> = Vec::new();
    loop {
        let after = lines.last().map(|line| line.cursor).unwrap_or_default();
        let piece = statements::lines(&visit.office, actor, id, after, PIECE).await?;
        if piece.is_empty() || lines.len() >= MOST {
            return Ok(lines);
        }
        lines.extend(piece);
    }
}

fn sheet(visit: &Visit, head: &Head, merchant: &Merchant, lines: &[Explained]) -> impl IntoView + use<> {
    let lang = visit.lang;
    let words = SettlementWords::of(lang);
    let cut = (head.line_count.unwrap_or(0).unsigned_abs() > lines.len() as u64).then(|| {
        let text = fill(words.print_cut, &[("n", &thousands(lines.len() as u64))]);
        view! { <p>{text}</p> }
    });
    view! {
        <div class="screen-only actions sheet-hint">
            <a class="button small" href=format!("/settlement/{}", head.id)>"← "{words.print_back}</a>
            <a class="button small primary" href=format!("/settlement/{}/pdf", head.id) download="">{words.pdf}</a>
            <span class="hint">{words.print_hint}</span>
        </div>
        <article class="sheet" tabindex="0">
            {(head.state == StatementState::Draft).then(|| view! { <div class="watermark" aria-hidden="true">{words.watermark}</div> })}
            {letterhead(head, merchant, lang)}
            {sheet_head(visit, head)}
            {table(head, lines, lang)}
            {cut}
            {sheet_total(head, merchant, lang)}
            {signatures(merchant, lang)}
            {foot(visit, head)}
        </article>
    }
}

fn sheet_head(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let row = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let number = head.number.clone().unwrap_or_else(|| words.draft_sheet.to_owned());
    let currency = currency_named(head.currency, visit.lang);
    let corrects = head.corrects.as_ref().map(|of| row(head.nature.words(visit.lang), of.number.clone()));
    let issued = head.issued_at.map(|at| row(words.issued_at, visit.minute(at)));
    view! {
        <header class="sheet-head">
            <div><h1>{words.sheet_title}</h1><p>{head.reseller.clone()}</p></div>
            <dl class="sheet-no">
                {row(words.number, number)}
                {row(words.period, head.period.dashed())}
                {row(words.currency, currency)}
                {issued}
                {corrects}
            </dl>
        </header>
    }
}

fn table(head: &Head, lines: &[Explained], lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let currency = head.currency.code();
    let rows = lines.iter().map(|line| row(line, currency, lang)).collect_view();
    let sum = fill(words.sum, &[("n", &thousands(head.line_count.unwrap_or(0).unsigned_abs()))]);
    view! {
        <table class="ledger">
            <caption>{words.lines_block}</caption>
            <thead>
                <tr class="paper-only" aria-hidden="true"><td colspan="6">{on_each_page(head, lang)}</td></tr>
                <tr>
                <th scope="col" class="num">{words.position}</th>
                <th scope="col">{words.order_no}</th>
                <th scope="col">{words.customer}</th>
                <th scope="col">{words.product}</th>
                <th scope="col">{words.calculation}</th>
                <th scope="col" class="num">{words.amount}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr>
                <th scope="row" colspan="5">{sum}</th>
                <td class="num">{money(head.total_minor.unwrap_or(0), currency)}</td>
            </tr></tfoot>
        </table>
    }
}

/// What stands above the table on each page: which statement it is.
fn on_each_page(head: &Head, lang: Lang) -> String {
    let number = head.number.as_deref().unwrap_or(SettlementWords::of(lang).draft_sheet);
    format!("{number} · {} {}", head.reseller, head.period.dashed())
}

/// A narrow column breaks a formula between its terms, not inside `(1 + 6.00 %)`.
fn unbroken(formula: &str) -> String {
    formula.replace("(1 + ", "(1\u{a0}+\u{a0}").replace(" %", "\u{a0}%")
}

fn row(explained: &Explained, currency: &'static str, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let Explained { line, settled } = explained;
    let number = if line.line_no > 1 {
        format!("{} / {}", line.order_no, line.line_no)
    } else {
        line.order_no.clone()
    };
    let formula = unbroken(&settled.formula());
    let calculation = if settled.is_below_floor() || settled.exact.is_whole() {
        formula
    } else {
        format!("{formula} = {}", settled.exact.grouped(settled.currency))
    };
    view! {
        <tr>
            <td class="num">{thousands(line.position.unsigned_abs())}</td>
            <td data-label=words.order_no class="mono">{number}</td>
            <td data-label=words.customer>{line.customer_name.clone()}</td>
            <td data-label=words.product>{line.product_name.clone()}</td>
            <td data-label=words.calculation class="calculation">{calculation}</td>
            <td data-label=words.amount class="num">{money(line.amount_minor, currency)}</td>
        </tr>
    }
}

fn sheet_total(head: &Head, merchant: &Merchant, lang: Lang) -> impl IntoView + use<> {
    let words = SettlementWords::of(lang);
    let total = head.total_minor.unwrap_or(0);
    let stamp = seal_or_picture(head, merchant, lang);
    let label = (lang == Lang::En).then(|| format!("{}: ", words.capitals));
    view! {
        <div class="sheet-total">
            <dl><div><dt>{words.amount}</dt><dd>{money(total, head.currency.code())}</dd></div></dl>
            <p class="capitals">{label}<span lang="zh-CN">{in_capitals(total, head.currency)}</span></p>
            {stamp}
        </div>
    }
}

fn foot(visit: &Visit, head: &Head) -> impl IntoView + use<> {
    let words = SettlementWords::of(visit.lang);
    let who = visit.actor.as_ref().map(|a| a.name().to_owned()).unwrap_or_default();
    let printed = fill(words.printed, &[("who", &who), ("when", &visit.minute(visit.office.clock.millis()))]);
    let hash = head.lines_hash.clone().map(|hash| view! { <p>{words.hash}" "<code>{hash}</code></p> });
    view! {
        <footer class="sheet-foot">
            <p>{words.rules}</p>
            {hash}
            <p>{printed}</p>
        </footer>
    }
}
