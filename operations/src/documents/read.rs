//! A document is read, wherever it belongs.

use domain::access::Actor;

use super::Document;
use crate::{Failure, Office, Result, supervisions, tickets};

/// A document with its name.
#[derive(Debug)]
pub struct Opened {
    /// What it is called.
    pub name: String,
    /// Its ending.
    pub kind: String,
    /// Its content.
    pub content: Document,
}

/// Opens a document of a delivery or of a ticket. What no scanner has let through yet nobody reads.
///
/// # Errors
/// `Denied`; `NotFound`: there is none, or the actor does not see where it belongs; it is being scanned, or was refused.
pub async fn read(office: &Office, actor: &Actor, id: i64) -> Result<Opened> {
    match supervisions::documents::open(office, actor, id).await {
        Ok((found, content)) => Ok(Opened { name: found.name, kind: found.kind, content }),
        Err(Failure::NotFound) => match tickets::open_document(office, actor, id).await {
            // Whoever reads no conversation does not learn what is in one.
            Err(Failure::Denied(_)) => Err(Failure::NotFound),
            opened => opened,
        },
        Err(failure) => Err(failure),
    }
}
