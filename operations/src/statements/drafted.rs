//! Which open dues stand in a draft.

use std::collections::{BTreeMap, BTreeSet};

use super::open::{Calendar, Party, of_party};
use crate::{
    Result,
    db::{Db, Sql},
};

/// The months that drafts take, by reseller and currency.
pub(crate) struct Drafted(BTreeMap<Party, BTreeSet<i64>>);

impl Drafted {
    /// Of the drafts that there are now.
    pub(crate) async fn load(db: &Db) -> Result<Self> {
        let mut drafted: BTreeMap<Party, BTreeSet<i64>> = BTreeMap::new();
        for (party, months) in Calendar::load(db, None).await?.drafted() {
            drafted.entry(party).or_default().extend(months);
        }
        Ok(Self(drafted))
    }

    /// Whether a draft takes the open dues of a reseller in a currency and month.
    pub(crate) fn takes(&self, reseller_id: i64, currency: &str, period: i64) -> bool {
        self.0.iter().any(|(party, months)| {
            party.reseller_id == reseller_id && party.currency.code() == currency && months.contains(&period)
        })
    }

    /// For each reseller and currency: the condition on `dues d` that a draft takes them.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = impl Fn(&mut Sql)> {
        self.0.iter().map(|(party, months)| {
            let months: Vec<i64> = months.iter().copied().collect();
            move |sql: &mut Sql| {
                of_party(sql, *party);
                sql.among("d.period", &months);
            }
        })
    }
}
