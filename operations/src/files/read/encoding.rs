//! Which encoding a text has that is not UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::super::{Encoding, Unreadable};

/// Guesses from how often characters occur.
pub(super) struct Guess {
    detector: EncodingDetector,
    /// What a text would be as each of [`RIVALS`].
    rivals: Vec<Reading>,
}

/// Encodings of two bytes a character that short texts can be taken for.
const RIVALS: [Encoding; 3] = [Encoding::Gb18030, Encoding::Big5, Encoding::ShiftJis];

struct Reading {
    encoding: Encoding,
    decoder: encoding_rs::Decoder,
    /// Characters that people write with, all that are not ASCII, and places that are no character.
    usual: u64,
    wide: u64,
    broken: u64,
}

impl Reading {
    fn new(encoding: Encoding) -> Self {
        let decoder = encoding.of_library().new_decoder_without_bom_handling();
        Self { encoding, decoder, usual: 0, wide: 0, broken: 0 }
    }

    fn feed(&mut self, mut bytes: &[u8], last: bool) {
        let mut out = [0; 4096];
        loop {
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut out, last);
            let text = std::str::from_utf8(&out[..written]).unwrap_or_default();
            for c in text.chars().filter(|c| !c.is_ascii()) {
                self.wide += 1;
                self.usual += u64::from(is_usual(self.encoding, c));
                self.broken += u64::from(c == '\u{fffd}');
            }
            bytes = &bytes[read..];
            if result == encoding_rs::CoderResult::InputEmpty {
                return;
            }
        }
    }

    /// Nearly all of it is what people write.
    const fn is_likely(&self) -> bool {
        self.wide > 0 && self.broken * 50 <= self.wide && self.usual * 10 >= self.wide * 9
    }
}

/// Whether a character is among those that texts of an encoding are made of: of Chinese the two
/// thirds of GB2312 and Big5 that come first in them because they are the usual ones.
fn is_usual(encoding: Encoding, c: char) -> bool {
    let mut bytes = [0; 4];
    let encoded = encoding.of_library().encode(c.encode_utf8(&mut bytes)).0;
    match (encoding, &*encoded) {
        (Encoding::Gb18030, [lead, trail]) => {
            *trail >= 0xa1 && ((0xa1..=0xa3).contains(lead) || (0xb0..=0xd7).contains(lead))
        }
        (Encoding::Big5, [lead, _]) => (0xa1..=0xc6).contains(lead),
        (Encoding::ShiftJis, [_]) => false,
        (Encoding::ShiftJis, [lead, _]) => (0x81..=0x97).contains(lead),
        _ => false,
    }
}

impl Guess {
    pub(super) fn new() -> Self {
        let detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        Self { detector, rivals: RIVALS.map(Reading::new).into() }
    }

    pub(super) fn feed(&mut self, bytes: &[u8], last: bool) {
        self.detector.feed(bytes, last);
        for rival in &mut self.rivals {
            rival.feed(bytes, last);
        }
    }

    /// The encoding.
    ///
    /// # Errors
    /// `UnclearEncoding` when two are as likely, `OtherEncoding` for one that is not read here.
    pub(super) fn encoding(&self) -> Result<Encoding, Unreadable> {
        let guessed = self.detector.guess(None, Utf8Detection::Deny);
        let known = Encoding::ALL.iter().copied().find(|known| known.of_library() == guessed);
        // GBK is within GB18030. What is read as another encoding than its own would be other names.
        let within = (guessed == encoding_rs::GBK).then_some(Encoding::Gb18030);
        let guessed =
            known.or(within).ok_or_else(|| Unreadable::OtherEncoding(guessed.name().to_ascii_lowercase()))?;
        let likely: Vec<Encoding> =
            self.rivals.iter().filter(|r| r.is_likely()).map(|r| r.encoding).collect();
        match likely[..] {
            [] => Ok(guessed),
            [only] if only == guessed => Ok(only),
            [only] => match guessed {
                Encoding::Windows1252 | Encoding::EucKr => Err(Unreadable::UnclearEncoding(only, guessed)),
                _ => Ok(only),
            },
            [one, other, ..] => Err(Unreadable::UnclearEncoding(one, other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(encoding: Encoding, text: &str) -> Result<Encoding, Unreadable> {
        let bytes = encoding.of_library().encode(text).0;
        let mut guess = Guess::new();
        for chunk in bytes.chunks(5) {
            guess.feed(chunk, false);
        }
        guess.feed(b"", true);
        guess.encoding()
    }

    #[test]
    fn encodings_of_names_are_told_apart() {
        for (encoding, text) in [
            (Encoding::Gb18030, "订单号,客户名称\nCS1,华为云计算技术有限公司\n"),
            (Encoding::Gb18030, "order_no,customer_name\nA1,杭州远山贸易有限公司\n"),
            (Encoding::Big5, "order_no,customer_name\nA1,臺北雲端科技股份有限公司\n"),
            (Encoding::ShiftJis, "order_no,customer_name\nA1,株式会社クラウドテスト\n"),
            (Encoding::Windows1252, "order_no,customer_name\nA1,Müller GmbH\nA2,Björk\n"),
        ] {
            assert_eq!(guess(encoding, text), Ok(encoding), "{text}");
        }
        let text = "order_no,customer_name\nA1,Общество с ограниченной ответственностью\n";
        let bytes = encoding_rs::WINDOWS_1251.encode(text).0;
        let mut other = Guess::new();
        other.feed(&bytes, true);
        assert_eq!(other.encoding(), Err(Unreadable::OtherEncoding("windows-1251".to_owned())));
    }
}
