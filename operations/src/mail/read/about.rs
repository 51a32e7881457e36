//! What a part says that it is: `Content-Type` and `Content-Disposition`.

use super::{charset, clean, field::Fields, transfer, words};

/// Characters of a file name.
const MOST_NAME: usize = 255;
/// Parameters of a field.
const MOST_PARAMETERS: usize = 100;

/// A word and its parameters: `text/plain; charset=utf-8`.
#[derive(Debug, Default)]
pub(super) struct About {
    /// The word, in lower case.
    pub(super) word: String,
    /// Names in lower case, and values without their quotes.
    parameters: Vec<(String, String)>,
}

impl About {
    /// What the field of a name says; empty when there is none.
    pub(super) fn of(fields: &Fields, name: &str) -> Self {
        let mut pieces = pieces(fields.first(name).unwrap_or_default()).into_iter();
        let word = pieces.next().unwrap_or_default();
        let word = word.split('(').next().unwrap_or_default();
        let word: String = word.chars().filter(char::is_ascii_graphic).take(MOST_NAME).collect();
        let parameters = pieces
            .take(MOST_PARAMETERS)
            .filter_map(|piece| {
                let (name, value) = piece.split_once('=')?;
                Some((name.trim().to_ascii_lowercase(), unquoted(value.trim())))
            })
            .collect();
        Self { word: word.to_ascii_lowercase(), parameters }
    }

    /// A parameter as it stands; empty when there is none.
    pub(super) fn plain(&self, name: &str) -> &str {
        self.parameters.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// A file name, decoded from whatever way it was written in.
    fn file_name(&self, name: &str) -> Option<String> {
        let written = self.extended(name).unwrap_or_else(|| words::decode(self.plain(name)));
        let name = clean::line(&written, MOST_NAME);
        (!name.is_empty()).then_some(name)
    }

    /// A parameter of the kind `name*=utf-8''…`, or in several pieces `name*0=…; name*1*=…`.
    fn extended(&self, name: &str) -> Option<String> {
        let mut pieces: Vec<(usize, bool, &str)> = Vec::new();
        for (key, value) in &self.parameters {
            let Some(rest) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('*')) else { continue };
            let (number, escaped) = rest.strip_suffix('*').map_or((rest, rest.is_empty()), |n| (n, true));
            let at = if number.is_empty() { 0 } else { number.parse().ok()? };
            pieces.push((at, escaped, value));
        }
        pieces.sort_by_key(|(at, _, _)| *at);
        let (_, first_escaped, first) = *pieces.first()?;
        // The encoding is said once; a character may be cut between two pieces.
        let mut said = first.splitn(3, '\'');
        let (label, start) = match (first_escaped, said.next(), said.next(), said.next()) {
            (true, Some(label), Some(_), Some(start)) => (label, start),
            _ => ("", first),
        };
        let mut bytes = Vec::new();
        for (index, (_, escaped, value)) in pieces.iter().enumerate() {
            let value = if index == 0 { start } else { value };
            if *escaped {
                bytes.extend(percent(value));
            } else {
                bytes.extend(value.as_bytes());
            }
        }
        Some(charset::decode(&bytes, label).text)
    }
}

/// The name of the file that a part is, if it says one.
pub(super) fn file_name(disposition: &About, kind: &About) -> Option<String> {
    disposition.file_name("filename").or_else(|| kind.file_name("name"))
}

/// What stands between the `;` that are in no quotes.
fn pieces(value: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut from, mut quoted, mut escaped) = (0, false, false);
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                found.extend(value.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    found.extend(value.get(from..));
    found
}

/// A value without its quotes. Other backslashes than those before a quote are of paths.
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    inner.replace("\\\"", "\"").replace("\\\\", "\\")
}

/// Bytes of a text in which some are written as `%2F`.
fn percent(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(transfer::hex(*high) << 4 | transfer::hex(*low));
                rest = after;
            }
            (other, _) => out.push(*other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(value: &str) -> About {
        let raw = format!("Content-Disposition: {value}\n\n");
        About::of(&Fields::read(raw.as_bytes()).0, "content-disposition")
    }

    #[test]
    fn words_and_parameters_are_told_apart() {
        let read = about("Text/Plain (really); Charset=\"utf-8\"; boundary=\"a;\\\"b\"; x");
        assert_eq!(
            (read.word.as_str(), read.plain("charset"), read.plain("boundary")),
            ("text/plain", "utf-8", "a;\"b")
        );
        assert_eq!(about("").word, "");
    }

    #[test]
    fn file_names_are_read_in_every_way_they_are_written() {
        for (value, name) in [
            ("attachment; filename=a b.pdf", "a b.pdf"),
            ("attachment; filename=\"a;b.pdf\"", "a;b.pdf"),
            ("attachment; filename=\"C:\\dir\\a.pdf\"", "C:\\dir\\a.pdf"),
            ("attachment; filename=\"=?gbk?B?xOO6?= =?gbk?B?wy50eHQ=?=\"", "你好.txt"),
            ("attachment; filename*=utf-8''%E4%BA%91.txt", "云.txt"),
            ("attachment; filename=x.txt; filename*=gb18030'zh'%C4%E3.txt", "你.txt"),
            ("attachment; filename*0*=gbk''%C4%E3%BA; filename*1*=%C3; filename*2=\".txt\"", "你好.txt"),
            ("attachment; filename*1=b.txt; filename*0=a", "ab.txt"),
            ("attachment; filename=\"../../etc/\u{202e}a\u{1}\"", "../../etc/a"),
        ] {
            assert_eq!(about(value).file_name("filename").as_deref(), Some(name), "{value}");
        }
        assert_eq!(about("attachment; filename=\"\"").file_name("filename"), None);
    }
}
