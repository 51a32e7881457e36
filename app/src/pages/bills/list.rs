//! The list of bills, the year in a chart, and making the bills of a month.

use domain::{Period, access::Operation, bill::BillKind, merchant::Gate, order::PaymentMethod};
use leptos::prelude::*;
use operations::{
    Failure,
    bills::{self, LIST, Listed, Run},
    merchant,
};

use super::{
    acts::RUN,
    name_of,
    year::{chart, year_of},
};
use crate::{
    components::{Field, error_summary, field, hidden, ledger, markup::Markup, notice::notice},
    lang::Lang,
    list::{Column, Face, ListPage, Seen, Told, cells},
    visit::{Page, Visit},
    words::{
        BillWords, ListWords, ReconciliationWords, ShellWords, StandingWords, TransactionWords, bill,
        codes::{Worded, worded},
        standing,
    },
};

type Col = Column<Listed>;

/// Runs that are named.
const RUNS: i64 = 5;

pub static FACE: Face<Listed> = Face {
    list: &LIST,
    path: "/bills",
    icon: "bill",
    title: |lang| ShellWords::of(lang).bills,
    words: BillWords::noun,
    word,
    front: 3,
    lead: Col::new("number", |lang| BillWords::of(lang).number, number),
    columns: &[
        Col::words("period", |lang| BillWords::of(lang).month, |row, _| row.period.dashed())
            .class("nowrap")
            .sort("-period", "period"),
        Col::words("kind", |lang| BillWords::of(lang).kind, |row, lang| row.kind.words(lang).to_owned())
            .class("nowrap"),
        Col::clipped(
            "reseller",
            |lang| BillWords::of(lang).reseller,
            |row| row.reseller.as_deref().unwrap_or("—"),
        )
        .seldom(),
        Col::words(
            "payment_method",
            |lang| BillWords::of(lang).payment,
            |row, lang| row.payment.map_or("—", |of| of.words(lang)).to_owned(),
        )
        .class("nowrap"),
        Col::new(
            "total",
            |lang| BillWords::of(lang).sum,
            |out, _, row| {
                cells::money(out, row.total_minor, row.currency.code());
            },
        )
        .class("num"),
        Col::words(
            "lines",
            |lang| BillWords::of(lang).lines,
            |row, _| {
                row.line_count
                    .map_or("—".to_owned(), |count| domain::money::thousands(count.unsigned_abs()))
            },
        )
        .class("num"),
        Col::new("state", |lang| BillWords::of(lang).state, state).class("nowrap"),
        Col::time("created", |lang| BillWords::of(lang).made, |row| Some(row.made_at))
            .sort("-created", "created"),
        Col::time("paid_at", |lang| BillWords::of(lang).paid, |row| row.paid_at).seldom(),
    ],
    actions: None,
    chosen: None,
    bulks: &[],
    ticks: &[],
    tall: false,
};

/// The lines of what the list shows: a file without a page of its own.
pub static LINES_OF: LinesOf = LinesOf;

/// As [`LINES_OF`].
pub struct LinesOf;

impl Told for LinesOf {
    fn path(&self) -> &'static str {
        FACE.path
    }

    fn title(&self, lang: Lang) -> &'static str {
        BillWords::of(lang).details
    }

    fn columns(&self, _: &str) -> Vec<&'static str> {
        Vec::new()
    }

    fn stem(&self, query: &str, lang: Lang) -> String {
        FACE.stem_of(self.title(lang), query, lang)
    }

    fn told(&self, query: &str, lang: Lang) -> Vec<(&'static str, String)> {
        FACE.told(query, lang)
    }
}

/// Takes away the lines of what the list shows.
fn details_menu(visit: &Visit, query: String) -> Option<impl IntoView + use<>> {
    let (words, list) = (BillWords::of(visit.lang), ListWords::of(visit.lang));
    visit.may(Operation::ExportOrders).then(|| {
        view! {
            <details class="menu" name="menus">
                <summary class="button">{words.export_details}</summary>
                <form class="menu-body" method="post" action="/do/export">
                    {hidden("kind", bills::DETAIL.code)}
                    {hidden("query", query)}
                    <button name="format" value="csv">{list.export_csv}</button>
                    <button name="format" value="xlsx">{list.export_xlsx}</button>
                </form>
            </details>
        }
    })
}

fn number(out: &mut Markup, seen: &Seen<'_>, row: &Listed) {
    let path = if row.reseller.is_some() { "/settlement/" } else { "/bills/" };
    out.raw("<a class=\"row-link\" href=\"").text(path).text(&row.id.to_string()).raw("\">");
    out.text(&called(row, seen.lang())).raw("</a>");
    if let Some(reseller) = row.reseller.as_deref().filter(|_| row.number.is_some()) {
        out.raw(" <small class=\"muted\">").text(reseller).raw("</small>");
    }
}

/// Its number; without one it is called by kind, payment or reseller, and month.
fn called(row: &Listed, lang: Lang) -> String {
    let of =
        row.payment.map_or_else(|| row.reseller.clone().unwrap_or_default(), |of| of.words(lang).to_owned());
    name_of(row.number.as_deref(), (row.kind, &of, row.period), row.state, lang)
}

fn state(out: &mut Markup, seen: &Seen<'_>, row: &Listed) {
    cells::tag(out, bill::tone(row.state), row.state.words(seen.lang()));
    if let Some((stage, _)) = row.stage {
        out.raw(" <small class=\"muted\">").text(stage.words(seen.lang())).raw("</small>");
    }
    if row.outdated {
        out.raw(" <small class=\"muted\">").text(BillWords::of(seen.lang()).stale).raw("</small>");
    }
}

fn word(field: &str, value: &str, lang: Lang) -> String {
    match field {
        "state" => worded(value, domain::bill::BillState::from_code, lang),
        "kind" => worded(value, BillKind::from_code, lang),
        "stage" => worded(value, domain::bill::Stage::from_code, lang),
        "payment_method" => worded(value, PaymentMethod::from_code, lang),
        _ => value.to_owned(),
    }
}

/// The page.
///
/// # Errors
/// The agreement in force is not signed; what the database said.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let list = ListPage::read(visit, &FACE, bills::list).await?;
    let last = visit.office.zone.period(visit.office.clock.now()).previous();
    let year = visit.value("year").and_then(|year| year.trim().parse().ok());
    let year = year.filter(|year| (2015..2200).contains(year)).unwrap_or_else(|| year_of(last));
    let months = bills::year(&visit.office, visit.actor()?, year).await?;
    let runs = bills::runs(&visit.office, visit.actor()?, RUNS).await?;
    let kind = match list.filter.codes("kind") {
        [one] => BillKind::from_code(one),
        _ => None,
    };
    let gates = match visit.may(Operation::RunBills) {
        true => merchant::standing(&visit.office, visit.actor()?).await?.gates(),
        false => Vec::new(),
    };
    let visit = visit.clone();
    Ok(Page::new(list.title(), move || {
        let words = BillWords::of(visit.lang);
        let actions = view! {
            <a class="button" href="/bills/transactions">{TransactionWords::of(visit.lang).title}</a>
            <a class="button" href="/bills/disputes">{words.disputes}</a>
            <a class="button" href="/reconciliations">{ReconciliationWords::of(visit.lang).title}</a>
            {visit.may(Operation::ReadStatements).then(|| view! { <a class="button" href="/settlement">{words.resellers}</a> })}
            {visit.may(Operation::ReadRules).then(|| view! { <a class="button" href="/settlement/rules">{words.rules}</a> })}
            {(kind != Some(BillKind::Reseller)).then(|| details_menu(&visit, list.address().query()))}
            {visit.may(Operation::RunBills).then(|| view! { <a class="button primary" href="#run">{words.run_title}</a> })}
        };
        view! {
            {list.view(actions.into_any())}
            {visit.may(Operation::RunBills).then(|| run_form(&visit, last, &gates))}
            {chart(&visit, year, kind, &months)}
            {(!runs.is_empty()).then(|| recent(&visit, runs))}
        }
    }))
}

fn run_form(visit: &Visit, last: Period, gates: &[Gate]) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let form = match gates {
        [] => month_form(visit, last).into_any(),
        gates => closed(visit, gates).into_any(),
    };
    view! {
        <section class="block screen-only" id="run">
            <h2>{words.run_title}</h2>
            <p class="hint">{words.run_text}</p>
            {error_summary(visit, RUN)}
            {form}
        </section>
    }
}

/// What has to be recorded before bills are made, and where.
fn closed(visit: &Visit, gates: &[Gate]) -> impl IntoView + use<> {
    let why = gates.iter().map(|gate| view! { <p>{standing::gate(gate, visit.lang)}</p> }).collect_view();
    let open = StandingWords::of(visit.lang).open;
    notice("warning", view! { <div>{why}<p><a href="/settings/standing">{open}</a></p></div> })
}

fn month_form(visit: &Visit, last: Period) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let month = Field::text("period", words.month).value(last.dashed()).hint(words.month_hint);
    view! {
        <form class="form" method="post" action=RUN>
            {field(visit, RUN, month)}
            <div class="inline-actions"><button class="button primary">{words.run}</button></div>
        </form>
    }
}

fn recent(visit: &Visit, runs: Vec<Run>) -> impl IntoView + use<> {
    let words = BillWords::of(visit.lang);
    let head = view! {
        <th scope="col">{words.month}</th>
        <th scope="col">{words.state}</th>
        <th scope="col" class="num">{words.bills}</th>
        <th scope="col" class="num">{words.billed}</th>
        <th scope="col" class="num">{words.held_back}</th>
        <th scope="col">{words.begun}</th>
        <th scope="col">{words.by}</th>
    };
    let count = |n: i64| domain::money::thousands(n.unsigned_abs());
    let rows = runs
        .into_iter()
        .map(|run| {
            view! {
                <tr>
                    <th scope="row"><a href=format!("/bills/runs/{}", run.id)>{run.period.dashed()}</a></th>
                    <td data-label=words.state>{run.state.words(visit.lang)}</td>
                    <td data-label=words.bills class="num">{count(run.bills)}</td>
                    <td data-label=words.billed class="num">{count(run.billed)}</td>
                    <td data-label=words.held_back class="num">{count(run.held_back)}</td>
                    <td data-label=words.begun class="nowrap">{visit.minute(run.created_at)}</td>
                    <td data-label=words.by>{crate::words::journal::actor_name(&run.by, visit.lang).to_owned()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="block">
            <h2>{words.runs}</h2>
            {ledger(words.runs, "compact", head, rows)}
        </section>
    }
}
