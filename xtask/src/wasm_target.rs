//! Makes sure that the toolchain can compile for `wasm32-unknown-unknown`.

use crate::process::{quiet, which};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The target of the browser code.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Longest wait for rustup, which retries for a long time where there is no network.
const PATIENCE: Duration = Duration::from_secs(180);

/// Adds the target: by rustup, else by the script that `WASM_TARGET_SCRIPT` names.
pub fn ensure() -> Result<()> {
    let libraries = libraries()?;
    if present(&libraries) {
        return Ok(());
    }
    let reason = match rustup() {
        Ok(()) if present(&libraries) => return Ok(()),
        Ok(()) => format!("rustup says done, but {} is empty", libraries.display()),
        Err(error) => format!("{error:#}"),
    };
    if let Some(script) = std::env::var_os("WASM_TARGET_SCRIPT") {
        quiet(Command::new("bash").arg(&script))
            .with_context(|| format!("{reason}\nand the script did not help either"))?;
        if present(&libraries) {
            return Ok(());
        }
    }
    bail!(
        "the Rust toolchain lacks the target {TARGET}, and it could not be added:\n{reason}\n\
         What to do: where rustup's server can be reached, run `rustup target add {TARGET}`.\n\
         Where it cannot, put a standard library for {TARGET} of the same version into\n{}\n\
         or name a script that does so in the environment variable WASM_TARGET_SCRIPT.",
        libraries.display()
    );
}

fn libraries() -> Result<PathBuf> {
    let directory = quiet(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(PathBuf::from(directory.trim()))
}

fn present(libraries: &Path) -> bool {
    std::fs::read_dir(libraries).is_ok_and(|entries| {
        entries.filter_map(Result::ok).any(|entry| {
            let name = entry.file_name();
            name.to_string_lossy().starts_with("libstd-")
        })
    })
}

fn rustup() -> Result<()> {
    if which("rustup").is_none() {
        bail!("rustup is not installed (https://rustup.rs)");
    }
    let mut child = Command::new("rustup")
        .args(["target", "add", TARGET])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start rustup")?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                bail!("`rustup target add {TARGET}` failed ({status})");
            }
            return Ok(());
        }
        if started.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            bail!("`rustup target add {TARGET}` was still waiting after {} s", PATIENCE.as_secs());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}
