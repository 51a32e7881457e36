//! The one way into the document store and out of it.

use std::sync::Arc;

use futures::{StreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, buffered::BufWriter, path::Path};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use crate::{Failure, Result};

/// Bytes of a part, which are in memory at once. A folder takes any;
const PART: usize = 1 << 20;
/// object stores take none below 5 MiB, but for the last.
const REMOTE_PART: usize = 5 << 20;
/// Bytes that are read from a file at once.
const PIECE: usize = 256 << 10;

/// Where documents are: a folder or an object store.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    part: usize,
}

impl Store {
    /// On this machine.
    pub fn here(objects: impl ObjectStore) -> Self {
        Self { objects: Arc::new(objects), part: PART }
    }

    /// On another, by the protocol of S3.
    pub fn remote(objects: impl ObjectStore) -> Self {
        Self { objects: Arc::new(objects), part: REMOTE_PART }
    }
}

impl std::ops::Deref for Store {
    type Target = dyn ObjectStore;

    fn deref(&self) -> &Self::Target {
        &*self.objects
    }
}

/// The bytes of a document, piece by piece.
pub type Bytes = BoxStream<'static, object_store::Result<bytes::Bytes>>;

/// A document that is whole and in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its place in the store.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its content, in hex.
    pub sha256: String,
}

/// A document that is being read.
pub struct Document {
    /// Its size in bytes.
    pub size: u64,
    /// Its content.
    pub bytes: Bytes,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("size", &self.size).finish_non_exhaustive()
    }
}

/// A document that is being written. Nobody sees it before [`Keeping::end`]; dropped, it never was.
pub(crate) struct Keeping {
    path: String,
    out: BufWriter,
    hash: Sha256,
    size: u64,
}

impl Keeping {
    /// Begins a document, or one that will replace another.
    pub(crate) fn begin(store: &Store, path: &str) -> Self {
        let out = BufWriter::with_capacity(store.objects.clone(), Path::from(path), store.part)
            .with_max_concurrency(1);
        Self { path: path.to_owned(), out, hash: Sha256::new(), size: 0 }
    }

    /// Appends to it.
    ///
    /// # Errors
    /// What the document store said.
    pub(crate) async fn write(&mut self, piece: bytes::Bytes) -> Result<()> {
        self.hash.update(&piece);
        self.size += piece.len() as u64;
        Ok(self.out.put(piece).await?)
    }

    /// Puts it into its place.
    ///
    /// # Errors
    /// What the document store said.
    pub(crate) async fn end(mut self) -> Result<Kept> {
        self.out.shutdown().await.map_err(disk)?;
        Ok(Kept { path: self.path, size: self.size, sha256: hex::encode(self.hash.finalize()) })
    }

    /// Throws away what the store has of it already. A local disk does so by itself; object stores
    /// would keep the parts.
    pub(crate) async fn give_up(mut self) {
        if let Err(error) = self.out.abort().await {
            tracing::warn!(%error, path = self.path, "the parts of a document were not removed");
        }
    }
}

/// Keeps all that can be read.
///
/// # Errors
/// What the document store said, or that it cannot be read.
pub(crate) async fn keep(store: &Store, path: &str, from: impl AsyncRead + Unpin) -> Result<Kept> {
    let mut document = Keeping::begin(store, path);
    match copy(from, &mut document).await {
        Ok(()) => document.end().await,
        Err(failure) => {
            document.give_up().await;
            Err(failure)
        }
    }
}

async fn copy(mut from: impl AsyncRead + Unpin, to: &mut Keeping) -> Result<()> {
    loop {
        let mut piece = bytes::BytesMut::with_capacity(PIECE);
        if from.read_buf(&mut piece).await.map_err(disk)? == 0 {
            return Ok(());
        }
        to.write(piece.freeze()).await?;
    }
}

/// Opens a document.
///
/// # Errors
/// `NotFound`, or what the document store said.
pub(crate) async fn open(store: &Store, path: &str) -> Result<Document> {
    match store.get(&Path::from(path)).await {
        Ok(found) => Ok(Document { size: found.meta.size, bytes: found.into_stream().boxed() }),
        Err(object_store::Error::NotFound { .. }) => Err(Failure::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// Removes a document, which may be gone already.
///
/// # Errors
/// What the document store said.
pub(crate) async fn remove(store: &Store, path: &str) -> Result<()> {
    match store.delete(&Path::from(path)).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// What a disk said. As an error of the store, because there a full one is told from others.
#[must_use]
pub fn disk(error: std::io::Error) -> Failure {
    object_store::Error::Generic { store: "documents", source: Box::new(error) }.into()
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt;
    use object_store::local::LocalFileSystem;

    use super::*;

    fn files(folder: &std::path::Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    #[tokio::test]
    async fn a_document_is_seen_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::here(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        assert!(matches!(open(&store, "a.csv").await, Err(Failure::NotFound)));
        // More than a part, so that some of it is on the disk before the end.
        let content: Vec<u8> = (0..PART * 2 + 7).map(|n| n as u8).collect();
        let mut document = Keeping::begin(&store, "a.csv");
        for piece in content.chunks(100_000) {
            document.write(piece.to_vec().into()).await.unwrap();
        }
        assert!(matches!(open(&store, "a.csv").await, Err(Failure::NotFound)));
        let kept = document.end().await.unwrap();
        assert_eq!((kept.path.as_str(), kept.size), ("a.csv", content.len() as u64));
        assert_eq!(kept.sha256, hex::encode(Sha256::digest(&content)));
        let found = open(&store, "a.csv").await.unwrap();
        assert_eq!(found.size, kept.size);
        let pieces: Vec<_> = found.bytes.try_collect().await.unwrap();
        assert!(pieces.concat() == content);
        // The next one takes its place.
        assert_eq!(keep(&store, "a.csv", &b"short"[..]).await.unwrap().size, 5);
        assert_eq!(open(&store, "a.csv").await.unwrap().size, 5);
        remove(&store, "a.csv").await.unwrap();
        remove(&store, "a.csv").await.unwrap();
        assert!(matches!(open(&store, "a.csv").await, Err(Failure::NotFound)));
    }

    #[tokio::test]
    async fn of_a_source_that_breaks_off_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::here(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let pieces = [Ok(bytes::Bytes::from(vec![1; PART * 2])), Err(full)];
        let source = tokio_util::io::StreamReader::new(futures::stream::iter(pieces));
        let failure = keep(&store, "a.csv", source).await.unwrap_err();
        assert!(failure.is_full(), "{failure}");
        assert_eq!(files(folder.path()), Vec::<String>::new());
    }
}
