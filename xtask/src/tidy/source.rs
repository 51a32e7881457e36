//! Files as the checks see them.

use crate::site::files_below;
use anyhow::{Context, Result};
use std::path::Path;

/// One text file of the repository.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path relative to the repository, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl Source {
    /// Whether the whole file belongs to tests: it lies in a `tests` folder or is a module of tests.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.split('/').any(|part| part == "tests" || part == "benches")
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
            || name.starts_with("test_")
    }

    /// The lines with their numbers from one, up to the module of tests inside the file.
    pub fn product_lines(&self) -> Vec<(usize, &str)> {
        if self.is_test() {
            return Vec::new();
        }
        let lines: Vec<&str> = self.text.lines().collect();
        let opens_module = |line: &&str| line.contains("mod ") && line.trim_end().ends_with('{');
        let end = (0..lines.len())
            .find(|&index| {
                lines.get(index).is_some_and(|line| line.trim().starts_with("#[cfg(test)]"))
                    && lines
                        .iter()
                        .skip(index + 1)
                        .find(|line| !line.trim().starts_with("#["))
                        .is_some_and(opens_module)
            })
            .unwrap_or(lines.len());
        (1..).zip(lines.into_iter().take(end)).collect()
    }

    /// All lines with their numbers from one.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    /// Whether the file lies in one of these folders of the repository.
    pub fn is_in(&self, folders: &[&str]) -> bool {
        self.path.split('/').next().is_some_and(|first| folders.contains(&first))
    }
}

/// The text files with these endings under a folder; none where the folder does not exist.
pub fn read(root: &Path, folder: &str, endings: &[&str]) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    let start = root.join(folder);
    if !start.is_dir() {
        return Ok(found);
    }
    for file in files_below(&start)? {
        let path = file.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let wanted = file.extension().is_some_and(|end| endings.iter().any(|name| end == *name));
        if wanted && !path.contains("/node_modules/") && !path.contains("/target/") {
            let text = std::fs::read_to_string(&file).with_context(|| format!("{path} is not UTF-8 text"))?;
            found.push(Source { path, text });
        }
    }
    Ok(found)
}

/// The file names in a folder, sorted; none where it does not exist.
pub fn names(root: &Path, folder: &str) -> Result<Vec<String>> {
    let start = root.join(folder);
    if !start.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for file in files_below(&start)? {
        found.push(file.strip_prefix(&start)?.to_string_lossy().into_owned());
    }
    Ok(found)
}
