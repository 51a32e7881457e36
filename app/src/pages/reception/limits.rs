//! How long tickets may take: rows of a form, and the same for reading.

use domain::{
    FieldProblem, Problem,
    ticket::{Rule, Severity},
};
use leptos::prelude::*;

use crate::{
    components::ledger,
    visit::Visit,
    words::{ReceptionWords, codes::Worded, fill, problems::problem},
};

/// So many rows are free at the end.
const FREE: usize = 3;

/// A row as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    product: String,
    severity: String,
    first: String,
    resolution: String,
}

impl Typed {
    fn is_empty(&self) -> bool {
        [&self.product, &self.first, &self.resolution].iter().all(|text| text.trim().is_empty())
    }
}

/// The rows of rules.
pub(super) fn rows_of(rules: &[Rule]) -> Vec<Typed> {
    let row = |rule: &Rule| Typed {
        product: rule.product_id.clone().unwrap_or_default(),
        severity: rule.severity.map(|severity| severity.code().to_owned()).unwrap_or_default(),
        first: written(rule.first_response_minutes),
        resolution: written(rule.resolution_minutes),
    };
    rules.iter().map(row).collect()
}

/// `24` or `1:30`.
fn written(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => hours.to_string(),
        (hours, rest) => format!("{hours}:{rest:02}"),
    }
}

/// Minutes of `24` or `1:30`.
fn minutes(text: &str) -> Option<u32> {
    let text = domain::text::plain(text);
    let (hours, rest) = text.split_once([':', '：']).unwrap_or((&text, "00"));
    let whole =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?;
    let (hours, rest) = whole(hours).zip(whole(rest).filter(|n| *n < 60 && rest.len() == 2))?;
    hours.checked_mul(60)?.checked_add(rest)
}

/// The rows of a form.
fn typed(pairs: &[(String, String)]) -> Vec<Typed> {
    let all = |name: &str| -> Vec<&str> {
        pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    };
    let [products, severities, firsts, resolutions] =
        ["limit_product", "limit_severity", "limit_first", "limit_resolution"].map(all);
    let at = |all: &[&str], n: usize| all.get(n).copied().unwrap_or_default().trim().to_owned();
    let rows = (0..products.len()).map(|n| Typed {
        product: at(&products, n),
        severity: at(&severities, n),
        first: at(&firsts, n),
        resolution: at(&resolutions, n),
    });
    rows.filter(|row| !row.is_empty()).collect()
}

/// The rows of a form that was refused.
pub(super) fn entered_before(visit: &Visit, form: &str) -> Option<Vec<Typed>> {
    visit.refused(form).map(|flash| typed(&flash.entered))
}

/// The rules that were typed.
pub(super) fn entered(pairs: &[(String, String)]) -> Result<Vec<Rule>, Vec<FieldProblem>> {
    let (mut rules, mut problems) = (Vec::new(), Vec::new());
    for (at, row) in typed(pairs).into_iter().enumerate() {
        let mut time = |field: &str, text: &str| {
            minutes(text).unwrap_or_else(|| {
                let value = text.chars().take(20).collect();
                let wrong = if text.is_empty() { Problem::Missing } else { Problem::NotALength { value } };
                problems.push(wrong.of(&format!("limits[{at}].{field}")));
                0
            })
        };
        rules.push(Rule {
            first_response_minutes: time("first_response_minutes", &row.first),
            resolution_minutes: time("resolution_minutes", &row.resolution),
            product_id: Some(row.product).filter(|id| !id.is_empty()),
            severity: Severity::from_code(&row.severity).filter(|_| !row.severity.is_empty()),
        });
    }
    if problems.is_empty() { Ok(rules) } else { Err(problems) }
}

/// The rows of the form, those that are there and some free ones.
pub(super) fn rows(visit: &Visit, form: &str, all: &[Typed]) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let free = Typed::default();
    let rows = all.iter().chain(std::iter::repeat_n(&free, FREE));
    let body = rows.enumerate().map(|(at, one)| row(visit, form, at, one)).collect_view();
    let heads = [words.product, words.severity, words.first, words.resolution];
    let head = heads.map(|word| view! { <th scope="col">{word}</th> }).collect_view();
    view! {
        <p class="hint">{words.limits_hint}</p>
        <div class="limit-rows">{ledger(words.limits, "compact", head, body)}</div>
        <p class="hint">{words.limits_free}</p>
    }
}

fn row(visit: &Visit, form: &str, at: usize, one: &Typed) -> impl IntoView + use<> {
    let words = ReceptionWords::of(visit.lang);
    let cell = |field: &str, word: &'static str, input: AnyView| {
        let place = format!("limits[{at}].{field}");
        let wrong =
            visit.refused(form).and_then(|flash| flash.problem(&place)).map(|p| problem(p, visit.lang));
        let wrong = wrong.map(|text| view! { <p class="error">{text}</p> });
        view! { <td data-label=word id=format!("f-{place}")>{input}{wrong}</td> }.into_any()
    };
    let text = |name: &'static str, word: &'static str, value: &str| {
        let (value, label) = (value.to_owned(), format!("{word} {}", at + 1));
        view! { <input name=name value=value aria-label=label autocomplete="off"/> }.into_any()
    };
    let options = std::iter::once((String::new(), words.every.to_owned()))
        .chain(Severity::ALL.iter().map(|one| (one.code().to_owned(), one.words(visit.lang).to_owned())))
        .map(|(code, word)| {
            let chosen = code == one.severity;
            view! { <option value=code selected=chosen>{word}</option> }
        })
        .collect_view();
    let label = format!("{} {}", words.severity, at + 1);
    let choice = view! { <select name="limit_severity" aria-label=label>{options}</select> }.into_any();
    view! {
        <tr>
            {cell("product_id", words.product, text("limit_product", words.product, &one.product))}
            {cell("severity", words.severity, choice)}
            {cell("first_response_minutes", words.first, text("limit_first", words.first, &one.first))}
            {cell("resolution_minutes", words.resolution, text("limit_resolution", words.resolution, &one.resolution))}
        </tr>
    }
}

/// For who may only read it.
pub(super) fn told(visit: &Visit, rules: &[Rule]) -> AnyView {
    let words = ReceptionWords::of(visit.lang);
    if rules.is_empty() {
        return view! { <p class="muted">{words.usual}</p> }.into_any();
    }
    let one = |rule: &Rule| {
        let product = rule.product_id.clone().unwrap_or_else(|| words.every_product.to_owned());
        let severity = rule.severity.map_or(words.every, |severity| severity.words(visit.lang));
        let times = fill(
            "{a} · {b}",
            &[
                ("a", &hours(visit, rule.first_response_minutes)),
                ("b", &hours(visit, rule.resolution_minutes)),
            ],
        );
        view! { <li>{product}" · "{severity}<br/><small class="muted">{times}</small></li> }
    };
    view! { <ul class="asked">{rules.iter().map(one).collect_view()}</ul><p class="hint">{words.usual}</p> }
        .into_any()
}

fn hours(visit: &Visit, minutes: u32) -> String {
    fill(visit.lang.pick("{n} 小时", "{n} h"), &[("n", &written(minutes))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_written() {
        for (text, expected) in
            [("24", Some(1_440)), ("1:30", Some(90)), ("0：05", Some(5)), ("２", Some(120))]
        {
            assert_eq!(minutes(text), expected, "{text}");
        }
        for text in ["", "1:3", "1:60", "-1", "1.5", "1h", "99999999999"] {
            assert_eq!(minutes(text), None, "{text}");
        }
        assert_eq!((written(1_440), written(90)), ("24".to_owned(), "1:30".to_owned()));
    }

    #[test]
    fn free_rows_are_not_kept() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let pairs = [
            pair("limit_product", "P-1"),
            pair("limit_severity", ""),
            pair("limit_first", "1:30"),
            pair("limit_resolution", "24"),
            pair("limit_product", ""),
            pair("limit_severity", "high"),
            pair("limit_first", ""),
            pair("limit_resolution", ""),
        ];
        assert_eq!(typed(&pairs).len(), 1);
        let rows = typed(&pairs);
        assert_eq!(rows[0].first, "1:30");
    }
}
