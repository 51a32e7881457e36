//! The catalogues: every word of the pages in both languages, side by side.
//!
//! A catalogue is a struct with a field for each key; leaving out one of the languages, or using a
//! key that is not there, does not compile.

/// Defines a catalogue: `key: "中文", "English";`
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[expect(missing_docs, reason = "the words say it")]
        pub struct $name {
            $(pub $key: &'static str,)+
        }
        impl $name {
            const ZH: Self = Self { $($key: $zh,)+ };
            const EN: Self = Self { $($key: $en,)+ };

            /// The catalogue of a language.
            #[must_use]
            pub const fn of(lang: $crate::lang::Lang) -> &'static Self {
                match lang {
                    $crate::lang::Lang::Zh => &Self::ZH,
                    $crate::lang::Lang::En => &Self::EN,
                }
            }
        }
    };
}

pub mod codes;
#[cfg(feature = "ssr")]
pub mod failures;
mod island;
#[cfg(feature = "ssr")]
mod order;
pub mod problems;
#[cfg(feature = "ssr")]
mod shell;

pub use island::IslandWords;
#[cfg(feature = "ssr")]
pub use order::OrderWords;
#[cfg(feature = "ssr")]
pub use shell::ShellWords;

/// Puts values into the places of a text: `fill("第 {n} 页", &[("n", "3")])`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        out.push_str(&rest[..open]);
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("{a} of {b}", &[("a", "1"), ("b", "{a}")]), "1 of {a}");
        assert_eq!(fill("{unknown}", &[]), "{unknown}");
    }
}
