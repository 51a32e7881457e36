//! What a form left for the page after it, where it may not travel in a cookie: what was entered into one
//! that was refused, and what is shown once. The page only reads it, so that looking never writes;
//! whoever holds the id sees it for a minute, or after a sign-in.

use crate::{Office, Result, db::Sql, office::hashed, reading};

/// The page after a form comes at once; so long it may take.
pub const FLASH_SECONDS: i64 = 60;
/// So long a form that came after the session had ended waits for its writer to sign in again.
pub const HELD_SECONDS: i64 = 15 * 60;

/// Keeps it for so many seconds; the id under which it is found.
pub async fn leave_flash(office: &Office, data: &str, seconds: i64) -> Result<String> {
    let id = hex::encode(office.random.bytes::<16>()?);
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("INSERT INTO flashes (id_hash, data, expires_at) VALUES (");
    sql.arg(hashed(&id)).push(", ").arg(data).push(", ");
    sql.arg(office.clock.millis() + seconds * 1000).push(")");
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    Ok(id)
}

/// What was kept under this id; `None` when it is unknown or too old.
pub async fn flash(office: &Office, id: &str) -> Result<Option<String>> {
    Ok(reading!(&office.db, |pool| sqlx::query_scalar(
        "SELECT data FROM flashes WHERE id_hash = $1 AND expires_at > $2"
    )
    .bind(hashed(id))
    .bind(office.clock.millis())
    .fetch_optional(pool)
    .await)?)
}

/// Forgets what is too old; a job. The number forgotten.
pub async fn forget_flashes(office: &Office) -> Result<u64> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("DELETE FROM flashes WHERE expires_at <= ");
    sql.arg(office.clock.millis());
    let count = sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    Ok(count)
}
