//! A new member of staff: checked, and written.

use domain::{FieldProblem, Problem, access::Role, text};

use super::{StaffState, name, password};
use crate::{
    Failure, Office, Result,
    db::Tx,
    journal::{Fields, fields},
    list::folded,
    within,
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
        "INSERT INTO staff (account, name, role, password_hash, state, created_at, folded) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account) DO NOTHING RETURNING id"
    )
    .bind(&new.account)
    .bind(&new.name)
    .bind(new.role.code())
    .bind(hash)
    .bind(state.code())
    .bind(office.clock.millis())
    .bind(folded(&new.name, &new.account))
    .fetch_optional(c)
    .await)?;
    id.map(|(id,)| id).ok_or_else(|| Problem::Taken { value: new.account.clone() }.of("account").into())
}

pub(super) fn shown(new: &NewStaff, state: StaffState) -> Fields {
    fields! { Account: new.account, Name: new.name, Role: new.role, State: state }
}
