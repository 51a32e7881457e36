//! The documents of a delivery, oldest first.

use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
};

/// A document of a delivery. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the tables")]
pub struct Document {
    pub id: i64,
    pub request_id: Option<i64>,
    pub name: String,
    pub kind: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub version: i64,
    pub replaced_by: Option<i64>,
    /// Whose it is: code of [`domain::supervision::Side`].
    pub side: String,
    pub scan: String,
    /// What a scanner found; while it waits for one, code of [`crate::documents::Trouble`].
    pub finding: Option<String>,
    pub notices: String,
    pub actor_kind: String,
    pub actor_name: String,
    pub created_at: i64,
}

impl Document {
    /// Whether it may be opened: a scanner let it through, or there was none.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        matches!(self.scan.as_str(), "clean" | "unscanned")
    }
}

/// What a [`Document`] is read from, of `supervision_documents sd` and `documents d`.
pub(super) const SELECT: &str = "SELECT d.id, sd.request_id, d.name, d.kind, d.size_bytes, d.sha256, sd.version, \
     sd.replaced_by, sd.side, d.scan, d.finding, d.notices, d.actor_kind, d.actor_name, d.created_at";
const FROM: &str = " FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id WHERE ";

/// The documents of a delivery, oldest first, replaced ones too.
pub(in crate::supervisions) async fn of(office: &Office, supervision_id: i64) -> Result<Vec<Document>> {
    let mut sql = Sql::new(SELECT);
    sql.push(FROM).push("sd.supervision_id = ").arg(supervision_id).push(" ORDER BY d.id");
    Ok(sql.fetch_all(&office.db).await?)
}

/// One document, inside the transaction that notes it.
pub(super) async fn one(tx: &mut Tx, id: i64) -> Result<Document> {
    let mut sql = Sql::new(SELECT);
    sql.push(FROM).push("d.id = ").arg(id);
    sql.fetch_optional_in(tx).await?.ok_or(Failure::NotFound)
}
