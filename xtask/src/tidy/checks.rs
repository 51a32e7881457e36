//! The checks. Each takes text and answers with what is to be put right.

use super::{Finding, Source};
use std::collections::BTreeSet;

/// No file may be longer, in lines.
const LONGEST: usize = 500;
/// Nine files in ten are shorter.
const LONG: usize = 300;
/// Half of the files are no longer.
const MEDIAN: usize = 120;

/// Words that say that something is unfinished.
const LEFTOVERS: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("HA", "CK"),
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
];

/// Ways to leave a test out.
const SKIPS: [&str; 9] = [
    concat!("#[ign", "ore"),
    concat!("test.", "skip"),
    concat!("test.", "only"),
    concat!("test.", "todo"),
    concat!("it.", "skip"),
    concat!("describe.", "skip"),
    concat!("describe.", "only"),
    concat!("skip", ": true"),
    concat!(" t.", "skip("),
];

/// File lengths: a limit for each, and for their distribution.
pub fn sizes(files: &[Source]) -> Vec<Finding> {
    let mut lengths: Vec<(usize, &str)> =
        files.iter().map(|file| (file.text.lines().count(), file.path.as_str())).collect();
    lengths.sort();
    let mut findings: Vec<Finding> = lengths
        .iter()
        .filter(|(length, _)| *length > LONGEST)
        .map(|(length, path)| {
            Finding::at(
                path,
                LONGEST + 1,
                format!("{length} lines, at most {LONGEST}: divide the file by what its parts are about"),
            )
        })
        .collect();
    if let Some((median, path)) = lengths.get(lengths.len() / 2).filter(|(length, _)| *length > MEDIAN) {
        findings.push(Finding::at(
            path,
            1,
            format!("the median file has {median} lines, at most {MEDIAN}: divide the longer files"),
        ));
    }
    let long: Vec<&str> =
        lengths.iter().filter(|(length, _)| *length >= LONG).map(|(_, path)| *path).collect();
    if let Some(first) = long.first().filter(|_| long.len() * 10 > lengths.len()) {
        findings.push(Finding::at(
            first,
            LONG,
            format!(
                "{} of {} files have {LONG} lines or more, at most one in ten: divide some of {}",
                long.len(),
                lengths.len(),
                long.join(", ")
            ),
        ));
    }
    findings
}

/// Marks of unfinished work.
pub fn leftovers(file: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        if let Some(word) = LEFTOVERS.iter().find(|word| contains_word(line, word)) {
            findings.push(Finding::at(
                &file.path,
                number,
                format!("`{word}`: finish it, or write an issue and remove the mark"),
            ));
        }
    }
    findings
}

/// Tests that would not run.
pub fn skipped_tests(file: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        if let Some(mark) = SKIPS.iter().find(|mark| line.contains(**mark)) {
            findings.push(Finding::at(
                &file.path,
                number,
                format!("`{mark}` leaves tests out: let it run and repair it, or remove it"),
            ));
        }
    }
    findings
}

/// SQL belongs to `operations`.
pub fn storage_outside_operations(file: &Source) -> Vec<Finding> {
    let mark = concat!("sq", "lx::");
    if !file.is_in(&["domain", "paper", "app", "server"]) {
        return Vec::new();
    }
    found(
        file.lines().filter(|(_, line)| !is_comment(line)),
        file,
        mark,
        "all SQL is in `operations`: call or add an operation there",
    )
}

/// Product code answers with an error instead of ending the program.
pub fn panics(file: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mark in [concat!(".un", "wrap()"), concat!(".exp", "ect(")] {
        let lines = file.product_lines().into_iter().filter(|(_, line)| !is_comment(line));
        findings.extend(found(
            lines,
            file,
            mark,
            "return the error with `?`, or handle the case; only tests may panic",
        ));
    }
    findings
}

/// What stands in a textarea is written as it is: text goes through `in_textarea`.
pub fn textareas(file: &Source) -> Vec<Finding> {
    if !file.is_in(&["app"]) {
        return Vec::new();
    }
    let open = concat!("}</text", "area>");
    let raw = |line: &str| line.contains(open) && !line.contains("{in_textarea(");
    let lines = file.lines().filter(|(_, line)| raw(line));
    found(lines, file, open, "a text could end it: write `{in_textarea(&text)}`")
}

/// A limit that is a bare placeholder makes SQLite plan the statement anew for every value.
pub fn bound_limits(file: &Source) -> Vec<Finding> {
    let mark = concat!("LIM", "IT ");
    // The file of the helper itself.
    if !file.is_in(&["operations"]) || file.path.ends_with("/db/query.rs") {
        return Vec::new();
    }
    let is_bare = |rest: &str| match rest.strip_prefix('$') {
        Some(rest) => !rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" + 0"),
        None => rest.starts_with('"') || rest.starts_with('?'),
    };
    file.product_lines()
        .into_iter()
        .filter(|(_, line)| line.match_indices(mark).any(|(at, _)| is_bare(&line[at + mark.len()..])))
        .map(|(number, _)| {
            Finding::at(
                &file.path,
                number,
                "a bound limit: write `Sql::limit(n)`, or `$n + 0` in a fixed text",
            )
        })
        .collect()
}

/// Amounts and rates are never binary fractions. Only the geometry of charts may be, and the cells of a
/// workbook, whose format has no other numbers.
pub fn floating_point(file: &Source) -> Vec<Finding> {
    if !file.is_in(&["domain", "operations"])
        || file.path.contains("chart")
        || file.path.ends_with("/workbook.rs")
    {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in file.product_lines() {
        if !is_comment(line) && (contains_word(line, "f64") || contains_word(line, "f32")) {
            findings.push(Finding::at(
                &file.path,
                number,
                "floating point: use Money, Rate or an integer; only chart files may draw with it",
            ));
        }
    }
    findings
}

/// Both engines have the same steps under the same names.
pub fn migrations(sqlite: &[String], postgres: &[String]) -> Vec<Finding> {
    let missing = |from: &[String], other: &[String], folder: &str| -> Vec<Finding> {
        from.iter()
            .filter(|name| !other.contains(name))
            .map(|name| {
                Finding::at(
                    &format!("migrations/{folder}/{name}"),
                    1,
                    "is missing: write it, with the same name as for the other engine",
                )
            })
            .collect()
    };
    let mut findings = missing(sqlite, postgres, "postgres");
    findings.extend(missing(postgres, sqlite, "sqlite"));
    findings
}

/// Every stylesheet is reached from `style/main.css`, and every import exists.
pub fn styles(files: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["style/main.css".to_owned()];
    while let Some(path) = waiting.pop() {
        let Some(file) = files.iter().find(|file| file.path == path) else {
            continue;
        };
        if !reached.insert(path.clone()) {
            continue;
        }
        for (number, line) in file.lines() {
            let Some(name) = imported(line) else { continue };
            let target = resolve(&path, name);
            if !files.iter().any(|file| file.path == target) {
                findings.push(Finding::at(
                    &path,
                    number,
                    format!("imports {target}, which does not exist: write it or remove the line"),
                ));
            }
            waiting.push(target);
        }
    }
    for file in files.iter().filter(|file| !reached.contains(&file.path)) {
        findings.push(Finding::at(
            &file.path,
            1,
            "is never imported: add an @import to style/main.css, or remove the file",
        ));
    }
    findings
}

fn imported(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("@import")?;
    rest.split(['"', '\'']).nth(1)
}

/// A relative address in a stylesheet as a path in the repository.
fn resolve(from: &str, name: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn found<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    file: &Source,
    mark: &str,
    advice: &str,
) -> Vec<Finding> {
    lines
        .filter(|(_, line)| line.contains(mark))
        .map(|(number, _)| Finding::at(&file.path, number, format!("`{mark}`: {advice}")))
        .collect()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Whether the line has the text and it is not part of a longer word.
fn contains_word(line: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + word.len()..).and_then(|text| text.chars().next());
        // A pattern that ends in a bracket is complete by itself.
        !before.is_some_and(part_of_word) && (word.ends_with('(') || !after.is_some_and(part_of_word))
    })
}
