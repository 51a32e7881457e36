//! What a file of a list is called: by the list and by what narrows it.

use chrono::{Datelike, NaiveDate};
use operations::list::{Filter, Takes, Value};

use super::chips::shown;
use crate::lang::Lang;

/// Letters of a part, and of the whole: a name of Chinese letters has three bytes for each, and 255 in all.
const PART: usize = 24;
const WHOLE: usize = 60;

/// The name without an ending. It has no sign that any system refuses in the name of a file.
pub(super) fn stem(title: &str, filter: &Filter, lang: Lang, word: fn(&str, &str, Lang) -> String) -> String {
    let mut parts = vec![plain(title, lang)];
    let mut given = filter.given().iter().peekable();
    while let Some((field, value)) = given.next() {
        parts.push(match (field.takes, value) {
            (Takes::From(column), Value::Day(from)) => {
                let ends = |takes: Takes| matches!(takes, Takes::Upto(other) if other == column);
                let to = given.next_if(|(field, _)| ends(field.takes)).map(|(_, value)| value);
                match to {
                    Some(Value::Day(to)) => between(*from, *to, lang),
                    _ => format!("{}{}", lang.pick("自", "from-"), digits(*from)),
                }
            }
            (_, Value::Day(to)) => format!("{}{}", lang.pick("至", "to-"), digits(*to)),
            (_, Value::Month(period)) => month(period.number() / 100, period.number() % 100, lang),
            _ => plain(&shown(field.name, field.takes, (value, filter.currency()), lang, word), lang),
        });
    }
    let mut name = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if name.chars().count() + part.chars().count() < WHOLE {
            name.push_str(if name.is_empty() { "" } else { "-" });
            name.push_str(&part);
        }
    }
    name
}

/// A whole month by its name, other days by the first and the last.
fn between(from: NaiveDate, to: NaiveDate, lang: Lang) -> String {
    let next = to.succ_opt().unwrap_or(to);
    let whole = from.day() == 1 && next.day() == 1 && (from.year(), from.month()) == (to.year(), to.month());
    if whole {
        month(i64::from(from.year()), i64::from(from.month()), lang)
    } else {
        format!("{}-{}", digits(from), digits(to))
    }
}

fn month(year: i64, month: i64, lang: Lang) -> String {
    if lang == Lang::Zh { format!("{year}年{month}月") } else { format!("{year}{month:02}") }
}

fn digits(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Letters and digits; a hyphen for everything between them.
fn plain(text: &str, lang: Lang) -> String {
    let text = if lang == Lang::En { text.to_lowercase() } else { text.to_owned() };
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(PART).collect::<String>().trim_end_matches(['-', '.']).to_owned()
}
