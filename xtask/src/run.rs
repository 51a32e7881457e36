//! `run`, and the steps that it shares with `build` and `dev`.

use crate::paths::Paths;
use crate::process::{cargo, check};
use crate::profile::Profile;
use crate::progress::{Progress, seconds};
use crate::site;
use crate::{prerequisites, wasm_target};
use anyhow::{Context, Result};
use std::convert::Infallible;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Lines that `prepare` and the site take.
pub const SITE_STEPS: usize = 6;
/// Lines that `build` takes.
pub const BUILD_STEPS: usize = SITE_STEPS + 1;

/// Builds everything and becomes the server with the demo shop, so that signals reach it directly.
pub fn run(paths: &Paths, arguments: &[String]) -> Result<Infallible> {
    build(paths, &mut Progress::new(BUILD_STEPS))?;
    let error = serve(paths, arguments).exec();
    Err(error).with_context(|| format!("cannot start {}", paths.server(false).display()))
}

/// What every build needs first.
pub fn prepare(paths: &Paths, progress: &mut Progress) -> Result<()> {
    progress.step("look for a C compiler, git and cargo", prerequisites::check)?;
    progress.step("add the wasm target", wasm_target::ensure)?;
    std::fs::create_dir_all(&paths.work).with_context(|| format!("cannot make {}", paths.work.display()))
}

/// Site and server of the development build.
pub fn build(paths: &Paths, progress: &mut Progress) -> Result<()> {
    prepare(paths, progress)?;
    site::build(paths, Profile::Dev, progress)?;
    progress.step("compile the server", || server(paths))?;
    println!("built in {}", seconds(progress.elapsed()));
    Ok(())
}

/// The development build of the server.
pub fn server(paths: &Paths) -> Result<()> {
    check(cargo(paths).args(["build", "--quiet", "--package", "server"]))
}

/// The command that serves the demo shop.
pub fn serve(paths: &Paths, arguments: &[String]) -> Command {
    let mut command = Command::new(paths.server(false));
    command.args(["serve", "--demo"]).args(arguments).env("SITE_ROOT", &paths.site).current_dir(&paths.root);
    command
}
