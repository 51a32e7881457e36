//! Enumerations with codes, as files, the API and the database write them.

/// Defines an enumeration whose variants have a code and further spellings.
///
/// Gives it `ALL`, `code()`, `parse()` (codes and spellings, case-insensitive), `Display` (the
/// code), serde by code, and `TryFrom<String>`, by which a row of the database is read.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $code:literal $(| $alias:literal)*,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }
        impl $name {
            /// Every value, in the order of the reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Every code, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The code that files, the API and the database use.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value of a code or of one of its other spellings.
            #[must_use]
            pub fn from_code(text: &str) -> Option<Self> {
                $(if text == $code { return Some(Self::$variant); })+
                let plain = $crate::text::plain(text);
                $(if $crate::same_code(&plain, $code) $(|| plain.eq_ignore_ascii_case($alias))* {
                    return Some(Self::$variant);
                })+
                None
            }

            /// Its other spellings.
            #[must_use]
            pub const fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($alias),*]),+ }
            }

            /// What it is called in a file; [`Self::from_code`] reads it again.
            #[must_use]
            pub fn in_words(self, tongue: $crate::Tongue) -> ::std::borrow::Cow<'static, str> {
                match self { $(Self::$variant => tongue.word($code, &[$($alias),*])),+ }
            }

            /// What a code of the database is called in a file; a text that is none of them stays as it is.
            #[must_use]
            pub fn worded(code: &str, tongue: $crate::Tongue) -> ::std::borrow::Cow<'_, str> {
                match (tongue, Self::from_code(code)) {
                    ($crate::Tongue::Codes, _) | (_, None) => ::std::borrow::Cow::Borrowed(code),
                    (_, Some(value)) => value.in_words(tongue),
                }
            }

            /// The value of a code or of one of its other spellings.
            ///
            /// # Errors
            /// `Missing` when empty, `UnknownCode` with the allowed codes otherwise.
            pub fn parse(text: &str) -> Result<Self, $crate::Problem> {
                if text.trim().is_empty() {
                    return Err($crate::Problem::Missing);
                }
                Self::from_code(text).ok_or_else(|| $crate::Problem::UnknownCode {
                    value: text.trim().chars().take(40).collect(),
                    allowed: Self::CODES.join(", "),
                })
            }

            /// The code of what [`Self::parse`] takes.
            ///
            /// # Errors
            /// As [`Self::parse`].
            pub fn code_of(text: &str) -> Result<&'static str, $crate::Problem> {
                Self::parse(text).map(Self::code)
            }
        }
        impl ::std::convert::TryFrom<String> for $name {
            type Error = $crate::Problem;

            fn try_from(code: String) -> Result<Self, $crate::Problem> {
                Self::parse(&code)
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
