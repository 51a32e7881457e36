//! What an import did not bring in, marked as dealt with by somebody: the home page does not tell of it then.

use domain::access::{Actor, Operation};

use super::{Refused, list::get};
use crate::{
    Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject},
};

/// Marks an import that broke off or rejected rows as dealt with. One that is marked already is left alone.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused::NothingLeft`].
pub async fn deal_with(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let name = Some(actor.name().to_owned());
    mark(office, actor, id, name, Action::ImportDealtWith).await
}

/// Takes the mark away again. One that is not marked is left alone.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused::NothingLeft`].
pub async fn reopen(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    mark(office, actor, id, None, Action::ImportReopened).await
}

async fn mark(office: &Office, actor: &Actor, id: i64, by: Option<String>, action: Action) -> Result<()> {
    actor.may(Operation::ImportOrders)?;
    let import = get(office, actor, id).await?;
    if !import.left_something() {
        return Err(Refused::NothingLeft.into());
    }
    let mut tx = office.db.begin().await?;
    let marks = by.is_some();
    let mut sql = Sql::new("UPDATE imports SET dealt_at = ");
    sql.arg(marks.then(|| office.clock.millis())).push(", dealt_by = ").arg(by);
    sql.push(" WHERE id = ").arg(id);
    // It may have been let go on meanwhile.
    sql.push(" AND (state = 'failed' OR state = 'done' AND rejected > 0) AND dealt_at IS ");
    sql.push(if marks { "NULL" } else { "NOT NULL" });
    if sql.execute_in(&mut tx).await? == 1 {
        journal::append(&mut tx, office, actor, Entry::new(action, Subject::Import(id))).await?;
        tx.commit().await?;
    }
    Ok(())
}
