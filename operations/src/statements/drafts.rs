//! Drafting and issuing many at once: which ones, by their keys.

use std::{fmt, str::FromStr};

use domain::{
    Currency, Period,
    access::{Actor, Operation},
};

use super::{
    Waiting,
    head::{called, of_rows},
    months::waiting,
};
use crate::{
    Office, Result,
    list::{Filter, Value},
};

/// What could be drafted: a reseller, month and currency. Written `202610.12.CNY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftKey {
    /// Row of the reseller.
    pub reseller_id: i64,
    /// The month.
    pub period: Period,
    /// The currency.
    pub currency: Currency,
}

impl fmt::Display for DraftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.period, self.reseller_id, self.currency)
    }
}

impl FromStr for DraftKey {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(());
        let period = next()?.parse().ok().and_then(Period::from_number).ok_or(())?;
        let reseller_id = next()?.parse().map_err(|_| ())?;
        let currency = Currency::from_code(next()?).ok_or(())?;
        if parts.next().is_none() { Ok(Self { reseller_id, period, currency }) } else { Err(()) }
    }
}

impl Waiting {
    /// By which it is drafted among many.
    #[must_use]
    pub const fn key(&self) -> DraftKey {
        DraftKey { reseller_id: self.reseller_id, period: self.period, currency: self.currency }
    }
}

/// Key and name of what waits for a statement under a filter of the list of statements.
pub(crate) async fn matching(
    office: &Office,
    actor: &Actor,
    filter: &Filter,
) -> Result<Vec<(String, String)>> {
    let asked = |one: &Waiting| {
        filter.text("reseller").is_none_or(|reseller| reseller == one.reseller)
            && filter.value("period").is_none_or(|period| *period == Value::Month(one.period))
    };
    let waiting = waiting(office, actor).await?;
    Ok(waiting.iter().filter(|one| asked(one)).map(key_and_name).collect())
}

/// Key and name of what waits for a statement, by its keys.
pub(crate) async fn chosen(office: &Office, actor: &Actor, keys: &[&str]) -> Result<Vec<(String, String)>> {
    let keys: Vec<DraftKey> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    let waiting = waiting(office, actor).await?;
    Ok(waiting.iter().filter(|one| keys.contains(&one.key())).map(key_and_name).collect())
}

fn key_and_name(one: &Waiting) -> (String, String) {
    (one.key().to_string(), called(&one.reseller, one.period, one.currency))
}

/// Row and name of statements, by their rows.
pub(crate) async fn named(office: &Office, actor: &Actor, rows: &[&str]) -> Result<Vec<(String, String)>> {
    actor.may(Operation::ReadStatements)?;
    let rows: Vec<i64> = rows.iter().filter_map(|row| row.parse().ok()).collect();
    let heads = of_rows(office, &rows).await?;
    Ok(heads.into_iter().map(|head| (head.id.to_string(), head.called())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let period = Period::from_number(202_610).expect("a month");
        let key = DraftKey { reseller_id: 12, period, currency: Currency::CNY };
        assert_eq!((key.to_string().as_str(), key.to_string().parse()), ("202610.12.CNY", Ok(key)));
        for wrong in ["", "202610.12", "202613.12.CNY", "202610.x.CNY", "202610.12.ZZZ", "202610.12.CNY.1"] {
            assert_eq!(wrong.parse::<DraftKey>(), Err(()), "{wrong}");
        }
    }
}
