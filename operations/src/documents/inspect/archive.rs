//! A look inside archives, and office files, which are archives too. What an archive declares can lie, so every entry
//! is unpacked and counted once; nothing of it is kept.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use zip::ZipArchive;

use super::super::{Refused, disk, name::ending};
use crate::Result;

const MOST_ENTRIES: usize = 5_000;
/// Everything unpacked.
const MOST_UNPACKED: u64 = 300 << 20;
/// How many times larger than packed, once it is not small.
const MOST_RATIO: u64 = 100;
const SMALL: u64 = 16 << 20;
/// What holds files itself.
const ARCHIVES: [&str; 14] =
    ["zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "zst", "tar", "jar", "cab", "iso", "arj", "lzh"];

/// What an archive is expected to hold.
#[derive(Clone, Copy)]
pub(super) enum Holds {
    Anything,
    /// Parts of an office file, in this folder.
    Office(&'static str),
}

/// What was seen in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looked {
    /// It has macros.
    pub(super) macros: bool,
    /// It holds what was expected.
    pub(super) fits: bool,
}

/// Whether somebody could open it as an archive, whatever else it is.
pub(super) fn is_one(path: &Path) -> bool {
    File::open(path).ok().and_then(|file| ZipArchive::new(BufReader::new(file)).ok()).is_some()
}

/// Looks at every entry.
///
/// # Errors
/// [`Refused`]; what the disk said.
pub(super) fn look(path: &Path, packed: u64, holds: Holds) -> Result<Looked> {
    let file = File::open(path).map_err(disk)?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| Refused::Unreadable)?;
    if archive.len() > MOST_ENTRIES || archive.decompressed_size().is_some_and(|n| is_bomb(n, packed)) {
        return Err(Refused::Bomb.into());
    }
    let (mut looked, mut total) = (Looked::default(), 0);
    let (mut types, mut part) = (false, false);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| Refused::Unreadable)?;
        let name = entry.name().map_err(|_| Refused::Unreadable)?.into_owned();
        if leads_out(&name) {
            return Err(Refused::LeadsOut { name: short(&name) }.into());
        }
        let lower = name.to_lowercase();
        let mut begin = [0; 8];
        let read = entry.read(&mut begin).map_err(|_| Refused::Unreadable)?;
        if is_archive(&lower, &begin[..read], holds) {
            return Err(Refused::Nested { name: short(&name) }.into());
        }
        let left = MOST_UNPACKED + 1 - total.min(MOST_UNPACKED);
        let rest = std::io::copy(&mut entry.take(left), &mut std::io::sink());
        total += read as u64 + rest.map_err(|_| Refused::Unreadable)?;
        if is_bomb(u128::from(total), packed) {
            return Err(Refused::Bomb.into());
        }
        looked.macros |= lower.ends_with("vbaproject.bin");
        types |= name == "[Content_Types].xml";
        part |= matches!(holds, Holds::Office(folder) if name.starts_with(folder));
    }
    looked.fits = types && part;
    Ok(looked)
}

fn is_bomb(unpacked: u128, packed: u64) -> bool {
    unpacked > u128::from(MOST_UNPACKED)
        || (unpacked > u128::from(SMALL) && unpacked / u128::from(MOST_RATIO) > u128::from(packed))
}

fn leads_out(name: &str) -> bool {
    let drive = name.chars().nth(1) == Some(':');
    drive || name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..")
}

/// An archive by its ending or its beginning. Office files hold other office files, and a zip may hold some.
fn is_archive(name: &str, begin: &[u8], holds: Holds) -> bool {
    let office = ["docx", "xlsx", "pptx", "docm", "xlsm", "pptm"].contains(&ending(name).as_str());
    let signs: [&[u8]; 4] = [b"PK\x03\x04", b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B"];
    let packed = signs.iter().any(|sign| begin.starts_with(sign));
    // Pictures of office files come packed in a way of their own.
    let own = matches!(holds, Holds::Office(_)) && ["emz", "wmz"].contains(&ending(name).as_str());
    ARCHIVES.contains(&ending(name).as_str()) || (packed && !office && !own)
}

fn short(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}
