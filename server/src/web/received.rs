//! The one way to receive a file: piece by piece to the disk, never whole in memory.

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};

use futures::{Stream, StreamExt};
use operations::{Failure, documents};
use tempfile::{NamedTempFile, TempPath};
use tokio::{fs::File, io::AsyncWriteExt};

/// The largest file, in gigabytes and in bytes.
pub(crate) const GIGABYTES: u64 = 1;
/// The same in bytes.
pub(crate) const LARGEST: u64 = GIGABYTES << 30;

/// A file that has come in.
#[derive(Debug)]
pub(crate) struct Received {
    /// Where it is; it is gone when this is dropped.
    pub(crate) path: TempPath,
    /// Its size in bytes.
    pub(crate) size: u64,
}

/// Why a file was not taken.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It is larger than it may be.
    TooLarge,
    /// The sender went away in the middle.
    BrokenOff,
    /// It could not be kept.
    Failed(Failure),
}

impl<F: Into<Failure>> From<F> for Refusal {
    fn from(failure: F) -> Self {
        Self::Failed(failure.into())
    }
}

/// How long a request says its body is; 0 when it does not say.
pub(crate) fn announced(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
    length.unwrap_or_default()
}

/// Receives a file of orders. Whatever ends it early, nothing stays on the disk.
///
/// # Errors
/// [`Refusal`].
pub(crate) async fn received<E>(pieces: impl Stream<Item = Result<Bytes, E>>) -> Result<Received, Refusal> {
    received_up_to(LARGEST, pieces).await
}

/// Receives a file of so many bytes at most.
///
/// # Errors
/// [`Refusal`].
pub(crate) async fn received_up_to<E>(
    most: u64,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Received, Refusal> {
    let (file, path) = NamedTempFile::new().map_err(documents::disk)?.into_parts();
    let (mut file, mut size) = (File::from_std(file), 0);
    let mut pieces = std::pin::pin!(pieces);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refusal::BrokenOff)?;
        size += piece.len() as u64;
        if size > most {
            return Err(Refusal::TooLarge);
        }
        file.write_all(&piece).await.map_err(documents::disk)?;
    }
    file.flush().await.map_err(documents::disk)?;
    Ok(Received { path, size })
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn a_file_is_whole_or_not_there() {
        let all = [Ok::<_, ()>(Bytes::from_static(b"order_no")), Ok(Bytes::from_static(b"\nCS1\n"))];
        let got = received(stream::iter(all)).await.unwrap();
        assert_eq!(got.size, 13);
        assert_eq!(std::fs::read(&got.path).unwrap(), b"order_no\nCS1\n");
        let place = got.path.to_path_buf();
        drop(got);
        assert!(!place.exists());
        let broken = received(stream::iter([Ok(Bytes::from_static(b"order_no")), Err(())])).await;
        assert!(matches!(broken, Err(Refusal::BrokenOff)));
        let piece = Bytes::from(vec![b'x'; 1 << 26]);
        let many = stream::iter(std::iter::repeat_n(Ok::<_, ()>(piece), 17));
        assert!(matches!(received(many).await, Err(Refusal::TooLarge)));
    }
}
