//! What makes the files of a release small. Its crates take a minute to compile and nothing else needs
//! them, so this program has them only when it was built with the feature `release`; see `main.rs`.

use anyhow::Result;

/// The stylesheet without what only people read. Modern syntax stays as it is written.
#[cfg(feature = "release")]
pub fn sheet(css: &str) -> Result<String> {
    use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

    let wrong = |error: &dyn std::fmt::Display| anyhow::anyhow!("style: {error}");
    let mut sheet = StyleSheet::parse(css, ParserOptions::default()).map_err(|error| wrong(&error))?;
    sheet.minify(MinifyOptions::default()).map_err(|error| wrong(&error))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.map_err(|error| wrong(&error))?.code)
}

/// As small as brotli makes it.
#[cfg(feature = "release")]
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write;

    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 64 * 1024, 11, 22);
    writer.write_all(content)?;
    writer.flush()?;
    drop(writer);
    Ok(compressed)
}

#[cfg(not(feature = "release"))]
const WITHOUT: &str = "this xtask was built without the feature `release`";

/// Not without the feature.
#[cfg(not(feature = "release"))]
pub fn sheet(_: &str) -> Result<String> {
    anyhow::bail!(WITHOUT)
}

/// Not without the feature.
#[cfg(not(feature = "release"))]
pub fn brotli(_: &[u8]) -> Result<Vec<u8>> {
    anyhow::bail!(WITHOUT)
}

#[cfg(feature = "release")]
#[cfg(test)]
mod tests {
    use std::io::Read;

    #[test]
    fn a_sheet_keeps_its_layers_and_its_modern_syntax() {
        let css = "@layer base, late;\n@layer late {\na { color: light-dark(#ff0000, #00ff00); & b { top: 0px } }\n}\n\
                   @layer base { p { margin: 0px } }";
        // The layers may be written in their order instead of naming it first.
        assert_eq!(
            super::sheet(css).unwrap(),
            "@layer base{p{margin:0}}@layer late{a{color:light-dark(red,#0f0);& b{top:0}}}"
        );
    }

    #[test]
    fn brotli_unpacks_to_the_same_bytes() {
        let content = b"account book ".repeat(500);
        let mut back = Vec::new();
        let packed = super::brotli(&content).unwrap();
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, content);
    }
}
