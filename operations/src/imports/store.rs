//! Files of imports in the document store.

use std::{fs::File, path::Path as DiskPath};

use object_store::{ObjectStoreExt, buffered::BufWriter, path::Path};
use tokio::io::{AsyncRead, AsyncWriteExt};

use super::rejects::Rejection;
use crate::{Failure, Office, Result};

/// Size of the pieces in which files go to the store; object stores take none below 5 MiB.
const PIECE: usize = 5 << 20;

fn path(import_id: i64, name: &str) -> Path {
    Path::from(format!("imports/{import_id}/{name}"))
}

/// Keeps a file piece by piece.
async fn keep(office: &Office, path: &Path, mut file: impl AsyncRead + Unpin) -> Result<()> {
    let store = office.documents.clone();
    let mut out = BufWriter::with_capacity(store, path.clone(), PIECE).with_max_concurrency(1);
    tokio::io::copy(&mut file, &mut out).await.map_err(|e| failed(&e))?;
    out.shutdown().await.map_err(|e| failed(&e))
}

/// Keeps a waiting upload; its name in the store.
pub(super) async fn keep_upload(office: &Office, import_id: i64, file: &DiskPath) -> Result<String> {
    let path = path(import_id, "upload");
    let file = tokio::fs::File::open(file).await.map_err(|e| failed(&e))?;
    keep(office, &path, file).await?;
    Ok(path.to_string())
}

/// Brings a waiting upload to the disk, where it can be read from any place.
pub(super) async fn take_upload(office: &Office, name: &str) -> Result<tempfile::TempPath> {
    use futures::TryStreamExt;
    let file = tempfile::NamedTempFile::new().map_err(|e| failed(&e))?;
    let (file, path) = file.into_parts();
    let mut out = tokio::fs::File::from_std(file);
    let mut pieces = office.documents.get(&Path::from(name)).await?.into_stream();
    while let Some(piece) = pieces.try_next().await? {
        out.write_all(&piece).await.map_err(|e| failed(&e))?;
    }
    out.flush().await.map_err(|e| failed(&e))?;
    Ok(path)
}

/// Removes an upload that nobody waits for any more. One that stays does no harm.
pub(super) async fn drop_upload(office: &Office, name: &str) {
    if let Err(error) = office.documents.delete(&Path::from(name)).await {
        tracing::warn!(%error, name, "an upload was not removed");
    }
}

/// Keeps rejected rows, and the first reasons for pages in any language; the name of the rows.
pub(super) async fn keep_rejected(
    office: &Office,
    import_id: i64,
    rows: File,
    first: &[Rejection],
) -> Result<String> {
    let file = path(import_id, "rejected.csv");
    keep(office, &file, tokio::fs::File::from_std(rows)).await?;
    let stored: Vec<_> = first.iter().map(Rejection::stored).collect();
    let json = serde_json::to_vec(&stored).map_err(|e| Failure::Internal(e.to_string()))?;
    office.documents.put(&path(import_id, "rejected.json"), json.into()).await?;
    Ok(file.to_string())
}

/// The first reasons of an import.
pub(super) async fn first_rejections(office: &Office, import_id: i64) -> Result<Vec<Rejection>> {
    let json = office.documents.get(&path(import_id, "rejected.json")).await?.bytes().await?;
    super::rejects::parse_stored(&json)
}

fn failed(error: &std::io::Error) -> Failure {
    Failure::Internal(format!("a file of an import cannot be kept: {error}"))
}
