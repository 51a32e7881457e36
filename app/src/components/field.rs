//! Fields of a form, with what is wrong with them.

use std::borrow::Cow;

use leptos::prelude::*;

use super::in_textarea;
use crate::{
    forms::Flash,
    lang::Lang,
    visit::Visit,
    words::{ShellWords, fields::field_problem, problems::problem},
};

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name that is sent.
    pub name: &'static str,
    /// Words beside it.
    pub label: &'static str,
    /// `text`, `password`, `date` …
    pub kind: &'static str,
    /// What it holds at first.
    pub value: String,
    /// A hint under the label.
    pub hint: Option<Cow<'static, str>>,
    /// `autocomplete` of the browser.
    pub autocomplete: Option<&'static str>,
    /// `inputmode` of a phone's keyboard.
    pub inputmode: Option<&'static str>,
    /// Must be filled in.
    pub required: bool,
}

impl Field {
    /// A field for text.
    #[must_use]
    pub const fn text(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            kind: "text",
            value: String::new(),
            hint: None,
            autocomplete: None,
            inputmode: None,
            required: true,
        }
    }

    /// Of another kind.
    #[must_use]
    pub fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// Holding a value.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// With a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Completed by the browser.
    #[must_use]
    pub fn complete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete: Some(autocomplete), ..self }
    }

    /// With this keyboard on a phone.
    #[must_use]
    pub fn keyboard(self, inputmode: &'static str) -> Self {
        Self { inputmode: Some(inputmode), ..self }
    }

    /// May stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { required: false, ..self }
    }
}

/// What a refused form says about one of its fields.
fn wrong(refused: Option<&Flash>, name: &str, lang: Lang) -> Option<String> {
    refused.and_then(|f| f.problem(name)).map(|p| problem(p, lang))
}

/// What stands around the input of a field, and what the input says of it: id, value, whether it is wrong, and what
/// describes it.
struct Around {
    head: AnyView,
    id: String,
    value: String,
    invalid: Option<&'static str>,
    described: Option<String>,
}

fn around(visit: &Visit, form: &str, field: &Field) -> Around {
    let refused = visit.refused(form);
    let wrong = wrong(refused, field.name, visit.lang);
    let value = refused.and_then(|f| f.entered(field.name)).unwrap_or(&field.value).to_owned();
    let id = format!("f-{}", field.name);
    let invalid = wrong.is_some().then_some("true");
    let described = match (wrong.is_some(), field.hint.is_some()) {
        (true, _) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-hint")),
        _ => None,
    };
    let head = view! {
        <label for=id.clone()>{field.label}</label>
        {field.hint.clone().map(|h| view! { <p class="hint" id=format!("{id}-hint")>{h}</p> })}
        {wrong.map(|w| view! { <p class="error" id=format!("{id}-error")>{w}</p> })}
    };
    Around { head: head.into_any(), id, value, invalid, described }
}

/// A field with its label, hint and problem. What was entered before is kept.
#[must_use]
pub fn field(visit: &Visit, form: &str, field: Field) -> impl IntoView + use<> {
    let Around { head, id, value, invalid, described } = around(visit, form, &field);
    view! {
        <div class="field">
            {head}
            <input id=id name=field.name type=field.kind value=value required=field.required
                autocomplete=field.autocomplete inputmode=field.inputmode
                aria-invalid=invalid aria-describedby=described/>
        </div>
    }
}

/// The same for a text of several lines, of so many characters at most.
#[must_use]
pub fn area(visit: &Visit, form: &str, field: Field, most: u16) -> impl IntoView + use<> {
    let Around { head, id, value, invalid, described } = around(visit, form, &field);
    view! {
        <div class="field">
            {head}
            <textarea id=id name=field.name rows="3" maxlength=most.to_string() required=field.required
                aria-invalid=invalid aria-describedby=described>{in_textarea(&value)}</textarea>
        </div>
    }
}

/// A choice: values with their words.
#[must_use]
pub fn select(
    visit: &Visit,
    form: &str,
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: &str,
) -> impl IntoView + use<> {
    let refused = visit.refused(form);
    let wrong = wrong(refused, name, visit.lang);
    let chosen = refused.and_then(|f| f.entered(name)).unwrap_or(chosen).to_owned();
    let id = format!("f-{name}");
    let options = options
        .into_iter()
        .map(|(value, word)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{word}</option> }
        })
        .collect_view();
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then(|| format!("{id}-error"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {wrong.map(|w| view! { <p class="error" id=format!("{id}-error")>{w}</p> })}
            <select id=id name=name aria-invalid=invalid aria-describedby=described>{options}</select>
        </div>
    }
}

/// A value that is sent along.
#[must_use]
pub fn hidden(name: &'static str, value: impl Into<String>) -> impl IntoView {
    let value = value.into();
    view! { <input type="hidden" name=name value=value/> }
}

/// What is wrong with the fields of a refused form, at its top: focus goes there, and each line leads to
/// its field. A refusal that is about no field stands at the top of the page.
#[must_use]
pub fn error_summary(visit: &Visit, form: &str) -> impl IntoView + use<> {
    error_summary_of(visit, form, &[])
}

/// The same for a form with fields that it calls otherwise than the rest of the desk does: name and label of each.
#[must_use]
pub fn error_summary_of(
    visit: &Visit,
    form: &str,
    labels: &[(&'static str, &'static str)],
) -> impl IntoView + use<> {
    let words = ShellWords::of(visit.lang);
    let lang = visit.lang;
    visit.refused(form).filter(|f| !f.problems.is_empty()).cloned().map(|flash| {
        let lines = flash
            .problems
            .iter()
            .map(|p| {
                let href = format!("#f-{}", p.field);
                let text = match labels.iter().find(|(name, _)| *name == p.field) {
                    Some((_, label)) => {
                        format!("{label}{}{}", lang.pick("：", ": "), problem(&p.problem, lang))
                    }
                    None => field_problem(p, lang),
                };
                view! { <li><a href=href>{text}</a></li> }
            })
            .collect_view();
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus>
                <h2>{words.problem_title}</h2>
                <ul>{lines}</ul>
            </div>
        }
    })
}
