//! What a file is, by its ending and by its content: both must say the same, and nothing else besides.

mod archive;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
};

use super::{Refused, disk, name::Endings};
use crate::Result;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its ending.
    pub kind: &'static str,
    /// What is told of it: `macros`.
    pub notices: Vec<&'static str>,
}

/// So much of the beginning is read, and of the end.
const EDGE: u64 = 64 * 1024;
/// The container of older office files.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Looks at a file on the disk. It takes as long as reading it does, so it does not belong on a thread that serves.
///
/// # Errors
/// [`Refused`]; what the disk said.
pub fn inspect(path: &Path, name: &str) -> Result<Found> {
    let kind = Endings::default().allow(name)?;
    let mut file = File::open(path).map_err(disk)?;
    let size = file.metadata().map_err(disk)?.len();
    if size == 0 {
        return Err(Refused::Empty.into());
    }
    let mut begin = Vec::new();
    (&mut file).take(EDGE).read_to_end(&mut begin).map_err(disk)?;
    file.seek(SeekFrom::Start(size.saturating_sub(EDGE))).map_err(disk)?;
    let mut end = Vec::new();
    (&mut file).take(EDGE).read_to_end(&mut end).map_err(disk)?;
    let other = || Refused::NotWhatItSays { ending: kind.to_owned() };
    let found = infer::get(&begin).map(|found| found.extension());
    let mut notices = Vec::new();
    let is = match kind {
        "pdf" => begin.starts_with(b"%PDF-") && contains(&end, b"%%EOF") && !archive::is_one(path),
        "png" => found == Some("png") && png_ends(path, size)? && !archive::is_one(path),
        "jpg" | "jpeg" => found == Some("jpg") && !archive::is_one(path) && !contains(&end, b"%PDF-"),
        "rar" => found == Some("rar"),
        "doc" | "xls" | "ppt" => begin.starts_with(OLE) && !archive::is_one(path),
        "zip" => {
            begin.starts_with(b"PK\x03\x04") && {
                archive::look(path, size, archive::Holds::Anything)?;
                true
            }
        }
        office => {
            let part = match office {
                "docx" => "word/",
                "xlsx" => "xl/",
                _ => "ppt/",
            };
            begin.starts_with(b"PK\x03\x04") && {
                let looked = archive::look(path, size, archive::Holds::Office(part))?;
                if looked.macros {
                    notices.push("macros");
                }
                looked.fits
            }
        }
    };
    if matches!(kind, "doc" | "xls" | "ppt") && is && has_macros(path)? {
        notices.push("macros");
    }
    if is { Ok(Found { kind, notices }) } else { Err(other().into()) }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Whether the chunks of a PNG lead to its end, and nothing is behind it.
fn png_ends(path: &Path, size: u64) -> Result<bool> {
    let mut file = File::open(path).map_err(disk)?;
    let mut at = 8;
    while at + 12 <= size {
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(at)).map_err(disk)?;
        file.read_exact(&mut head).map_err(disk)?;
        let [a, b, c, d, kind @ ..] = head;
        at += 12 + u64::from(u32::from_be_bytes([a, b, c, d]));
        if &kind == b"IEND" {
            return Ok(at == size);
        }
    }
    Ok(false)
}

/// Whether an older office file has a project of macros: its folder has that name, in two bytes a letter.
fn has_macros(path: &Path) -> Result<bool> {
    let name: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut file = File::open(path).map_err(disk)?;
    let mut kept: Vec<u8> = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece).map_err(disk)?;
        if read == 0 {
            return Ok(false);
        }
        kept.extend_from_slice(&piece[..read]);
        if contains(&kept, &name) {
            return Ok(true);
        }
        // The name may lie across two pieces.
        kept.drain(..kept.len().saturating_sub(name.len()));
    }
}
