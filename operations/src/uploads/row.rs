//! An upload as its table has it.

use domain::access::Actor;
use sqlx::FromRow;

use super::Refused;
use crate::{
    Failure, Result,
    db::{Sql, Tx, dialect::for_update},
};

/// A file on its way in. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Upload {
    /// Random.
    pub id: String,
    /// The order that it is for.
    pub order_no: String,
    pub(super) request_id: Option<i64>,
    pub(super) side: String,
    pub(super) name: String,
    pub(super) replaces: Option<i64>,
    size_bytes: i64,
    received: i64,
    pub(super) pieces: i64,
    lease: Option<String>,
    lease_until: Option<i64>,
    /// It is gone then.
    pub expires_at: i64,
    /// The document that it became.
    pub document_id: Option<i64>,
}

impl Upload {
    /// What the file is called there where it comes from.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes that were announced.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size_bytes.unsigned_abs()
    }

    /// Bytes that are there.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received.unsigned_abs()
    }

    /// Somebody sends a piece of it.
    pub(super) fn is_busy(&self, now: i64) -> bool {
        self.lease.is_some() && self.lease_until.is_some_and(|until| until > now)
    }
}

/// The upload of whoever began it, held until the transaction ends.
///
/// # Errors
/// `NotFound`; [`Refused::Expired`].
pub(super) async fn held(tx: &mut Tx, actor: &Actor, id: &str, now: i64) -> Result<Upload> {
    let mut sql = Sql::new(
        "SELECT u.id, o.order_no, u.request_id, u.side, u.name, u.replaces, u.size_bytes, u.received, u.pieces, \
         u.lease, u.lease_until, u.expires_at, u.document_id FROM uploads u JOIN supervisions s ON s.id = u.supervision_id \
         JOIN orders o ON o.id = s.order_id WHERE u.id = ",
    );
    sql.arg(id).push(" AND u.owner_kind = ").arg(actor.kind());
    sql.push(" AND u.owner_id = ").arg(actor.id().unwrap_or_default());
    if let Some(order_id) = actor.order_id() {
        sql.push(" AND o.id = ").arg(order_id);
    }
    sql.push(for_update(tx));
    let upload: Upload = sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)?;
    if upload.expires_at <= now {
        return Err(Refused::Expired.into());
    }
    Ok(upload)
}
