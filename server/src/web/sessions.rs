//! tower-sessions on our own table.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::access::Actor;
use operations::{Office, sessions};
use serde_json::Value;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::{SameSite, time::Duration},
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::desk::Desk;

/// Key under which the signed-in member of staff stands in a session.
pub const STAFF: &str = "staff";

/// Sessions in the table `sessions`; the id is kept as a hash.
#[derive(Clone)]
pub struct Store(Office);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

/// The cookie and the table.
pub fn layer(desk: &Desk) -> SessionManagerLayer<Store> {
    let https = desk.config.is_https();
    let name = if https { "__Host-countinghouse_session" } else { "countinghouse_session" };
    SessionManagerLayer::new(Store(desk.office.clone()))
        .with_name(name)
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::days(sessions::ABSOLUTE_DAYS)))
}

/// Who signed in with the session of a request, if anybody did.
///
/// # Errors
/// What the database said.
pub async fn person(desk: &Desk, session: Option<&Session>) -> operations::Result<Option<Actor>> {
    let Some(id) = session.and_then(Session::id) else { return Ok(None) };
    Ok(operations::visits::load(&desk.office, &hash(&id)).await?.and_then(|visit| visit.actor))
}

/// How a session's id is kept.
#[must_use]
pub fn hash(id: &Id) -> String {
    operations::office::hashed(&id.to_string())
}

fn record(record: &Record) -> Result<sessions::Record> {
    Ok(sessions::Record {
        id_hash: hash(&record.id),
        staff_id: record.data.get(STAFF).and_then(Value::as_i64),
        data: serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?,
        expires_at: i64::try_from(record.expiry_date.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX),
    })
}

fn backend(failure: operations::Failure) -> Error {
    tracing::error!(%failure, "the session could not be read or kept");
    Error::Backend("sessions".to_owned())
}

#[async_trait]
impl SessionStore for Store {
    async fn create(&self, given: &mut Record) -> Result<()> {
        while !sessions::create(&self.0, &record(given)?).await.map_err(backend)? {
            given.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, given: &Record) -> Result<()> {
        sessions::save(&self.0, &record(given)?).await.map_err(backend).map(|_| ())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(found) = sessions::load(&self.0, &hash(id)).await.map_err(backend)? else { return Ok(None) };
        let data: HashMap<String, Value> =
            serde_json::from_str(&found.data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date =
            tower_sessions::cookie::time::OffsetDateTime::from_unix_timestamp(found.expires_at / 1000)
                .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0, &hash(id)).await.map_err(backend)
    }
}
