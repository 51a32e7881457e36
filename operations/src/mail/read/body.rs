//! The text of a mail, from the texts of its parts.

use super::{Attachment, MOST_TEXT, Note, html, parts::Parts, quoted};

/// A text of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Plain text.
    Plain(String),
    /// A web page.
    Html(String),
}

impl Piece {
    /// It as it came.
    pub(super) fn written(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Html(text) => text,
        }
    }

    fn is_blank(&self) -> bool {
        self.written().trim().is_empty()
    }
}

/// The alternative to show: the first that is plain text, else the last, which is the richest.
pub(super) fn best(each: Vec<Vec<Piece>>) -> Vec<Piece> {
    let says = |pieces: &Vec<Piece>| pieces.iter().any(|piece| !piece.is_blank());
    let is_plain = |pieces: &Vec<Piece>| pieces.iter().all(|piece| matches!(piece, Piece::Plain(_)));
    let plain = each.iter().position(|pieces| says(pieces) && is_plain(pieces));
    let at = plain.or_else(|| each.iter().rposition(says));
    at.and_then(|at| each.into_iter().nth(at)).unwrap_or_default()
}

/// The text of a mail.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) quoted: String,
}

impl Body {
    /// Joins the texts of a mail. What is too long goes on in attachments.
    pub(super) fn of(found: Vec<Piece>, parts: &mut Parts) -> Self {
        let mut texts = Vec::new();
        for piece in found {
            match piece {
                Piece::Plain(text) => texts.push(text),
                Piece::Html(page) => {
                    let read = html::text(&page);
                    if !read.text.trim().is_empty() {
                        parts.notes.add(Note::FromHtml);
                    }
                    if read.pictures {
                        parts.notes.add(Note::PictureFromElsewhere);
                    }
                    texts.push(read.text);
                }
            }
        }
        let texts: Vec<&str> =
            texts.iter().map(|text| trimmed(text)).filter(|text| !text.is_empty()).collect();
        let whole = texts.join("\n\n");
        let (text, quoted) = quoted::split(&whole);
        Self { text: bounded(text, "mail.txt", parts), quoted: bounded(quoted, "quoted.txt", parts) }
    }
}

/// A text without empty lines before and behind it.
fn trimmed(text: &str) -> &str {
    let text = text.trim_end();
    let first = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let line = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    text.get(line..).unwrap_or(text)
}

/// The beginning of a text; the rest becomes an attachment.
fn bounded(text: &str, name: &'static str, parts: &mut Parts) -> String {
    let Some((most, _)) = text.char_indices().nth(MOST_TEXT) else { return text.to_owned() };
    let fitting = text.get(..most).unwrap_or_default();
    // A line is kept whole, unless that would cost much.
    let line = fitting.rfind('\n').map(|at| at + 1).filter(|at| *at > most / 2);
    let (kept, rest) = text.split_at_checked(line.unwrap_or(most)).unwrap_or((text, ""));
    parts.notes.add(Note::TextGoesOn(name));
    parts.attachments.push(Attachment {
        name: name.to_owned(),
        content_type: "text/plain; charset=utf-8".to_owned(),
        bytes: rest.as_bytes().to_vec(),
    });
    kept.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_the_best_alternative_when_it_says_something() {
        let plain = |text: &str| vec![Piece::Plain(text.to_owned())];
        let page = |text: &str| vec![Piece::Html(text.to_owned())];
        assert_eq!(best(vec![plain("a"), page("<p>a")]), plain("a"));
        assert_eq!(best(vec![plain(" \n"), page("<p>a")]), page("<p>a"));
        assert_eq!(best(vec![page("<p>a"), page("<p>b")]), page("<p>b"));
        assert!(best(vec![Vec::new()]).is_empty());
    }

    #[test]
    fn what_is_too_long_goes_on_elsewhere() {
        let mut parts = Parts::default();
        let long = "云云云云云云云云云\n".repeat(3_000);
        let body = Body::of(vec![Piece::Plain(long.clone())], &mut parts);
        assert_eq!(body.text.chars().count(), MOST_TEXT);
        let rest = parts.attachments.first().map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        assert_eq!(body.text + &rest.unwrap_or_default(), long.trim_end());
    }

    #[test]
    fn empty_lines_around_a_text_go() {
        assert_eq!(trimmed("\n \n  a\nb \n\n"), "  a\nb");
        assert_eq!(trimmed(" \n"), "");
    }
}
