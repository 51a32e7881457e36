//! Looking for an amount in the journal. Entries have no index of their amounts: one is looked for among those of
//! some days.

use chrono::{Days, NaiveDate};
use domain::money::Amount;
use rust_decimal::Decimal;

use crate::{
    Office,
    list::{Filter, Value},
};

/// So many days.
const WINDOW: u64 = 92;
/// Decimals with which amounts are written; those of every currency are among them.
const PLACES: [u32; 4] = [0, 2, 3, 4];

/// The days in which an amount is looked for, the first and the last; `None` where none is, or where the
/// subject or the import narrows the journal enough.
#[must_use]
pub fn looked_through(office: &Office, filter: &Filter) -> Option<(NaiveDate, NaiveDate)> {
    let narrow = filter.text("id").is_some() || filter.text("import").is_some();
    filter.value("amount").filter(|_| !narrow)?;
    let last = day(filter, "to").unwrap_or_else(|| office.zone.wall(office.clock.now()).date());
    let first = last.checked_sub_days(Days::new(WINDOW)).unwrap_or(last);
    Some((day(filter, "from").map_or(first, |from| from.max(first)), last))
}

/// The first and the last day that can have an entry.
pub(super) fn days(office: &Office, filter: &Filter) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let first = looked_through(office, filter).map(|(first, _)| first);
    (first.or_else(|| day(filter, "from")), day(filter, "to"))
}

fn day(filter: &Filter, name: &str) -> Option<NaiveDate> {
    match filter.value(name) {
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    }
}

/// An amount as entries write it, with the decimals of any currency. Who says no sign means both.
pub(super) fn patterns(amount: Amount) -> Vec<String> {
    let number = amount.number().normalize();
    let written = |places: u32| (number.scale() <= places).then(|| at_places(number, places));
    let texts = PLACES.into_iter().filter_map(written);
    let signs: &[&str] = if number.is_sign_negative() { &[""] } else { &["", "-"] };
    texts.flat_map(|text| signs.iter().map(move |sign| format!("%\"{sign}{text}\"%"))).collect()
}

fn at_places(number: Decimal, places: u32) -> String {
    format!("{number:.*}", places as usize)
}

#[cfg(test)]
mod tests {
    use domain::money::Numbers;

    use super::*;

    #[test]
    fn an_amount_is_looked_for_as_entries_write_it() {
        let of = |text: &str| patterns(Amount::parse(text, Numbers::Usual).unwrap());
        assert_eq!(of("¥1,800")[..4], ["%\"1800\"%", "%\"-1800\"%", "%\"1800.00\"%", "%\"-1800.00\"%"]);
        assert_eq!(of("-0.5"), ["%\"-0.50\"%", "%\"-0.500\"%", "%\"-0.5000\"%"]);
        assert_eq!(of("0.005").len(), 4);
    }
}
