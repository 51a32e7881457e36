//! A file that is written to the disk before any of it goes out: what breaks off in the middle must never look whole.

use std::{
    fs::File,
    io::{self, BufWriter, Seek, Write},
};

use operations::{Failure, documents::disk};
use tokio::runtime::Handle;
use tokio_util::io::ReaderStream;

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// Where a file is written to.
pub(super) type Out<'a> = BufWriter<&'a mut File>;

/// A file without a name on the disk, so that nothing is left of it.
pub(super) struct Kept {
    file: File,
    /// Its size in bytes.
    pub(super) size: u64,
}

impl Kept {
    /// Writes it, on a thread of its own: a large workbook computes for seconds. `write` may wait on the runtime.
    ///
    /// # Errors
    /// What `write` says; a full disk.
    pub(super) async fn written<F>(write: F) -> Result<Self, Failure>
    where
        F: FnOnce(&Handle, &mut Out<'_>) -> Result<(), Failure> + Send + 'static,
    {
        let runtime = Handle::current();
        let written = tokio::task::spawn_blocking(move || {
            let mut file = tempfile::tempfile().map_err(disk)?;
            let mut out = BufWriter::with_capacity(PIECE, &mut file);
            write(&runtime, &mut out)?;
            out.flush().map_err(disk)?;
            drop(out);
            let size = file.stream_position().map_err(disk)?;
            file.rewind().map_err(disk)?;
            Ok(Self { file, size })
        });
        written.await.map_err(|e| Failure::Internal(format!("the file broke off: {e}")))?
    }

    /// Its content, piece by piece.
    pub(super) fn pieces(
        self,
    ) -> impl futures::Stream<Item = io::Result<axum::body::Bytes>> + Send + 'static {
        ReaderStream::with_capacity(tokio::fs::File::from_std(self.file), PIECE)
    }
}
