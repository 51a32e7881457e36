//! When sessions and tokens were last seen. A request only remembers it; the server writes all of it together
//! once a minute, because a page that is read writes nothing.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    Result,
    db::{Db, Sql, Tx},
};

/// What was seen and not yet written: one entry for each session and token, so no more than there are.
#[derive(Clone, Debug, Default)]
pub struct Sightings(Arc<Mutex<BTreeMap<Seen, Sighting>>>);

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seen {
    /// A session, by the hash of its id.
    Session(String),
    /// A token, by its row.
    Token(i64),
}

/// When and where from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sighting {
    pub(crate) at: i64,
    pub(crate) user_agent: String,
    pub(crate) address: String,
}

impl Sightings {
    pub(crate) fn remember(&self, seen: Seen, sighting: Sighting) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(seen, sighting);
    }

    /// What was seen of one and not yet written.
    pub(crate) fn of(&self, seen: &Seen) -> Option<Sighting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(seen).cloned()
    }

    fn take(&self) -> BTreeMap<Seen, Sighting> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// So many are written in one transaction.
const TOGETHER: usize = 200;

impl Sightings {
    /// Writes what was seen since the last time. The later sighting stays, whichever server had it.
    ///
    /// # Errors
    /// What the database said; what was not written is forgotten, the next request remembers it again.
    pub async fn write(&self, db: &Db) -> Result<()> {
        let all: Vec<(Seen, Sighting)> = self.take().into_iter().collect();
        for some in all.chunks(TOGETHER) {
            let mut tx = db.begin().await?;
            for (seen, sighting) in some {
                write_one(&mut tx, seen, sighting).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

async fn write_one(tx: &mut Tx, seen: &Seen, Sighting { at, user_agent, address }: &Sighting) -> Result<()> {
    let sql = match seen {
        Seen::Session(id_hash) => {
            let mut sql = Sql::new("UPDATE sessions SET user_agent = ");
            sql.arg(user_agent.as_str()).push(", address = ").arg(address.as_str());
            sql.push(", seen_at = ").arg(*at).push(" WHERE id_hash = ").arg(id_hash.as_str());
            sql.push(" AND (address IS NULL OR seen_at < ").arg(*at).push(")");
            sql
        }
        Seen::Token(id) => {
            let mut sql = Sql::new("UPDATE tokens SET last_used_at = ");
            sql.arg(*at).push(" WHERE id = ").arg(*id);
            sql.push(" AND (last_used_at IS NULL OR last_used_at < ").arg(*at).push(")");
            sql
        }
    };
    sql.execute_in(tx).await?;
    Ok(())
}
