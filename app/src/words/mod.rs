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

/// Gives every value of an enumeration its words: `Variant: "中文", "English";`
macro_rules! worded {
    ($type:ident { $($variant:ident: $zh:literal, $en:literal;)+ }) => {
        impl $crate::words::codes::Worded for $type {
            fn words(self, lang: $crate::lang::Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($zh, $en),)+ }
            }
        }
    };
}

/// Gives a catalogue that has a key for each of them the words of a list.
#[cfg(feature = "ssr")]
macro_rules! noun {
    ($name:ident) => {
        impl $name {
            /// The words of its list.
            #[must_use]
            pub const fn noun(lang: $crate::lang::Lang) -> $crate::words::NounWords {
                let Self { total, search_hint, empty_title, empty_text, none_title, .. } = *Self::of(lang);
                $crate::words::NounWords { total, search_hint, empty_title, empty_text, none_title }
            }
        }
    };
}

#[cfg(feature = "ssr")]
mod account;
#[cfg(feature = "ssr")]
pub mod bill;
#[cfg(feature = "ssr")]
mod bill_refused;
#[cfg(feature = "ssr")]
mod buyer;
pub mod codes;
#[cfg(feature = "ssr")]
mod correct;
pub mod currency;
#[cfg(feature = "ssr")]
pub mod deliveries;
#[cfg(feature = "ssr")]
mod delivery;
#[cfg(feature = "ssr")]
pub mod dispute;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
mod duty;
#[cfg(feature = "ssr")]
mod evidence;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
pub mod failures;
mod faults;
#[cfg(feature = "ssr")]
pub mod fields;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(all(feature = "ssr", debug_assertions))]
mod gallery;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
pub mod import;
mod island;
#[cfg(feature = "ssr")]
pub mod journal;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod mail;
#[cfg(feature = "ssr")]
pub mod mapping;
#[cfg(feature = "ssr")]
mod merchant;
#[cfg(feature = "ssr")]
mod month;
#[cfg(feature = "ssr")]
mod notification;
#[cfg(feature = "ssr")]
mod order;
#[cfg(feature = "ssr")]
mod paid;
#[cfg(feature = "ssr")]
mod paper;
#[cfg(feature = "ssr")]
mod planned;
pub mod problems;
#[cfg(feature = "ssr")]
mod product;
pub mod quote;
#[cfg(feature = "ssr")]
mod reception;
#[cfg(feature = "ssr")]
pub mod reconciliation;
#[cfg(feature = "ssr")]
pub mod refund;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
mod reseller;
#[cfg(feature = "ssr")]
pub mod rule;
#[cfg(feature = "ssr")]
pub mod settings;
#[cfg(feature = "ssr")]
pub mod settlement;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod staff;
pub mod standing;
#[cfg(feature = "ssr")]
mod template;
#[cfg(feature = "ssr")]
pub mod ticket;
#[cfg(feature = "ssr")]
mod token;
#[cfg(feature = "ssr")]
mod transaction;
#[cfg(feature = "ssr")]
pub mod undo;
#[cfg(feature = "ssr")]
mod work;

#[cfg(feature = "ssr")]
pub use self::{
    account::AccountWords,
    bill::BillWords,
    buyer::BuyerWords,
    correct::CorrectWords,
    delivery::DeliveryWords,
    dispute::DisputeWords,
    document::DocumentWords,
    duty::DutyWords,
    evidence::EvidenceWords,
    export::ExportWords,
    help::HelpWords,
    home::HomeWords,
    import::ImportWords,
    journal::JournalWords,
    list::{ListWords, NounWords},
    mail::MailWords,
    mapping::MappingWords,
    merchant::MerchantWords,
    month::MonthWords,
    notification::NotificationWords,
    order::OrderWords,
    paid::PaidWords,
    paper::{BillPaperWords, PaperWords},
    planned::PlannedWords,
    product::ProductWords,
    reception::ReceptionWords,
    reconciliation::ReconciliationWords,
    refund::RefundWords,
    report::ReportWords,
    reseller::ResellerWords,
    rule::RuleWords,
    settings::SettingsWords,
    settlement::SettlementWords,
    shell::ShellWords,
    staff::StaffWords,
    standing::StandingWords,
    template::TemplateWords,
    ticket::TicketWords,
    token::TokenWords,
    transaction::TransactionWords,
    undo::UndoWords,
    work::WorkWords,
};
#[cfg(all(feature = "ssr", debug_assertions))]
pub use gallery::GalleryWords;
pub use island::IslandWords;
pub use quote::QuoteWords;

/// Puts values into the places of a text: `fill("第 {n} 页", &[("n", "3")])`. A place with words is
/// filled with the one that goes with the number: `{n} {n|order|orders}`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        out.push_str(&rest[..open]);
        let (name, words) =
            name.split_once('|').map_or((name, None), |(name, words)| (name, words.split_once('|')));
        match (values.iter().find(|(n, _)| *n == name), words) {
            (Some((_, value)), None) => out.push_str(value),
            (Some((_, value)), Some((one, many))) => out.push_str(if *value == "1" { one } else { many }),
            (None, _) => out.push_str(&rest[open..=open + close]),
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
        assert_eq!(fill("{n} {n|entry|entries}", &[("n", "1")]), "1 entry");
        assert_eq!(fill("{n} {n|entry|entries}", &[("n", "1,001")]), "1,001 entries");
    }
}
