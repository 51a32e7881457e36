//! Documents where they can be read from any place.

use std::path::PathBuf;

use futures::TryStreamExt;
use object_store::{GetResultPayload, ObjectStoreExt, path::Path};
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncWriteExt;

use super::{Store, disk};
use crate::Result;

/// A document on the disk: where the store keeps it, or a copy that is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Local {
    pub(crate) path: PathBuf,
    _copy: Option<TempPath>,
}

/// Brings a document to the disk, unless it is there.
///
/// # Errors
/// What the document store or the disk said.
pub(crate) async fn local(store: &Store, path: &str) -> Result<Local> {
    let mut pieces = match store.get(&Path::from(path)).await?.payload {
        GetResultPayload::File(_, path) => return Ok(Local { path, _copy: None }),
        GetResultPayload::Stream(pieces) => pieces,
    };
    let (file, path) = NamedTempFile::new().map_err(disk)?.into_parts();
    let mut out = tokio::fs::File::from_std(file);
    while let Some(piece) = pieces.try_next().await? {
        out.write_all(&piece).await.map_err(disk)?;
    }
    out.flush().await.map_err(disk)?;
    Ok(Local { path: path.to_path_buf(), _copy: Some(path) })
}
