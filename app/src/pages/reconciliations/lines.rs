//! The lines of a reconciliation: by state, with reasons, and what is done with those that are chosen.

use domain::{
    access::Operation,
    money::thousands,
    reconciliation::{LineAction, LineState, Reason, State},
};
use leptos::prelude::*;
use operations::{
    Failure,
    list::Filter,
    reconciliations::{self, LINES, Line, Reconciliation, Sum},
};

use super::acts::ACT;
use crate::{
    components::{Field, error_summary, field, hidden, ledger, money, select, tag::tag},
    lang::Lang,
    visit::{Visit, encoded},
    words::{
        ListWords, ReconciliationWords,
        codes::Worded,
        fields::field_problem,
        fill,
        journal::actor_name,
        reconciliation::{cause, line_tone},
    },
};

/// What the lines are narrowed by.
const NAMES: [&str; 4] = ["state", "reason", "decision", "order_no"];

/// A page of lines, and what they are narrowed to.
pub(super) struct Lines {
    rows: Vec<Line>,
    narrowed: Vec<(&'static str, String)>,
    previous: Option<String>,
    next: Option<String>,
    problem: Option<String>,
}

impl Lines {
    /// Those that the address asks for; those that are still to be done when it asks for none and there is work.
    pub(super) async fn read(visit: &Visit, id: i64, works: bool) -> Result<Self, Failure> {
        let pairs = visit.pairs();
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let (mut filter, problems) = Filter::read(&LINES, pairs);
        if works && visit.pairs().is_empty() {
            // What is still to be done comes first.
            (filter, _) = Filter::read_query(&LINES, &to_do());
        }
        let (_, page) = reconciliations::lines(&visit.office, visit.actor()?, id, &filter).await?;
        Ok(Self {
            rows: page.rows,
            narrowed: filter.pairs(),
            previous: page.previous.map(|cursor| cursor.code()),
            next: page.next.map(|cursor| cursor.code()),
            problem: problems.first().map(|problem| field_problem(problem, visit.lang)),
        })
    }

    fn chosen(&self, name: &str) -> String {
        self.narrowed.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn query(&self, place: Option<(&str, &str)>) -> String {
        let pairs = self.narrowed.iter().filter(|(name, _)| NAMES.contains(name));
        let pairs = pairs.map(|(name, value)| format!("{name}={}", encoded(value)));
        let place = place.map(|(name, code)| format!("{name}={code}"));
        pairs.chain(place).collect::<Vec<_>>().join("&")
    }
}

/// The states with their counts, the lines of this page, and what is done with those that are chosen.
pub(super) fn lines_block(
    visit: &Visit,
    of: &Reconciliation,
    sums: &[Sum],
    lines: &Lines,
) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let works = of.state == State::Open && visit.may(Operation::ActBill);
    let rows = lines.rows.iter().map(|line| row(visit, line, works)).collect_view();
    let head = view! {
        {works.then(|| view! { <th scope="col"><span class="visually-hidden">{words.chosen_lines}</span></th> })}
        <th scope="col">{words.order_no}</th>
        <th scope="col">{words.line}</th>
        <th scope="col" class="num">{words.ours}</th>
        <th scope="col" class="num">{words.theirs}</th>
        <th scope="col" class="num">{words.difference}</th>
        <th scope="col">{words.why}</th>
        <th scope="col">{words.decision}</th>
    };
    let table = match lines.rows.is_empty() {
        true => view! { <p class="hint">{words.none}</p> }.into_any(),
        false => ledger(words.worklist, "compact", head, rows).into_any(),
    };
    let inside = if works && !lines.rows.is_empty() {
        view! {
            <form method="post" action=ACT>
                {hidden("id", of.id.to_string())}{hidden("back", lines.query(None))}
                {table}
                {acts(visit)}
            </form>
        }
        .into_any()
    } else {
        table
    };
    view! {
        <div id="lines">
            {error_summary(visit, ACT)}
            {tabs(visit, of, sums, lines)}
            {narrow(visit, of, lines)}
            {lines.problem.clone().map(|problem| view! { <p class="error">{problem}</p> })}
            {inside}
            {pager(visit, of, lines)}
        </div>
    }
}

/// What still needs work.
fn to_do() -> String {
    let states = LineState::ALL.iter().filter(|state| state.needs_work()).map(|state| state.code());
    format!("state={}&decision=open", states.collect::<Vec<_>>().join(","))
}

fn tabs(visit: &Visit, of: &Reconciliation, sums: &[Sum], lines: &Lines) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let chosen = lines.chosen("state");
    let count = |state: Option<LineState>| -> i64 {
        sums.iter().filter(|sum| state.is_none_or(|state| sum.state == state)).map(|sum| sum.lines).sum()
    };
    let open = lines.chosen("decision") == "open";
    let tab = |query: &str, said: &'static str, n: i64, current: bool| {
        let href = format!("/reconciliations/{}?{query}#lines", of.id);
        let current = current.then_some("page");
        view! { <a href=href aria-current=current>{said}" "<small>{thousands(n.unsigned_abs())}</small></a> }
    };
    let work =
        (of.open_lines > 0).then(|| tab(&to_do(), words.open, of.open_lines, open && chosen.contains(',')));
    let every = tab("sort=position", words.every, count(None), chosen.is_empty());
    let states = LineState::ALL.iter().map(|state| (state, count(Some(*state)))).filter(|(_, n)| *n > 0);
    let states = states
        .map(|(state, n)| tab(&format!("state={state}"), state.words(visit.lang), n, chosen == state.code()));
    view! { <nav class="tabs screen-only" aria-label=words.worklist>{work}{every}{states.collect_view()}</nav> }
}

fn narrow(visit: &Visit, of: &Reconciliation, lines: &Lines) -> impl IntoView + use<> {
    let (words, list) = (ReconciliationWords::of(visit.lang), ListWords::of(visit.lang));
    let order_no = Field::text("order_no", words.order_no).value(lines.chosen("order_no")).optional();
    let reasons = std::iter::once((String::new(), words.every.to_owned())).chain(reasons(visit.lang));
    let decisions = ["open"].into_iter().map(|code| (code.to_owned(), words.open.to_owned()));
    let decisions = std::iter::once((String::new(), words.every.to_owned())).chain(decisions).chain(
        domain::reconciliation::Decision::ALL
            .iter()
            .map(|decision| (decision.code().to_owned(), decision.words(visit.lang).to_owned())),
    );
    let state = lines.chosen("state");
    let kept = (!state.is_empty()).then(|| hidden("state", state));
    view! {
        <form class="filters screen-only" method="get" action=format!("/reconciliations/{}#lines", of.id)>
            {kept}
            {field(visit, "", order_no)}
            {select(visit, "", "reason", words.why, reasons.collect(), &lines.chosen("reason"))}
            {select(visit, "", "decision", words.decision, decisions.collect(), &lines.chosen("decision"))}
            <div class="filter-actions"><button class="button">{list.query}</button></div>
        </form>
    }
}

fn reasons(lang: Lang) -> impl Iterator<Item = (String, String)> {
    Reason::ALL.iter().map(move |reason| (reason.code().to_owned(), reason.words(lang).to_owned()))
}

fn row(visit: &Visit, line: &Line, works: bool) -> impl IntoView + use<> {
    let (words, lang, code) = (ReconciliationWords::of(visit.lang), visit.lang, line.currency.code());
    let tick = works.then(|| {
        let name = fill(words.choose, &[("n", &line.position.to_string())]);
        let may = line.state.needs_work() || line.decision.is_some();
        view! {
            <td class="tick">{may.then(|| view! { <input type="checkbox" name="line" value=line.id.to_string() aria-label=name/> })}</td>
        }
    });
    let order = match line.order_no.as_str() {
        "" => "—".into_any(),
        no => {
            let further = line.line_no.filter(|no| *no > 1).map(|no| format!(" / {no}"));
            let href = format!("/orders/{}", encoded(no));
            match line.ours_minor {
                Some(_) => view! { <a class="mono nowrap" href=href>{no.to_owned()}{further}</a> }.into_any(),
                None => view! { <span class="mono nowrap">{no.to_owned()}{further}</span> }.into_any(),
            }
        }
    };
    let amount = |minor: Option<i64>| match minor {
        Some(minor) => money(minor, code).into_any(),
        None => "—".into_any(),
    };
    let by = (line.state.needs_work() || line.difference_minor() != 0)
        .then(|| money(line.difference_minor(), code));
    view! {
        <tr>
            {tick}
            <th scope="row">{order}<br/><small class="muted">{line.product_name.clone()}</small></th>
            <td data-label=words.line>{tag(line_tone(line.state), line.state.words(lang).to_owned())}{places(line, lang)}</td>
            <td data-label=words.ours class="num">{amount(line.ours_minor)}</td>
            <td data-label=words.theirs class="num">{amount(line.theirs_minor)}</td>
            <td data-label=words.difference class="num">{by}</td>
            <td data-label=words.why>{why(line, lang)}</td>
            <td data-label=words.decision>{decided(visit, line)}</td>
        </tr>
    }
}

/// Where either side has it.
fn places(line: &Line, lang: Lang) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(lang);
    let ours = line.ours.iter().take(3).map(|(bill, position)| {
        let href = format!("/bills/{bill}/lines/{position}");
        view! { " "<a class="nowrap" href=href>{words.bill_line}" "{position.to_string()}</a> }
    });
    let theirs = line.theirs.iter().take(3).map(|(_, row)| {
        let said = fill(words.file_row, &[("n", &row.to_string())]);
        view! { " "<span class="nowrap">{said}</span> }
    });
    view! { <br/><small class="muted">{ours.collect_view()}{theirs.collect_view()}</small> }
}

fn why(line: &Line, lang: Lang) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(lang);
    let reason = line.reason.map(|reason| view! { <span>{reason.words(lang)}</span> });
    let causes = line.causes.iter().map(|of| {
        let said = cause(&of.cause, lang);
        view! { <br/><small class="muted">{said}" · "{words.exact}</small> }
    });
    view! { {reason}{causes.collect_view()} }
}

fn decided(visit: &Visit, line: &Line) -> impl IntoView + use<> {
    let decision = line.decision.map(|decision| decision.words(visit.lang));
    let by = line
        .decided
        .as_ref()
        .map(|(by, at)| format!("{} · {}", actor_name(by, visit.lang), visit.minute(*at)));
    let by = by.map(|by| view! { <br/><small class="muted nowrap">{by}</small> });
    let note = line.note.clone().map(|note| view! { <br/><span class="said">{note}</span> });
    view! { {decision}{note}{by} }
}

/// What is done with the lines that are chosen.
fn acts(visit: &Visit) -> impl IntoView + use<> {
    let words = ReconciliationWords::of(visit.lang);
    let note = Field::text("note", words.note).hint(words.note_hint).optional();
    let reasons = std::iter::once((String::new(), words.found.to_owned()))
        .chain(reasons(visit.lang).filter(|(code, _)| code != Reason::Unexplained.code()));
    let buttons = LineAction::ALL.iter().map(|action| {
        let class = if *action == LineAction::Reopen { "button quiet" } else { "button" };
        view! { <button class=class name="action" value=action.code()>{action.words(visit.lang)}</button> }
    });
    view! {
        <fieldset class="chosen-lines screen-only">
            <legend>{words.chosen_lines}</legend>
            <div class="filters">
                {field(visit, ACT, note)}
                {select(visit, ACT, "reason", words.as_reason, reasons.collect(), "")}
            </div>
            <div class="inline-actions">{buttons.collect_view()}</div>
        </fieldset>
    }
}

fn pager(visit: &Visit, of: &Reconciliation, lines: &Lines) -> impl IntoView + use<> {
    let words = ListWords::of(visit.lang);
    let href = |place: (&str, &str)| format!("/reconciliations/{}?{}#lines", of.id, lines.query(Some(place)));
    let previous = lines.previous.as_deref().map(|code| href(("before", code)));
    let next = lines.next.as_deref().map(|code| href(("after", code)));
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager screen-only" aria-label=words.pages>
                {previous.map(|href| view! { <a class="button small" rel="prev" href=href>{words.previous}</a> })}
                {next.map(|href| view! { <a class="button small" rel="next" href=href>{words.next}</a> })}
            </nav>
        }
    })
}
