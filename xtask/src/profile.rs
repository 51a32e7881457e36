//! Quick to build, or small to load.

use crate::compress::Effort;

/// Which of cargo's profiles compiles the browser code, and how hard the rest works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Dev,
    /// Small to load.
    Release,
}

impl Profile {
    /// The profile's name in the workspace's `Cargo.toml`.
    pub fn cargo_name(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }

    /// How hard the compressor works.
    pub fn effort(self) -> Effort {
        match self {
            Self::Dev => Effort::Fast,
            Self::Release => Effort::Best,
        }
    }
}
