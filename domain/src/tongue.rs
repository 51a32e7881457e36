//! The words of files: codes for programs, words for people, and both are read again.

use std::borrow::Cow;

/// In which words a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// The codes and names that programs and the database use.
    #[default]
    Codes,
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Tongue {
    /// That of a locale such as `zh-CN` or `en`.
    #[must_use]
    pub fn of_locale(locale: &str) -> Option<Self> {
        match locale {
            "zh-CN" | "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// What a code is called; `chinese` are its further spellings, of which the first is the usual one.
    #[must_use]
    pub fn word(self, code: &'static str, chinese: &[&'static str]) -> Cow<'static, str> {
        match self {
            Self::Codes => Cow::Borrowed(code),
            Self::Zh => Cow::Borrowed(chinese.first().copied().unwrap_or(code)),
            Self::En => Cow::Owned(spoken(code)),
        }
    }

    /// One of two texts; programs get the English one.
    #[must_use]
    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::Codes | Self::En => en,
        }
    }
}

/// What is written in capitals wherever it stands.
const CAPITALS: [&str; 7] = ["saas", "api", "ai", "sku", "id", "sha256", "csv"];

/// A code as people write it: `Pending payment` of `pending_payment`. [`same_code`] knows it again.
#[must_use]
pub fn spoken(code: &str) -> String {
    let mut text = String::with_capacity(code.len());
    for (n, word) in code.split(['_', '.']).enumerate() {
        let small = word.to_ascii_lowercase();
        if n > 0 {
            text.push(' ');
        }
        match small.as_str() {
            "saas" => text.push_str("SaaS"),
            word if CAPITALS.contains(&word) => text.push_str(&word.to_ascii_uppercase()),
            word if n == 0 => {
                let (first, rest) = word.split_at(word.len().min(1));
                text.push_str(&first.to_ascii_uppercase());
                text.push_str(rest);
            }
            word => text.push_str(word),
        }
    }
    text
}

/// Whether a text is a code, whatever its capitals, with blanks or hyphens between its words too.
#[must_use]
pub fn same_code(text: &str, code: &str) -> bool {
    let plain = |b: u8| if matches!(b, b' ' | b'-' | b'.') { b'_' } else { b.to_ascii_lowercase() };
    text.len() == code.len() && text.bytes().zip(code.bytes()).all(|(a, b)| plain(a) == plain(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_words_is_that_code_again() {
        for (code, words) in [
            ("pending_payment", "Pending payment"),
            ("TRIAL_TO_FORMAL", "Trial to formal"),
            ("saas_auto", "SaaS auto"),
            ("ai_asset", "AI asset"),
            ("co_sale", "Co sale"),
            ("statement.payment_taken_back", "Statement payment taken back"),
        ] {
            assert_eq!(spoken(code), words);
            assert!(same_code(words, code), "{words}");
        }
        assert!(same_code("co-sale", "co_sale") && !same_code("cosale", "co_sale"));
        assert_eq!(spoken(""), "");
    }
}
