//! The report of tickets: a form that says what it is about, a drawing, and the table behind it.

use domain::{
    FieldName,
    ticket::{Clock, Severity},
};
use leptos::prelude::*;
use operations::{
    Failure,
    tickets::{self, Asked, By, Figures, Line, MOST_LINES, Report},
};

use super::side::length;
use crate::{
    components::{empty, ledger, notice::notice, page_head},
    visit::{Page, Visit, encoded},
    words::{
        ReportWords,
        codes::{Worded, worded},
        fill,
        problems::problem,
    },
};

const WIDTH: i64 = 720;
const HEIGHT: i64 = 160;
const FOOT: i64 = 22;
/// More bars than these have no room for their words.
const MOST_BARS: usize = 24;

/// The page.
///
/// # Errors
/// `Denied`, or what the database said. What was typed wrongly is told on the page.
pub async fn page(visit: &Visit) -> Result<Page, Failure> {
    let typed = ["from", "to", "by"].map(|name| visit.value(name).unwrap_or_default());
    let [from, to, by] = &typed;
    let (asked, wrong) = match Asked::read(&visit.office, [from, to, by]) {
        Ok(asked) => (asked, Vec::new()),
        Err(Failure::Invalid(wrong)) => (Asked::read(&visit.office, ["", "", ""])?, wrong),
        Err(failure) => return Err(failure),
    };
    let report = tickets::report(&visit.office, visit.actor()?, asked).await?;
    let wrong: Vec<String> = (wrong.iter())
        .map(|one| {
            format!("{}{}{}", one.field, visit.lang.pick("：", ": "), problem(&one.problem, visit.lang))
        })
        .collect();
    let visit = visit.clone();
    Ok(Page::new(ReportWords::of(visit.lang).title, move || body(&visit, &report, wrong)))
}

fn body(visit: &Visit, report: &Report, wrong: Vec<String>) -> impl IntoView + use<> {
    let words = ReportWords::of(visit.lang);
    let back = Some(("/tickets".to_owned(), words.back));
    let wrong = (!wrong.is_empty()).then(|| {
        let lines = wrong.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
        notice("warning", lines)
    });
    let content = if report.total.opened == 0 {
        empty("ticket", words.empty_title, words.empty_text, None).into_any()
    } else {
        view! { {drawing(visit, report)}{table(visit, report)} }.into_any()
    };
    view! {
        {page_head(words.title, back, Some(words.note.to_owned()), ())}
        {wrong}
        {form(visit, &report.asked)}
        {content}
    }
}

fn form(visit: &Visit, asked: &Asked) -> impl IntoView + use<> {
    let words = ReportWords::of(visit.lang);
    let day = |name: &'static str, word: &'static str, value: String| {
        let id = format!("f-{name}");
        view! {
            <div class="field"><label for=id.clone()>{word}</label><input id=id name=name type="date" value=value/></div>
        }
    };
    let options = By::ALL.iter().map(|by| {
        view! { <option value=by.code() selected=*by == asked.by>{by.words(visit.lang)}</option> }
    });
    view! {
        <form class="filters screen-only" method="get" action="/tickets/report">
            {day("from", words.from, asked.from.to_string())}
            {day("to", words.to, asked.to.to_string())}
            <div class="field"><label for="f-by">{words.by}</label><select id="f-by" name="by">{options.collect_view()}</select></div>
            <div class="filter-actions"><button class="button primary">{words.show}</button></div>
        </form>
    }
}

/// What people call a line.
fn name(visit: &Visit, asked: &Asked, line: &Line) -> String {
    let words = ReportWords::of(visit.lang);
    match asked.by {
        By::Severity => worded(&line.key, Severity::from_code, visit.lang),
        By::Week => fill(words.week, &[("from", &line.key), ("to", &line.name)]),
        _ if line.key.is_empty() => words.none.to_owned(),
        By::Product | By::Person => line.name.clone(),
    }
}

/// The tickets of a line in the queue; `None` where the queue cannot be narrowed to them.
fn href(asked: &Asked, line: Option<&Line>) -> Option<String> {
    let (mut from, mut to) = (asked.from.to_string(), asked.to.to_string());
    let more = match (asked.by, line) {
        (_, None) => String::new(),
        (By::Week, Some(line)) => {
            (from, to) = (line.key.clone(), line.name.clone());
            String::new()
        }
        (By::Person, Some(line)) if line.key.is_empty() => "&assignee=nobody".to_owned(),
        (_, Some(line)) if line.key.is_empty() => return None,
        (By::Product, Some(line)) => format!("&product={}", encoded(&line.key)),
        (By::Person, Some(line)) => format!("&assignee={}", encoded(&line.key)),
        (By::Severity, Some(line)) => format!("&severity={}", line.key),
    };
    Some(format!("/tickets?created_from={from}&created_to={to}{more}"))
}

fn table(visit: &Visit, report: &Report) -> impl IntoView + use<> {
    let words = ReportWords::of(visit.lang);
    let asked = &report.asked;
    let numbers = [
        words.opened,
        words.answered,
        words.first,
        words.solved,
        words.solution,
        words.first_broken,
        words.resolution_broken,
        words.rating,
    ];
    let heads = numbers.map(|word| view! { <th scope="col" class="num">{word}</th> }).collect_view();
    let head = view! { <th scope="col">{asked.by.words(visit.lang)}</th>{heads} };
    let lines = (report.lines.iter())
        .map(|line| row(visit, name(visit, asked, line), href(asked, Some(line)), &line.figures))
        .collect_view();
    let total = row(visit, words.total.to_owned(), href(asked, None), &report.total);
    let more = fill(words.more, &[("n", &MOST_LINES.to_string())]);
    view! {
        {ledger(words.title, "compact", head, view! { {lines}{total} })}
        {report.more.then(|| view! { <p class="hint">{more}</p> })}
    }
}

fn row(visit: &Visit, name: String, href: Option<String>, figures: &Figures) -> impl IntoView + use<> {
    let words = ReportWords::of(visit.lang);
    let link = |count: i64, more: String| match (&href, count) {
        (Some(href), 1..) => view! { <a href=format!("{href}{more}")>{count.to_string()}</a> }.into_any(),
        _ => count.to_string().into_any(),
    };
    let time = |minutes: Option<i64>| minutes.map_or_else(|| "—".to_owned(), |n| length(n, visit.lang));
    let broken = |clock: Clock| format!("&{}={clock}", FieldName::Broken.code());
    let rating = figures.rating_tenths().map_or_else(
        || "—".to_owned(),
        |tenths| {
            let stars = format!("{}.{}", tenths / 10, tenths % 10);
            fill(words.rated, &[("stars", &stars), ("n", &figures.rated.to_string())])
        },
    );
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num" data-label=words.opened>{link(figures.opened, String::new())}</td>
            <td class="num" data-label=words.answered>{figures.answered.to_string()}</td>
            <td class="num" data-label=words.first>{time(figures.first_minutes())}</td>
            <td class="num" data-label=words.solved>{figures.solved.to_string()}</td>
            <td class="num" data-label=words.solution>{time(figures.solution_minutes())}</td>
            <td class="num" data-label=words.first_broken>{link(figures.first_broken, broken(Clock::FirstResponse))}</td>
            <td class="num" data-label=words.resolution_broken>{link(figures.resolution_broken, broken(Clock::Resolution))}</td>
            <td class="num" data-label=words.rating>{rating}</td>
        </tr>
    }
}

/// Bars of how many were opened; the table behind it has the same numbers.
fn drawing(visit: &Visit, report: &Report) -> Option<impl IntoView + use<>> {
    let words = ReportWords::of(visit.lang);
    if report.lines.len() > MOST_BARS {
        return None;
    }
    let most = report.lines.iter().map(|line| line.figures.opened).max().unwrap_or(0).max(1);
    let step = WIDTH / i64::try_from(report.lines.len()).unwrap_or(1).max(1);
    let bars = (0_i64..).zip(&report.lines).map(|(at, line)| {
        let (x, opened) = (at * step, line.figures.opened);
        let height = opened * HEIGHT / most;
        let whole = name(visit, &report.asked, line);
        let label: String = match report.asked.by {
            By::Week => line.key.get(5..).unwrap_or_default().to_owned(),
            _ => whole.chars().take(usize::try_from(step / 14).unwrap_or(4)).collect(),
        };
        view! {
            <g>
                <title>{format!("{whole}: {opened}")}</title>
                <rect class="bar" x=x + step / 6 y=HEIGHT - height width=step * 2 / 3 height=height.max(1)/>
                <text class="label" x=x + step / 2 y=HEIGHT + 16 text-anchor="middle">{label}</text>
            </g>
        }
    });
    let bars = bars.collect_view();
    let view_box = format!("0 0 {WIDTH} {}", HEIGHT + FOOT);
    Some(view! {
        <figure class="chart">
            <figcaption>{words.chart}</figcaption>
            <svg viewBox=view_box role="img" aria-label=words.chart>
                <line class="axis" x1="0" x2=WIDTH y1=HEIGHT y2=HEIGHT/>
                {bars}
            </svg>
        </figure>
    })
}
