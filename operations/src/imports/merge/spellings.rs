//! How those are spelled that go by their name.

use std::collections::{BTreeSet, HashMap};

use domain::text;

use crate::{
    Result,
    db::{Bulk, Tx, matching},
};

/// What the books, and the rows of a batch, call those of a kind that go by their name.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// Where in the list who is written so stands. The books have these, or will when the batch is written.
    names: HashMap<String, usize>,
    /// The first who has a name of this identity.
    keys: HashMap<String, usize>,
    /// Those that rows which were taken bring.
    new: Vec<(usize, String)>,
}

/// A row of `party_names`.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) party_id: i64,
    name: String,
    name_key: String,
}

const OF_KEYS: &str = "SELECT party_id, name, name_key FROM party_names WHERE name_key IN";

impl Spellings {
    /// Every spelling of these names in the books; of two that have one identity the older one comes first.
    pub(super) async fn of(tx: &mut Tx, kind: &str, names: &[&str]) -> Result<Vec<Row>> {
        let keys: BTreeSet<String> = names.iter().map(|name| text::identity(name)).collect();
        let keys: Vec<String> = keys.into_iter().collect();
        let mut rows: Vec<Row> = matching(tx, OF_KEYS, &keys, &format!(" AND kind = '{kind}'")).await?;
        rows.sort_unstable_by_key(|row| row.party_id);
        Ok(rows)
    }

    /// Notes what the books have.
    pub(super) fn know(&mut self, row: Row, place: usize) {
        self.keys.entry(row.name_key).or_insert(place);
        self.names.insert(row.name, place);
    }

    /// Notes a spelling that the books have from a batch before.
    pub(super) fn know_again(&mut self, name: &str, place: usize) {
        self.keys.entry(text::identity(name)).or_insert(place);
        self.names.insert(name.to_owned(), place);
    }

    /// Notes somebody new. The name counts once a row is taken.
    pub(super) fn meet(&mut self, name: &str, place: usize) {
        self.keys.entry(text::identity(name)).or_insert(place);
    }

    /// Who has this name, in whatever spelling.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).or_else(|| self.keys.get(&text::identity(name))).copied()
    }

    /// A row that was taken spells it so.
    pub(super) fn take(&mut self, name: &str, place: usize) {
        if !self.names.contains_key(name) {
            self.names.insert(name.to_owned(), place);
            self.new.push((place, name.to_owned()));
        }
    }

    /// Those that the batch brings, each with whose it is.
    pub(super) fn brought(&self) -> impl Iterator<Item = (usize, &str)> {
        self.new.iter().map(|(place, name)| (*place, name.as_str()))
    }

    /// All of them.
    pub(super) fn into_names(self) -> HashMap<String, usize> {
        self.names
    }

    /// Puts the new ones into the books, and gives their rows; `id` gives the row of who stands in a place.
    pub(super) async fn write(
        &self,
        tx: &mut Tx,
        kind: &'static str,
        id: impl Fn(usize) -> Result<i64>,
    ) -> Result<Vec<i64>> {
        let mut bulk = Bulk::new(4);
        for (place, name) in self.brought() {
            bulk.row([kind.into(), id(place)?.into(), name.into(), text::identity(name).into()]);
        }
        // Firms of one name in two spellings that were there before stay two.
        let head = "INSERT INTO party_names (kind, party_id, name, name_key) VALUES ";
        let tail = " ON CONFLICT (kind, name) DO NOTHING RETURNING id";
        let new: Vec<(i64,)> = bulk.returning(tx, head, tail).await?;
        Ok(new.into_iter().map(|(id,)| id).collect())
    }
}
