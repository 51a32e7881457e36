//! Who works here.

use std::collections::HashMap;

use domain::{
    FieldProblem, Problem,
    access::{Actor, Operation, Role},
    text,
};

use super::{Staff, StaffRow, StaffState, invitations, name, one_at_a_time, password, products_of};
use crate::{
    Failure, Office, Result,
    db::{Db, Tx},
    journal::{self, Action, Entry, Fields, Subject, fields},
    reading, within,
};

/// Somebody to be added.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Mail address to sign in with.
    pub account: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// Everybody, by account, with their grants.
///
/// # Errors
/// `Denied`, or what the database said.
pub async fn list(office: &Office, actor: &Actor) -> Result<Vec<Staff>> {
    actor.may(Operation::ReadStaff)?;
    let rows: Vec<StaffRow> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT id, account, name, role, state, password_hash, created_at, last_sign_in_at \
         FROM staff ORDER BY account"
    )
    .fetch_all(pool)
    .await)?;
    let grants: Vec<(i64, i64)> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT staff_id, product_id FROM staff_products ORDER BY staff_id, product_id"
    )
    .fetch_all(pool)
    .await)?;
    let mut products: HashMap<i64, Vec<i64>> = HashMap::new();
    for (staff, product) in grants {
        products.entry(staff).or_default().push(product);
    }
    rows.iter()
        .map(|row| Ok(Staff { products: products.remove(&row.id).unwrap_or_default(), ..row.staff()? }))
        .collect()
}

/// Adds somebody; gives the row and the secret of the one-time link, which is kept nowhere else.
///
/// # Errors
/// `Denied`, `Invalid` (`account`, `name`), or what the database said.
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
/// `Denied`, `Invalid` (`account`, `name`, `password`), or what the database said.
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

/// Every problem at once: a form shows them all.
pub(super) fn checked(new: &NewStaff, password: Option<&str>) -> Result<NewStaff> {
    let account = text::mail_address(&new.account).map_err(|p| p.of("account"));
    let name = name(&new.name);
    let password = match password {
        Some(p) => password::check(p, &new.account).map_err(|p| p.of("password")),
        None => Ok(()),
    };
    match (account, name, password) {
        (Ok(account), Ok(name), Ok(())) => Ok(NewStaff { account, name, role: new.role }),
        (account, name, password) => {
            let problems: [Option<FieldProblem>; 3] = [account.err(), name.err(), password.err()];
            Err(Failure::Invalid(problems.into_iter().flatten().collect()))
        }
    }
}

/// Writes the row: active with the hash of a password, invited without.
pub(super) async fn insert(tx: &mut Tx, office: &Office, new: &NewStaff, hash: Option<&str>) -> Result<i64> {
    let state = if hash.is_some() { StaffState::Active } else { StaffState::Invited };
    let id: Option<(i64,)> = within!(tx, |c| sqlx::query_as(
        "INSERT INTO staff (account, name, role, password_hash, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account) DO NOTHING RETURNING id"
    )
    .bind(&new.account)
    .bind(&new.name)
    .bind(new.role.code())
    .bind(hash)
    .bind(state.code())
    .bind(office.clock.millis())
    .fetch_optional(c)
    .await)?;
    id.map(|(id,)| id).ok_or_else(|| Problem::Taken { value: new.account.clone() }.of("account").into())
}

pub(super) fn shown(new: &NewStaff, state: StaffState) -> Fields {
    fields! { Account: new.account, Name: new.name, Role: new.role, State: state }
}

/// Who acts when this member of staff does; `None` unless active.
///
/// # Errors
/// What the database said.
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
