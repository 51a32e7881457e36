//! What somebody wrote, and what they quote below it.
//!
//! Only what stands at the end is told apart. Between the lines of an answer nothing is, and what is
//! told apart is never lost: the two put together are the whole text.

mod lead;

use lead::{Lead, attribution, heads_block, is_divider};

/// The line above which people answer, in the mails that we send.
pub const MARKER: &str = "##- 请在此行上方回复 / Please reply above this line -##";

/// Bytes of a text in which quoted text is looked for; what is longer is no letter.
const MOST_LOOKED: usize = 1 << 20;
/// Introductions that are looked at, and steps upwards.
const MOST_TRIES: usize = 100;
/// Lines of a signature.
const MOST_SIGNATURE: usize = 30;
/// Lines below two dashes without the space that makes them the mark of a signature.
const MOST_UNMARKED: usize = 10;

/// A line of a text, and where it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    at: usize,
    /// It without what ends it.
    pub(super) text: &'a str,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_quoted(&self) -> bool {
        self.text.trim_start().starts_with(['>', '＞'])
    }
}

/// Tells apart what somebody wrote and the quoted text below it. Nothing is told apart where
/// everything would be quoted.
#[must_use]
pub fn split(body: &str) -> (&str, &str) {
    if body.len() > MOST_LOOKED {
        return (body, "");
    }
    let mut at = 0;
    let mut lines = Vec::new();
    for full in body.split_inclusive('\n') {
        lines.push(Line { at, text: full.strip_suffix('\n').unwrap_or(full).trim_end_matches('\r') });
        at += full.len();
    }
    let kept = kept(&lines);
    let at = lines.get(kept).map_or(body.len(), |line| line.at);
    match body.split_at_checked(at) {
        Some((text, quoted)) if !text.trim().is_empty() => (text, quoted),
        _ => (body, ""),
    }
}

/// How many lines at the start are not quoted.
fn kept(lines: &[Line<'_>]) -> usize {
    let mut end = lines.len();
    // What a program put below is told first; then each may stand above the other.
    end = marker(lines).unwrap_or(end);
    end = introduced(lines.get(..end).unwrap_or_default()).unwrap_or(end);
    for _ in 0..MOST_TRIES {
        let above = lines.get(..end).unwrap_or_default();
        let next = signature(above).or_else(|| trailing(above)).unwrap_or(end);
        let next = lead_in(lines, next);
        if next >= end {
            break;
        }
        end = next;
    }
    end
}

/// Where our own mark stands.
fn marker(lines: &[Line<'_>]) -> Option<usize> {
    // Programs that quote may break it in two or set it in signs of their own.
    let mark = MARKER.split('/').next().unwrap_or(MARKER).trim();
    lines
        .iter()
        .position(|line| line.text.contains(mark) || line.text.contains("Please reply above this line -##"))
}

/// Where quoted text begins that is introduced: by who wrote it, or by its head.
fn introduced(lines: &[Line<'_>]) -> Option<usize> {
    let mut tries = 0;
    (0..lines.len()).find(|at| {
        let from = lines.get(*at..).unwrap_or_default();
        let is_text = from.first().is_some_and(|line| !line.is_quoted() && !line.is_blank());
        if !is_text || tries > MOST_TRIES {
            return false;
        }
        let lead = if from.first().is_some_and(|line| is_divider(line.text)) || heads_block(from) {
            Some(Lead { lines: 0, is_certain: true })
        } else {
            attribution(from)
        };
        tries += usize::from(lead.is_some());
        lead.is_some_and(|lead| goes_to_the_end(from.get(lead.lines..).unwrap_or_default(), lead.is_certain))
    })
}

/// Whether everything below an introduction is quoted. Between quoted lines somebody may have
/// answered: then nothing is. `unmarked`: whether lines without a mark of quoting are quoted too.
fn goes_to_the_end(below: &[Line<'_>], unmarked: bool) -> bool {
    let Some(first) = below.iter().position(Line::is_quoted) else { return unmarked };
    // A text that was quoted without marks may itself quote with marks.
    let plain = below.get(..first).unwrap_or_default().iter().filter(|line| !line.is_blank());
    let heads = plain.clone().filter(|line| is_divider(line.text) || line.text.contains([':', '：'])).count();
    if unmarked && plain.count() > heads {
        return true;
    }
    let after = below.get(first..).unwrap_or_default();
    let end = signature(after).unwrap_or(after.len());
    after.iter().take(end).all(|line| line.is_quoted() || line.is_blank())
}

/// Where the lines at the end begin that are marked as quoted.
fn trailing(lines: &[Line<'_>]) -> Option<usize> {
    let mut first = None;
    for (at, line) in lines.iter().enumerate().rev() {
        if line.is_quoted() {
            first = Some(at);
        } else if !line.is_blank() {
            break;
        }
    }
    first
}

/// Where a signature begins that is the last thing.
fn signature(lines: &[Line<'_>]) -> Option<usize> {
    let below =
        lines.iter().rev().take(MOST_SIGNATURE + 1).position(|line| matches!(line.text, "-- " | "--"))?;
    let at = lines.len() - below - 1;
    let marked = lines.get(at).is_some_and(|line| line.text == "-- ");
    (marked || below <= MOST_UNMARKED).then_some(at)
}

/// Where what leads in to quoted text begins: who wrote it, a line drawn, empty lines.
fn lead_in(lines: &[Line<'_>], at: usize) -> usize {
    let mut at = at;
    while at > 0 && at < lines.len() {
        let above = lines.get(..at).unwrap_or_default();
        let written = above.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
        // An introduction has up to three lines.
        let lead = (1..=3).filter_map(|count| written.checked_sub(count)).find(|from| {
            let lead = lines.get(*from..written).unwrap_or_default();
            let drawn = lead.len() == 1 && lead.iter().all(|line| is_drawn(line.text));
            drawn || attribution(lead).is_some_and(|found| found.lines == lead.len())
        });
        match lead {
            Some(from) if from < at => at = from,
            _ => break,
        }
    }
    at
}

/// A line that is only drawn.
fn is_drawn(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() >= 5 && text.chars().all(|c| matches!(c, '_' | '-' | '=' | '—' | '*'))
}

#[cfg(test)]
mod tests;
