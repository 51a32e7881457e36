//! Who works here: accounts, roles, grants, one-time links, passwords and signing in.

mod accounts;
mod grants;
mod invitations;
mod list;
mod member;
mod own;
mod password;
mod sign_in;
mod standing;
mod throttle;

pub(crate) use accounts::actor_of;
pub use accounts::{add, add_active, load_actor};
use grants::products_of;
pub use grants::set_grants;
pub use invitations::{
    Acceptance, LINK_HOURS, Link, accept, delete_expired_links, invite_again, is_set_up, peek, setup_link,
};
pub use list::{LIST, get, list, names};
pub use member::NewStaff;
pub(crate) use own::own_id;
pub use own::{PreferenceChange, Preferences, change_password, set_preferences};
pub use password::check as check_password;
pub use sign_in::sign_in;
pub use standing::{disable, enable, set_role};
pub use throttle::forget_failures;

use domain::{FieldProblem, access::Role, text};

use crate::{
    Failure, Office, Result,
    db::{Tx, dialect::for_update},
    within,
};

domain::codes! {
    /// Whether a member of staff can sign in.
    pub enum StaffState {
        /// Not yet: the one-time link was not used.
        Invited = "invited" | "待设置密码",
        /// Yes.
        Active = "active" | "在用",
        /// No longer.
        Disabled = "disabled" | "已停用",
    }
}

/// What stands against a change of who works here, or against letting somebody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The last active owner cannot be disabled or re-roled.
    #[error("there must be one active owner")]
    LastOwner,
    /// The account is not active.
    #[error("the account is not active")]
    NotActive,
    /// The one-time link was used or is too old.
    #[error("the link was used already or is too old: ask for a new one")]
    LinkSpent,
    /// Account or password is wrong; never said which.
    #[error("the account or the password is wrong, or the account is disabled")]
    WrongSignIn,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Row.
    pub id: i64,
    /// Mail address that the person signs in with.
    pub account: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether the person can sign in.
    pub state: StaffState,
    /// When the account was made, in milliseconds since 1970.
    pub created_at: i64,
    /// Last sign-in, in milliseconds since 1970.
    pub last_sign_in_at: Option<i64>,
    /// Products granted; only support needs them. Only [`list`] and [`get`] fill it.
    pub products: Vec<i64>,
}

const SELECT: &str =
    "SELECT id, account, name, role, state, password_hash, created_at, last_sign_in_at FROM staff";

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: i64,
    account: String,
    name: String,
    role: String,
    state: String,
    password_hash: Option<String>,
    created_at: i64,
    last_sign_in_at: Option<i64>,
}

impl StaffRow {
    fn staff(&self) -> Result<Staff> {
        Ok(Staff {
            id: self.id,
            account: self.account.clone(),
            name: self.name.clone(),
            role: role(&self.role)?,
            state: StaffState::from_code(&self.state).ok_or_else(|| unreadable("state"))?,
            created_at: self.created_at,
            last_sign_in_at: self.last_sign_in_at,
            products: Vec::new(),
        })
    }
}

fn unreadable(what: &str) -> Failure {
    Failure::Internal(format!("a member of staff has an unknown {what}"))
}

fn role(code: &str) -> Result<Role> {
    Role::from_code(code).ok_or_else(|| unreadable("role"))
}

fn name(given: &str) -> Result<String, FieldProblem> {
    text::required(given, 80).map(|n| n.replace('\n', " ")).map_err(|p| p.of("name"))
}

/// On PostgreSQL, changes of staff go one at a time; on SQLite all changes do. They are rare and
/// short, and a row lock cannot guard what they must keep: one active owner at least, one first
/// owner at most. Comes before every other lock of the transaction.
pub(crate) async fn one_at_a_time(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(open) = tx {
        sqlx::query("LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE").execute(&mut **open).await?;
    }
    Ok(())
}

/// The row of a member of staff.
async fn load(office: &Office, id: i64) -> Result<StaffRow> {
    let mut sql = crate::db::Sql::new(SELECT);
    sql.push(" WHERE id = ").arg(id);
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}

/// The row of a member of staff, inside a transaction that changes it.
async fn load_in(tx: &mut Tx, id: i64) -> Result<StaffRow> {
    let lock = for_update(tx);
    let mut sql = crate::db::Sql::new(SELECT);
    sql.push(" WHERE id = ").arg(id).push(lock);
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}

/// Ends the sessions of a member of staff but for one; the number ended.
pub(crate) async fn end_sessions(tx: &mut Tx, id: i64, keep_id_hash: &str) -> Result<u64> {
    Ok(within!(tx, |c| sqlx::query("DELETE FROM sessions WHERE staff_id = $1 AND id_hash <> $2")
        .bind(id)
        .bind(keep_id_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?)
}
