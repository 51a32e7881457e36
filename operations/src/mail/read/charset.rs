//! Which characters bytes are, when what is said about them may be wrong.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, REPLACEMENT, SHIFT_JIS, UTF_8};

use super::Note;

/// Bytes as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) text: String,
    /// What was guessed, or could not be read.
    pub(super) note: Option<Note>,
}

/// Turns bytes into text. `label`: the encoding that they are said to have; empty when nothing is said.
pub(super) fn decode(bytes: &[u8], label: &str) -> Text {
    let valid = std::str::from_utf8(bytes).ok();
    let said = known(label);
    // In these, bytes of ASCII can be other characters.
    let is_wide = said.is_some_and(|said| !said.is_ascii_compatible() && said != ISO_2022_JP);
    if let Some(text) = valid.filter(|text| text.is_ascii() && !is_wide && !text.contains('\u{1b}')) {
        return Text { text: text.to_owned(), note: None };
    }
    let Some(said) = said else {
        // Text that is valid UTF-8 by chance does not occur.
        return match valid.filter(|text| !text.is_ascii()) {
            Some(text) => Text { text: text.to_owned(), note: None },
            None => guess(bytes),
        };
    };
    let (text, used, broken) = said.decode(bytes);
    if let Some(valid) = valid.filter(|text| used != UTF_8 && !text.is_ascii() && is_rather_utf8(text, used))
    {
        let note = Some(Note::GuessedEncoding(UTF_8.name()));
        return Text { text: valid.to_owned(), note };
    }
    if !broken {
        return Text { text: text.into_owned(), note: None };
    }
    let guessed = guess(bytes);
    // One broken place is no reason to take everything else for something else.
    if is_mostly_whole(&text) || guessed.note == Some(Note::BrokenCharacters) {
        return Text { text: text.into_owned(), note: Some(Note::BrokenCharacters) };
    }
    guessed
}

/// The encoding that a label names. A label of ASCII says nothing about bytes that are not.
fn known(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    let found = match label.as_str() {
        "us-ascii" | "ascii" | "ansi_x3.4-1968" | "unknown-8bit" | "x-unknown" => None,
        "cp936" | "ms936" | "windows-936" | "gb18030-2022" | "gb18030-2005" | "gb2312-80" | "euc-cn" => {
            Some(GB18030)
        }
        "cp950" | "ms950" | "windows-950" => Some(BIG5),
        "cp932" | "windows-932" | "sjis" => Some(SHIFT_JIS),
        "cp949" | "ms949" | "windows-949" => Some(EUC_KR),
        "iso-2022-jp-ms" | "iso-2022-jp-1" | "iso-2022-jp-2" | "cp50220" => Some(ISO_2022_JP),
        "cp65001" => Some(UTF_8),
        other => Encoding::for_label(other.as_bytes()),
    };
    // Those who say GB2312 or GBK write what is only in GB18030 all the same.
    match found {
        Some(encoding) if encoding == GBK => Some(GB18030),
        Some(encoding) if encoding == REPLACEMENT => None,
        found => found,
    }
}

/// Whether bytes that are valid UTF-8 are that, although another encoding was said.
fn is_rather_utf8(text: &str, said: &'static Encoding) -> bool {
    if said.is_single_byte() {
        return true;
    }
    // Two or three rare Chinese characters can be valid UTF-8 by chance.
    let (read, _, broken) = said.decode(text.as_bytes());
    broken || (said == GB18030 && !is_likely_chinese(&read))
}

/// Nearly all that is not ASCII could be read.
fn is_mostly_whole(text: &str) -> bool {
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    let broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    wide > broken.saturating_mul(10)
}

/// Nearly all that is not ASCII are characters that Chinese is written with.
fn is_likely_chinese(text: &str) -> bool {
    let (mut wide, mut usual) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let mut buffer = [0; 4];
        let (encoded, _, _) = GB18030.encode(c.encode_utf8(&mut buffer));
        wide += 1;
        // Signs, and the first part of GB2312, which has the usual characters.
        usual += usize::from(matches!(*encoded, [0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..=0xff]));
    }
    wide > 0 && usual * 10 >= wide * 9
}

/// The encoding that bytes seem to have.
fn guess(bytes: &[u8]) -> Text {
    if bytes.is_ascii() && bytes.windows(2).any(|pair| matches!(pair, b"\x1b$" | b"\x1b(")) {
        let (text, _, broken) = ISO_2022_JP.decode(bytes);
        if !broken {
            return guessed(ISO_2022_JP, text.into_owned());
        }
    }
    let (chinese, _, broken) = GB18030.decode(bytes);
    if !broken && is_likely_chinese(&chinese) {
        return guessed(GB18030, chinese.into_owned());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let likely = detector.guess(None, Utf8Detection::Allow);
    let likely = if likely == GBK { GB18030 } else { likely };
    let (text, _, broken) = likely.decode(bytes);
    if broken {
        let text = String::from_utf8_lossy(bytes).into_owned();
        return Text { text, note: Some(Note::BrokenCharacters) };
    }
    // Bytes without a character beyond ASCII were no guess.
    if bytes.is_ascii() {
        Text { text: text.into_owned(), note: None }
    } else {
        guessed(likely, text.into_owned())
    }
}

fn guessed(encoding: &'static Encoding, text: String) -> Text {
    Text { text, note: Some(Note::GuessedEncoding(encoding.name())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: &str = "您好，订单还没有开通，请帮忙看一下。";

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn what_is_said_is_believed_when_it_can_be() {
        for label in ["gb2312", "GBK", "\"GB18030\"", "cp936", "x-gbk"] {
            assert_eq!(decode(&gb(CHINESE), label), Text { text: CHINESE.into(), note: None }, "{label}");
        }
        // A character that is only in GB18030, under the label that does not have it.
        assert_eq!(decode(&gb("镕𠮷"), "gb2312").text, "镕𠮷");
        let japanese = b"\x1b$B$3$s$K$A$O\x1b(B";
        assert_eq!(decode(japanese, "iso-2022-jp"), Text { text: "こんにちは".into(), note: None });
        assert_eq!(decode(b"caf\xe9 \x80", "iso-8859-1"), Text { text: "café €".into(), note: None });
    }

    #[test]
    fn what_is_not_said_is_guessed() {
        let guessed = |name| Some(Note::GuessedEncoding(name));
        assert_eq!(decode(CHINESE.as_bytes(), ""), Text { text: CHINESE.into(), note: None });
        assert_eq!(decode(&gb(CHINESE), ""), Text { text: CHINESE.into(), note: guessed("gb18030") });
        let japanese = decode(b"\x1b$B$3$s$K$A$O\x1b(B", "us-ascii");
        assert_eq!(japanese, Text { text: "こんにちは".into(), note: guessed("ISO-2022-JP") });
        assert_eq!(decode(b"Gr\xfc\xdfe aus M\xfcnchen", "").text, "Grüße aus München");
    }

    #[test]
    fn what_is_said_wrongly_is_guessed() {
        let guessed = |name| Some(Note::GuessedEncoding(name));
        for label in ["iso-8859-1", "windows-1252", "gb2312", "gb18030"] {
            let read = decode("你好，已付款".as_bytes(), label);
            assert_eq!(read, Text { text: "你好，已付款".into(), note: guessed("UTF-8") }, "{label}");
        }
        assert_eq!(decode(&gb(CHINESE), "utf-8"), Text { text: CHINESE.into(), note: guessed("gb18030") });
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.push(0xff);
        let read = decode(&bytes, "utf-8");
        assert!(read.text.starts_with(CHINESE) && read.note == Some(Note::BrokenCharacters), "{read:?}");
        assert_eq!(decode(b"a", "no-such").text, "a");
    }
}
