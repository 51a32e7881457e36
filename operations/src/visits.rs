//! What every page begins with: the session, who acts, and how they want the page.

use domain::access::Actor;

use crate::{
    Office, Result, reading,
    sessions::{Loaded, limits},
    staff::{Preferences, actor_of},
};

/// A request with a live session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The session.
    pub session: Loaded,
    /// Who acts; `None` when nobody signed in, or who did is no longer active.
    pub actor: Option<Actor>,
    /// How the person wants the pages; `None` together with `actor`.
    pub preferences: Option<Preferences>,
    /// How much of what the person was told is unread, counted up to [`crate::notifications::MOST_COUNTED`].
    pub unread: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    session: Loaded,
    name: Option<String>,
    role: Option<String>,
    locale: Option<String>,
    theme: Option<String>,
    density: Option<String>,
    shortcuts: Option<bool>,
    unread: i64,
}

/// A session with its actor; `None` as [`crate::sessions::load`]. One round trip, because every page pays for
/// it; a second one for support, whose grants it fetches.
pub async fn load(office: &Office, id_hash: &str) -> Result<Option<Visit>> {
    let now = office.clock.millis();
    let (idle, absolute) = limits(now);
    let row: Option<Row> = reading!(&office.db, |pool| sqlx::query_as(
        "SELECT v.data, v.staff_id, v.seen_at, v.created_at, v.expires_at, v.public_id, v.address, \
         s.name, s.role, s.locale, s.theme, s.density, s.shortcuts, \
         (SELECT COUNT(*) FROM (SELECT 1 FROM notifications n WHERE n.staff_id = v.staff_id AND n.shown = 1 \
         AND n.read_at IS NULL LIMIT 100) AS found) AS unread \
         FROM sessions v LEFT JOIN staff s ON s.id = v.staff_id AND s.state = 'active' \
         WHERE v.id_hash = $1 AND v.expires_at > $2 AND v.seen_at > $3 AND v.created_at > $4"
    )
    .bind(id_hash)
    .bind(now)
    .bind(idle)
    .bind(absolute)
    .fetch_optional(pool)
    .await)?;
    let Some(Row { session, name, role, locale, theme, density, shortcuts, unread }) = row else {
        return Ok(None);
    };
    let actor = match (session.staff_id, name, role) {
        (Some(id), Some(name), Some(role)) => actor_of(&office.db, id, name, &role).await?,
        _ => None,
    };
    let preferences =
        actor.as_ref().map(|_| Preferences { locale, theme, density, shortcuts: shortcuts.unwrap_or(true) });
    Ok(Some(Visit { session, actor, preferences, unread }))
}
