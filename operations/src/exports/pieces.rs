//! A file that is being written, piece by piece.

use futures::{Stream, TryStreamExt, stream::BoxStream};

use crate::Result;

/// A piece of a file.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The next bytes of the file; there may be none.
    pub bytes: bytes::Bytes,
    /// So many further rows are written.
    pub rows: u64,
}

/// The pieces of a file, in order. When it cannot be written to its end, the last thing that comes is
/// an error: a file that ends early never looks complete.
pub type Pieces = BoxStream<'static, Result<Piece>>;

/// Only their bytes.
pub fn bytes(pieces: Pieces) -> impl Stream<Item = Result<bytes::Bytes>> + Send + use<> {
    pieces.try_filter_map(async |piece: Piece| Ok(Some(piece.bytes).filter(|bytes| !bytes.is_empty())))
}
