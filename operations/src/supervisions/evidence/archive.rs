//! What is in the ZIP of a pack, and whether its bytes are those that were written.

use std::io::{self, Read, Seek, SeekFrom};

use ::zip::ZipArchive;
use sha2::{Digest, Sha256};

use super::{
    manifest::{MANIFEST, MANIFEST_HASH},
    zip::Layout,
};

/// Bytes that are read at once.
const PIECE: usize = 64 << 10;
/// A manifest is no longer.
const MOST: usize = 256 << 20;

/// A file that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: String,
    pub(super) crc: u32,
    /// Its check sum in the archive is the one of its content.
    pub(super) whole: bool,
    /// Of the manifest and its hash: what stands in it.
    pub(super) content: Vec<u8>,
}

/// Every file of an archive; nothing when it cannot be read as one.
pub(super) fn files(file: impl Read + Seek) -> Option<Vec<Found>> {
    let mut archive = ZipArchive::new(file).ok()?;
    // A name that is no text is one that nobody gave.
    let names: Vec<String> = (1..)
        .zip(archive.file_names())
        .map(|(n, name)| name.map_or_else(|_| format!("file {n}"), |name| name.into_owned()))
        .collect();
    Some((0..).zip(names).map(|(at, name)| found(&mut archive, at, name)).collect())
}

fn found<R: Read + Seek>(archive: &mut ZipArchive<R>, at: usize, name: String) -> Found {
    let (mut hash, mut check) = (Sha256::new(), crc32fast::Hasher::new());
    let (mut size, mut content) = (0, Vec::new());
    let keeps = name == MANIFEST || name == MANIFEST_HASH;
    let mut piece = vec![0; PIECE];
    let mut read = || -> io::Result<()> {
        let mut file = archive.by_index(at)?;
        loop {
            let n = file.read(&mut piece)?;
            if n == 0 {
                return Ok(());
            }
            hash.update(&piece[..n]);
            check.update(&piece[..n]);
            size += n as u64;
            if keeps && content.len() < MOST {
                content.extend_from_slice(&piece[..n]);
            }
        }
    };
    let whole = read().is_ok();
    Found { name, size, sha256: hex::encode(hash.finalize()), crc: check.finalize(), whole, content }
}

/// Where the bytes around these files, in this order, are not as they were written: at which file, or behind all.
pub(super) fn altered<'f>(
    file: &mut (impl Read + Seek),
    files: impl Iterator<Item = &'f Found>,
) -> io::Result<Option<Option<&'f str>>> {
    file.seek(SeekFrom::Start(0))?;
    let mut layout = Layout::default();
    for found in files {
        let head = layout.begin(&found.name, found.size);
        if !follows(file, &head)? {
            return Ok(Some(Some(&found.name)));
        }
        file.seek_relative(i64::try_from(found.size).unwrap_or(i64::MAX))?;
        if !follows(file, &layout.end(found.crc))? {
            return Ok(Some(Some(&found.name)));
        }
    }
    let ends = follows(file, &layout.directory())? && file.read(&mut [0])? == 0;
    Ok((!ends).then_some(None))
}

fn follows(file: &mut impl Read, expected: &[u8]) -> io::Result<bool> {
    let mut bytes = Vec::with_capacity(expected.len());
    file.take(expected.len() as u64).read_to_end(&mut bytes)?;
    Ok(bytes == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another program reads what is written here, and any byte of it that is changed is noticed.
    #[test]
    fn the_archive_is_one() {
        let mut layout = Layout::default();
        let mut bytes = Vec::new();
        for (name, content) in [(MANIFEST, &b"{}"[..]), ("documents/01-验收.pdf", b"%PDF"), ("empty", b"")]
        {
            bytes.extend(layout.begin(name, content.len() as u64));
            bytes.extend_from_slice(content);
            bytes.extend(layout.end(crc32fast::hash(content)));
        }
        bytes.extend(layout.directory());
        let sizes = layout.parts.iter().map(|part| (part.name.as_str(), part.size));
        assert_eq!(Layout::length(sizes), bytes.len() as u64);
        let found = files(io::Cursor::new(&bytes)).unwrap();
        assert!(found.iter().all(|file| file.whole), "{found:?}");
        assert_eq!(found[1].name, "documents/01-验收.pdf");
        assert_eq!(found[0].content, b"{}");
        assert_eq!(altered(&mut io::Cursor::new(&bytes), found.iter()).unwrap(), None);
        let longer = [&bytes[..], b" "].concat();
        assert_eq!(altered(&mut io::Cursor::new(&longer), found.iter()).unwrap(), Some(None));
    }
}
