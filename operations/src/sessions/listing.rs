//! Staff see and end their sessions; owners end anyone's.

use domain::access::{Actor, Operation};

use super::limits;
use crate::{
    Failure, Office, Result,
    journal::{self, Action, Entry, Subject, fields},
    reading,
    sightings::{Seen, Sighting},
    staff::{end_sessions, one_at_a_time, own_id},
    within,
};

/// A session, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Name to end it by.
    pub public_id: String,
    /// Browser, as it calls itself.
    pub user_agent: Option<String>,
    /// Where it was last seen.
    pub address: Option<String>,
    /// Begun, in milliseconds since 1970.
    pub created_at: i64,
    /// Last seen, in milliseconds since 1970.
    pub seen_at: i64,
    /// Whether it is the one that asks.
    pub current: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id_hash: String,
    public_id: String,
    user_agent: Option<String>,
    address: Option<String>,
    created_at: i64,
    seen_at: i64,
}

/// The actor's live sessions, last seen first.
///
/// # Errors
/// `Denied`, `NotFound` when the actor is no member of staff.
pub async fn list_own(office: &Office, actor: &Actor, current_id_hash: &str) -> Result<Vec<SessionInfo>> {
    let id = own_id(actor)?;
    let now = office.clock.millis();
    let (idle, absolute) = limits(now);
    let rows: Vec<Row> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT id_hash, public_id, user_agent, address, created_at, seen_at FROM sessions \
         WHERE staff_id = $1 AND expires_at > $2 AND seen_at > $3 AND created_at > $4 \
         ORDER BY seen_at DESC, public_id"
    )
    .bind(id)
    .bind(now)
    .bind(idle)
    .bind(absolute)
    .fetch_all(pool)
    .await)?;
    let mut sessions: Vec<SessionInfo> = rows
        .into_iter()
        .map(|row| {
            let current = row.id_hash == current_id_hash;
            let Row { public_id, user_agent, address, created_at, seen_at, .. } = row;
            let session = SessionInfo { public_id, user_agent, address, created_at, seen_at, current };
            // What this server has seen and not yet written.
            match office.sightings.of(&Seen::Session(row.id_hash)) {
                Some(Sighting { at, user_agent, address }) if at >= seen_at => SessionInfo {
                    user_agent: Some(user_agent),
                    address: Some(address),
                    seen_at: at,
                    ..session
                },
                _ => session,
            }
        })
        .collect();
    sessions.sort_by_key(|session| std::cmp::Reverse(session.seen_at));
    Ok(sessions)
}

/// Ends one of the actor's sessions.
///
/// # Errors
/// `Denied`, `NotFound` (somebody else's too).
pub async fn end_own(office: &Office, actor: &Actor, public_id: &str) -> Result<()> {
    end_one(office, actor, "public_id", public_id, Action::StaffSessionEnded).await
}

/// Ends the session that asks.
///
/// # Errors
/// As [`end_own`].
pub async fn sign_out(office: &Office, actor: &Actor, id_hash: &str) -> Result<()> {
    end_one(office, actor, "id_hash", id_hash, Action::StaffSignedOut).await
}

async fn end_one(office: &Office, actor: &Actor, column: &str, key: &str, action: Action) -> Result<()> {
    let id = own_id(actor)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let mut sql = crate::db::Sql::new("DELETE FROM sessions WHERE ");
    sql.push(column).push(" = ").arg(key).push(" AND staff_id = ").arg(id);
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Failure::NotFound);
    }
    journal::append(&mut tx, office, actor, Entry::new(action, Subject::Staff(id))).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the actor's sessions but for the one that asks; the number ended.
///
/// # Errors
/// `Denied`, `NotFound` when the actor is no member of staff.
pub async fn end_others(office: &Office, actor: &Actor, keep_id_hash: &str) -> Result<u64> {
    let id = own_id(actor)?;
    end_many(office, actor, id, keep_id_hash).await
}

/// Ends every session of a member of staff; the number ended.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn end_all_of(office: &Office, actor: &Actor, staff_id: i64) -> Result<u64> {
    actor.may(Operation::ManageStaff)?;
    end_many(office, actor, staff_id, "").await
}

async fn end_many(office: &Office, actor: &Actor, staff_id: i64, keep_id_hash: &str) -> Result<u64> {
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let found: Option<(i64,)> = within!(&mut tx, |c| sqlx::query_as("SELECT id FROM staff WHERE id = $1")
        .bind(staff_id)
        .fetch_optional(c)
        .await)?;
    if found.is_none() {
        return Err(Failure::NotFound);
    }
    let ended = end_sessions(&mut tx, staff_id, keep_id_hash).await?;
    if ended > 0 {
        let entry = Entry::new(Action::StaffSessionsEnded, Subject::Staff(staff_id));
        let entry = entry.after(fields! { SessionsEnded: ended });
        journal::append(&mut tx, office, actor, entry).await?;
    }
    tx.commit().await?;
    Ok(ended)
}
