//! The stylesheet: `style/main.css` with everything that it imports, in one file.

use anyhow::{Context, Result};
use std::path::Path;

/// The entry file with every `@import "file" layer(name);`, each on a line of its own, replaced by what is in
/// that file.
pub fn bundle(entry: &Path) -> Result<String> {
    let text = std::fs::read_to_string(entry).with_context(|| format!("cannot read {}", entry.display()))?;
    let folder = entry.parent().unwrap_or(Path::new("."));
    let mut sheet = String::with_capacity(text.len());
    for line in text.lines() {
        let Some(import) = line.trim_start().strip_prefix("@import") else {
            sheet.push_str(line);
            sheet.push('\n');
            continue;
        };
        let mut parts = import.splitn(3, ['"', '\'']).skip(1);
        let file = parts.next().unwrap_or_default();
        let inner = bundle(&folder.join(file)).with_context(|| format!("imported by {}", entry.display()))?;
        let layer = parts.next().and_then(|rest| rest.split_once("layer(")?.1.split(')').next());
        match layer {
            Some(layer) => sheet.push_str(&format!("@layer {layer} {{\n{inner}}}\n")),
            None => sheet.push_str(&inner),
        }
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-css-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("parts")).unwrap();
        for (file, text) in files {
            std::fs::write(folder.join(file), text).unwrap();
        }
        folder
    }

    #[test]
    fn imports_are_inlined_into_their_layers() {
        let folder = folder(
            "layers",
            &[
                (
                    "main.css",
                    "@layer base, late;\n@import \"parts/a.css\" layer(late);\n@import 'b.css';\nh1 { top: 0 }\n",
                ),
                ("parts/a.css", "@import \"../b.css\" layer(base);\na { & b { top: 0 } }\n"),
                ("b.css", "p { margin: 0 }\n"),
            ],
        );
        let css = bundle(&folder.join("main.css")).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!(
            css,
            "@layer base, late;\n@layer late {\n@layer base {\np { margin: 0 }\n}\na { & b { top: 0 } }\n}\n\
             p { margin: 0 }\nh1 { top: 0 }\n"
        );
    }

    #[test]
    fn a_missing_import_is_named() {
        let folder = folder("missing", &[("main.css", "@import \"gone.css\";")]);
        let error = format!("{:#}", bundle(&folder.join("main.css")).unwrap_err());
        std::fs::remove_dir_all(folder).unwrap();
        assert!(error.contains("main.css") && error.contains("gone.css"), "{error}");
    }
}
