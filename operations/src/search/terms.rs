//! Searching long texts: by whole words where words stand apart, by neighbouring pairs where they do not.

use std::collections::HashSet;

use domain::text;

use super::quoted;
use crate::db::Db;

/// A word of fewer characters is searched as it is: too many begin with it.
const BEGINNING: usize = 3;

/// Of a word so many characters are kept: longer ones are keys and codes, which are compared in the text itself.
const LONGEST: usize = 40;

/// What a text is found by: of `华为云 ECS.0219` they are `华为`, `为云`, `ecs` and `0219`.
pub(crate) fn terms(given: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    for run in runs(&text::folded(given)) {
        let pieces: Vec<String> = match run.first() {
            Some(c) if is_dense(*c) => run.windows(2).map(|pair| pair.iter().collect()).collect(),
            _ => vec![run.iter().take(LONGEST).collect()],
        };
        for piece in pieces {
            if seen.insert(piece.clone()) {
                terms.push(piece);
            }
        }
    }
    terms
}

/// Letters and digits that stand together and are of one kind.
fn runs(folded: &str) -> Vec<Vec<char>> {
    let mut runs: Vec<Vec<char>> = Vec::new();
    let mut before: Option<char> = None;
    for c in folded.chars() {
        let goes_on = before.is_some_and(|b| is_dense(b) == is_dense(c));
        before = c.is_alphanumeric().then_some(c);
        match (before, runs.last_mut().filter(|_| goes_on)) {
            (None, _) => {}
            (Some(c), Some(run)) => run.push(c),
            (Some(c), None) => runs.push(vec![c]),
        }
    }
    runs
}

/// Whether words of this script are written without space between them.
const fn is_dense(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The terms as the index of the engine takes them in.
pub(crate) fn indexed(terms: &[String], postgres: bool) -> String {
    if postgres { quoted(terms, " ") } else { terms.join(" ") }
}

/// Whether a word of a text can be the beginning of another.
pub(crate) fn may_begin(given: &str) -> bool {
    terms(given).iter().any(|term| begins(term))
}

fn begins(term: &str) -> bool {
    !term.starts_with(is_dense) && term.chars().count() >= BEGINNING
}

/// What a text is searched by: texts with each of its words, and with one of `among` where there are any. With
/// `beginnings` a word of three characters and more is also the beginning of another one. `None` when the text is too
/// short.
pub(crate) fn asked(db: &Db, given: &str, among: &[String], beginnings: bool) -> Option<String> {
    let terms = terms(given);
    if terms.is_empty() {
        return None;
    }
    let is_postgres = matches!(db, Db::Postgres(_));
    let begins = |term: &String| beginnings && begins(term);
    let each = terms.iter().map(|term| match (is_postgres, begins(term)) {
        (true, true) => format!("'{term}':*"),
        (true, false) => format!("'{term}'"),
        (false, true) => format!("\"{term}\" *"),
        (false, false) => format!("\"{term}\""),
    });
    let mut asked = each.collect::<Vec<_>>().join(if is_postgres { " & " } else { " AND " });
    if !among.is_empty() {
        let (sign, and, or) = if is_postgres { ('\'', " & ", " | ") } else { ('"', " AND ", " OR ") };
        let any: Vec<String> = among.iter().map(|term| format!("{sign}{term}{sign}")).collect();
        asked = format!("{asked}{and}({})", any.join(or));
    }
    Some(asked)
}

/// Where a text has the words that were searched: what stands before, the word itself, and what stands behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Before, `…` first when more stands there.
    pub before: String,
    /// The word as it is written; empty where it cannot be told from the rest.
    pub word: String,
    /// Behind, `…` last when more stands there.
    pub behind: String,
}

/// So much is shown before and behind a word.
const BEFORE: usize = 12;
const BEHIND: usize = 60;

/// Whether a text has each of the words, and where it has the first of them.
pub(crate) fn excerpt(text: &str, given: &str) -> Option<Excerpt> {
    let folded = text::folded(text);
    let words = super::words(given);
    if !words.iter().all(|word| folded.contains(word.as_str())) {
        return None;
    }
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let (at, end) = words.first().and_then(|word| place(&chars, word)).unwrap_or((0, 0));
    let (from, upto) = (at.saturating_sub(BEFORE), (end + BEHIND).min(chars.len()));
    let part =
        |from: usize, upto: usize| chars.get(from..upto).unwrap_or_default().iter().collect::<String>();
    let (mut before, mut behind) = (part(from, at), part(end, upto));
    if from > 0 {
        before.insert(0, '…');
    }
    if upto < chars.len() {
        behind.push('…');
    }
    Some(Excerpt { before, word: part(at, end), behind })
}

/// Where a folded word stands among the characters of a text; `None` where folding joins several of them.
fn place(chars: &[char], word: &str) -> Option<(usize, usize)> {
    let mut folded = String::new();
    let mut origins: Vec<usize> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let one =
            if c.is_ascii() { c.to_ascii_lowercase().to_string() } else { text::folded(&c.to_string()) };
        origins.extend(std::iter::repeat_n(at, one.len()));
        folded.push_str(&one);
    }
    let at = folded.find(word)?;
    Some((*origins.get(at)?, origins.get(at + word.len() - 1)? + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs() {
        assert_eq!(terms("华为云ECS.0219 无法"), ["华为", "为云", "ecs", "0219", "无法"]);
        assert_eq!(terms("Re: re, RE"), ["re"]);
        assert_eq!(terms("云 a"), ["a"]);
        assert!(terms("云 · “”").is_empty());
        assert_eq!(terms(&"x".repeat(100)), ["x".repeat(40)]);
    }

    #[test]
    fn the_place_of_a_word_is_shown() {
        let found = excerpt("您好\n请问 ＡＣＭＥ 的实例为什么启动不了？", "acme").unwrap();
        assert_eq!((found.before.as_str(), found.word.as_str()), ("您好 请问 ", "ＡＣＭＥ"));
        let long = format!("{}登录失败{}", "前".repeat(60), "后".repeat(100));
        let found = excerpt(&long, "登录").unwrap();
        assert!(found.before.starts_with('…') && found.behind.ends_with('…'));
        assert_eq!(found.before.chars().count(), BEFORE + 1);
        assert_eq!(excerpt("登 录", "登录"), None);
        // Two characters that are one letter: found, and shown from the beginning.
        let found = excerpt("Cafe\u{301} Zoe", "café").unwrap();
        assert_eq!(found.before, "");
    }
}
