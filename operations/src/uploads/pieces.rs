//! The pieces of an upload in the document store.

use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::path::Path;

use crate::{Office, Result, documents};

/// The folder of all uploads.
pub(super) const FOLDER: &str = "uploads";

/// Where a piece lies.
pub(super) fn place(id: &str, no: i64) -> String {
    format!("{FOLDER}/{id}/{no:06}")
}

/// All of them in their order, one after the other.
pub(super) fn joined(
    office: &Office,
    id: &str,
    count: i64,
) -> BoxStream<'static, std::io::Result<bytes::Bytes>> {
    let (store, id) = (office.documents.clone(), id.to_owned());
    let opened = futures::stream::iter(0..count).then(move |no| {
        let (store, path) = (store.clone(), place(&id, no));
        async move { documents::open(&store, &path).await.map_err(std::io::Error::other) }
    });
    opened.map_ok(|piece| piece.bytes.map_err(std::io::Error::other)).try_flatten().boxed()
}

/// Removes all pieces of an upload.
pub(super) async fn remove(office: &Office, id: &str) -> Result<()> {
    let folder = Path::from(format!("{FOLDER}/{id}"));
    let all: Vec<_> = office.documents.list(Some(&folder)).try_collect().await?;
    for piece in all {
        documents::remove(&office.documents, piece.location.as_ref()).await?;
    }
    Ok(())
}
