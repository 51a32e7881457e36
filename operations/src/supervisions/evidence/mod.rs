//! The evidence pack of a delivery: its documents, its log on paper, and a manifest by which all of it can be
//! proved without this program's database.

mod archive;
mod claims;
mod manifest;
mod names;
mod prove;
mod stream;
mod zip;

use std::collections::HashMap;

use domain::access::{Actor, Operation};
use object_store::{ObjectStoreExt, path::Path};

pub use prove::{Proof, Wrong, prove};

use super::{Detail, documents::Document, get};
use crate::{
    Failure, Office, Result,
    db::Sql,
    documents::Store,
    journal::{self, Action, Entry, Subject, fields},
};

domain::codes! {
    /// Why a document is named in a pack and not in it.
    pub enum NotPacked {
        /// Something harmful was found in it.
        Infected = "infected",
        /// The scanner has not seen it yet.
        Scanning = "scanning",
        /// The document store has it no more, or in another size.
        Missing = "missing",
    }
}

/// A document of a pack.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The document.
    pub document: Document,
    /// Its name in the pack, or why it is not in it.
    pub file: std::result::Result<String, NotPacked>,
    /// Where the store has it.
    place: String,
}

/// A pack that can be made.
#[derive(Debug)]
pub struct Pack {
    /// The delivery as it is now.
    pub detail: Detail,
    /// Its documents, in the order of the pack.
    pub files: Vec<Packed>,
    /// When it is made, in milliseconds since 1970.
    pub made_at: i64,
    /// Kind and name of who makes it.
    pub made_by: (String, String),
    store: Store,
}

/// A pack on its way out.
pub struct Stream {
    /// Its size in bytes.
    pub size: u64,
    /// Its bytes.
    pub bytes: futures::stream::BoxStream<'static, Result<bytes::Bytes>>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("size", &self.size).finish_non_exhaustive()
    }
}

/// Reads what goes into the pack of a delivery. That a member of staff takes it away is noted.
///
/// # Errors
/// `Denied`; `NotFound`; what the document store said.
pub async fn evidence(office: &Office, actor: &Actor, order_no: &str) -> Result<Pack> {
    actor.may(Operation::ReadSupervision)?;
    let detail = get(office, actor, order_no).await?;
    let mut sql = Sql::new("SELECT d.id, d.file FROM supervision_documents sd ");
    sql.push("JOIN documents d ON d.id = sd.document_id WHERE sd.supervision_id = ").arg(detail.row.id);
    let places: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
    let mut places: HashMap<i64, String> = places.into_iter().collect();
    let mut files = Vec::with_capacity(detail.documents.len());
    for (number, document) in (1..).zip(&detail.documents) {
        let place = places.remove(&document.id).unwrap_or_default();
        let request = detail.requests.iter().find(|request| Some(request.id) == document.request_id);
        let name = names::name_of(number, request.map(|request| request.code.as_str()), &document.name);
        let file = why_not(&office.documents, document, &place).await?.map_or(Ok(name), Err);
        files.push(Packed { document: document.clone(), file, place });
    }
    noted(office, actor, &detail.row.order_no).await?;
    Ok(Pack {
        detail,
        files,
        made_at: office.clock.millis(),
        made_by: (actor.kind().to_owned(), actor.name().to_owned()),
        store: office.documents.clone(),
    })
}

async fn why_not(store: &Store, document: &Document, place: &str) -> Result<Option<NotPacked>> {
    match document.scan.as_str() {
        "infected" => return Ok(Some(NotPacked::Infected)),
        "scanning" => return Ok(Some(NotPacked::Scanning)),
        _ => {}
    }
    match store.head(&Path::from(place)).await {
        Ok(found) if i64::try_from(found.size) == Ok(document.size_bytes) => Ok(None),
        Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(Some(NotPacked::Missing)),
        Err(error) => Err(error.into()),
    }
}

async fn noted(office: &Office, actor: &Actor, order_no: &str) -> Result<()> {
    let Some(id) = actor.staff_id() else { return Ok(()) };
    let after = fields! { Kind: "evidence", Format: "zip", Query: order_no };
    let mut tx = office.db.begin().await?;
    let entry = Entry::new(Action::StaffTookList, Subject::Staff(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    Ok(tx.commit().await?)
}

impl Pack {
    /// What the pack is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("evidence-{}.zip", self.detail.row.order_no)
    }

    /// The pack with its log on paper.
    ///
    /// # Errors
    /// `Internal` when the manifest cannot be written.
    pub fn stream(self, log: Vec<u8>) -> Result<Stream> {
        let manifest = serde_json::to_vec_pretty(&manifest::of(&self, &log))
            .map_err(|e| Failure::Internal(e.to_string()))?;
        Ok(stream::of(self, manifest, log))
    }
}
