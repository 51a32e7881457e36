//! The browser module: compiled by cargo, bound by wasm-bindgen's own library, made smaller for a release.

use crate::node;
use crate::paths::Paths;
use crate::process::{cargo, check};
use crate::profile::Profile;
use crate::wasm_target::TARGET;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// The name under which the files are bound, before the content hash is added.
pub const NAME: &str = "countinghouse";

/// WebAssembly features that every supported browser has. `--all-features` would make `wasm-opt`
/// write encodings that browsers refuse.
const FEATURES: [&str; 6] = [
    "bulk-memory",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
];

/// Compiles `app` for the browser and returns the module's path.
pub fn compile(paths: &Paths, profile: Profile) -> Result<PathBuf> {
    let name = profile.cargo_name();
    check(cargo(paths).args([
        "rustc",
        "--quiet",
        "--package",
        "app",
        "--lib",
        "--crate-type",
        "cdylib",
        "--no-default-features",
        "--features",
        "hydrate",
        "--target",
        TARGET,
        "--profile",
        name,
    ]))?;
    Ok(paths.target.join(TARGET).join(name).join("app.wasm"))
}

/// The two halves of the browser module.
#[derive(Debug)]
pub struct Bound {
    /// JavaScript that loads the module and lends it the browser's functions.
    pub script: Vec<u8>,
    /// The module.
    pub module: Vec<u8>,
    /// Folder of further scripts that crates brought along, if any.
    pub snippets: Option<PathBuf>,
}

/// Writes the bindings into `directory` and reads them back.
pub fn bind(wasm: &Path, directory: &Path, profile: Profile) -> Result<Bound> {
    if directory.exists() {
        std::fs::remove_dir_all(directory)?;
    }
    let release = profile == Profile::Release;
    Bindgen::new()
        .input_path(wasm)
        .out_name(NAME)
        .web(true)?
        .typescript(false)
        // The page names the module: its file carries a hash that this step cannot know.
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(directory)
        .with_context(|| format!("cannot bind {}", wasm.display()))?;
    let snippets = directory.join("snippets");
    Ok(Bound {
        script: std::fs::read(directory.join(format!("{NAME}.js")))?,
        module: std::fs::read(directory.join(format!("{NAME}_bg.wasm")))?,
        snippets: snippets.is_dir().then_some(snippets),
    })
}

/// Lets `wasm-opt` shrink the bound module. Without Node and npm the module is used as it is:
/// it saves about two percent, so that is said but is no failure.
pub fn optimise(paths: &Paths, directory: &Path, bound: &mut Bound) -> Result<Option<String>> {
    let program = match node::wasm_opt(paths) {
        Ok(program) => program,
        Err(error) => {
            let reason = format!("{error:#}");
            let line = reason.lines().next().unwrap_or_default();
            return Ok(Some(format!("without wasm-opt: {line}")));
        }
    };
    let output = directory.join(format!("{NAME}_opt.wasm"));
    let mut command = node::script(&program)?;
    command
        .arg("-Oz")
        .args(FEATURES.map(|feature| format!("--enable-{feature}")))
        .args(["--strip-debug", "--strip-producers"])
        .arg(directory.join(format!("{NAME}_bg.wasm")))
        .arg("-o")
        .arg(&output);
    crate::process::quiet(&mut command)?;
    bound.module = std::fs::read(&output)?;
    Ok(None)
}
