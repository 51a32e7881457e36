//! Looking at a file before it is compared: what its columns are taken for, and keeping that under a name.

use domain::{
    Problem,
    access::{Actor, Operation},
    reconciliation::State,
    text,
};

use super::{
    Asked, COLUMNS, Reconciliation, Refused,
    begin::{insert, looked, same},
    row::{self, find},
    run::RUN,
};
use crate::{
    Failure, Office, Result,
    bills::to_see,
    db::{Sql, Tx},
    documents,
    files::{Told, look::Examples},
    jobs,
    journal::{self, Action, Entry, Subject, fields},
};

/// Looks at a file and keeps it, until somebody says that it is read rightly. The same file of the same month is the same
/// reconciliation.
///
/// # Errors
/// As [`super::begin`], but for columns that are missing.
pub async fn look(office: &Office, actor: &Actor, asked: &Asked) -> Result<Reconciliation> {
    actor.may(Operation::ActBill)?;
    to_see(office).await?;
    let file = looked(office, asked).await?;
    match same(office, &file.sha256, asked).await? {
        Some(id) => find(office, id).await,
        None => insert(office, actor, asked, file, State::Looked).await,
    }
}

/// The first cells of each column, by table.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn examples(office: &Office, actor: &Actor, id: i64) -> Result<Vec<Examples>> {
    super::get(office, actor, id).await?;
    let mut sql = Sql::new("SELECT examples FROM reconciliations WHERE id = ");
    sql.arg(id);
    let found = sql.fetch_optional::<(Option<String>,)>(&office.db).await?.and_then(|(text,)| text);
    let broken = |e: serde_json::Error| Failure::Internal(e.to_string());
    found.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text).map_err(broken))
}

/// Looks at a file again, told how it is written.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused::NotOpen`]; `Unreadable`, and it is as before.
pub async fn look_again(office: &Office, actor: &Actor, id: i64, told: Told) -> Result<Reconciliation> {
    actor.may(Operation::ActBill)?;
    let of = super::get(office, actor, id).await?;
    if of.state != State::Looked {
        return Err(Refused::NotOpen { state: of.state }.into());
    }
    let local = documents::local(&office.documents, &of.upload).await?;
    let asked = Asked { told, ..Asked::of(&of, local.path.clone()) };
    let file = looked(office, &asked).await?;
    let json = |e: serde_json::Error| Failure::Internal(e.to_string());
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE reconciliations SET form = ");
    sql.arg(serde_json::to_string(&file.form).map_err(json)?).push(", examples = ");
    sql.arg(serde_json::to_string(&file.examples).map_err(json)?)
        .push(" WHERE state = 'looked' AND id = ")
        .arg(id);
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    find(office, id).await
}

/// Compares a file that was looked at; what was said of it is kept under a name, where one is given.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused::NotOpen`]; `Unreadable` or `MissingColumns` while not every column is there once; a
/// problem with `name`.
pub async fn compare(office: &Office, actor: &Actor, id: i64, name: &str) -> Result<Reconciliation> {
    actor.may(Operation::ActBill)?;
    to_see(office).await?;
    let name = text::optional(name, 60).map_err(|problem| problem.of("name"))?;
    let mut tx = office.db.begin().await?;
    let of = row::lock(&mut tx, id).await?;
    if of.state != State::Looked {
        return Err(Refused::NotOpen { state: of.state }.into());
    }
    of.form.check(COLUMNS)?;
    if let Some(name) = &name {
        save(&mut tx, office, actor, name, &of.form.told).await?;
    }
    let mut sql = Sql::new("UPDATE reconciliations SET state = 'running', examples = NULL WHERE id = ");
    sql.arg(id);
    sql.execute_in(&mut tx).await?;
    jobs::push(&mut tx, office, &RUN, id, office.clock.millis()).await?;
    begun(&mut tx, office, actor, &of).await?;
    tx.commit().await?;
    find(office, id).await
}

/// Throws a file away that was looked at.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused::NotOpen`].
pub async fn discard(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::ActBill)?;
    let of = super::get(office, actor, id).await?;
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("DELETE FROM reconciliations WHERE state = 'looked' AND id = ");
    sql.arg(id);
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Refused::NotOpen { state: of.state }.into());
    }
    tx.commit().await?;
    documents::remove(&office.documents, &of.upload).await
}

/// Says in the journal that a file is compared.
pub(super) async fn begun(tx: &mut Tx, office: &Office, actor: &Actor, of: &Reconciliation) -> Result<()> {
    let entry = Entry::new(Action::ReconciliationBegun, Subject::Reconciliation(of.id));
    let told =
        fields! { Period: of.period.to_string(), File: of.file_name.as_str(), Sha256: of.sha256.as_str() };
    journal::append(tx, office, actor, entry.after(told)).await
}

async fn save(tx: &mut Tx, office: &Office, actor: &Actor, name: &str, told: &Told) -> Result<()> {
    let json = |e: serde_json::Error| Failure::Internal(e.to_string());
    let mut sql = Sql::new("INSERT INTO reconciliation_mappings (name, told, actor_name, saved_at) VALUES (");
    sql.arg(name).push(", ").arg(serde_json::to_string(told).map_err(json)?).push(", ").arg(actor.name());
    sql.push(", ").arg(office.clock.millis());
    sql.push(") ON CONFLICT (name) DO UPDATE SET told = excluded.told, actor_name = excluded.actor_name, ");
    sql.push("saved_at = excluded.saved_at");
    sql.execute_in(tx).await?;
    Ok(())
}

/// The names under which is kept how files are read.
///
/// # Errors
/// `Denied`.
pub async fn mappings(office: &Office, actor: &Actor) -> Result<Vec<String>> {
    actor.may(Operation::ReadBills)?;
    let sql = Sql::new("SELECT name FROM reconciliation_mappings ORDER BY name");
    Ok(sql.fetch_all::<(String,)>(&office.db).await?.into_iter().map(|(name,)| name).collect())
}

/// What is kept under a name.
pub(super) async fn mapping(office: &Office, name: &str) -> Result<Told> {
    let mut sql = Sql::new("SELECT told FROM reconciliation_mappings WHERE name = ");
    sql.arg(name);
    let Some((text,)) = sql.fetch_optional::<(String,)>(&office.db).await? else {
        let sql = Sql::new("SELECT name FROM reconciliation_mappings ORDER BY name");
        let all: Vec<(String,)> = sql.fetch_all(&office.db).await?;
        let allowed = all.into_iter().map(|(name,)| name).collect::<Vec<_>>().join(", ");
        let value = name.chars().take(60).collect();
        return Err(Problem::UnknownCode { value, allowed }.of("mapping").into());
    };
    serde_json::from_str(&text).map_err(|e| Failure::Internal(e.to_string()))
}
