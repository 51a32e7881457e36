//! Why a file is not kept.

/// Why a file is not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It has no byte.
    #[error("the file is empty")]
    Empty,
}
