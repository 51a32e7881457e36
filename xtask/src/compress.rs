//! Compressed copies beside each file that the browser loads, so that the server never compresses them.

use crate::small;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;

/// How much time to spend on size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For development: gzip, about as good as what a server would do on the fly.
    Fast,
    /// For a release: brotli as well, as small as it gets.
    Best,
}

/// Bytes of one file as it is, in brotli and in gzip.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Uncompressed.
    pub raw: usize,
    /// Of the `.br` file, if there is one.
    pub br: Option<usize>,
    /// Of the `.gz` file.
    pub gz: usize,
}

/// Writes `file`, its `.gz`, and for a release its `.br`.
pub fn write(file: &Path, content: &[u8], effort: Effort) -> Result<Sizes> {
    let br = match effort {
        Effort::Fast => None,
        Effort::Best => Some(small::brotli(content)?),
    };
    let gz = gzip(content, effort)?;
    let name = file.to_string_lossy();
    let put = |path: String, bytes: &[u8]| {
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {path}"))
    };
    put(name.to_string(), content)?;
    put(format!("{name}.gz"), &gz)?;
    match &br {
        Some(br) => put(format!("{name}.br"), br)?,
        // One that an earlier release left may be of another content.
        None => drop(std::fs::remove_file(format!("{name}.br"))),
    }
    Ok(Sizes { raw: content.len(), br: br.map(|br| br.len()), gz: gz.len() })
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
    fn gzip_unpacks_to_the_same_bytes() {
        let content = b"account book ".repeat(500);
        for effort in [Effort::Fast, Effort::Best] {
            let mut back = Vec::new();
            flate2::read::GzDecoder::new(gzip(&content, effort).unwrap().as_slice())
                .read_to_end(&mut back)
                .unwrap();
            assert_eq!(back, content);
        }
    }
}
