//! The two languages.

use domain::Tongue;
use serde::{Deserialize, Serialize};

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese; the first language.
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// As it stands in cookies and in `lang="…"`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Reads a code such as `zh-CN`, `zh` or `en-GB`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that we have; Chinese when none.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        header.split(',').find_map(|part| Self::from_code(part.trim())).unwrap_or_default()
    }

    /// That of the words of files and of the rules.
    #[must_use]
    pub const fn tongue(self) -> Tongue {
        match self {
            Self::Zh => Tongue::Zh,
            Self::En => Tongue::En,
        }
    }

    /// One of two texts.
    #[must_use]
    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_what_it_likes() {
        assert_eq!(Lang::accepted("en-US,en;q=0.9,zh;q=0.8"), Lang::En);
        assert_eq!(Lang::accepted("fr-FR, zh-TW;q=0.9"), Lang::Zh);
        assert_eq!(Lang::accepted(""), Lang::Zh);
    }
}
