//! A document of a delivery is read.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::list::{Document, SELECT};
use crate::{
    Failure, Office, Result,
    db::Sql,
    documents,
    supervisions::{Refused, row::within},
};

/// A document with the order that it belongs to, and where its file lies.
#[derive(FromRow)]
struct Found {
    #[sqlx(flatten)]
    document: Document,
    file: String,
}

/// Opens a document. What no scanner has let through yet nobody reads, nor what it refused.
///
/// # Errors
/// `Denied`; `NotFound`: there is none, or the actor does not see its order; [`Refused::BeingScanned`],
/// [`Refused::Infected`].
pub async fn open(office: &Office, actor: &Actor, id: i64) -> Result<(Document, documents::Document)> {
    let reach = actor.may(Operation::ReadSupervision)?;
    let mut sql = Sql::new(SELECT);
    sql.push(", d.file FROM documents d JOIN supervision_documents sd ON sd.document_id = d.id ");
    sql.push(
        "JOIN supervisions s ON s.id = sd.supervision_id JOIN orders o ON o.id = s.order_id WHERE d.id = ",
    );
    sql.arg(id);
    within(&mut sql, actor, &reach);
    let found: Found = sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)?;
    if !found.document.is_readable() {
        let finding = found.document.finding.unwrap_or_default();
        let waits = found.document.scan == "scanning";
        return Err(if waits { Refused::BeingScanned } else { Refused::Infected { finding } }.into());
    }
    let content = documents::open(&office.documents, &found.file).await?;
    Ok((found.document, content))
}
