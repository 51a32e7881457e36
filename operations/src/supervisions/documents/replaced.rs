//! What a document takes the place of: an earlier version, or itself when the same file comes twice.

use domain::{Problem, access::Actor, supervision::Side};

use super::NewDocument;
use crate::{
    Result,
    db::{Sql, Tx},
    supervisions::{requests::Request, row::Row},
};

/// The version of the document that is replaced.
pub(super) async fn replaced(
    tx: &mut Tx,
    row: &Row,
    side: Side,
    request: Option<&Request>,
    id: i64,
) -> Result<(i64, i64)> {
    let mut sql =
        Sql::new("SELECT version FROM supervision_documents WHERE replaced_by IS NULL AND document_id = ");
    sql.arg(id).push(" AND supervision_id = ").arg(row.id).push(" AND side = ").arg(side.code());
    match request {
        Some(request) => sql.push(" AND request_id = ").arg(request.id),
        None => sql.push(" AND request_id IS NULL"),
    };
    let version = sql.fetch_optional_in::<(i64,)>(tx).await?;
    let (version,) = version.ok_or_else(|| Problem::NoSuchDocument { id }.of("replaces"))?;
    Ok((id, version))
}

/// The document as which this very file stands there already: by the same person, for the same request, under the
/// same name. Whoever presses twice hands in once.
pub(super) async fn twice(
    tx: &mut Tx,
    actor: &Actor,
    row: &Row,
    new: &NewDocument<'_>,
    (name, sha256): (&str, &str),
) -> Result<Option<i64>> {
    let mut sql = Sql::new(
        "SELECT d.id FROM supervision_documents sd JOIN documents d ON d.id = sd.document_id \
         LEFT JOIN supervision_requests r ON r.id = sd.request_id WHERE sd.replaced_by IS NULL AND d.scan <> 'infected' \
         AND sd.supervision_id = ",
    );
    sql.arg(row.id).push(" AND d.sha256 = ").arg(sha256).push(" AND d.name = ").arg(name);
    sql.push(" AND d.actor_kind = ").arg(actor.kind()).push(" AND d.actor_id = ").arg(actor.id());
    if let Some(side) = Side::from_code(new.by.trim()) {
        sql.push(" AND sd.side = ").arg(side.code());
    }
    match new.request.trim() {
        "" => sql.push(" AND sd.request_id IS NULL"),
        given => {
            sql.push(" AND r.node = ").arg(row.node.code()).push(" AND (r.code = ").arg(given);
            sql.push(" OR CAST(r.id AS TEXT) = ").arg(given).push(")")
        }
    };
    if let Some(old) = new.replaces {
        sql.push(" AND EXISTS (SELECT 1 FROM supervision_documents old WHERE old.replaced_by = d.id ");
        sql.push("AND old.document_id = ").arg(old).push(")");
    }
    sql.push(" ORDER BY d.id LIMIT 1");
    Ok(sql.fetch_optional_in::<(i64,)>(tx).await?.map(|(id,)| id))
}
