//! Which orders an import brought in and changed.

use domain::access::{Actor, Operation, Reach};

use super::{Change, list::get};
use crate::{Failure, Office, Result, db::Sql, journal::Action};

/// So many orders are shown of each kind.
const SHOWN: usize = 100;

/// The orders of the books that an import touched: the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Numbers of the orders that it brought in, in the order in which they came.
    pub created: Vec<String>,
    /// There are further ones that it brought in.
    pub more_created: bool,
    /// What it changed of orders that were in the books.
    pub updated: Vec<Change>,
    /// There are further changes.
    pub more_updated: bool,
}

/// What an import did, from the books and their journal.
///
/// # Errors
/// `Denied`, also for somebody who does not see all orders; `NotFound`.
pub async fn changed(office: &Office, actor: &Actor, id: i64) -> Result<Changed> {
    let import = get(office, actor, id).await?;
    if actor.may(Operation::ListOrders)? != Reach::All {
        return Err(Failure::NotFound);
    }
    let most = SHOWN as i64 + 1;
    let mut sql = Sql::new("SELECT order_no FROM orders WHERE import_id = ");
    sql.arg(import.id).push(" ORDER BY id").limit(most);
    let created: Vec<(String,)> = sql.fetch_all(&office.db).await?;
    let mut sql =
        Sql::new("SELECT subject_id, before_json, after_json FROM events WHERE subject_kind = 'order'");
    sql.push(" AND reason = ").arg(why(import.id)).push(" AND action IN ");
    // A person's reason may read alike.
    sql.list([Action::OrderUpdated, Action::OrderRestored].map(Action::code));
    sql.push(" ORDER BY id").limit(most);
    let updated: Vec<(String, Option<String>, Option<String>)> = sql.fetch_all(&office.db).await?;
    let json = |text: Option<String>| {
        let value = text.map(|text| serde_json::from_str(&text)).transpose();
        value.map(Option::unwrap_or_default)
    };
    let change =
        |(order_no, before, after)| Ok(Change { order_no, before: json(before)?, after: json(after)? });
    let read =
        |e: serde_json::Error| Failure::Internal(format!("an entry of the journal cannot be read: {e}"));
    Ok(Changed {
        more_created: created.len() > SHOWN,
        created: created.into_iter().take(SHOWN).map(|(number,)| number).collect(),
        more_updated: updated.len() > SHOWN,
        updated: updated.into_iter().take(SHOWN).map(change).collect::<Result<_, _>>().map_err(read)?,
    })
}

/// The reason that the journal gives for what an import changed.
pub(super) fn why(id: i64) -> String {
    format!("import {id}")
}
