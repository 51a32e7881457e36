//! Names of currencies.

use domain::Currency;

use super::codes::Worded;
use crate::lang::Lang;

impl Worded for Currency {
    /// Its name; the code of one that has none here.
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::CNY => lang.pick("人民币", "renminbi"),
            Self::USD => lang.pick("美元", "US dollars"),
            Self::EUR => lang.pick("欧元", "euros"),
            Self::HKD => lang.pick("港币", "Hong Kong dollars"),
            Self::SGD => lang.pick("新加坡元", "Singapore dollars"),
            Self::GBP => lang.pick("英镑", "pounds sterling"),
            Self::THB => lang.pick("泰铢", "Thai baht"),
            Self::BRL => lang.pick("巴西雷亚尔", "Brazilian reals"),
            Self::JPY => lang.pick("日元", "Japanese yen"),
            Self::KWD => lang.pick("科威特第纳尔", "Kuwaiti dinars"),
            other => other.code(),
        }
    }
}

/// `CNY renminbi`; the code alone of a currency whose name is not in the catalogue.
#[must_use]
pub fn currency_named(currency: Currency, lang: Lang) -> String {
    match currency.words(lang) {
        words if words == currency.code() => words.to_owned(),
        words => format!("{currency} {words}"),
    }
}
