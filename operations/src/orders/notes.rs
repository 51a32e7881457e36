//! Notes on an order: what staff tell each other, beside what files bring.

use domain::{
    access::{Actor, Operation},
    text,
};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use super::{
    Refused,
    named::numbered,
    seen::{Seen, held},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    within,
};

/// The longest note, in characters.
pub const MOST_CHARACTERS: u32 = 4_000;

/// A note on an order.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Note {
    /// Row.
    pub id: i64,
    /// Counts its texts from 1: who corrects it says which one was read.
    pub version: i64,
    /// `staff`, `token` or `system`.
    pub actor_kind: String,
    /// Row of the member of staff or token.
    pub actor_id: Option<i64>,
    /// Name of who wrote it, at that time.
    pub actor_name: String,
    /// Its text: lines of plain text.
    pub note: String,
    /// When it was written, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last corrected.
    pub changed_at: Option<i64>,
}

impl Note {
    /// Whether this is who wrote it: nobody else corrects or deletes it.
    #[must_use]
    pub fn is_of(&self, actor: &Actor) -> bool {
        self.actor_kind == actor.kind() && self.actor_id == actor.id()
    }
}

const SELECT: &str = "SELECT id, version, actor_kind, actor_id, actor_name, note, created_at, changed_at \
     FROM order_notes WHERE order_id = ";

/// The notes of an order, oldest first. The caller has checked that the actor may see it.
pub(super) async fn of_order(office: &Office, order_id: i64) -> Result<Vec<Note>> {
    let mut sql = Sql::new(SELECT);
    sql.arg(order_id).push(" ORDER BY id");
    Ok(sql.fetch_all(&office.db).await?)
}

/// The notes of an order, oldest first.
///
/// # Errors
/// `Denied`; `NotFound` when the order is not there or not among the products granted to the actor.
pub async fn notes(office: &Office, actor: &Actor, order_no: &str) -> Result<Vec<Note>> {
    let named = numbered(office, &actor.may(Operation::ReadOrder)?, order_no).await?;
    of_order(office, named.id).await
}

fn checked(given: &str) -> Result<String> {
    // Browsers end lines with two characters and count one.
    let given = given.replace("\r\n", "\n");
    Ok(text::required(&given, MOST_CHARACTERS).map_err(|p| p.of("note"))?)
}

/// Writes a note. `key` is of the form or request that it came by: the same text by the same key is
/// the note that is there already.
///
/// # Errors
/// `Denied`; `NotFound` (the order); a problem with `note`.
pub async fn write_note(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    note: &str,
    key: Option<&str>,
) -> Result<Note> {
    let reach = actor.may(Operation::WriteNote)?;
    let note = checked(note)?;
    let key = key.map(|key| {
        let who = format!("{} {:?}", actor.kind(), actor.id());
        hex::encode(Sha256::new().chain_update(format!("{who}\0{key}\0{note}")).finalize())
    });
    let mut tx = office.db.begin().await?;
    let Seen { id, order_no, .. } = held(&mut tx, &reach, order_no).await?;
    let now = office.clock.millis();
    let row: Option<(i64,)> = within!(&mut tx, |c| {
        sqlx::query_as(
        "INSERT INTO order_notes (order_id, actor_kind, actor_id, actor_name, note, created_at, form_key) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (order_id, form_key) DO NOTHING RETURNING id"
    )
    .bind(id)
    .bind(actor.kind())
    .bind(actor.id())
    .bind(actor.name())
    .bind(&note)
    .bind(now)
    .bind(&key)
    .fetch_optional(c)
    .await
    })?;
    let Some((row,)) = row else {
        let mut sql = Sql::new(SELECT);
        sql.arg(id).push(" AND form_key = ").arg(key);
        return sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound);
    };
    let entry = Entry::new(Action::OrderNoteWritten, Subject::Order(&order_no))
        .after(fields! { Id: row, Note: note });
    journal::append(&mut tx, office, actor, entry).await?;
    let written = one(&mut tx, id, row).await?.ok_or(Failure::NotFound)?;
    tx.commit().await?;
    Ok(written)
}

async fn one(tx: &mut Tx, order_id: i64, row: i64) -> Result<Option<Note>> {
    let mut sql = Sql::new(SELECT);
    sql.arg(order_id).push(" AND id = ").arg(row);
    Ok(sql.fetch_optional_in(tx).await?)
}

/// Corrects a note of one's own. `version` is the one that was read.
///
/// # Errors
/// `Denied`; `NotFound` (the order, or the note); a problem with `note`; a conflict when somebody else wrote
/// it, or when it has another text meanwhile.
pub async fn change_note(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    (row, version): (i64, i64),
    note: &str,
) -> Result<()> {
    let reach = actor.may(Operation::WriteNote)?;
    let note = checked(note)?;
    let mut tx = office.db.begin().await?;
    // The order is held, and with it every note on it.
    let Seen { id, order_no, .. } = held(&mut tx, &reach, order_no).await?;
    let was = one(&mut tx, id, row).await?.ok_or(Failure::NotFound)?;
    if !was.is_of(actor) {
        return Err(Refused::NoteOfOther.into());
    }
    if was.note == note {
        return Ok(());
    }
    if was.version != version {
        return Err(Refused::NoteChanged.into());
    }
    let mut sql = Sql::new("UPDATE order_notes SET version = version + 1, note = ");
    sql.arg(note.as_str()).push(", changed_at = ").arg(office.clock.millis());
    sql.push(" WHERE id = ").arg(row);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::OrderNoteChanged, Subject::Order(&order_no))
        .changed(fields! { Id: row, Note: was.note }, fields! { Id: row, Note: note });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Deletes a note of one's own; the journal keeps it. One that is gone already is as it should be.
///
/// # Errors
/// `Denied`; `NotFound` (the order); a conflict when somebody else wrote it, or when it has another text
/// than the version that was read.
pub async fn delete_note(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    (row, version): (i64, i64),
) -> Result<()> {
    let reach = actor.may(Operation::WriteNote)?;
    let mut tx = office.db.begin().await?;
    let Seen { id, order_no, .. } = held(&mut tx, &reach, order_no).await?;
    let Some(was) = one(&mut tx, id, row).await? else { return Ok(()) };
    if !was.is_of(actor) {
        return Err(Refused::NoteOfOther.into());
    }
    if was.version != version {
        return Err(Refused::NoteChanged.into());
    }
    let mut sql = Sql::new("DELETE FROM order_notes WHERE id = ");
    sql.arg(row);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::OrderNoteDeleted, Subject::Order(&order_no))
        .before(fields! { Id: row, Note: was.note });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}
