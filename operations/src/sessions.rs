//! Sessions of signed-in staff: storage for the server's session layer, and their list.
//!
//! The cookie holds a random id, the table its hash: whoever reads the table cannot sign in.

mod flash;
mod listing;

pub use flash::{FLASH_SECONDS, HELD_SECONDS, flash, forget_flashes, leave_flash};
pub use listing::{SessionInfo, end_all_of, end_others, end_own, list_own, sign_out};

use crate::{
    Office, Result, reading,
    sightings::{Seen, Sighting},
    within,
};

/// A session ends when nothing was asked for so long.
pub const IDLE_HOURS: i64 = 12;
/// A session ends so long after sign-in, whatever happened.
pub const ABSOLUTE_DAYS: i64 = 7;
/// How often it is noted that a session was seen.
const TOUCH_MILLIS: i64 = 60_000;

/// What the session layer keeps.
#[derive(Clone, Debug)]
pub struct Record {
    /// [`crate::office::hashed`] id.
    pub id_hash: String,
    /// Who signed in.
    pub staff_id: Option<i64>,
    /// JSON of the session layer.
    pub data: String,
    /// When the session layer lets it end, in milliseconds since 1970.
    pub expires_at: i64,
}

/// A session that is alive.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Loaded {
    /// JSON of the session layer.
    pub data: String,
    /// Who signed in.
    pub staff_id: Option<i64>,
    /// Last seen, in milliseconds since 1970.
    pub seen_at: i64,
    /// Begun, in milliseconds since 1970.
    pub created_at: i64,
    /// When the session layer lets it end, in milliseconds since 1970.
    pub expires_at: i64,
    /// Name of the session on pages; it opens nothing.
    pub public_id: String,
    /// Where it was last seen; `None` until the first [`touch`].
    pub address: Option<String>,
}

impl Loaded {
    /// Whether a [`touch`] is due.
    #[must_use]
    pub const fn is_due(&self, now: i64) -> bool {
        self.address.is_none() || now - self.seen_at >= TOUCH_MILLIS
    }
}

/// Moments that a live session lies after: last seen, begun.
pub(crate) const fn limits(now: i64) -> (i64, i64) {
    (now - IDLE_HOURS * 3_600_000, now - ABSOLUTE_DAYS * 86_400_000)
}

/// A session; `None` when it is unknown, idle for too long or too old.
pub async fn load(office: &Office, id_hash: &str) -> Result<Option<Loaded>> {
    let now = office.clock.millis();
    let (idle, absolute) = limits(now);
    Ok(reading!(&office.db, |pool| sqlx::query_as(
        "SELECT data, staff_id, seen_at, created_at, expires_at, public_id, address FROM sessions \
         WHERE id_hash = $1 AND expires_at > $2 AND seen_at > $3 AND created_at > $4"
    )
    .bind(id_hash)
    .bind(now)
    .bind(idle)
    .bind(absolute)
    .fetch_optional(pool)
    .await)?)
}

/// Keeps a new session; `false` when the id is taken: draw another one.
pub async fn create(office: &Office, record: &Record) -> Result<bool> {
    let now = office.clock.millis();
    let public_id = hex::encode(office.random.bytes::<12>()?);
    let mut tx = office.db.begin().await?;
    let made = within!(&mut tx, |c| sqlx::query(
        "INSERT INTO sessions (id_hash, public_id, staff_id, data, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $5, $6) ON CONFLICT (id_hash) DO NOTHING"
    )
    .bind(&record.id_hash)
    .bind(public_id)
    .bind(record.staff_id)
    .bind(&record.data)
    .bind(now)
    .bind(record.expires_at)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    tx.commit().await?;
    Ok(made == 1)
}

/// Keeps what changed in a session; `false` when there is none. It is never made anew: one that was
/// ended while a request was under way stays ended.
pub async fn save(office: &Office, record: &Record) -> Result<bool> {
    let mut tx = office.db.begin().await?;
    let saved = within!(&mut tx, |c| sqlx::query(
        "UPDATE sessions SET staff_id = $1, data = $2, expires_at = $3 WHERE id_hash = $4"
    )
    .bind(record.staff_id)
    .bind(&record.data)
    .bind(record.expires_at)
    .bind(&record.id_hash)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    tx.commit().await?;
    Ok(saved == 1)
}

/// Ends a session.
pub async fn delete(office: &Office, id_hash: &str) -> Result<()> {
    let mut tx = office.db.begin().await?;
    within!(&mut tx, |c| sqlx::query("DELETE FROM sessions WHERE id_hash = $1")
        .bind(id_hash)
        .execute(c)
        .await
        .map(|_| ()))?;
    tx.commit().await?;
    Ok(())
}

/// Remembers that a session was seen, when [`Loaded::is_due`]; [`crate::sightings::Sightings::write`] writes it.
pub fn touch(office: &Office, id_hash: &str, user_agent: &str, address: &str) {
    let short = |text: &str, most| text.chars().filter(|c| !c.is_control()).take(most).collect::<String>();
    let sighting = Sighting {
        at: office.clock.millis(),
        user_agent: short(user_agent, 200),
        address: short(address, 64),
    };
    office.sightings.remember(Seen::Session(id_hash.to_owned()), sighting);
}

/// Forgets sessions that are over; a job. The number forgotten.
pub async fn delete_expired(office: &Office) -> Result<u64> {
    let now = office.clock.millis();
    let (idle, absolute) = limits(now);
    let mut tx = office.db.begin().await?;
    let count = within!(&mut tx, |c| sqlx::query(
        "DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2 OR created_at <= $3"
    )
    .bind(now)
    .bind(idle)
    .bind(absolute)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    tx.commit().await?;
    Ok(count)
}
