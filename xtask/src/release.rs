//! `release`: the smallest site, embedded in one optimised program.

use crate::compress::Sizes;
use crate::paths::Paths;
use crate::process::{cargo, check};
use crate::profile::Profile;
use crate::progress::{Progress, seconds};
use crate::run::{self, SITE_STEPS};
use crate::site::{self, Written, files_below};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Builds the program, prints what it weighs and returns its path.
pub fn release(paths: &Paths) -> Result<PathBuf> {
    let mut progress = Progress::new(SITE_STEPS + 1);
    run::prepare(paths, &mut progress)?;
    let mut files = site::build(paths, Profile::Release, &mut progress)?;
    if files.is_empty() {
        files = measured(&paths.site)?;
    }
    progress.step("compile the server with the site inside", || {
        check(
            cargo(paths)
                .args(["build", "--quiet", "--release", "--package", "server"])
                .args(["--features", "embedded"])
                .env("SITE_ROOT", &paths.site),
        )
    })?;
    let program = paths.server(true);
    let weight = program.metadata().with_context(|| format!("no {}", program.display()))?.len();
    println!("\n{:>12} {:>12} {:>12}", "bytes", "br", "gzip");
    for (name, sizes) in &files {
        println!("{:>12} {:>12} {:>12}  {name}", sizes.raw, sizes.br.unwrap_or(sizes.raw), sizes.gz);
    }
    println!("{weight:>12} {:>12} {:>12}  {}", "", "", program.display());
    println!("done in {}", seconds(progress.elapsed()));
    Ok(program)
}

/// The sizes of a site that was finished before.
fn measured(site: &Path) -> Result<Vec<Written>> {
    let length = |path: String| std::fs::metadata(&path).map(|metadata| metadata.len() as usize);
    let mut found = Vec::new();
    for file in files_below(site)? {
        let path = file.display().to_string();
        let (Ok(br), Ok(gz)) = (length(format!("{path}.br")), length(format!("{path}.gz"))) else {
            continue;
        };
        let raw = length(path.clone())?;
        let name = file.strip_prefix(site)?.display().to_string();
        found.push((name, Sizes { raw, br: Some(br), gz }));
    }
    Ok(found)
}
