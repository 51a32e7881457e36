//! Which crates a change brings along: each of them is compiled by everybody who builds the program.

use anyhow::Result;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A sentence about the crates in `Cargo.lock` that were not there where this branch left `main`, or, on
/// `main`, in the commit before.
pub fn added(root: &Path) -> Result<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(root).args(arguments).output().ok()?;
        let said = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| said.trim_end().to_owned())
    };
    let head = git(&["rev-parse", "HEAD"]);
    let base = git(&["merge-base", "HEAD", "main"]).filter(|base| Some(base) != head.as_ref());
    let base = base.or_else(|| git(&["rev-parse", "HEAD~1"]));
    let Some((base, before)) = base.and_then(|base| {
        let before = git(&["show", &format!("{base}:Cargo.lock")])?;
        Some((base, before))
    }) else {
        return Ok("crates: there is no earlier commit to compare Cargo.lock with".to_owned());
    };
    let now = std::fs::read_to_string(root.join("Cargo.lock"))?;
    Ok(sentence(&before, &now, base.get(..10).unwrap_or(&base)))
}

fn sentence(before: &str, now: &str, base: &str) -> String {
    let (before, now) = (packages(before), packages(now));
    let new: Vec<String> =
        now.difference(&before).map(|(name, version)| format!("{name} {version}")).collect();
    match new.as_slice() {
        [] => format!("crates: {} as before (compared with {base})", now.len()),
        new => format!(
            "crates: {} now, {} before ({base}); new or in another version: {}",
            now.len(),
            before.len(),
            new.join(", ")
        ),
    }
}

/// Names and versions in a `Cargo.lock`.
fn packages(lock: &str) -> BTreeSet<(String, String)> {
    let value = |line: Option<&str>, key: &str| {
        Some(line?.strip_prefix(key)?.strip_prefix(" = \"")?.trim_end_matches('"').to_owned())
    };
    lock.split("[[package]]\n")
        .skip(1)
        .filter_map(|package| {
            let mut lines = package.lines();
            Some((value(lines.next(), "name")?, value(lines.next(), "version")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_crates_and_new_versions_are_named() {
        let lock = |packages: &[(&str, &str)]| -> String {
            let each = packages.iter();
            each.map(|(name, version)| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n"))
                .collect()
        };
        let before = lock(&[("a", "1.0.0"), ("b", "2.0.0"), ("gone", "1.0.0")]);
        let now = lock(&[("a", "1.0.0"), ("b", "2.1.0"), ("c", "0.1.0")]);
        assert_eq!(
            sentence(&before, &now, "abc"),
            "crates: 3 now, 3 before (abc); new or in another version: b 2.1.0, c 0.1.0"
        );
        assert_eq!(sentence(&now, &now, "abc"), "crates: 3 as before (compared with abc)");
    }
}
