//! Saved views of any list: a name for its address, with filter, sort and columns.

use domain::{
    Problem,
    access::{Actor, Operation},
    text,
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::for_update},
    journal::{self, Action, Entry, Subject, fields},
    list::List,
    within,
};

/// The longest address that is kept.
const LONGEST: usize = 2_000;

/// A view.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct View {
    /// Row.
    pub id: i64,
    /// Whose it is.
    pub staff_id: i64,
    /// Name.
    pub name: String,
    /// Query string of the list.
    pub query: String,
    /// Everybody sees it.
    pub shared: bool,
}

/// One's own views of a list and the shared ones, by name.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, list: &List) -> Result<Vec<View>> {
    actor.may(Operation::KeepView)?;
    let mut sql = Sql::new("SELECT id, staff_id, name, query, shared FROM views WHERE list = ");
    sql.arg(list.code)
        .push(" AND (shared OR staff_id = ")
        .arg(actor.staff_id().unwrap_or(0))
        .push(") ORDER BY name, id");
    // SQLite keeps truth values as numbers, and both engines take a bare column as a condition.
    Ok(sql.fetch_all(&office.db).await?)
}

/// Keeps a view under a name; one's own view of that name is replaced.
///
/// # Errors
/// `Denied` (also for sharing without that permission), or a problem with `name` or `query`.
pub async fn keep(
    office: &Office,
    actor: &Actor,
    list: &List,
    name: &str,
    query: &str,
    shared: bool,
) -> Result<i64> {
    actor.may(Operation::KeepView)?;
    if shared {
        actor.may(Operation::ShareView)?;
    }
    let name = text::required(name, 60).map_err(|p| p.of("name"))?;
    if query.len() > LONGEST {
        return Err(Problem::TooLong { most: LONGEST as u32 }.of("query").into());
    }
    let staff_id = actor.staff_id().ok_or(Failure::NotFound)?;
    let mut tx = office.db.begin().await?;
    let (id,): (i64,) = within!(&mut tx, |c| {
        sqlx::query_as(
        "INSERT INTO views (staff_id, list, name, query, shared, created_at) VALUES ($1, $6, $2, $3, $4, $5) \
         ON CONFLICT (staff_id, list, name) DO UPDATE SET query = excluded.query, shared = excluded.shared RETURNING id"
    )
    .bind(staff_id)
    .bind(&name)
    .bind(query)
    .bind(shared)
    .bind(office.clock.millis())
    .bind(list.code)
    .fetch_one(c)
    .await
    })?;
    let after = fields! { List: list.code, Name: name, Query: query, Shared: shared };
    let entry = Entry::new(Action::ViewKept, Subject::View(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives one's own view another name, and shares it or not.
///
/// # Errors
/// `Denied`, `NotFound` when it is somebody else's, or a problem with `name`, such as `Taken`.
pub async fn rename(office: &Office, actor: &Actor, id: i64, name: &str, shared: bool) -> Result<()> {
    let name = text::required(name, 60).map_err(|p| p.of("name"))?;
    let mut tx = office.db.begin().await?;
    let before = own(&mut tx, actor, id).await?;
    if shared && !before.shared {
        actor.may(Operation::ShareView)?;
    }
    if (&name, shared) == (&before.name, before.shared) {
        return Ok(());
    }
    let mut sql = Sql::new("SELECT id FROM views WHERE staff_id = ");
    sql.arg(before.staff_id).push(" AND name = ").arg(name.as_str()).push(" AND id <> ").arg(id);
    sql.push(" AND list = (SELECT list FROM views WHERE id = ").arg(id).push(")");
    if sql.fetch_optional_in::<(i64,)>(&mut tx).await?.is_some() {
        return Err(Problem::Taken { value: name }.of("name").into());
    }
    let mut sql = Sql::new("UPDATE views SET name = ");
    sql.arg(name.as_str()).push(", shared = ").arg(shared);
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::ViewKept, Subject::View(id)).changed(
        fields! { Name: before.name, Shared: before.shared },
        fields! { Name: name, Shared: shared },
    );
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps what one's own view shows now.
///
/// # Errors
/// `Denied`, `NotFound` when it is somebody else's, or a problem with `query`.
pub async fn change(office: &Office, actor: &Actor, id: i64, query: &str) -> Result<()> {
    if query.len() > LONGEST {
        return Err(Problem::TooLong { most: LONGEST as u32 }.of("query").into());
    }
    let mut tx = office.db.begin().await?;
    let before = own(&mut tx, actor, id).await?;
    if before.query == query {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE views SET query = ");
    sql.arg(query).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::ViewKept, Subject::View(id)).changed(
        fields! { Name: before.name.clone(), Query: before.query },
        fields! { Name: before.name, Query: query },
    );
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// A view that the actor may change: it is one's own.
async fn own(tx: &mut Tx, actor: &Actor, id: i64) -> Result<View> {
    actor.may(Operation::KeepView)?;
    let mut sql = Sql::new("SELECT id, staff_id, name, query, shared FROM views WHERE id = ");
    sql.arg(id).push(" AND staff_id = ").arg(actor.staff_id().unwrap_or(0)).push(for_update(tx));
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

/// Removes one's own view; an owner may remove shared ones.
///
/// # Errors
/// `Denied`, or `NotFound` when it is somebody else's.
pub async fn remove(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::KeepView)?;
    let owner = actor.may(Operation::ManageStaff).is_ok();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("DELETE FROM views WHERE id = ");
    sql.arg(id).push(" AND (staff_id = ").arg(actor.staff_id().unwrap_or(0));
    sql.push(if owner { " OR shared)" } else { ")" });
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Failure::NotFound);
    }
    journal::append(&mut tx, office, actor, Entry::new(Action::ViewRemoved, Subject::View(id))).await?;
    tx.commit().await?;
    Ok(())
}
