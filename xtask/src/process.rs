//! Starting other programs: cargo with a clean environment, checked runs, captured and mirrored output.

use crate::paths::Paths;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Cargo, as if it had been called from the shell.
///
/// We run inside `cargo run`, which describes *this* package in the environment; build scripts that
/// look at those variables would otherwise see a change and rebuild.
pub fn cargo(paths: &Paths) -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
        if ours || name == "CARGO" || name == "CARGO_PRIMARY_PACKAGE" || name == "OUT_DIR" {
            command.env_remove(name.as_ref());
        }
    }
    command.current_dir(&paths.root);
    if std::env::var_os("CARGO_TARGET_DIR").is_some() {
        command.env("CARGO_TARGET_DIR", &paths.target);
    }
    command
}

/// Runs to the end with our own terminal; a failure names the command.
pub fn check(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs silently; a failure carries what the command said.
pub fn quiet(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({})\n{said}{complaint}", shown(command), output.status);
    }
    Ok(said)
}

/// Runs with its standard output shown line by line and kept as well. Says whether it succeeded.
pub fn mirrored(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    let mut kept = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            kept.push_str(&text);
            line.clear();
        }
        std::io::stdout().flush()?;
    }
    Ok((child.wait()?.success(), kept))
}

/// The program's path when it is on `PATH`.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

/// Whether we may install system packages and must not run PostgreSQL as ourselves.
pub fn is_root() -> bool {
    quiet(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The command line as a person would type it.
fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let error = quiet(Command::new("sh").args(["-c", "echo no luck >&2; exit 3"]))
            .expect_err("exit 3 is a failure");
        let text = error.to_string();
        assert!(text.contains("sh -c") && text.contains("no luck"), "{text}");
    }

    #[test]
    fn mirrored_output_is_kept() {
        let (ok, text) =
            mirrored(Command::new("sh").args(["-c", "echo one; echo two; exit 1"])).expect("sh starts");
        assert!(!ok);
        assert_eq!(text, "one\ntwo\n");
    }

    #[test]
    fn a_program_is_found_on_the_path_or_not() {
        assert!(which("sh").is_some());
        assert!(which("no-such-program-anywhere").is_none());
    }
}
