//! Where things are: the repository, cargo's target directory and what is made inside it.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Absolute paths of everything that more than one command needs.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target directory (`CARGO_TARGET_DIR` or `target`).
    pub target: PathBuf,
    /// What the browser loads; the server's `SITE_ROOT`.
    pub site: PathBuf,
    /// Intermediate files of this program.
    pub work: PathBuf,
}

impl Paths {
    /// Finds the repository, makes it the working directory and settles the target directory.
    pub fn find() -> Result<Self> {
        // Cargo sets the variable when it runs us; the compiled-in value serves a direct start.
        let manifest =
            std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&manifest).parent().context("xtask lies outside the repository")?.to_path_buf();
        // Resolved before the directory changes: cargo means it relative to where it was called.
        let target = match std::env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty()) {
            Some(value) => std::path::absolute(PathBuf::from(value))?,
            None => root.join("target"),
        };
        std::env::set_current_dir(&root).with_context(|| format!("cannot enter {}", root.display()))?;
        Ok(Self { site: target.join("site"), work: target.join("xtask"), root, target })
    }

    /// The server program of the development or the release build.
    pub fn server(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.target.join(profile).join(format!("countinghouse{}", std::env::consts::EXE_SUFFIX))
    }
}
