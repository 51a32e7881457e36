//! One reconciliation: what was compared, the difference sheet, and its lines.

use domain::{access::Operation, money::thousands, reconciliation::State};
use leptos::prelude::*;
use operations::{
    Failure,
    files::Examples,
    reconciliations::{self, Reconciliation, RefusedRow, Sum},
};

use super::{
    acts::steps,
    lines::{Lines, lines_block},
    look::looked,
    name_of,
    sheet::{sheets, theirs},
};
use crate::{
    components::{block, fact, facts, ledger, money::amount_text, notice::notice, page_head, tag::tag},
    islands::Progress,
    visit::{Page, Visit},
    words::{
        ReconciliationWords, codes::Worded, fields::field_problem, fill, journal::actor_name,
        reconciliation::tone,
    },
};

/// Rows that were not read and are listed.
const REFUSED: i64 = 50;

struct Shown {
    of: Reconciliation,
    sums: Vec<Sum>,
    lines: Lines,
    refused: Vec<RefusedRow>,
    examples: Vec<Examples>,
}

/// The page.
///
/// # Errors
/// `NotFound`; the agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let (office, actor, id) = (&visit.office, visit.actor()?, visit.row("id")?);
    let of = reconciliations::get(office, actor, id).await?;
    let sums = reconciliations::sums(office, actor, id).await?;
    let lines = Lines::read(visit, id, of.state == State::Open && of.open_lines > 0).await?;
    let refused = match of.rows_refused {
        0 => Vec::new(),
        _ => reconciliations::refused_rows(office, actor, id, REFUSED).await?,
    };
    let title = name_of(&of, visit.lang);
    let examples = match of.state {
        State::Looked => reconciliations::examples(office, actor, id).await?,
        _ => Vec::new(),
    };
    let shown = Shown { of, sums, lines, refused, examples };
    let visit = visit.clone();
    Ok(Page::new(&title.clone(), move || body(&visit, title, &shown)))
}

fn body(visit: &Visit, title: String, shown: &Shown) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let of = &shown.of;
    let back = Some(("/reconciliations".to_owned(), words.back));
    let state = tag(tone(of.state), of.state.words(visit.lang).to_owned());
    let inside = match of.state {
        State::Looked => looked(visit, of, &shown.examples, visit.may(Operation::ActBill)).into_any(),
        State::Running => view! {
            <section class="block">
                <noscript><meta http-equiv="refresh" content="3"/></noscript>
                <Progress url=format!("/reconciliations/{}/progress", of.id) label=words.comparing.to_owned()/>
                <p class="hint">{words.comparing_text}</p>
            </section>
        }
        .into_any(),
        State::Failed => {
            let why = of.problem.clone().unwrap_or_default();
            let told = notice("danger", view! { <div><strong>{words.failed}</strong><p>{why}</p></div> });
            let unread = (!shown.refused.is_empty())
                .then(|| block(words.refused_title, unread(visit, of, &shown.refused)));
            view! { {told}{unread} }.into_any()
        }
        _ => compared(visit, shown).into_any(),
    };
    let files = (!matches!(of.state, State::Looked | State::Running | State::Failed)).then(|| {
        let href = |format: &str| format!("/reconciliations/{}/sheet?format={format}", of.id);
        view! {
            <a class="button" href=href("pdf") download="">{words.sheet_pdf}</a>
            <a class="button" href=href("xlsx") download="">{words.sheet_xlsx}</a>
        }
    });
    view! { {page_head(title, back, None, view! { {state}{files} })}{inside} }
}

fn compared(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let Shown { of, sums, lines, refused, .. } = shown;
    let reason = of.reason.clone().map(|reason| notice("info", view! { <p>{words.reason}": "{reason}</p> }));
    view! {
        {reason}
        {stated(visit, of, sums)}
        {block(words.about, about(visit, of))}
        {block(words.sheet, sheets(sums, visit.lang))}
        {steps(visit, of)}
        {(!refused.is_empty()).then(|| block(words.refused_title, unread(visit, of, refused)))}
        {block(words.worklist, lines_block(visit, of, sums, lines))}
    }
}

/// The sum of the file, where its lines come to another one.
fn stated(visit: &Visit, of: &Reconciliation, sums: &[Sum]) -> Option<impl IntoView + use<>> {
    let words = ReconciliationWords::of(visit.lang);
    let (currency, sum) = theirs(sums)?;
    let stated = of.stated_minor.filter(|stated| *stated != sum)?;
    let (stated, sum) = (amount_text(stated, currency), amount_text(sum, currency));
    let said = fill(words.stated_differs, &[("stated", &stated), ("sum", &sum)]);
    Some(notice("warning", view! { <p>{said}</p> }))
}

fn about(visit: &Visit, of: &Reconciliation) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let count = |n: i64| thousands(n.unsigned_abs());
    let lines = of.rows_read - of.rows_refused - of.rows_total;
    let rows = fill(
        words.rows_told,
        &[
            ("n", &count(of.rows_read)),
            ("lines", &count(lines)),
            ("totals", &count(of.rows_total)),
            ("refused", &count(of.rows_refused)),
        ],
    );
    let stamp = |name: &'static str, of: &Option<operations::bills::Stamp>| {
        of.as_ref()
            .map(|of| fact(name, format!("{} · {}", actor_name(&of.by, visit.lang), visit.minute(of.at))))
    };
    let unknown: Vec<&str> = of.form.unknown().collect();
    let unknown =
        (!unknown.is_empty()).then(|| fact(words.unknown, unknown.join(visit.lang.pick("、", ", "))));
    let kind = of.kind.map_or(words.every_kind, |kind| kind.words(visit.lang));
    let tolerance = (of.tolerance_minor > 0)
        .then(|| fact(words.tolerance, domain::money::bare(of.tolerance_minor, domain::Currency::CNY)));
    facts(view! {
        {fact(words.file, of.file_name.clone())}
        {fact(words.month, of.period.dashed())}
        {fact(words.kind, kind)}
        {fact(words.rows, rows)}
        {fact(words.lines, count(of.lines))}
        {fact(words.open, count(of.open_lines))}
        {tolerance}
        {unknown}
        {fact(words.by, format!("{} · {}", actor_name(&of.by, visit.lang), visit.minute(of.created_at)))}
        {stamp(words.submitted, &of.submitted)}
        {stamp(words.locked, &of.locked)}
        {fact("SHA-256", view! { <code class="hash">{of.sha256.clone()}</code> })}
    })
}

/// Rows that were not read, each with what is wrong.
fn unread(visit: &Visit, of: &Reconciliation, refused: &[RefusedRow]) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let head = view! { <th scope="col">{words.row}</th><th scope="col">{words.problem}</th> };
    let rows = refused.iter().map(|row| {
        let problems: Vec<String> =
            row.problems.iter().map(|problem| field_problem(problem, visit.lang)).collect();
        let place = match row.sheet.as_str() {
            "" => row.row.to_string(),
            sheet => format!("{sheet}!{}", row.row),
        };
        view! {
            <tr><th scope="row" class="nowrap">{place}</th><td data-label=words.problem>{problems.join(visit.lang.pick("；", "; "))}</td></tr>
        }
    });
    let more = (of.rows_refused > REFUSED).then(|| {
        view! { <p class="hint">{fill(words.refused_more, &[("n", &REFUSED.to_string())])}</p> }
    });
    view! { {ledger(words.refused_title, "compact", head, rows.collect_view())}{more} }
}
