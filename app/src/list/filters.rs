//! The form above a list. It is a GET form, so that every list has an address.

use domain::{Currency, FieldProblem, time::Span};
use leptos::prelude::*;
use operations::list::{Field, Filter, List, Takes, Value};

use super::{Address, chips::shown};
use crate::{
    lang::Lang,
    visit::Visit,
    words::{ListWords, codes::Worded, currency::currency_named, fields::label},
};

/// The filter of a visit, with what could not be read.
#[must_use]
pub(crate) fn filter_of(visit: &Visit, list: &'static List) -> (Filter, Vec<FieldProblem>) {
    let pairs = visit.pairs();
    Filter::read(list, pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())))
}

/// What the codes of a list mean.
#[derive(Clone, Copy)]
pub(super) struct Called {
    pub(super) lang: Lang,
    pub(super) word: fn(&str, &str, Lang) -> String,
    pub(super) hint: &'static str,
    pub(super) ticks: &'static [&'static str],
}

/// A field that takes one code; several in the address are kept as one choice of their own.
fn choice(field: &Field, all: &[&'static str], filter: &Filter, called: Called) -> AnyView {
    let Called { lang, word, .. } = called;
    let chosen = filter.codes(field.name);
    let several = filter.value(field.name).filter(|_| chosen.len() > 1).map(|value| {
        let text = shown(field.name, field.takes, (value, filter.currency()), lang, word);
        view! { <option value=value.code() selected>{text}</option> }
    });
    let options = all
        .iter()
        .map(|code| {
            let selected = chosen == [*code];
            view! { <option value=*code selected=selected>{word(field.name, code, lang)}</option> }
        })
        .collect_view();
    let id = format!("filter-{}", field.name);
    view! {
        <div class="field">
            <label for=id.clone()>{label(field, lang)}</label>
            <select id=id name=field.name><option value="">{ListWords::of(lang).any}</option>{several}{options}</select>
        </div>
    }
    .into_any()
}

/// A field of which several codes are ticked.
fn ticks(field: &Field, all: &[&'static str], filter: &Filter, called: Called) -> AnyView {
    let chosen = filter.codes(field.name);
    let boxes = all
        .iter()
        .map(|code| {
            let word = (called.word)(field.name, code, called.lang);
            let checked = chosen.contains(code);
            view! { <label class="choice"><input type="checkbox" name=field.name value=*code checked=checked autocomplete="off"/>" "{word}</label> }
        })
        .collect_view();
    view! { <fieldset class="field ticks"><legend>{label(field, called.lang)}</legend>{boxes}</fieldset> }
        .into_any()
}

/// A choice of one of these, or of any.
fn drop_down(field: &Field, called: Called, options: AnyView) -> AnyView {
    let id = format!("filter-{}", field.name);
    view! {
        <div class="field">
            <label for=id.clone()>{label(field, called.lang)}</label>
            <select id=id name=field.name><option value="">{ListWords::of(called.lang).any}</option>{options}</select>
        </div>
    }
    .into_any()
}

/// A choice of days that are told from today.
fn span(field: &Field, filter: &Filter, called: Called) -> AnyView {
    let chosen = filter.value(field.name);
    let options = Span::ALL
        .iter()
        .map(|span| {
            let selected = chosen == Some(&Value::Span(*span));
            view! { <option value=span.code() selected=selected>{span.words(called.lang)}</option> }
        })
        .collect_view()
        .into_any();
    drop_down(field, called, options)
}

/// A choice of one currency, the usual ones first.
fn currency(field: &Field, filter: &Filter, called: Called) -> AnyView {
    let chosen = filter.value(field.name);
    let options = Currency::all()
        .map(|currency| {
            let selected = chosen == Some(&Value::Currency(currency));
            view! { <option value=currency.code() selected=selected>{currency_named(currency, called.lang)}</option> }
        })
        .collect_view()
        .into_any();
    drop_down(field, called, options)
}

fn given(filter: &Filter, name: &str) -> Option<String> {
    filter.value(name).map(Value::code)
}

/// From and to, side by side.
fn range(from: &Field, to: &Field, filter: &Filter, called: Called) -> AnyView {
    let words = ListWords::of(called.lang);
    let label = label(from, called.lang);
    let day = matches!(from.takes, Takes::From(_));
    let (kind, mode) = if day { ("date", None) } else { ("text", Some("decimal")) };
    let id = format!("filter-{}", from.name);
    let input = |field: &Field, id: Option<String>, which: &str| {
        let value = given(filter, field.name);
        view! { <input id=id type=kind name=field.name inputmode=mode aria-label=format!("{label} {which}") value=value/> }
    };
    view! {
        <div class="field range">
            <label for=id.clone()>{label}</label>
            {input(from, Some(id), words.from)}<span>"–"</span>{input(to, None, words.to)}
        </div>
    }
    .into_any()
}

/// What can be typed into a text field, and what is chosen from for one.
type Offered<'a> = (&'a [(&'static str, Vec<String>)], &'a [(&'static str, Vec<(String, String)>)]);

/// A choice of one of these; what the address gives is kept as one of its own.
fn one_of(field: &Field, all: &[(String, String)], filter: &Filter, called: Called) -> AnyView {
    let chosen = given(filter, field.name);
    let other = chosen.clone().filter(|code| all.iter().all(|(value, _)| value != code));
    let other = other.map(|code| view! { <option value=code.clone() selected>{code.clone()}</option> });
    let options = all
        .iter()
        .map(|(value, word)| {
            let selected = chosen.as_ref() == Some(value);
            view! { <option value=value.clone() selected=selected>{word.clone()}</option> }
        })
        .collect_view();
    drop_down(field, called, view! { {other}{options} }.into_any())
}

fn text(field: &Field, filter: &Filter, called: Called, (suggest, choices): Offered<'_>) -> AnyView {
    if let Some((_, all)) = choices.iter().find(|(name, _)| *name == field.name) {
        return one_of(field, all, filter, called);
    }
    let label = label(field, called.lang);
    let id = format!("filter-{}", field.name);
    let value = given(filter, field.name);
    if field.name == "q" {
        return view! {
            <div class="field search">
                <label for=id.clone()>{label}</label>
                <input id=id type="search" name="q" value=value placeholder=called.hint data-key="search" autocomplete="off"/>
            </div>
        }
        .into_any();
    }
    let hint = matches!(field.takes, Takes::Month(_)).then_some("2026-11");
    let mode = matches!(field.takes, Takes::Older(_)).then_some("numeric");
    let options = suggest.iter().find(|(name, _)| *name == field.name).map(|(_, all)| {
        let all = all.iter().map(|value| view! { <option value=value.clone()></option> }).collect_view();
        view! { <datalist id=format!("{id}-all")>{all}</datalist> }
    });
    let all = options.is_some().then(|| format!("{id}-all"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id name=field.name value=value list=all placeholder=hint inputmode=mode autocomplete="off"/>{options}
        </div>
    }
    .into_any()
}

/// The form. Fields after the first `front` stand behind one more press, which says how many of them are used: the
/// list itself is what people came for, and its chips say by what it is narrowed.
pub(super) fn filter_form(
    visit: &Visit,
    filter: &Filter,
    address: &Address,
    called: Called,
    front: usize,
    offered: Offered<'_>,
) -> impl IntoView + use<> {
    let words = ListWords::of(called.lang);
    let mut own: Vec<&str> = Vec::new();
    let (mut first, mut more, mut used) = (Vec::new(), Vec::new(), 0);
    let is_tab = |field: &Field| Some(field.name) == filter.list.tab;
    let ticked = |field: &Field| called.ticks.contains(&field.name);
    let asked = |f: &&Field| (!is_tab(f) || ticked(f)) && f.need.is_none_or(|need| visit.may(need));
    let mut fields = filter.list.fields.iter().filter(asked).peekable();
    while let Some(field) = fields.next() {
        own.push(field.name);
        // Pressing a heading opens nothing.
        let mut here = filter.value(field.name).is_some() && !filter.is_of_sort(field);
        if is_tab(field) {
            here = filter.codes(field.name).len() > 1;
        }
        let input = match field.takes {
            Takes::Codes { all, .. } | Takes::States { all, .. } if ticked(field) => {
                ticks(field, all, filter, called)
            }
            Takes::Within(_) => span(field, filter, called),
            Takes::Codes { all, .. } | Takes::States { all, .. } => choice(field, all, filter, called),
            Takes::Currency(_) => currency(field, filter, called),
            Takes::From(_) | Takes::AtLeast(_) => match fields.next_if(|to| ends(field, to)) {
                Some(to) => {
                    own.push(to.name);
                    here = here || filter.value(to.name).is_some();
                    range(field, to, filter, called)
                }
                None => text(field, filter, called, offered),
            },
            _ => text(field, filter, called, offered),
        };
        // What the tabs do for one code is asked for seldom.
        if first.len() < front && !is_tab(field) {
            first.push(input);
        } else {
            used += usize::from(here);
            more.push(input);
        }
    }
    if own.is_empty() {
        return None;
    }
    let more = (!more.is_empty()).then(|| {
        let used = (used > 0).then(|| view! { " "<b>{used}</b> });
        view! { <details class="more-filters"><summary>{words.more_filters}{used}</summary><div>{more}</div></details> }
    });
    let reset = address.only(&["columns", "density"]).href();
    Some(view! {
        <form class="filters" method="get" action=address.path role="search">
            {address.hidden(&own)}
            {first}
            {more}
            <div class="filter-actions">
                <button class="button primary">{words.query}</button>
                <a class="button quiet" href=reset>{words.reset}</a>
            </div>
        </form>
    })
}

/// Whether `to` is the other end of what `from` begins.
fn ends(from: &Field, to: &Field) -> bool {
    match (from.takes, to.takes) {
        (Takes::From(a), Takes::Upto(b)) | (Takes::AtLeast(a), Takes::AtMost(b)) => a == b,
        _ => false,
    }
}
