//! What an entry changed: its two JSON objects as a list of fields in words.

use std::collections::{BTreeSet, HashMap};

use domain::{
    FieldName, Period,
    access::Role,
    bill::BillState,
    order::{Invoice, OrderState},
    refund,
    settlement::rules::RuleState,
    ticket,
};
use leptos::prelude::*;
use operations::{
    exports::Format,
    journal::{Event, SubjectKind},
    orders::TIMEOUT,
    staff::StaffState,
    statements::{Nature, StatementState},
};
use serde_json::Value;

use crate::{
    lang::Lang,
    list::in_words,
    pages::list_of,
    visit::Visit,
    words::{
        JournalWords, ListWords, OrderWords,
        codes::{of_field, worded},
        fields::field_name,
        fill,
        journal::line,
    },
};

/// So many stand open; more are folded.
const OPEN: usize = 6;
/// Texts of more characters are folded, too.
const LONG: usize = 200;

/// The kind of subject, the codes of products, and the list whose query stands there.
type About<'a> = (Option<SubjectKind>, &'a HashMap<i64, String>, Option<&'a str>);

/// A changed field.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    path: Vec<String>,
    before: Option<Value>,
    after: Option<Value>,
}

/// The list; nothing for an entry that changed no field. `products` gives the codes of granted ones.
#[must_use]
pub fn changes(visit: &Visit, event: &Event, products: &HashMap<i64, String>) -> impl IntoView + use<> {
    let parsed = |text: &Option<String>| text.as_deref().and_then(|t| serde_json::from_str(t).ok());
    let (before, after): (Option<Value>, Option<Value>) =
        (parsed(&event.before_json), parsed(&event.after_json));
    let about = (event.subject().map(|subject| subject.kind()), products, None);
    listed(visit, about, before.as_ref(), after.as_ref())
}

/// What differs of an order between two JSON objects.
#[must_use]
pub fn differences(visit: &Visit, before: Option<&Value>, after: Option<&Value>) -> impl IntoView + use<> {
    listed(visit, (Some(SubjectKind::Order), &HashMap::new(), None), before, after)
}

fn listed(visit: &Visit, about: About<'_>, before: Option<&Value>, after: Option<&Value>) -> Option<AnyView> {
    let mut changes = Vec::new();
    collect(&[], before, after, &mut changes);
    if changes.is_empty() {
        return None;
    }
    // Where an entry has the query of a list, the list stands beside it.
    let list = changes.iter().find(|change| {
        matches!(&change.path[..], [name] if [FieldName::Kind.code(), FieldName::List.code()].contains(&name.as_str()))
    });
    let list = list.and_then(|change| change.after.as_ref().or(change.before.as_ref())?.as_str());
    let about = (about.0, about.1, list);
    let count = changes.len();
    let long = |value: &Option<Value>| {
        value.as_ref().and_then(Value::as_str).is_some_and(|text| text.chars().count() > LONG)
    };
    let long = changes.iter().any(|change| long(&change.before) || long(&change.after));
    let rows = changes.iter().map(|c| row(visit, about, c)).collect_view();
    let rows = view! { <ul class="changes">{rows}</ul> };
    Some(if count > OPEN || long {
        let summary = fill(JournalWords::of(visit.lang).changes_count, &[("n", &count.to_string())]);
        view! { <details><summary class="folded">{summary}</summary>{rows}</details> }.into_any()
    } else {
        rows.into_any()
    })
}

/// Walks both objects at once, down to the values.
fn collect(path: &[String], before: Option<&Value>, after: Option<&Value>, into: &mut Vec<Change>) {
    let present = |v: Option<&Value>| v.filter(|v| !v.is_null()).cloned();
    let (old, new) = (before.and_then(Value::as_object), after.and_then(Value::as_object));
    if old.is_none() && new.is_none() {
        let (before, after) = (present(before), present(after));
        if before.is_some() || after.is_some() {
            into.push(Change { path: path.to_vec(), before, after });
        }
        return;
    }
    let keys: BTreeSet<&String> = old.into_iter().chain(new).flat_map(serde_json::Map::keys).collect();
    for key in keys {
        let below: Vec<String> = path.iter().chain([key]).cloned().collect();
        collect(&below, old.and_then(|o| o.get(key)), new.and_then(|n| n.get(key)), into);
    }
}

fn row(visit: &Visit, about: About<'_>, change: &Change) -> impl IntoView + use<> {
    let name = change.path.last().cloned().unwrap_or_default();
    let label = label(&change.path, visit.lang);
    let show = |value: &Value| shown(visit, about, &name, value);
    let value = match (&change.before, &change.after) {
        (Some(before), Some(after)) if before != after => {
            view! { <del>{show(before)}</del>" → "<ins>{show(after)}</ins> }.into_any()
        }
        (_, Some(after)) => view! { <span>{show(after)}</span> }.into_any(),
        (Some(before), None) => view! { <del>{show(before)}</del>" → —" }.into_any(),
        (None, None) => ().into_any(),
    };
    view! { <li><span class="muted">{label}</span>" "{value}</li> }
}

/// `第 1 行 · 数量` of `lines`, `1`, `quantity`.
fn label(path: &[String], lang: Lang) -> String {
    let parts: Vec<String> = match path {
        [first, number, rest @ ..] if first == FieldName::Lines.code() => {
            [line(number, lang)].into_iter().chain(rest.iter().map(|name| field_name(name, lang))).collect()
        }
        all => all.iter().map(|name| field_name(name, lang)).collect(),
    };
    parts.join(" · ")
}

/// A value as people read it.
fn shown(visit: &Visit, about: About<'_>, name: &str, value: &Value) -> String {
    let (kind, products, list) = about;
    let words = JournalWords::of(visit.lang);
    match value {
        Value::String(text) if name == FieldName::Query.code() => {
            let told = list.and_then(list_of).map(|list| in_words(list, text, visit.lang));
            match told {
                Some(told) if told.is_empty() => ListWords::of(visit.lang).all.to_owned(),
                told => told.unwrap_or_else(|| text.clone()),
            }
        }
        Value::String(text) => text_shown(visit, kind, name, text),
        Value::Number(number) if name.ends_with("_at") => {
            number.as_i64().map_or_else(|| number.to_string(), |millis| visit.minute(millis))
        }
        Value::Number(number) if name == FieldName::Products.code() => {
            let code = number.as_i64().and_then(|id| products.get(&id));
            code.map_or_else(|| number.to_string(), Clone::clone)
        }
        Value::Bool(true) => words.yes.to_owned(),
        Value::Bool(false) => words.no.to_owned(),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(|v| shown(visit, about, name, v)).collect();
            if all.is_empty() { "—".to_owned() } else { all.join(", ") }
        }
        other => other.to_string(),
    }
}

fn text_shown(visit: &Visit, kind: Option<SubjectKind>, name: &str, text: &str) -> String {
    let lang = visit.lang;
    let zone = visit.office.zone;
    match FieldName::from_code(name) {
        Some(FieldName::State) => match kind {
            Some(SubjectKind::Order) => worded(text, OrderState::from_code, lang),
            Some(SubjectKind::Staff) => worded(text, StaffState::from_code, lang),
            Some(SubjectKind::Statement) => worded(text, StatementState::from_code, lang),
            Some(SubjectKind::Bill) => worded(text, BillState::from_code, lang),
            Some(SubjectKind::Rule) => worded(text, RuleState::from_code, lang),
            Some(SubjectKind::Ticket) => worded(text, ticket::State::from_code, lang),
            Some(SubjectKind::Refund | SubjectKind::Supervision) => {
                worded(text, refund::State::from_code, lang)
            }
            _ => text.to_owned(),
        },
        Some(FieldName::Action) if kind == Some(SubjectKind::Ticket) => {
            worded(text, ticket::Action::from_code, lang)
        }
        Some(FieldName::By) if kind == Some(SubjectKind::Ticket) => {
            worded(text, ticket::Side::from_code, lang)
        }
        Some(FieldName::Severity) => worded(text, ticket::Severity::from_code, lang),
        Some(FieldName::Action) if kind == Some(SubjectKind::Refund) => {
            worded(text, refund::Action::from_code, lang)
        }
        Some(FieldName::Ground) => worded(text, refund::Ground::from_code, lang),
        Some(FieldName::Invoice) => worded(text, Invoice::from_code, lang),
        Some(FieldName::Kind | FieldName::List) => {
            list_of(text).map_or(text, |list| list.title(lang)).to_owned()
        }
        Some(FieldName::Format) => worded(text, Format::from_code, lang),
        Some(FieldName::Nature) => worded(text, Nature::from_code, lang),
        Some(FieldName::Role) => worded(text, Role::from_code, lang),
        Some(FieldName::CancelReason) if text == TIMEOUT => OrderWords::of(lang).timeout_reason.to_owned(),
        Some(FieldName::Wrong) if text == "password" => JournalWords::of(lang).wrong_password.to_owned(),
        Some(FieldName::Wrong) if text == "state" => JournalWords::of(lang).wrong_state.to_owned(),
        Some(FieldName::Period) => Period::parse(text).map_or_else(|_| text.to_owned(), Period::dashed),
        // The beginning is enough to tell hashes apart.
        Some(
            FieldName::Hash | FieldName::Sha256 | FieldName::Merchant | FieldName::Logo | FieldName::Seal,
        ) => {
            format!("{}…", text.chars().take(12).collect::<String>())
        }
        Some(_) if name.ends_with("_at") => {
            zone.parse(text).map_or_else(|_| text.to_owned(), |at| zone.minute(at))
        }
        Some(_) => of_field(name, text, lang),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn labels(before: &Value, after: &Value) -> Vec<String> {
        let mut all = Vec::new();
        collect(&[], Some(before), Some(after), &mut all);
        all.iter().map(|c| label(&c.path, Lang::Zh)).collect()
    }

    #[test]
    fn fields_are_found_at_any_depth() {
        let before = json!({ "state": "processing", "lines": { "2": null } });
        let after = json!({ "state": "completed", "lines": { "2": { "quantity": 3 } } });
        assert_eq!(labels(&before, &after), ["第 2 行 · 数量", "状态"]);
        assert_eq!(labels(&json!({ "lines": 4 }), &json!({ "lines": 5 })), ["行数"]);
        assert!(labels(&Value::Null, &json!({ "reseller": null })).is_empty());
    }
}
