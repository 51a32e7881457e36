//! Compressed copies beside each file that the browser loads, so that the server never compresses them.

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;

/// How much time to spend on size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For development: about as good as what a server would do on the fly.
    Fast,
    /// For a release: as small as it gets.
    Best,
}

/// Bytes of one file as it is, in brotli and in gzip.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Uncompressed.
    pub raw: usize,
    /// Of the `.br` file.
    pub br: usize,
    /// Of the `.gz` file.
    pub gz: usize,
}

/// Writes `file` and its `.br` and `.gz`.
pub fn write(file: &Path, content: &[u8], effort: Effort) -> Result<Sizes> {
    let br = brotli(content, effort)?;
    let gz = gzip(content, effort)?;
    let name = file.to_string_lossy();
    for (path, bytes) in [
        (name.to_string(), content),
        (format!("{name}.br"), br.as_slice()),
        (format!("{name}.gz"), gz.as_slice()),
    ] {
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {path}"))?;
    }
    Ok(Sizes { raw: content.len(), br: br.len(), gz: gz.len() })
}

fn brotli(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = match effort {
        Effort::Fast => 2,
        Effort::Best => 11,
    };
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 64 * 1024, quality, 22);
    writer.write_all(content)?;
    writer.flush()?;
    drop(writer);
    Ok(compressed)
}

fn gzip(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = match effort {
        Effort::Fast => Compression::fast(),
        Effort::Best => Compression::best(),
    };
    let mut writer = GzEncoder::new(Vec::new(), level);
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_forms_unpack_to_the_same_bytes() {
        let content = b"account book ".repeat(500);
        for effort in [Effort::Fast, Effort::Best] {
            let mut back = Vec::new();
            brotli::Decompressor::new(brotli(&content, effort).unwrap().as_slice(), 4096)
                .read_to_end(&mut back)
                .unwrap();
            assert_eq!(back, content);
            back.clear();
            flate2::read::GzDecoder::new(gzip(&content, effort).unwrap().as_slice())
                .read_to_end(&mut back)
                .unwrap();
            assert_eq!(back, content);
        }
    }
}
