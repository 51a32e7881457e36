//! The files that the browser loads: compiled, bound, bundled, named by their content, compressed.

use crate::compress::{self, Sizes};
use crate::paths::Paths;
use crate::profile::Profile;
use crate::progress::Progress;
use crate::{css, small, wasm};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Changes whenever the way the site is made changes, so that stamps of older versions do not count.
const SCHEME: &str = "2";

/// One file of the site and its sizes.
pub type Written = (String, Sizes);

/// Builds the site into `paths.site` in four steps. When neither the module nor the styles changed,
/// only the compiler runs, and the answer is empty.
pub fn build(paths: &Paths, profile: Profile, progress: &mut Progress) -> Result<Vec<Written>> {
    let module = progress.step("compile the browser code", || wasm::compile(paths, profile))?;
    let style = paths.root.join("style");
    let stamp = stamp(&module, &style, profile)?;
    let stamp_file = paths.work.join("site.stamp");
    if std::fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) && complete(&paths.site) {
        for label in ["bind it to the page", "bundle the styles", "name and compress"] {
            progress.unchanged(label);
        }
        return Ok(Vec::new());
    }

    // From here until the end the site is neither the old one nor the new one.
    let _ = std::fs::remove_file(&stamp_file);
    let directory = paths.work.join("bind");
    let mut note = None;
    let bound = progress.step("bind it to the page", || {
        let mut bound = wasm::bind(&module, &directory, profile)?;
        if profile == Profile::Release {
            note = wasm::optimise(paths, &directory, &mut bound)?;
        }
        Ok(bound)
    })?;
    if let Some(note) = note {
        println!("  {note}");
    }
    let sheet = progress.step("bundle the styles", || {
        let sheet = css::bundle(&style.join("main.css"))?;
        match profile {
            Profile::Dev => Ok(sheet),
            Profile::Release => small::sheet(&sheet),
        }
    })?;
    let written = progress.step("name and compress", || {
        assemble(&paths.site, &bound, &sheet, &style.join("favicon.svg"), profile)
    })?;
    std::fs::write(&stamp_file, stamp)?;
    Ok(written)
}

/// Writes the files, then the manifest that names them, then removes what nothing names any more.
fn assemble(
    site: &Path,
    bound: &wasm::Bound,
    sheet: &str,
    favicon: &Path,
    profile: Profile,
) -> Result<Vec<Written>> {
    let pkg = site.join("pkg");
    std::fs::create_dir_all(&pkg).with_context(|| format!("cannot make {}", pkg.display()))?;
    // Both halves carry one name: a page never loads one of them with the other's predecessor.
    let script = format!("{}.{}", wasm::NAME, hash(&[&bound.script, &bound.module]));
    let style = format!("{}.{}.css", wasm::NAME, hash(&[sheet.as_bytes()]));
    let mut written = Vec::new();
    let mut write = |path: PathBuf, content: &[u8]| -> Result<()> {
        let sizes = compress::write(&path, content, profile.effort())?;
        let name = path.strip_prefix(site).unwrap_or(&path);
        written.push((name.display().to_string(), sizes));
        Ok(())
    };
    write(pkg.join(format!("{script}.js")), &bound.script)?;
    write(pkg.join(format!("{script}.wasm")), &bound.module)?;
    write(pkg.join(&style), sheet.as_bytes())?;
    let icon =
        std::fs::read(favicon).with_context(|| format!("cannot read the icon {}", favicon.display()))?;
    write(site.join("favicon.svg"), &icon)?;
    let further = pkg.join("snippets");
    if further.exists() {
        std::fs::remove_dir_all(&further)?;
    }
    if let Some(snippets) = &bound.snippets {
        for file in files_below(snippets)? {
            let target = further.join(file.strip_prefix(snippets)?);
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            write(target, &std::fs::read(&file)?)?;
        }
    }

    let manifest = site.join("manifest.json");
    let before = std::fs::read_to_string(&manifest).unwrap_or_default();
    let now = format!("{{\"css\":\"/pkg/{style}\",\"script\":\"{script}\"}}\n");
    let fresh = site.join("manifest.json.new");
    std::fs::write(&fresh, &now)?;
    std::fs::rename(&fresh, &manifest)?;
    // A development server that is still running serves the previous files; a release embeds all.
    let kept = match profile {
        Profile::Dev => format!("{before}{now}"),
        Profile::Release => now,
    };
    prune(&pkg, &kept)?;
    Ok(written)
}

/// Removes files whose hashed name no manifest mentions.
fn prune(pkg: &Path, manifests: &str) -> Result<()> {
    for entry in std::fs::read_dir(pkg)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem: Vec<&str> = name.splitn(3, '.').take(2).collect();
        if entry.file_type()?.is_file() && !manifests.contains(&stem.join(".")) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// What the finished site depends on, in one hash.
fn stamp(module: &Path, style: &Path, profile: Profile) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(SCHEME);
    digest.update(profile.cargo_name());
    let module = std::fs::read(module).with_context(|| format!("no {}", module.display()))?;
    digest.update(Sha256::digest(&module));
    for file in files_below(style)? {
        digest.update(file.to_string_lossy().as_bytes());
        digest.update(Sha256::digest(std::fs::read(&file)?));
    }
    Ok(hex::encode(digest.finalize()))
}

/// Whether the manifest and all that it names are there.
fn complete(site: &Path) -> bool {
    let Ok(manifest) = std::fs::read_to_string(site.join("manifest.json")) else {
        return false;
    };
    let quoted: Vec<&str> = manifest.split('"').collect();
    let (Some(style), Some(script)) = (quoted.get(3), quoted.get(7)) else {
        return false;
    };
    [
        site.join(style.trim_start_matches('/')),
        site.join(format!("pkg/{script}.js")),
        site.join(format!("pkg/{script}.wasm")),
        site.join("favicon.svg"),
    ]
    .iter()
    .all(|file| file.is_file())
}

/// Sixteen hexadecimal digits of the content.
fn hash(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    hex::encode(digest.finalize()).chars().take(16).collect()
}

/// All files under a folder, sorted, without hidden ones.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(directory) = waiting.pop() {
        let entries =
            std::fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_complete_named_by_content_and_keeps_the_previous_files_in_development() {
        let folder = std::env::temp_dir().join(format!("xtask-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let icon = folder.join("icon.svg");
        std::fs::write(&icon, "<svg/>").unwrap();
        let site = folder.join("site");
        let scripts = |site: &Path| {
            let files = files_below(&site.join("pkg")).unwrap();
            files.iter().filter(|file| file.extension().is_some_and(|end| end == "js")).count()
        };
        let make = |text: &str, profile| {
            let bound =
                wasm::Bound { script: text.as_bytes().to_vec(), module: b"module".to_vec(), snippets: None };
            assemble(&site, &bound, "a{top:0}", &icon, profile).unwrap();
        };
        assert!(!complete(&site));
        make("one", Profile::Dev);
        assert!(complete(&site));
        let first = std::fs::read_to_string(site.join("manifest.json")).unwrap();
        assert!(first.starts_with("{\"css\":\"/pkg/countinghouse."), "{first}");
        make("two", Profile::Dev);
        assert_eq!(scripts(&site), 2);
        make("three", Profile::Dev);
        assert_eq!(scripts(&site), 2);
        // Only a program with the tools of a release can make one.
        #[cfg(feature = "release")]
        {
            make("four", Profile::Release);
            assert_eq!(scripts(&site), 1);
        }
        assert!(complete(&site));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
