//! Telling the parts of a mail apart.

use super::{MOST_PARTS_AT_ALL, transfer};

/// What a line is to the parts of a mail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A part begins.
    Next,
    /// There are no more.
    Last,
}

fn mark(line: &[u8], boundary: &[u8]) -> Option<Mark> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    match rest.trim_ascii() {
        b"" => Some(Mark::Next),
        b"--" => Some(Mark::Last),
        _ => None,
    }
}

/// The parts between the lines of a boundary, and whether the last line was there. What stands
/// before the first and behind the last is for programs that know no parts.
pub(super) fn sections<'a>(raw: &'a [u8], boundary: &str) -> (Vec<&'a [u8]>, bool) {
    let boundary = boundary.trim_end().as_bytes();
    let mut found = Vec::new();
    if boundary.is_empty() {
        return (found, false);
    }
    let (mut at, mut open) = (0, None);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let from = at;
        at += line.len();
        let Some(mark) = mark(line, boundary) else { continue };
        if let Some(begin) = open {
            // The end of the line before is part of the boundary.
            found.push(transfer::trim_line_end(raw.get(begin..from).unwrap_or_default()));
        }
        if mark == Mark::Last {
            return (found, true);
        }
        // More than there can be is refused, whatever is in them.
        if found.len() > MOST_PARTS_AT_ALL {
            return (found, true);
        }
        open = Some(at);
    }
    if let Some(rest) = open.and_then(|begin| raw.get(begin..)).filter(|rest| !rest.is_empty()) {
        found.push(rest);
    }
    (found, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_between_boundaries() {
        let raw = b"before\r\n--x\r\none\r\n\r\n--xy\r\n--x  \r\ntwo\r\n--x--\r\nafter\r\n--x\r\n";
        assert_eq!(sections(raw, "x"), (vec![b"one\r\n\r\n--xy".as_slice(), b"two"], true));
        assert_eq!(sections(b"--x\none\n--x", "x"), (vec![b"one".as_slice()], false));
        assert_eq!(sections(b"--x\n--x\n\n--x--", "x"), (vec![b"".as_slice(), b""], true));
        assert_eq!(sections(b"none", "x"), (Vec::new(), false));
        assert_eq!(sections(b"--\none\n--\n", ""), (Vec::new(), false));
    }
}
