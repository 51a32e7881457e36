//! The head of a mail or of a part: its fields, and what follows it.

use super::{Note, charset, clean, transfer, words};

/// A field that is longer than this is left out.
const MOST_FIELD: usize = 64 << 10;
const MOST_FIELDS: usize = 1_000;

/// One field.
struct Field {
    /// Its name in lower case.
    name: String,
    /// Its value on one line; encoded words are still as they came.
    value: String,
}

/// The fields of a head.
#[derive(Default)]
pub(super) struct Fields {
    all: Vec<Field>,
    /// What was left out or guessed.
    pub(super) notes: Vec<Note>,
}

/// The name of the field that a line begins.
fn name(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at_checked(at)?;
    let name = name.trim_ascii_end();
    let fits = !name.is_empty() && name.len() <= 100 && name.iter().all(u8::is_ascii_graphic);
    fits.then_some((name, value.get(1..)?))
}

impl Fields {
    /// Reads a head; also gives what follows it. A line that can be in no head ends it.
    pub(super) fn read(raw: &[u8]) -> (Self, &[u8]) {
        let mut fields = Self::default();
        let mut open: Option<(Vec<u8>, Vec<u8>)> = None;
        let mut at = 0;
        for line in raw.split_inclusive(|byte| *byte == b'\n') {
            let text = transfer::trim_line_end(line);
            if text.is_empty() {
                at += line.len();
                // Some begin with empty lines.
                if open.is_none() && fields.all.is_empty() && fields.notes.is_empty() {
                    continue;
                }
                break;
            }
            if text.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                if let Some((_, value)) = &mut open {
                    // One byte more than there may be, so that it shows.
                    value.extend(text.iter().take((MOST_FIELD + 1).saturating_sub(value.len())));
                }
            } else if let Some((name, value)) = name(text) {
                fields.keep(open.take());
                open =
                    Some((name.to_ascii_lowercase(), value.iter().copied().take(MOST_FIELD + 1).collect()));
            } else if open.is_some() || !text.starts_with(b"From ") {
                // The line that a mailbox puts before each mail is passed over.
                break;
            }
            at += line.len();
        }
        fields.keep(open);
        (fields, raw.get(at..).unwrap_or_default())
    }

    /// Reads the head of a part, which may have none: then it begins with an empty line.
    pub(super) fn of_part(raw: &[u8]) -> (Self, &[u8]) {
        for none in [b"\r\n".as_slice(), b"\n"] {
            if let Some(rest) = raw.strip_prefix(none) {
                return (Self::default(), rest);
            }
        }
        Self::read(raw)
    }

    fn keep(&mut self, field: Option<(Vec<u8>, Vec<u8>)>) {
        let Some((name, value)) = field else { return };
        if self.all.len() >= MOST_FIELDS || value.len() > MOST_FIELD {
            self.note(Note::HeadLeftOut);
            return;
        }
        let read = charset::decode(&value, "");
        if let Some(note) = read.note {
            self.note(note);
        }
        let name = String::from_utf8_lossy(&name).into_owned();
        self.all.push(Field { name, value: read.text.trim().to_owned() });
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Whether these are fields that only a mail has.
    pub(super) fn are_of_a_mail(&self) -> bool {
        const OF_A_MAIL: &[&str] = &[
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "received",
            "return-path",
            "sender",
            "mime-version",
        ];
        self.all.iter().any(|field| OF_A_MAIL.contains(&field.name.as_str()))
    }

    /// The values of every field of a name, in lower case.
    pub(super) fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.all.iter().filter(move |field| field.name == name).map(|field| field.value.as_str())
    }

    /// The value of the first field of a name.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.all.iter().find(|field| field.name == name).map(|field| field.value.as_str())
    }

    /// The first value of a name in lower case, without comments and what follows `;`.
    pub(super) fn token(&self, name: &str) -> String {
        let value = self.first(name).unwrap_or_default();
        value.split([';', '(']).next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The first value of a name as people read it.
    pub(super) fn text(&self, name: &str, most: usize) -> String {
        clean::line(&words::decode(self.first(name).unwrap_or_default()), most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_whatever_its_lines_end_with() {
        for end in ["\n", "\r\n"] {
            let raw = ["From box", "From: a@b", "Subject: one", "\ttwo", "X : y", "", "body"].join(end);
            let (fields, rest) = Fields::read(raw.as_bytes());
            assert_eq!(fields.first("from"), Some("a@b"));
            assert_eq!(fields.text("subject", 99), "one two");
            assert_eq!(fields.first("x"), Some("y"));
            assert_eq!(rest, b"body");
        }
    }

    #[test]
    fn a_body_without_a_line_between_stays() {
        let (fields, rest) = Fields::read(b"From: a@b\nDear all,\nhello\n");
        assert_eq!(fields.first("from"), Some("a@b"));
        assert_eq!(rest, b"Dear all,\nhello\n");
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        let raw = format!("X: {}\nFrom: a@b\n\nbody", "x".repeat(1 << 20));
        let (fields, rest) = Fields::read(raw.as_bytes());
        assert_eq!((fields.first("x"), fields.first("from")), (None, Some("a@b")));
        assert_eq!(fields.notes, [Note::HeadLeftOut]);
        assert_eq!(rest, b"body");
    }
}
