//! Workbooks that would fill the memory are refused before they are opened.
//!
//! The sizes that an archive declares can lie, so every part is unpacked and counted once. The
//! reader of workbooks keeps one piece of markup at a time and the shared strings in memory:
//! those are what is bounded here.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use zip::ZipArchive;

use super::{super::Unreadable, disk};
use crate::Result;

/// Everything unpacked.
const MOST_TOTAL: u64 = 4 << 30;
/// How many times larger than packed, once it is not small.
const MOST_RATIO: u64 = 200;
const SMALL: u64 = 64 << 20;
/// Texts that cells share; they are in memory while the workbook is read.
const MOST_SHARED: u64 = 512 << 20;
/// One piece of markup or text. Parts below this size are harmless whatever is in them.
const MOST_PIECE: u64 = 16 << 20;
const MOST_PARTS: usize = 10_000;

/// Refuses what would unpack to something out of all proportion.
pub(super) fn check(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(|e| disk(&e))?;
    let packed = file.metadata().map_err(|e| disk(&e))?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged())?;
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    // Writers that stream do not declare sizes up front; those are found by unpacking.
    let declared = archive.decompressed_size().unwrap_or_default();
    if declared > u128::from(MOST_TOTAL) {
        return Err(too_large());
    }
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| damaged())?;
        let name = part.name().map_err(|_| damaged())?.to_ascii_lowercase();
        // Whatever a part is called, the reader opens it when another one names it.
        total += part_size(&name, part)?;
        if is_bomb(total, packed) {
            return Err(too_large());
        }
    }
    Ok(())
}

const fn is_bomb(unpacked: u64, packed: u64) -> bool {
    unpacked > MOST_TOTAL || (unpacked > SMALL && unpacked / MOST_RATIO > packed)
}

fn part_size(name: &str, part: impl Read) -> Result<u64> {
    let shared = name.ends_with("sharedstrings.xml");
    let most = if shared { MOST_SHARED } else { MOST_TOTAL };
    let mut reader = BufReader::with_capacity(1 << 16, part);
    let mut piece = Vec::new();
    let (mut size, mut promised, mut comments) = (0, 0, false);
    loop {
        piece.clear();
        let count =
            reader.by_ref().take(MOST_PIECE + 1).read_until(b'<', &mut piece).map_err(|_| damaged())?;
        if count == 0 {
            break;
        }
        size += count as u64;
        comments = comments || piece.starts_with(b"!");
        if piece.len() < 4096 {
            promised = promised.max(promised_strings(&piece));
        }
        if count as u64 > MOST_PIECE || (comments && size > MOST_PIECE) || size > most {
            return Err(too_large());
        }
    }
    // Room for as many strings as are promised is made at once; the shortest takes five bytes.
    if promised > size { Err(damaged()) } else { Ok(size) }
}

/// The number of shared strings that `<sst uniqueCount="…">` promises.
fn promised_strings(piece: &[u8]) -> u64 {
    const NAME: &[u8] = b"uniqueCount";
    let is_table =
        piece.starts_with(b"sst") || piece.split(|b| *b == b' ').next().is_some_and(|n| n.ends_with(b":sst"));
    let Some(at) = is_table.then(|| piece.windows(NAME.len()).position(|w| w == NAME)).flatten() else {
        return 0;
    };
    let digits = piece[at + NAME.len()..].iter().skip_while(|b| !b.is_ascii_digit());
    digits
        .take_while(|b| b.is_ascii_digit())
        .fold(0u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')))
}

fn damaged() -> crate::Failure {
    Unreadable::Damaged.into()
}

fn too_large() -> crate::Failure {
    Unreadable::Bomb.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_far_more_than_it_is_is_a_bomb() {
        assert!(is_bomb(5 << 30, 4 << 30));
        assert!(is_bomb(1 << 30, 1 << 20));
        assert!(!is_bomb(1 << 30, 30 << 20));
        assert!(!is_bomb(SMALL, 10));
    }

    #[test]
    fn promises_and_pieces_are_bounded() {
        let table = |count: &str| format!("<sst count=\"1\" uniqueCount=\"{count}\"><si><t>a</t></si></sst>");
        assert!(part_size("xl/sharedstrings.xml", table("1").as_bytes()).is_ok());
        assert!(part_size("xl/sharedstrings.xml", table("99999999999999").as_bytes()).is_err());
        let bytes = std::io::repeat(b'a').take(MOST_PIECE + 10);
        assert!(part_size("xl/worksheets/sheet1.xml", bytes).is_err());
        let comment = b"<!--".chain(std::io::repeat(b'<').take(MOST_PIECE + 10));
        assert!(part_size("xl/worksheets/sheet1.xml", comment).is_err());
    }
}
