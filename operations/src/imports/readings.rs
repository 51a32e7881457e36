//! What is remembered of how files with certain headings are read: kept when such a file is let in, used for the next one,
//! forgotten when somebody says so.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::{
    list::{Import, ImportState, get},
    preview::look_again,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    files::{Form, Known, Remembered, Told},
    journal::{self, Action, Entry, Fields, Subject},
};

/// What the files are about.
const KIND: &str = "orders";
/// So many are looked through, the newest first.
const MOST: i64 = 200;

#[derive(FromRow)]
struct Row {
    id: i64,
    fingerprint: String,
    told: String,
    import_id: i64,
    file_name: String,
    actor_name: String,
    created_at: i64,
}

const SELECT: &str =
    "SELECT id, fingerprint, told, import_id, file_name, actor_name, created_at FROM readings WHERE kind = ";

impl Row {
    fn told(&self) -> Told {
        serde_json::from_str(&self.told).unwrap_or_default()
    }

    fn known(self) -> Known {
        let told = self.told();
        let from =
            Remembered { id: self.id, file_name: self.file_name, by: self.actor_name, at: self.created_at };
        Known { from, told, fingerprint: self.fingerprint }
    }
}

/// Everything that is remembered, the newest first.
pub(super) async fn all(office: &Office) -> Result<Vec<Known>> {
    let mut sql = Sql::new(SELECT);
    sql.arg(KIND).push(" ORDER BY id DESC").limit(MOST);
    Ok(sql.fetch_all::<Row>(&office.db).await?.into_iter().map(Row::known).collect())
}

/// What is remembered of files, the newest first.
///
/// # Errors
/// `Denied`.
pub async fn readings(office: &Office, actor: &Actor) -> Result<Vec<Known>> {
    actor.may(Operation::ReadImports)?;
    all(office).await
}

async fn of_headings(tx: &mut Tx, fingerprint: &str) -> Result<Option<Row>> {
    let mut sql = Sql::new(SELECT);
    sql.arg(KIND).push(" AND fingerprint = ").arg(fingerprint);
    Ok(sql.fetch_optional_in(tx).await?)
}

/// Remembers what was said of a file that is let in. Where nothing is said any more of what was remembered, that is
/// forgotten.
pub(super) async fn keep(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    import: &Import,
    form: &Form,
) -> Result<()> {
    let Some(fingerprint) = form.fingerprint() else { return Ok(()) };
    let before = of_headings(tx, &fingerprint).await?;
    let known = before.as_ref().map(Row::told);
    let mut told = form.told.clone();
    if form.remembered.is_some() {
        // What this file told by itself, or has not, is still good for the next one.
        let Some(known) = &known else { return Ok(()) };
        told.encoding = told.encoding.or(known.encoding);
        told.sheet = told.sheet.or_else(|| known.sheet.clone());
    }
    if known.clone().unwrap_or_default() == told {
        return Ok(());
    }
    if let Some(before) = &before {
        remove(tx, before.id).await?;
    }
    let subject = Subject::Import(import.id);
    if told.is_empty() {
        let before = known.unwrap_or_default();
        let entry = Entry::new(Action::ImportForgotten, subject).before(said(&before));
        return journal::append(tx, office, actor, entry).await;
    }
    let json = serde_json::to_string(&told)
        .map_err(|e| Failure::Internal(format!("how a file is read cannot be kept: {e}")))?;
    let mut sql =
        Sql::new("INSERT INTO readings (kind, fingerprint, told, import_id, file_name, actor_name, ");
    sql.push("created_at) VALUES (").arg(KIND).push(", ").arg(fingerprint).push(", ").arg(json);
    sql.push(", ").arg(import.id).push(", ").arg(import.file_name.as_str());
    sql.push(", ").arg(actor.name()).push(", ").arg(office.clock.millis()).push(")");
    sql.execute_in(tx).await?;
    let entry = Entry::new(Action::ImportRemembered, subject);
    let entry = match known {
        Some(known) => entry.changed(said(&known), said(&told)),
        None => entry.after(said(&told)),
    };
    journal::append(tx, office, actor, entry).await
}

async fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM readings WHERE id = ");
    sql.arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}

/// Forgets what is remembered; `waits`: an import that waits to be let in is then looked at without it. What is forgotten
/// already is left alone.
///
/// # Errors
/// `Denied`; `NotFound` when there is no such import; `Unreadable` for a file that is none without it.
pub async fn forget(office: &Office, actor: &Actor, id: i64, waits: Option<i64>) -> Result<()> {
    actor.may(Operation::ImportOrders)?;
    drop_row(office, actor, id).await?;
    let Some(waits) = waits else { return Ok(()) };
    if get(office, actor, waits).await?.state == ImportState::Looked.code() {
        look_again(office, actor, waits, Told::default()).await?;
    }
    Ok(())
}

/// In a transaction of its own, which has ended when the file is looked at again.
async fn drop_row(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new(SELECT);
    sql.arg(KIND).push(" AND id = ").arg(id);
    let row: Option<Row> = sql.fetch_optional_in(&mut tx).await?;
    if let Some(row) = row {
        remove(&mut tx, row.id).await?;
        let mut before = said(&row.told());
        before.set(domain::FieldName::File, row.file_name);
        let entry = Entry::new(Action::ImportForgotten, Subject::Import(row.import_id)).before(before);
        journal::append(&mut tx, office, actor, entry).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What was said, for the journal.
fn said(told: &Told) -> Fields {
    use domain::FieldName as F;
    let mut said = Fields::default();
    let mut set = |field: F, value: Option<String>| {
        if let Some(value) = value {
            said.set(field, value);
        }
    };
    set(F::Encoding, told.encoding.map(|of| of.code().to_owned()));
    set(F::Separator, told.separator.map(|of| of.code().to_owned()));
    set(F::Numbers, told.numbers.map(|of| of.code().to_owned()));
    set(F::Dates, told.dates.map(|of| of.code().to_owned()));
    set(F::HeadingRow, told.heading_row.map(|row| row.to_string()));
    set(F::Sheet, told.sheet.clone());
    let columns: Vec<String> = told.columns.iter().map(|(key, name)| format!("{key} = {name}")).collect();
    set(F::Column, (!columns.is_empty()).then(|| columns.join(", ")));
    said
}
