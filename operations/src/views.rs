//! Saved views of any list: a name for its address, with filter, sort and columns.

use domain::{
    Problem,
    access::{Actor, Operation},
    text,
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
    list::List,
    within,
};

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
    if query.len() > 2_000 {
        return Err(Problem::TooLong { most: 2_000 }.of("query").into());
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
