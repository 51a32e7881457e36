//! Files of imports in the document store.

use std::{fs::File, path::Path as DiskPath};

use futures::TryStreamExt;
use tokio::io::AsyncWriteExt;

use super::rejects::Rejection;
use crate::{Failure, Office, Result, documents};

fn path(import_id: i64, name: &str) -> String {
    format!("imports/{import_id}/{name}")
}

/// Keeps a waiting upload; its name in the store.
pub(super) async fn keep_upload(office: &Office, import_id: i64, file: &DiskPath) -> Result<String> {
    let file = tokio::fs::File::open(file).await.map_err(documents::disk)?;
    Ok(documents::keep(&office.documents, &path(import_id, "upload"), file).await?.path)
}

/// Brings a waiting upload to the disk, where it can be read from any place.
pub(super) async fn take_upload(office: &Office, name: &str) -> Result<tempfile::TempPath> {
    let file = tempfile::NamedTempFile::new().map_err(documents::disk)?;
    let (file, path) = file.into_parts();
    let mut out = tokio::fs::File::from_std(file);
    let mut pieces = documents::open(&office.documents, name).await?.bytes;
    while let Some(piece) = pieces.try_next().await? {
        out.write_all(&piece).await.map_err(documents::disk)?;
    }
    out.flush().await.map_err(documents::disk)?;
    Ok(path)
}

/// Removes an upload that nobody waits for any more. One that stays does no harm.
pub(super) async fn drop_upload(office: &Office, name: &str) {
    if let Err(error) = documents::remove(&office.documents, name).await {
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
    let rows = tokio::fs::File::from_std(rows);
    let kept = documents::keep(&office.documents, &path(import_id, "rejected.csv"), rows).await?;
    let stored: Vec<_> = first.iter().map(Rejection::stored).collect();
    let json = serde_json::to_vec(&stored).map_err(|e| Failure::Internal(e.to_string()))?;
    documents::keep(&office.documents, &path(import_id, "rejected.json"), json.as_slice()).await?;
    Ok(kept.path)
}

/// The first reasons of an import.
pub(super) async fn first_rejections(office: &Office, import_id: i64) -> Result<Vec<Rejection>> {
    let found = documents::open(&office.documents, &path(import_id, "rejected.json")).await?;
    let pieces: Vec<_> = found.bytes.try_collect().await?;
    super::rejects::parse_stored(&pieces.concat())
}
