//! What narrows a list: press one to take it away.

use domain::Currency;
use leptos::prelude::*;
use operations::list::{Field, Filter, Takes, Value};

use super::Address;
use crate::{
    components::amount_text,
    lang::Lang,
    words::{ListWords, codes::Worded, currency::currency_named, fields::label, fill},
};

/// A value as people read it.
pub(super) fn shown(
    name: &str,
    takes: Takes,
    (value, currency): (&Value, Currency),
    lang: Lang,
    word: fn(&str, &str, Lang) -> String,
) -> String {
    let text = match value {
        Value::Codes(codes) => {
            codes.iter().map(|code| word(name, code, lang)).collect::<Vec<_>>().join(" / ")
        }
        // Of whatever currency.
        Value::Amount(amount) if matches!(takes, Takes::Figure) => amount.number().to_string(),
        Value::Amount(amount) => amount
            .minor(currency)
            .map_or_else(|_| amount.number().to_string(), |minor| amount_text(minor, currency)),
        Value::Currency(currency) => currency_named(*currency, lang),
        Value::Text(text) => word(name, text, lang),
        Value::Texts(texts) => match texts.as_slice() {
            [first, _, .., _] => {
                fill(ListWords::of(lang).and_more, &[("first", first), ("n", &texts.len().to_string())])
            }
            few => few.join(" / "),
        },
        Value::Span(span) => span.words(lang).to_owned(),
        other => other.code(),
    };
    match takes {
        Takes::From(_) | Takes::AtLeast(_) => format!("≥ {text}"),
        Takes::Upto(_) | Takes::AtMost(_) => format!("≤ {text}"),
        _ => text,
    }
}

/// A chip for each value but the one tab; nothing when there is none.
pub(super) fn chips(
    lang: Lang,
    filter: &Filter,
    address: &Address,
    word: fn(&str, &str, Lang) -> String,
    choices: &[(&'static str, Vec<(String, String)>)],
) -> impl IntoView + use<> {
    // One code of the tabs is seen there.
    let on_a_tab = |field: &Field| Some(field.name) == filter.list.tab && filter.codes(field.name).len() == 1;
    if filter.given().iter().all(|(field, _)| on_a_tab(field)) {
        return None;
    }
    let words = ListWords::of(lang);
    let colon = lang.pick("：", ": ");
    let mut none = address.clone();
    let chips: Vec<_> = filter
        .given()
        .iter()
        .filter(|(field, _)| !on_a_tab(field))
        .map(|(field, value)| {
            // Sorted by an amount, a list has a currency: without it, it is in its usual order.
            let without = |from: &Address| {
                let rest = from.without(field.name);
                if filter.is_of_sort(field) { rest.without("sort") } else { rest }
            };
            none = without(&none);
            let label = label(field, lang);
            let code = value.code();
            let chosen = choices.iter().filter(|(name, _)| *name == field.name).flat_map(|(_, all)| all);
            let value = match chosen.into_iter().find(|(value, _)| *value == code) {
                Some((_, word)) => word.clone(),
                None => shown(field.name, field.takes, (value, filter.currency()), lang, word),
            };
            let remove = format!("{label}{colon}{value} ({})", words.remove_filter);
            let to = without(address).href();
            view! { <li><a class="chip" href=to aria-label=remove>{label}{colon}{value}" "<span aria-hidden="true">"×"</span></a></li> }
        })
        .collect();
    Some(
        view! { <ul class="chips">{chips}<li><a class="clear" href=none.href()>{words.clear_all}</a></li></ul> },
    )
}
