//! The stylesheet: `style/main.css` with everything that it imports, in one minified file.

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use std::path::Path;

/// Bundles and minifies the entry file. Modern syntax stays as it is written.
pub fn bundle(entry: &Path) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("{}: {error}", entry.display()))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("{}: {error}", entry.display()))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.map_err(|error| anyhow!("{}: {error}", entry.display()))?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-css-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            std::fs::write(folder.join(file), text).unwrap();
        }
        folder
    }

    #[test]
    fn imports_are_inlined_into_their_layers_in_the_order_that_was_named() {
        let folder = folder(
            "layers",
            &[
                (
                    "main.css",
                    "@layer base, late;\n@import \"a.css\" layer(late);\n@import \"b.css\" layer(base);\n",
                ),
                ("a.css", "a { color: light-dark(#ff0000, #00ff00); & b { top: 0px } }"),
                ("b.css", "p { margin: 0px }"),
            ],
        );
        let css = bundle(&folder.join("main.css")).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!(css, "@layer base{p{margin:0}}@layer late{a{color:light-dark(red,#0f0);& b{top:0}}}");
    }

    #[test]
    fn a_missing_import_is_named() {
        let folder = folder("missing", &[("main.css", "@import \"gone.css\";")]);
        let error = bundle(&folder.join("main.css")).unwrap_err().to_string();
        std::fs::remove_dir_all(folder).unwrap();
        assert!(error.contains("main.css"), "{error}");
    }
}
