//! Debian packages for the test run: installed where we may, otherwise named.

use crate::process::{is_root, quiet, which};
use anyhow::{Context, Result, bail};
use std::process::Command;
use std::sync::Once;

static UPDATED: Once = Once::new();

/// Installs the packages when we are root on a Debian-like system; otherwise fails with the command
/// that a person can run. `why` says what needs them.
pub fn install(why: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let command = format!("apt-get update && apt-get install -y {list}");
    if which("apt-get").is_none() {
        bail!("{why} is missing, and there is no apt-get: install {list} with your system's tool");
    }
    if !is_root() {
        bail!("{why} is missing; install it with: sudo sh -c '{command}'");
    }
    println!("  installing {list}");
    // A stale list is only a warning: the packages may still be known.
    UPDATED.call_once(|| {
        if let Err(error) = quiet(Command::new("apt-get").args(["-qq", "update"])) {
            eprintln!("  {error:#}");
        }
    });
    quiet(
        Command::new("apt-get")
            .args(["-qq", "-y", "--no-install-recommends", "-o", "Acquire::Retries=3", "install"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
    .with_context(|| format!("{why} is missing and could not be installed: {command}"))?;
    Ok(())
}
