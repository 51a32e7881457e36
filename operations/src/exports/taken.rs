//! Files that are handed out at once: nothing of them is kept but that they were taken.

use domain::access::Actor;

use super::{Format, Kind};
use crate::{
    Office, Result,
    journal::{self, Action, Entry, Subject, fields},
};

/// Writes into the journal that a member of staff takes a list away.
///
/// # Errors
/// `Denied`; what the database said.
pub async fn taken(office: &Office, actor: &Actor, kind: &Kind, query: &str, format: Format) -> Result<()> {
    actor.may(kind.may)?;
    let Some(id) = actor.staff_id() else { return Ok(()) };
    let after = fields! { Kind: kind.code(), Format: format, Query: query };
    let mut tx = office.db.begin().await?;
    let entry = Entry::new(Action::StaffTookList, Subject::Staff(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    Ok(tx.commit().await?)
}
