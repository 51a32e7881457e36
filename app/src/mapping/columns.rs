//! What each column of a file is taken for, and choosing another.

use leptos::prelude::*;
use operations::{
    Failure,
    files::{
        self, Examples, Form as FileForm, Table, Told,
        header::{Column, recognised},
    },
};

use crate::{
    components::{ledger, notice::notice},
    forms::Form,
    lang::Lang,
    words::{MappingWords, fill, mapping::column_name},
};

/// In front of the key of a heading, in the name of its field.
const FIELD: &str = "column ";
/// The choice of a column that is not used.
const UNUSED: &str = "-";

/// What a form says of columns.
///
/// # Errors
/// A choice that is none.
pub(crate) fn said(form: &Form, columns: &[Column], told: &mut Told) -> Result<(), Failure> {
    for (field, choice) in &form.0 {
        if let Some(key) = field.strip_prefix(FIELD).filter(|_| !choice.is_empty()) {
            let name = if choice == UNUSED { "" } else { choice };
            told.say(columns, key.to_owned(), name).map_err(|problem| problem.of("column"))?;
        }
    }
    Ok(())
}

/// What is missing or there twice, where a file cannot go in yet.
pub(crate) fn wanting(form: &FileForm, columns: &[Column], lang: Lang) -> impl IntoView + use<> {
    let words = MappingWords::of(lang);
    let comma = lang.pick("、", ", ");
    let mut lines = Vec::new();
    for table in &form.tables {
        let missing: Vec<String> = table.missing(columns).map(|c| c.or_instead()).collect();
        if !missing.is_empty() {
            let names = crate::words::fields::headings(&missing.join(", "), lang);
            lines.push(fill(words.missing, &[("v", &names)]));
        }
        let mut twice: Vec<&String> = table.again().filter_map(|n| table.columns[n].as_ref()).collect();
        twice.dedup();
        for name in twice {
            let pairs = table.headings.iter().zip(&table.columns);
            let so: Vec<_> = pairs
                .filter(|(_, c)| c.as_ref() == Some(name))
                .map(|(h, _)| lang.pick("“{h}”", "'{h}'").replace("{h}", h))
                .collect();
            let columns = so.join(comma);
            lines.push(fill(words.twice, &[("v", &column_name(name, lang)), ("columns", &columns)]));
        }
    }
    let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    notice("warning", view! { <div><strong>{words.wanting_title}</strong>{lines}</div> })
}

/// The columns of each table that is read. Open where there is something to decide.
pub(crate) fn mapped(
    lang: Lang,
    form: &FileForm,
    columns: &'static [Column],
    examples: &[Examples],
) -> impl IntoView + use<> {
    let words = MappingWords::of(lang);
    let count = form.tables.iter().map(|table| table.headings.len()).sum::<usize>();
    let used = form.tables.iter().flat_map(|table| &table.columns).flatten().count();
    let title = fill(words.title, &[("n", &count.to_string()), ("used", &used.to_string())]);
    let open = form.check(columns).is_err() || form.unknown().next().is_some();
    let mut seen = Vec::new();
    let tables = form.tables.iter().enumerate().map(|(number, table)| {
        let rows = rows(lang, form, columns, (number, table), examples.get(number), &mut seen);
        let head = view! {
            <th scope="col">{words.heading}</th>
            <th scope="col">{words.examples}</th>
            <th scope="col">{words.means}</th>
        };
        let name = table.name.clone();
        let heading = (form.tables.len() > 1).then(|| view! { <h3>{name.clone()}</h3> });
        view! { {heading}{ledger(format!("{title} {name}"), "middle", head, rows)} }
    });
    let tables = tables.collect_view();
    view! { <details class="more-fields mapping" open=open><summary>{title.clone()}</summary>{tables}</details> }
}

fn rows(
    lang: Lang,
    form: &FileForm,
    columns: &'static [Column],
    (number, table): (usize, &Table),
    examples: Option<&Examples>,
    seen: &mut Vec<(String, String)>,
) -> impl IntoView + use<> {
    let words = MappingWords::of(lang);
    let again = |n: usize| {
        let of = table.columns[n].as_ref();
        of.is_some() && table.columns.iter().filter(|other| other.as_ref() == of).count() > 1
    };
    let row = |(n, (heading, key)): (usize, (&String, String))| {
        let name = match heading.as_str() {
            "" => fill(words.no_heading, &[("n", &(n + 1).to_string())]),
            heading => heading.to_owned(),
        };
        let examples = examples.and_then(|all| all.get(n)).map(|cells| cells.join(" · ")).unwrap_or_default();
        let first = seen.iter().find(|(known, _)| *known == key).map(|(_, sheet)| sheet.clone());
        let choice = match first {
            Some(sheet) => {
                view! { <span class="hint">{fill(words.as_in, &[("v", &sheet)])}</span> }.into_any()
            }
            None => {
                let said = form.told.columns.get(&key).map(String::as_str);
                let named = (&*key, format!("c-{number}-{n}"));
                choice(lang, columns, (heading, &name), named, (said, again(n))).into_any()
            }
        };
        seen.push((key, table.name.clone()));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td data-label=words.examples class="clip" title=examples.clone()>{examples.clone()}</td>
                <td data-label=words.means>{choice}</td>
            </tr>
        }
    };
    table.headings.iter().zip(table.keys()).enumerate().map(row).collect_view()
}

/// The choice for one column; what was said of it is chosen, else what was recognised.
fn choice(
    lang: Lang,
    columns: &'static [Column],
    (heading, label): (&str, &str),
    (key, id): (&str, String),
    (said, twice): (Option<&str>, bool),
) -> impl IntoView + use<> {
    let words = MappingWords::of(lang);
    let by_itself = recognised(columns, heading);
    let first = match by_itself {
        Some(column) => fill(words.recognised, &[("v", &column_name(column.name, lang))]),
        None if files::is_ours(heading) => words.ours.to_owned(),
        None => words.nothing.to_owned(),
    };
    // What was said to be unused stays said, whatever is recognised.
    let unused = (by_itself.is_some() || said == Some(""))
        .then(|| view! { <option value=UNUSED selected=said == Some("")>{words.unused}</option> });
    let option = |name: &'static str| view! { <option value=name selected=said == Some(name)>{column_name(name, lang)}</option> };
    let options = columns.iter().map(|c| option(c.name)).collect_view();
    let error = twice.then(|| view! { <p class="error" id=format!("{id}-error")>{words.twice_here}</p> });
    view! {
        <select id=id.clone() name=format!("{FIELD}{key}") aria-label=format!("{label}: {}", words.means)
            aria-invalid=twice.then_some("true") aria-describedby=twice.then(|| format!("{id}-error"))>
            <option value="">{first}</option>{unused}{options}
        </select>
        {error}
    }
}
