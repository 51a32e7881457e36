//! How many files this program and those that it starts may have open at once.

use crate::process::quiet;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Allows so many, where fewer are allowed now and the system lets it.
pub fn allow_files(needed: u64) -> Result<()> {
    let limits = std::fs::read_to_string("/proc/self/limits")?;
    let (soft, hard) = open_files(&limits).context("unexpected /proc/self/limits")?;
    if soft >= needed {
        return Ok(());
    }
    if hard < needed {
        bail!("{needed} files have to be open at once, and the system allows {hard}: raise `ulimit -Hn`");
    }
    let (process, limit) = (std::process::id().to_string(), format!("--nofile={needed}:"));
    quiet(Command::new("prlimit").args(["--pid", process.as_str(), limit.as_str()]))
        .with_context(|| format!("{soft} files may be open at once: run `ulimit -n {needed}` first"))?;
    Ok(())
}

/// How many may be open now, and how many one may allow oneself.
fn open_files(limits: &str) -> Option<(u64, u64)> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let mut numbers = line.split_whitespace().map(|word| match word {
        "unlimited" => Some(u64::MAX),
        word => word.parse().ok(),
    });
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_read() {
        let text = "Limit                     Soft Limit           Hard Limit           Units     \n\
                    Max open files            1024                 unlimited            files     \n";
        assert_eq!(open_files(text), Some((1024, u64::MAX)));
        assert_eq!(open_files("Max processes 1 2 processes\n"), None);
    }
}
