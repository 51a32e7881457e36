//! What must be on the machine before anything can be built, and the command that installs it.

use crate::process::which;
use anyhow::{Result, bail};

/// Each needed program, what it is, and what installs it.
const NEEDED: [(&str, &str, &str); 4] = [
    ("cc", "a C compiler", "apt-get install -y build-essential"),
    ("git", "git", "apt-get install -y git"),
    ("cargo", "cargo", RUSTUP),
    ("rustc", "rustc", RUSTUP),
];

const RUSTUP: &str = "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh";

/// Names everything that is missing at once. rustup is not demanded here: without it the build
/// still works where the wasm target exists already.
pub fn check() -> Result<()> {
    let missing = missing(|program| which(program).is_some());
    if !missing.is_empty() {
        bail!("missing on this machine:\n{}", missing.join("\n"));
    }
    Ok(())
}

fn missing(found: impl Fn(&str) -> bool) -> Vec<String> {
    NEEDED
        .iter()
        .filter(|(program, _, _)| !found(program))
        .map(|(program, what, install)| format!("  {what} (`{program}`): {install}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_is_missing_with_the_command() {
        assert!(missing(|_| true).is_empty());
        let lines = missing(|program| program != "cc");
        assert_eq!(lines, ["  a C compiler (`cc`): apt-get install -y build-essential"]);
    }
}
