//! The measurable part of the house's shape, checked over the repository's own files.
//!
//! Patterns are written in two halves so that this file does not find itself.

mod checks;
mod crates;
mod source;
#[cfg(test)]
mod tests;

use anyhow::Result;
pub use crates::added;
use source::Source;
use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// The crates whose Rust files are walked.
const CRATES: [&str; 6] = ["domain", "operations", "paper", "app", "server", "xtask"];

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// File, relative to the repository, and line where there is one.
    pub place: String,
    /// What is wrong, and what to do.
    pub advice: String,
}

impl Finding {
    fn at(file: &str, line: usize, advice: impl Into<String>) -> Self {
        Self { place: format!("{file}:{line}"), advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.advice)
    }
}

/// `cargo xtask tidy`: prints what is to be put right.
pub fn report(root: &Path) -> Result<ExitCode> {
    let findings = examine(root)?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("{}", added(root)?);
    println!("{} to put right", findings.len());
    Ok(match findings.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// All checks over the repository at `root`.
pub fn examine(root: &Path) -> Result<Vec<Finding>> {
    let mut rust = Vec::new();
    for name in CRATES {
        rust.extend(source::read(root, name, &["rs"])?);
    }
    let styles = source::read(root, "style", &["css"])?;
    let browser = source::read(root, "end2end", &["mjs", "js"])?;

    let mut findings = checks::sizes(&rust);
    for file in rust.iter().chain(&styles).chain(&browser) {
        findings.extend(checks::leftovers(file));
        findings.extend(checks::skipped_tests(file));
    }
    for file in &rust {
        findings.extend(checks::storage_outside_operations(file));
        findings.extend(checks::panics(file));
        findings.extend(checks::floating_point(file));
        findings.extend(checks::bound_limits(file));
        findings.extend(checks::textareas(file));
    }
    findings.extend(checks::migrations(
        &source::names(root, "migrations/sqlite")?,
        &source::names(root, "migrations/postgres")?,
    ));
    findings.extend(checks::styles(&styles));
    Ok(findings)
}
