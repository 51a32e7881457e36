//! Who works here.

use domain::access::{Actor, Operation, Role};

use super::{
    NewStaff, StaffState, invitations,
    member::{checked, insert, shown},
    one_at_a_time, password, products_of,
};
use crate::{
    Office, Result,
    db::Db,
    journal::{self, Action, Entry, Subject},
    reading,
};

/// Adds somebody; gives the row and the secret of the one-time link, which is kept nowhere else.
///
/// # Errors
/// `Denied`, `Invalid` (`account`, `name`).
pub async fn add(office: &Office, actor: &Actor, new: &NewStaff) -> Result<(i64, String)> {
    actor.may(Operation::ManageStaff)?;
    let new = checked(new, None)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let id = insert(&mut tx, office, &new, None).await?;
    let secret = invitations::write(&mut tx, office, Some(id)).await?;
    let entry = Entry::new(Action::StaffAdded, Subject::Staff(id)).after(shown(&new, StaffState::Invited));
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok((id, secret))
}

/// Adds somebody who can sign in at once: for the command line and the demo.
///
/// # Errors
/// `Denied`, `Invalid` (`account`, `name`, `password`).
pub async fn add_active(office: &Office, actor: &Actor, new: &NewStaff, password: &str) -> Result<i64> {
    actor.may(Operation::ManageStaff)?;
    let new = checked(new, Some(password))?;
    let hash = password::hash(office, password).await?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let id = insert(&mut tx, office, &new, Some(&hash)).await?;
    let entry = Entry::new(Action::StaffAdded, Subject::Staff(id)).after(shown(&new, StaffState::Active));
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Who acts when this member of staff does; `None` unless active.
pub async fn load_actor(office: &Office, id: i64) -> Result<Option<Actor>> {
    let row: Option<(String, String)> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT name, role FROM staff WHERE id = $1 AND state = 'active'"
    )
    .bind(id)
    .fetch_optional(pool)
    .await)?;
    match row {
        Some((name, role)) => actor_of(&office.db, id, name, &role).await,
        None => Ok(None),
    }
}

/// The actor of an active member of staff. Only support looks at grants, so only support pays for
/// the query. A role that nobody knows may nothing.
pub(crate) async fn actor_of(db: &Db, id: i64, name: String, role: &str) -> Result<Option<Actor>> {
    let Some(role) = Role::from_code(role) else {
        tracing::error!(staff = id, role, "unknown role");
        return Ok(None);
    };
    let products = if role == Role::Support { products_of(db, id).await? } else { Vec::new() };
    Ok(Some(Actor::Staff { id, name, role, products }))
}
