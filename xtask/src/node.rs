//! Node and its package manager: needed by the browser tests and, where present, by `wasm-opt`.

use crate::apt;
use crate::paths::Paths;
use crate::process::{quiet, which};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The release of npm's `binaryen` that was tried.
const BINARYEN: &str = "132.0.0";

/// Installs Node where we may; otherwise the error says how.
pub fn ensure() -> Result<()> {
    if which("node").is_none() || which("npm").is_none() {
        apt::install("Node with npm", &["nodejs", "npm"])?;
    }
    Ok(())
}

/// A command that runs a JavaScript file.
pub fn script(file: &Path) -> Result<Command> {
    let node = which("node").context("Node is not installed")?;
    let mut command = Command::new(node);
    command.arg(file);
    Ok(command)
}

/// Installs what the lock file of the browser tests says, unless that was done since it changed.
pub fn install_locked(folder: &Path) -> Result<()> {
    let locked = modified(&folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    // npm writes this file last, so an interrupted installation counts as none.
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some_and(|installed| installed >= locked) {
        return Ok(());
    }
    quiet(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
        .context("cannot install the packages of the browser tests")?;
    Ok(())
}

/// The path of `wasm-opt`, installed into the target directory the first time.
pub fn wasm_opt(paths: &Paths) -> Result<PathBuf> {
    if which("node").is_none() || which("npm").is_none() {
        bail!("it comes from npm, and Node with npm is not installed (apt-get install nodejs npm)");
    }
    let tools = paths.target.join("tools").join(format!("binaryen-{BINARYEN}"));
    let program = tools.join("node_modules/binaryen/bin/wasm-opt");
    if !program.is_file() {
        std::fs::create_dir_all(&tools)?;
        quiet(
            Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
                .arg(&tools)
                .arg(format!("binaryen@{BINARYEN}")),
        )?;
    }
    if !program.is_file() {
        bail!("npm's binaryen {BINARYEN} has no bin/wasm-opt");
    }
    Ok(program)
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}
