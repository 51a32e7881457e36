//! The browser tests: Node, the locked packages, Chromium, and Node's own test runner.

use crate::paths::Paths;
use crate::process::{mirrored, which};
use crate::summary::Counts;
use crate::{apt, node};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Runs every `end2end/tests/*.spec.mjs` against the development build.
pub fn test(paths: &Paths, postgres: Option<&str>) -> Result<Counts> {
    let folder = paths.root.join("end2end");
    let specs = specs(&folder.join("tests"))?;
    node::ensure()?;
    node::install_locked(&folder)?;
    let chromium = chromium()?;
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=spec"])
        .args(specs)
        .current_dir(&folder)
        .env("COUNTINGHOUSE_BIN", paths.server(false))
        .env("SITE_ROOT", &paths.site)
        .env("CHROMIUM", chromium);
    match postgres {
        Some(url) => command.env("TEST_POSTGRES_URL", url),
        None => command.env_remove("TEST_POSTGRES_URL"),
    };
    let (ok, output) = mirrored(&mut command)?;
    let counts = Counts::of_node(&output);
    if ok && counts.passed == 0 {
        bail!("Node's test runner reported no test");
    }
    Ok(counts.or_failure(ok))
}

fn specs(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("no browser tests in {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".spec.mjs"))
        .collect();
    found.sort();
    if found.is_empty() {
        bail!("no browser tests in {}", folder.display());
    }
    Ok(found)
}

/// `CHROMIUM`, else the system's browser, else Debian's package.
fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(chosen));
    }
    let installed = || which("chromium").or_else(|| which("chromium-browser"));
    if let Some(found) = installed() {
        return Ok(found);
    }
    apt::install("Chromium", &["chromium", "fonts-noto-cjk"])?;
    installed().context("the package chromium brought no browser")
}
