//! Currencies of ISO 4217, and how many decimals their amounts have.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Problem, text::plain};

/// A currency: its place in the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "&str", try_from = "String")]
pub struct Currency(u8);

/// Code and decimals of every currency that is in use. Those that the marketplace settles in come
/// first; funds, metals and test codes of the standard are left out, because nobody pays in them.
#[rustfmt::skip]
const TABLE: &[(&str, u32)] = &[
    ("CNY", 2), ("USD", 2), ("EUR", 2), ("HKD", 2), ("SGD", 2), ("GBP", 2), ("THB", 2), ("BRL", 2),
    ("AED", 2), ("AFN", 2), ("ALL", 2), ("AMD", 2), ("AOA", 2), ("ARS", 2), ("AUD", 2), ("AWG", 2),
    ("AZN", 2), ("BAM", 2), ("BBD", 2), ("BDT", 2), ("BHD", 3), ("BIF", 0), ("BMD", 2), ("BND", 2),
    ("BOB", 2), ("BSD", 2), ("BTN", 2), ("BWP", 2), ("BYN", 2), ("BZD", 2), ("CAD", 2), ("CDF", 2),
    ("CHF", 2), ("CLP", 0), ("COP", 2), ("CRC", 2), ("CUP", 2), ("CVE", 2), ("CZK", 2), ("DJF", 0),
    ("DKK", 2), ("DOP", 2), ("DZD", 2), ("EGP", 2), ("ERN", 2), ("ETB", 2), ("FJD", 2), ("FKP", 2),
    ("GEL", 2), ("GHS", 2), ("GIP", 2), ("GMD", 2), ("GNF", 0), ("GTQ", 2), ("GYD", 2), ("HNL", 2),
    ("HTG", 2), ("HUF", 2), ("IDR", 2), ("ILS", 2), ("INR", 2), ("IQD", 3), ("IRR", 2), ("ISK", 0),
    ("JMD", 2), ("JOD", 3), ("JPY", 0), ("KES", 2), ("KGS", 2), ("KHR", 2), ("KMF", 0), ("KPW", 2),
    ("KRW", 0), ("KWD", 3), ("KYD", 2), ("KZT", 2), ("LAK", 2), ("LBP", 2), ("LKR", 2), ("LRD", 2),
    ("LSL", 2), ("LYD", 3), ("MAD", 2), ("MDL", 2), ("MGA", 2), ("MKD", 2), ("MMK", 2), ("MNT", 2),
    ("MOP", 2), ("MRU", 2), ("MUR", 2), ("MVR", 2), ("MWK", 2), ("MXN", 2), ("MYR", 2), ("MZN", 2),
    ("NAD", 2), ("NGN", 2), ("NIO", 2), ("NOK", 2), ("NPR", 2), ("NZD", 2), ("OMR", 3), ("PAB", 2),
    ("PEN", 2), ("PGK", 2), ("PHP", 2), ("PKR", 2), ("PLN", 2), ("PYG", 0), ("QAR", 2), ("RON", 2),
    ("RSD", 2), ("RUB", 2), ("RWF", 0), ("SAR", 2), ("SBD", 2), ("SCR", 2), ("SDG", 2), ("SEK", 2),
    ("SHP", 2), ("SLE", 2), ("SOS", 2), ("SRD", 2), ("SSP", 2), ("STN", 2), ("SVC", 2), ("SYP", 2),
    ("SZL", 2), ("TJS", 2), ("TMT", 2), ("TND", 3), ("TOP", 2), ("TRY", 2), ("TTD", 2), ("TWD", 2),
    ("TZS", 2), ("UAH", 2), ("UGX", 0), ("UYU", 2), ("UZS", 2), ("VED", 2), ("VES", 2), ("VND", 0),
    ("VUV", 0), ("WST", 2), ("XAF", 0), ("XCD", 2), ("XCG", 2), ("XOF", 0), ("XPF", 0), ("YER", 2),
    ("ZAR", 2), ("ZMW", 2), ("ZWG", 2),
];

/// How files write the usual ones beside their code.
const SPELLINGS: &[(&str, Currency)] = &[
    ("人民币", Currency::CNY),
    ("RMB", Currency::CNY),
    ("¥", Currency::CNY),
    ("￥", Currency::CNY),
    ("美元", Currency::USD),
    ("欧元", Currency::EUR),
    ("港币", Currency::HKD),
    ("新加坡元", Currency::SGD),
    ("英镑", Currency::GBP),
    ("泰铢", Currency::THB),
    ("巴西雷亚尔", Currency::BRL),
    ("日元", Currency::JPY),
];

/// The place of a code that this file names; past the end of the table it does not compile.
const fn place(code: &str) -> Currency {
    let wanted = code.as_bytes();
    let mut at = 0;
    loop {
        let here = TABLE[at].0.as_bytes();
        if here[0] == wanted[0] && here[1] == wanted[1] && here[2] == wanted[2] {
            return Currency(at as u8);
        }
        at += 1;
    }
}

impl Currency {
    /// Renminbi.
    pub const CNY: Self = place("CNY");
    /// United States dollar.
    pub const USD: Self = place("USD");
    /// Euro.
    pub const EUR: Self = place("EUR");
    /// Hong Kong dollar.
    pub const HKD: Self = place("HKD");
    /// Singapore dollar.
    pub const SGD: Self = place("SGD");
    /// Pound sterling.
    pub const GBP: Self = place("GBP");
    /// Thai baht.
    pub const THB: Self = place("THB");
    /// Brazilian real.
    pub const BRL: Self = place("BRL");
    /// Yen: it has no decimals.
    pub const JPY: Self = place("JPY");
    /// Kuwaiti dinar: it has three.
    pub const KWD: Self = place("KWD");

    /// The most decimals that any currency has.
    pub const FINEST: u32 = 3;
    /// How many of [`Self::all`] the marketplace settles in.
    pub const USUAL: usize = 8;

    /// Every currency, those that the marketplace settles in first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (0..TABLE.len()).map(|at| Self(at as u8))
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        TABLE[self.0 as usize].0
    }

    /// How many decimals its amounts have: 2 for most, 0 for JPY, 3 for KWD.
    #[must_use]
    pub const fn exponent(self) -> u32 {
        TABLE[self.0 as usize].1
    }

    /// The sign that stands before an amount; a code with a blank where there is none of its own.
    #[must_use]
    pub fn sign(self) -> std::borrow::Cow<'static, str> {
        let sign = match self {
            Self::CNY => "¥",
            Self::USD => "US$",
            Self::EUR => "€",
            Self::HKD => "HK$",
            Self::SGD => "S$",
            Self::GBP => "£",
            Self::THB => "฿",
            Self::BRL => "R$",
            _ => return format!("{} ", self.code()).into(),
        };
        sign.into()
    }

    /// The currency of a code or of one of its other spellings.
    #[must_use]
    pub fn from_code(text: &str) -> Option<Self> {
        let of_code = |code: &str| TABLE.iter().position(|(known, _)| known.eq_ignore_ascii_case(code));
        let found = of_code(text).or_else(|| of_code(&plain(text)));
        found.map(|at| Self(at as u8)).or_else(|| {
            let plain = plain(text);
            SPELLINGS.iter().find(|(word, _)| plain.eq_ignore_ascii_case(word)).map(|(_, currency)| *currency)
        })
    }

    /// The currency of a code or of one of its other spellings.
    ///
    /// # Errors
    /// `Missing` when empty, `UnknownCode` with the usual codes otherwise.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.trim().is_empty() {
            return Err(Problem::Missing);
        }
        Self::from_code(text).ok_or_else(|| {
            let usual: Vec<&str> = Self::all().take(Self::USUAL).map(Self::code).collect();
            let value = text.trim().chars().take(40).collect();
            Problem::UnknownCode { value, allowed: format!("{}, …", usual.join(", ")) }
        })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Currency> for &str {
    fn from(currency: Currency) -> Self {
        currency.code()
    }
}

impl TryFrom<String> for Currency {
    type Error = Problem;

    fn try_from(code: String) -> Result<Self, Problem> {
        Self::parse(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_none_is_there_twice() {
        let all: Vec<Currency> = Currency::all().collect();
        for currency in &all {
            assert_eq!(Currency::parse(currency.code()), Ok(*currency));
            assert!(currency.exponent() <= Currency::FINEST);
        }
        let mut codes: Vec<&str> = all.iter().map(|c| c.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all.len());
        assert_eq!(all[0], Currency::CNY);
    }

    #[test]
    fn decimals_are_those_of_the_standard() {
        for (code, exponent) in
            [("CNY", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), ("BHD", 3), ("TND", 3)]
        {
            assert_eq!(Currency::from_code(code).map(Currency::exponent), Some(exponent), "{code}");
        }
    }

    #[test]
    fn other_spellings_are_read_and_unknown_codes_refused() {
        for (text, currency) in [
            ("人民币", Currency::CNY),
            (" ｊｐｙ ", Currency::JPY),
            ("rmb", Currency::CNY),
            ("￥", Currency::CNY),
        ] {
            assert_eq!(Currency::parse(text), Ok(currency), "{text}");
        }
        assert_eq!(Currency::parse(" "), Err(Problem::Missing));
        for text in ["XYZ", "XAU", "US"] {
            assert!(matches!(Currency::parse(text), Err(Problem::UnknownCode { .. })), "{text}");
        }
        assert_eq!(serde_json::to_string(&Currency::KWD).unwrap(), "\"KWD\"");
        assert_eq!(serde_json::from_str::<Currency>("\"KWD\"").unwrap(), Currency::KWD);
    }
}
