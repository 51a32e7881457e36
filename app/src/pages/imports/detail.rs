//! One import: how far it is, or what came of it.

use domain::{
    access::Operation,
    money::{Numbers, thousands},
    time::Dates,
};
use leptos::prelude::*;
use operations::{
    Failure,
    files::{Form as FileForm, Kind, LeftOut},
    imports::{self, Changed, Import, InTheWay, Rejection},
};

use super::{
    changed::changed, dealt::dealt, import_tag, in_journal, is_under_way, look::looked, remembered::used,
    running, undo, undone::undone,
};
use crate::{
    components::{block, fact, facts, hidden, ledger, notice::notice, page_head, size},
    forms::{Done, Form},
    lang::Lang,
    visit::{Page, Visit},
    words::{
        ImportWords, MappingWords, UndoWords, codes::Worded, fields::headings, fill, import::broken,
        journal::actor_name, mapping::said_columns, problems::problem_of,
    },
};

/// Rejections on the page; the file has all of them.
const SHOWN: usize = 100;

/// The page.
///
/// # Errors
/// `NotFound`.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let actor = visit.actor()?;
    let id = visit.row("id")?;
    let import = imports::get(&visit.office, actor, id).await?;
    let mut rejections = Vec::new();
    if import.rejected > 0 {
        rejections = imports::rejections(&visit.office, actor, id).await?;
        rejections.truncate(SHOWN);
    }
    let did = match import.state.as_str() {
        "done" | "failed" => imports::changed(&visit.office, actor, id).await?,
        _ => Changed::default(),
    };
    let left =
        if import.left_alone > 0 { imports::undo_left(&visit.office, actor, id).await? } else { Vec::new() };
    let title = import.file_name.clone();
    let visit = visit.clone();
    Ok(Page::new(&title, move || body(&visit, &import, &rejections, &did, &left)))
}

fn body(
    visit: &Visit,
    import: &Import,
    rejections: &[Rejection],
    did: &Changed,
    left: &[InTheWay],
) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let under_way = is_under_way(&import.state);
    let undoing = UndoWords::of(visit.lang);
    let waits = under_way || matches!(import.state.as_str(), "looked" | "undoing");
    // Who may choose what its columns are sees there which are not used.
    let is_look = import.state == "looked";
    let chooses = is_look && visit.may(Operation::ImportOrders);
    let again = (!waits && visit.may(Operation::ImportOrders))
        .then(|| view! { <a class="button" href="/imports/new">{words.start}</a> });
    let orders = (import.state == "done" && visit.may(Operation::ListOrders))
        .then(|| view! { <a class="button" href="/orders">{words.to_orders}</a> });
    let journal = in_journal(visit, import);
    // While it moves, what is said of it is that of the bar: the rest of the page was written when it was opened.
    let state = (!under_way).then(|| import_tag(&import.state, visit.lang));
    let actions = view! { {state}{again}{orders}{journal}{undo::button(visit, import)} };
    let main = match import.state.as_str() {
        "failed" => failed(visit, import).into_any(),
        "looked" => looked(visit, import, visit.may(Operation::ImportOrders)).into_any(),
        "dropped" => notice("info", view! { <p>{words.dropped}</p> }).into_any(),
        "looking" => running(import.id, words.looking, words.wait).into_any(),
        "undoing" => running(import.id, undoing.in_progress, undoing.wait).into_any(),
        "undone" => {
            let was = block(undoing.did, figures(Figures::of(import), visit.lang));
            view! { {undone(visit, import, left)}{was} }.into_any()
        }
        _ if under_way => running(import.id, words.in_progress, words.wait).into_any(),
        _ => block(words.result, figures(Figures::of(import), visit.lang)).into_any(),
    };
    view! {
        {page_head(import.file_name.clone(), Some(("/imports".to_owned(), words.back)), None, actions)}
        {main}
        {import.form().filter(|_| !is_look).map(|form| used(visit, &form, None))}
        {import.form().map(|form| to_know(&form, visit.lang))}
        {(!chooses).then(|| unknown(import, words))}
        {dealt(visit, import)}
        {(!rejections.is_empty()).then(|| rejected(visit.lang, import, rejections))}
        {changed(visit, did)}
        {block(words.facts, file_facts(visit, import))}
    }
}

/// Why it stopped, what is in the books, and what can be done: go on, or bring the file in again.
fn failed(visit: &Visit, import: &Import) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let why = import.broken().map(|why| broken(&why, visit.lang)).unwrap_or_default();
    let may = visit.may(Operation::ImportOrders);
    let action = may.then(|| {
        if import.can_go_on() {
            view! {
                <form method="post" action=RESUME>
                    {hidden("id", import.id.to_string())}
                    <button class="button small">{words.go_on}</button>
                </form>
            }
            .into_any()
        } else {
            view! { <a class="button small" href="/imports/new">{words.try_again}</a> }.into_any()
        }
    });
    let hint = match (may, import.can_go_on(), import.rows_read > 0) {
        (true, true, _) => words.go_on_hint,
        (true, false, true) => words.again_hint,
        _ => "",
    };
    let (title, kept) = if import.rows_read == 0 {
        (words.nothing_in, words.nothing_kept.to_owned())
    } else {
        let row = thousands(import.last_row.unsigned_abs());
        let n = thousands(import.rows_read.unsigned_abs());
        (words.part_in, fill(words.part_kept, &[("row", &row), ("n", &n)]))
    };
    let said = notice(
        "danger",
        view! { <div><strong>{title}</strong><p>{why}</p><p>{kept}" "{hint}</p></div>{action} },
    );
    let done = (import.rows_read > 0).then(|| block(words.result, figures(Figures::of(import), visit.lang)));
    view! { {said}{done} }
}

/// Where an import is asked to go on.
const RESUME: &str = "/do/resume-import";

/// Lets an import that broke off go on.
///
/// # Errors
/// `NotFound`; a conflict when its upload is not kept any more.
pub async fn resume(visit: &Visit, form: &Form) -> Result<Done, Failure> {
    let id = form.number("id")?;
    imports::go_on(&visit.office, visit.actor()?, id).await?;
    Ok(Done::to(format!("/imports/{id}")).saying(ImportWords::of(visit.lang).goes_on))
}

/// Rows by what came or would come of them.
pub(super) struct Figures {
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    pub(super) rejected: u64,
}

impl Figures {
    fn of(import: &Import) -> Self {
        Self {
            created: import.created.unsigned_abs(),
            updated: import.updated.unsigned_abs(),
            unchanged: import.unchanged.unsigned_abs(),
            rejected: import.rejected.unsigned_abs(),
        }
    }
}

pub(super) fn figures(counts: Figures, lang: Lang) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let figure = |name: &'static str, n: u64| {
        view! { <div><dt>{name}</dt><dd>{thousands(n)}</dd></div> }
    };
    view! {
        <dl class="figures">
            {figure(words.created, counts.created)}
            {figure(words.updated, counts.updated)}
            {figure(words.unchanged, counts.unchanged)}
            {figure(words.rejected, counts.rejected)}
        </dl>
        <p class="hint">{words.counts_are_rows}</p>
    }
}

fn unknown(import: &Import, words: &'static ImportWords) -> impl IntoView + use<> {
    let columns = import.unknown_columns.clone();
    (!columns.is_empty())
        .then(|| notice("info", view! { <p>{words.unknown_columns}" "<code>{columns}</code></p> }))
}

fn rejected(lang: Lang, import: &Import, rejections: &[Rejection]) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let count = thousands(import.rejected.unsigned_abs());
    // Reasons are cut off at some number; a row may have several, so the last one alone tells.
    let note = if rejections.len() < SHOWN {
        words.rejected_all.to_owned()
    } else {
        fill(words.rejected_first, &[("n", &count), ("shown", &rejections.len().to_string())])
    };
    rejected_rows(lang, words.rejected_title, note, rejections, Some(import.id))
}

/// Rows with what is wrong with them; of an import that has ended, they can be taken away as a file.
pub(super) fn rejected_rows(
    lang: Lang,
    title: &'static str,
    note: String,
    rejections: &[Rejection],
    file_of: Option<i64>,
) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let rows = rejections
        .iter()
        .map(|r| {
            let column = if r.column.is_empty() {
                words.whole_row.into_any()
            } else {
                headings(&r.column, lang).into_any()
            };
            let sheet = r.sheet.clone().map(|sheet| format!("{sheet} · "));
            view! {
                <tr>
                    <th scope="row" class="num">{sheet}{r.row.to_string()}</th>
                    <td data-label=words.column>{column}</td>
                    <td data-label=words.reason>{problem_of(&r.column, &r.problem, lang)}</td>
                </tr>
            }
        })
        .collect_view();
    let head = view! {
        <th scope="col" class="num">{words.row}</th>
        <th scope="col">{words.column}</th>
        <th scope="col">{words.reason}</th>
    };
    let file = file_of.map(|id| {
        view! {
            <p><a class="button small" href=format!("/imports/{id}/rejected") download="">{words.rejected_file}</a>" "<span class="hint">{words.rejected_hint}</span></p>
        }
    });
    block(title, view! { <p>{note}</p>{file}{ledger(title, "compact", head, rows)} })
}

fn file_facts(visit: &Visit, import: &Import) -> impl IntoView + use<> {
    let words = ImportWords::of(visit.lang);
    let time = |at: i64| view! { <time>{visit.minute(at)}</time> };
    facts(view! {
        {fact(words.who, actor_name(&import.actor_name, visit.lang).to_owned())}
        {fact(words.when, time(import.created_at))}
        {import.started_at.map(|at| fact(words.started, time(at)))}
        {import.finished_at.map(|at| fact(words.finished, time(at)))}
        {(import.rows_read > 0).then(|| fact(words.rows, thousands(import.rows_read.unsigned_abs())))}
        {fact(words.size, size(import.size_bytes))}
        {fact(words.hash, view! { <code>{import.sha256.clone()}</code> })}
        {import.form().map(|form| form_facts(&form, visit.lang))}
    })
}

/// How the file was read: what was recognised and what was guessed.
fn form_facts(form: &FileForm, lang: Lang) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let tables = form.tables.iter().map(|table| {
        let name = if table.name.is_empty() { words.row_of.to_owned() } else { table.name.clone() };
        fill(words.at_row, &[("v", &name), ("n", &table.heading_row.to_string())])
    });
    let tables = tables.collect::<Vec<_>>().join(lang.pick("、", ", "));
    let kind = match form.kind {
        Kind::Workbook { .. } => fact(words.kind, words.workbook).into_any(),
        Kind::Text { encoding, guessed, separator } => {
            let word = encoding.words(lang);
            let encoding = if guessed { fill(words.guessed, &[("v", word)]) } else { word.to_owned() };
            view! { {fact(words.encoding, encoding)}{fact(words.separator, separator.words(lang))} }
                .into_any()
        }
    };
    let numbers = (form.numbers != Numbers::Usual).then(|| fact(words.numbers, form.numbers.words(lang)));
    let dates = (form.dates != Dates::Usual).then(|| fact(words.dates, form.dates.words(lang)));
    let said =
        (!form.told.columns.is_empty()).then(|| fact(MappingWords::of(lang).said, said_columns(form, lang)));
    view! { {kind}{fact(words.headings, tables)}{said}{numbers}{dates} }
}

/// What its reader has to know: an encoding that was guessed, sheets that were not read.
fn to_know(form: &FileForm, lang: Lang) -> impl IntoView + use<> {
    let words = ImportWords::of(lang);
    let guessed = form.guessed().is_some().then(|| notice("info", view! { <p>{words.guessed_note}</p> }));
    let named = |sheet: &LeftOut| format!("{}（{}）", sheet.name, sheet.why.words(lang));
    let sheets = form.left_out.iter().map(named).collect::<Vec<_>>().join(lang.pick("、", ", "));
    let left_out = (!sheets.is_empty())
        .then(|| notice("warning", view! { <p>{words.sheets_left_out}" "<strong>{sheets}</strong></p> }));
    view! { {guessed}{left_out} }
}
