//! Why an upload does not go on.

/// Why an upload does not go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The piece does not begin where the last one ended.
    #[error("the upload stands at {received}")]
    Offset {
        /// Bytes that are there.
        received: u64,
    },
    /// Somebody is sending a piece of it right now.
    #[error("another piece is on its way: try again in a moment")]
    Busy,
    /// Its time is over.
    #[error("the upload has expired: begin again")]
    Expired,
    /// More comes than was announced.
    #[error("more bytes came than were announced")]
    TooMuch,
    /// The piece is not what its checksum says. It was thrown away.
    #[error("the checksum is another one: send the piece again")]
    Checksum,
    /// As many uploads as there may be at once.
    #[error("{most} uploads of this order have not ended: end them first")]
    TooMany {
        /// The limit.
        most: i64,
    },
}
