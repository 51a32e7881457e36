//! Words of a head that are not ASCII: `=?gbk?B?xOO6ww==?=`.

use super::{charset, transfer};

/// Bytes of one word. Without an end in sight, every beginning would be looked at up to the end.
const MOST_WORD: usize = 1_000;

/// An encoded word.
struct Word<'a> {
    charset: &'a str,
    base64: bool,
    data: &'a str,
}

/// A stretch of a value: as it stands, or decoded from words.
pub(super) enum Stretch<'a> {
    /// As it stands.
    Plain(&'a str),
    /// What one or several words say.
    Words(String),
}

/// The encoded word that a text begins with, and what follows it.
fn word(text: &str) -> Option<(Word<'_>, &str)> {
    let near = text.get(..text.floor_char_boundary(MOST_WORD))?;
    let (charset, behind) = near.strip_prefix("=?")?.split_once('?')?;
    let (kind, behind) = behind.split_once('?')?;
    let (data, behind) = behind.split_once("?=")?;
    let rest = text.get(near.len() - behind.len()..)?;
    // The language may stand behind the encoding.
    let charset = charset.split('*').next().unwrap_or_default();
    let base64 = match kind {
        "B" | "b" => true,
        "Q" | "q" => false,
        _ => return None,
    };
    let fits = !charset.is_empty() && charset.bytes().all(|b| b.is_ascii_graphic()) && !data.contains("=?");
    fits.then_some((Word { charset, base64, data }, rest))
}

impl Word<'_> {
    fn bytes(&self) -> Vec<u8> {
        if self.base64 {
            return transfer::base64(self.data.as_bytes()).bytes;
        }
        let spaced: Vec<u8> = self.data.bytes().map(|b| if b == b'_' { b' ' } else { b }).collect();
        let mut out = Vec::with_capacity(spaced.len());
        transfer::escapes(&spaced, &mut out);
        out
    }
}

/// The stretches of a value. Words that follow each other are decoded together, because some
/// programs cut a text in the middle of a character.
pub(super) fn stretches(value: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let (mut plain, mut rest) = (0, 0);
    while let Some(at) = value.get(rest..).and_then(|after| after.find("=?")).map(|at| at + rest) {
        let Some((first, mut after)) = value.get(at..).and_then(word) else {
            rest = at + 2;
            continue;
        };
        let mut bytes = first.bytes();
        let mut text = String::new();
        let mut charset = first.charset;
        while let Some((next, behind)) = word(after.trim_start()) {
            if !next.charset.eq_ignore_ascii_case(charset) {
                text.push_str(&charset::decode(&bytes, charset).text);
                bytes.clear();
                charset = next.charset;
            }
            bytes.extend(next.bytes());
            after = behind;
        }
        text.push_str(&charset::decode(&bytes, charset).text);
        if let Some(before) = value.get(plain..at).filter(|before| !before.is_empty()) {
            found.push(Stretch::Plain(before));
        }
        found.push(Stretch::Words(text));
        rest = value.len() - after.len();
        plain = rest;
    }
    if let Some(last) = value.get(plain..).filter(|last| !last.is_empty()) {
        found.push(Stretch::Plain(last));
    }
    found
}

/// A value with its words decoded.
pub(super) fn decode(value: &str) -> String {
    stretches(value)
        .iter()
        .map(|stretch| match stretch {
            Stretch::Plain(text) => text,
            Stretch::Words(text) => text.as_str(),
        })
        .collect()
}

/// A value with its words in UTF-8 and each text in one word, for a reader that knows no more. The
/// words stay words, so that what is in a name is not taken for an address.
pub(super) fn unify(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for stretch in stretches(value) {
        match stretch {
            Stretch::Plain(text) => out.push_str(text),
            Stretch::Words(text) => {
                out.push_str("=?utf-8?Q?");
                for byte in text.bytes() {
                    if byte.is_ascii_alphanumeric() {
                        out.push(char::from(byte));
                    } else {
                        out.push('=');
                        out.extend([byte >> 4, byte & 0xf].map(|digit| {
                            char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase()
                        }));
                    }
                }
                out.push_str("?=");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded() {
        for (value, text) in [
            ("plain", "plain"),
            ("=?gbk?B?xOO6ww==?=", "你好"),
            ("Re: =?GB2312?Q?=C4=E3=BA=C3?= x", "Re: 你好 x"),
            ("=?utf-8?q?a_b_?= =?utf-8?q?c?=", "a b c"),
            ("=?utf-8*en?Q?a?=", "a"),
            ("=?iso-8859-1?Q?a?= \t =?utf-8?B?5LqR?=", "a云"),
            ("a =?broken", "a =?broken"),
            ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
            ("=?utf-8?Q?a=?=", "a="),
        ] {
            assert_eq!(decode(value), text, "{value}");
        }
    }

    #[test]
    fn characters_cut_in_two_are_put_together() {
        // 你好 is C4E3 BAC3: cut after the third byte.
        assert_eq!(decode("=?gbk?B?xOO6?= =?gbk?B?ww==?="), "你好");
        assert_eq!(decode("=?gb18030?Q?=C4=E3=BA?=\t=?GB18030?Q?=C3?="), "你好");
    }

    #[test]
    fn words_stay_words_for_the_other_reader() {
        assert_eq!(unify("=?gbk?B?xOO6?= =?gbk?B?ww==?= <a@b>"), "=?utf-8?Q?=E4=BD=A0=E5=A5=BD?= <a@b>");
    }
}
