//! New names of customers and products that the books know.
//!
//! A file that spans years may have an old name in old rows and a new one in new rows. The last
//! row decides, once for the whole file; otherwise the same file would rename back and forth
//! every time that it comes in.

use std::collections::BTreeMap;

use domain::access::Actor;

use super::parties::Party;
use crate::{
    Office, Result, customers,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    search::Names,
};

/// Names kept in memory; a file that changes more than this renames in parts.
const MOST: usize = 50_000;

struct Rename {
    before: String,
    last: String,
    /// Rows that change nothing but this name.
    rows: u64,
}

/// New names, until the file has ended.
pub(super) struct Renames {
    names: Names,
    /// Rows above it came in with this file: giving them another name is no change of the books.
    newest: i64,
    by_code: BTreeMap<String, Rename>,
}

impl Renames {
    pub(super) async fn new(tx: &mut Tx, names: Names) -> Result<Self> {
        let mut sql = Sql::new("SELECT COALESCE(MAX(id), 0) FROM ");
        sql.push(names.table);
        let newest: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
        Ok(Self { names, newest: newest.map_or(0, |(id,)| id), by_code: BTreeMap::new() })
    }

    /// Notes the name that a row gives.
    pub(super) fn note(&mut self, party: &Party, given: Option<&str>, unchanged: bool) {
        let Some(given) = given else { return };
        if given == party.name && self.by_code.is_empty() {
            return;
        }
        match self.by_code.get_mut(&party.code) {
            Some(rename) => {
                if rename.last != given {
                    given.clone_into(&mut rename.last);
                    rename.rows = 0;
                }
                rename.rows += u64::from(unchanged);
            }
            None if given == party.name => {}
            None => {
                let (before, last) = (party.name.clone(), given.to_owned());
                self.by_code.insert(party.code.clone(), Rename { before, last, rows: u64::from(unchanged) });
            }
        }
    }

    /// Whether it is time to write them before the file has ended.
    pub(super) fn is_full(&self) -> bool {
        self.by_code.len() >= MOST
    }

    /// Gives the new names; the number of rows that changed nothing but a name.
    pub(super) async fn write(
        &mut self,
        tx: &mut Tx,
        office: &Office,
        actor: &Actor,
        why: &str,
    ) -> Result<u64> {
        let mut rows = 0;
        for (code, rename) in std::mem::take(&mut self.by_code) {
            if rename.last == rename.before {
                continue;
            }
            let mut sql = Sql::new("UPDATE ");
            sql.push(self.names.table).push(" SET name = ").arg(rename.last.as_str());
            sql.push(" WHERE code = ").arg(code.as_str()).push(" RETURNING id");
            let id: Option<(i64,)> = sql.fetch_optional_in(tx).await?;
            let Some((id,)) = id else { continue };
            self.names.index(tx, id, &rename.last, false).await?;
            if id > self.newest {
                continue;
            }
            rows += rename.rows;
            let entry = if self.names == customers::NAMES {
                Entry::new(Action::CustomerRenamed, Subject::Customer(&code))
            } else {
                Entry::new(Action::ProductRenamed, Subject::Product(&code))
            };
            let entry = entry.changed(fields! { Name: rename.before }, fields! { Name: rename.last });
            journal::append(tx, office, actor, entry.because(why)).await?;
        }
        Ok(rows)
    }
}
