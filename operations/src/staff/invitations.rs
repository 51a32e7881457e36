//! One-time links: an invitation, a new password, or the set-up of the first owner.

use domain::access::{Actor, Operation, Role};

use super::{
    NewStaff, Refused, StaffState, end_sessions, load_in,
    member::{checked, insert, shown},
    name, one_at_a_time, password,
};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
    list::folded,
    office::hashed,
    reading, within,
};

/// How long a link can be used.
pub const LINK_HOURS: i64 = 72;

/// Whom a link is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Whoever sets the house up and becomes its first owner.
    SetUp,
    /// A member of staff.
    Member {
        /// Account.
        account: String,
        /// Name.
        name: String,
        /// Whether it is the first password of the account.
        is_first: bool,
    },
}

/// What somebody with a link tells.
#[derive(Clone, Copy, Debug)]
pub struct Acceptance<'a> {
    /// Mail address; for the set-up only.
    pub account: Option<&'a str>,
    /// Name; needed for the set-up, may be corrected with the first password.
    pub name: Option<&'a str>,
    /// New password.
    pub password: &'a str,
}

#[derive(sqlx::FromRow)]
struct Found {
    staff_id: Option<i64>,
    account: Option<String>,
    name: Option<String>,
    state: Option<String>,
    staff_count: i64,
}

/// Whom a link is for; `None` when it is unknown, used, replaced or too old.
pub async fn peek(office: &Office, secret: &str) -> Result<Option<Link>> {
    Ok(find(office, secret).await?.map(|(_, link)| link))
}

async fn find(office: &Office, secret: &str) -> Result<Option<(Option<i64>, Link)>> {
    let found: Option<Found> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT i.staff_id, s.account, s.name, s.state, \
         (SELECT COUNT(*) FROM staff WHERE i.staff_id IS NULL) AS staff_count \
         FROM invitations i LEFT JOIN staff s ON s.id = i.staff_id \
         WHERE i.token_hash = $1 AND i.used_at IS NULL AND i.expires_at > $2"
    )
    .bind(hashed(secret))
    .bind(office.clock.millis())
    .fetch_optional(pool)
    .await)?;
    Ok(match found {
        Some(Found { staff_id: None, staff_count: 0, .. }) => Some((None, Link::SetUp)),
        Some(Found {
            staff_id: Some(id),
            account: Some(account),
            name: Some(name),
            state: Some(state),
            ..
        }) if state != StaffState::Disabled.code() => {
            let is_first = state == StaffState::Invited.code();
            Some((Some(id), Link::Member { account, name, is_first }))
        }
        _ => None,
    })
}

/// Uses a link up: sets the password, and makes the first owner where nobody works here yet. Gives
/// the member of staff, whom the caller may sign in.
///
/// # Errors
/// [`Refused::LinkSpent`], `Invalid` (`account`, `name`, `password`; the link stays good).
pub async fn accept(office: &Office, secret: &str, given: Acceptance<'_>) -> Result<i64> {
    let (id, link) = find(office, secret).await?.ok_or(Refused::LinkSpent)?;
    match (id, link) {
        (Some(id), Link::Member { account, is_first, .. }) => {
            let new_name = match given.name.filter(|n| is_first && !n.trim().is_empty()) {
                Some(given) => Some(name(given)?),
                None => None,
            };
            password::check(given.password, &account).map_err(|p| p.of("password"))?;
            let hash = password::hash(office, given.password).await?;
            accept_as_member(office, secret, id, (new_name, hash)).await
        }
        _ => {
            let new = NewStaff {
                account: given.account.unwrap_or_default().to_owned(),
                name: given.name.unwrap_or_default().to_owned(),
                role: Role::Owner,
            };
            let new = checked(&new, Some(given.password))?;
            let hash = password::hash(office, given.password).await?;
            accept_as_first_owner(office, secret, &new, &hash).await
        }
    }
}

async fn accept_as_first_owner(office: &Office, secret: &str, new: &NewStaff, hash: &str) -> Result<i64> {
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    use_up(&mut tx, office, secret).await?;
    if has_staff(&mut tx).await? {
        return Err(Refused::LinkSpent.into());
    }
    let id = insert(&mut tx, office, new, Some(hash)).await?;
    signed_in(&mut tx, office, id).await?;
    let actor = Actor::Staff { id, name: new.name.clone(), role: new.role, products: vec![] };
    let entry = Entry::new(Action::StaffSetUp, Subject::Staff(id)).after(shown(new, StaffState::Active));
    journal::append(&mut tx, office, &actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Who accepts a link is signed in by it.
async fn signed_in(tx: &mut Tx, office: &Office, id: i64) -> Result<()> {
    let mut sql = Sql::new("UPDATE staff SET last_sign_in_at = ");
    sql.arg(office.clock.millis()).push(" WHERE id = ").arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}

async fn accept_as_member(
    office: &Office,
    secret: &str,
    id: i64,
    (new_name, hash): (Option<String>, String),
) -> Result<i64> {
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    use_up(&mut tx, office, secret).await?;
    let before = load_in(&mut tx, id).await?.staff()?;
    if before.state == StaffState::Disabled {
        return Err(Refused::LinkSpent.into());
    }
    let name = new_name.unwrap_or_else(|| before.name.clone());
    within!(&mut tx, |c| sqlx::query(
        "UPDATE staff SET password_hash = $1, name = $2, folded = $3, state = 'active' WHERE id = $4"
    )
    .bind(hash)
    .bind(&name)
    .bind(folded(&name, &before.account))
    .bind(id)
    .execute(c)
    .await
    .map(|_| ()))?;
    signed_in(&mut tx, office, id).await?;
    let ended = end_sessions(&mut tx, id, "").await?;
    void(&mut tx, id).await?;
    let action = match before.state {
        StaffState::Invited => Action::StaffLinkAccepted,
        _ => Action::StaffPasswordReset,
    };
    let entry = Entry::new(action, Subject::Staff(id)).changed(
        fields! { Name: before.name, State: before.state },
        fields! { Name: name, State: StaffState::Active, SessionsEnded: ended },
    );
    let actor = Actor::Staff { id, name, role: before.role, products: vec![] };
    journal::append(&mut tx, office, &actor, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Marks a link as used. Of two who try at once, one finds it used.
async fn use_up(tx: &mut Tx, office: &Office, secret: &str) -> Result<()> {
    let used = within!(tx, |c| {
        sqlx::query(
        "UPDATE invitations SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL AND expires_at > $1"
    )
    .bind(office.clock.millis())
    .bind(hashed(secret))
    .execute(c)
    .await
    .map(|done| done.rows_affected())
    })?;
    if used == 1 { Ok(()) } else { Err(Refused::LinkSpent.into()) }
}

async fn has_staff(tx: &mut Tx) -> Result<bool> {
    let count: i64 = within!(tx, |c| sqlx::query_scalar("SELECT COUNT(*) FROM staff").fetch_one(c).await)?;
    Ok(count > 0)
}

/// Whether somebody works here already: without anybody, only the one-time link of the set-up leads in.
///
/// # Errors
/// Those of the database.
pub async fn is_set_up(office: &Office) -> Result<bool> {
    let somebody: Option<i64> =
        reading!(&office.db, |pool| sqlx::query_scalar("SELECT id FROM staff LIMIT 1")
            .fetch_optional(pool)
            .await)?;
    Ok(somebody.is_some())
}

/// A new link for somebody who lost theirs, or their password; older ones no longer work.
///
/// # Errors
/// `Denied`, `NotFound`, [`Refused::NotActive`] when disabled.
pub async fn invite_again(office: &Office, actor: &Actor, id: i64) -> Result<String> {
    actor.may(Operation::ManageStaff)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    if load_in(&mut tx, id).await?.state == StaffState::Disabled.code() {
        return Err(Refused::NotActive.into());
    }
    void(&mut tx, id).await?;
    let secret = write(&mut tx, office, Some(id)).await?;
    let entry = Entry::new(Action::StaffLinkMade, Subject::Staff(id));
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(secret)
}

/// The secret of a link that makes the first owner; `None` when somebody works here already.
/// An older one no longer works.
pub async fn setup_link(office: &Office) -> Result<Option<String>> {
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    if has_staff(&mut tx).await? {
        return Ok(None);
    }
    within!(&mut tx, |c| sqlx::query("DELETE FROM invitations WHERE staff_id IS NULL")
        .execute(c)
        .await
        .map(|_| ()))?;
    let secret = write(&mut tx, office, None).await?;
    tx.commit().await?;
    Ok(Some(secret))
}

/// Makes a link. Only its hash is kept.
pub(super) async fn write(tx: &mut Tx, office: &Office, staff_id: Option<i64>) -> Result<String> {
    let secret = office.random.secret()?;
    let now = office.clock.millis();
    within!(tx, |c| sqlx::query(
        "INSERT INTO invitations (token_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4)"
    )
    .bind(hashed(&secret))
    .bind(staff_id)
    .bind(now)
    .bind(now + LINK_HOURS * 3_600_000)
    .execute(c)
    .await
    .map(|_| ()))?;
    Ok(secret)
}

/// Voids the unused links of a member of staff.
pub(super) async fn void(tx: &mut Tx, id: i64) -> Result<()> {
    Ok(within!(tx, |c| sqlx::query("DELETE FROM invitations WHERE staff_id = $1 AND used_at IS NULL")
        .bind(id)
        .execute(c)
        .await
        .map(|_| ()))?)
}

/// Forgets links that are too old; a job. The number forgotten.
pub async fn delete_expired_links(office: &Office) -> Result<u64> {
    let mut tx = office.db.begin().await?;
    let count = within!(&mut tx, |c| sqlx::query("DELETE FROM invitations WHERE expires_at <= $1")
        .bind(office.clock.millis())
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    tx.commit().await?;
    Ok(count)
}
