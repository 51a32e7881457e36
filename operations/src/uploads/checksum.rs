//! The checksum of a piece, as whoever sends it wrote it down.

use sha1::{Digest as _, Sha1};
use sha2::{Digest as _, Sha256};

/// What a piece has to hash to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// SHA-1.
    Sha1(Vec<u8>),
    /// SHA-256.
    Sha256(Vec<u8>),
}

/// The hash of what has come, if one was asked for.
pub(super) enum Sum {
    None,
    Sha1(Sha1, Vec<u8>),
    Sha256(Sha256, Vec<u8>),
}

impl Sum {
    pub(super) fn of(wanted: Option<Checksum>) -> Self {
        match wanted {
            None => Self::None,
            Some(Checksum::Sha1(bytes)) => Self::Sha1(Sha1::new(), bytes),
            Some(Checksum::Sha256(bytes)) => Self::Sha256(Sha256::new(), bytes),
        }
    }

    pub(super) fn add(&mut self, piece: &[u8]) {
        match self {
            Self::None => {}
            Self::Sha1(hash, _) => hash.update(piece),
            Self::Sha256(hash, _) => hash.update(piece),
        }
    }

    /// Without one, every beginning of a piece is worth keeping.
    pub(super) const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    pub(super) fn fits(self) -> bool {
        match self {
            Self::None => true,
            Self::Sha1(hash, wanted) => hash.finalize().as_slice() == wanted,
            Self::Sha256(hash, wanted) => hash.finalize().as_slice() == wanted,
        }
    }
}
