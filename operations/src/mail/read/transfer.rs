//! Undoing what was done to bytes so that they pass through mail servers.

/// Bytes as they were, and whether all of them could be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    pub(super) whole: bool,
}

/// Undoes a `Content-Transfer-Encoding`. What is not known stays as it is.
pub(super) fn decode(bytes: &[u8], encoding: &str) -> Decoded {
    match encoding {
        "base64" => base64(bytes),
        "quoted-printable" => quoted_printable(bytes),
        "" | "7bit" | "8bit" | "binary" | "7-bit" | "8-bit" => Decoded { bytes: bytes.to_vec(), whole: true },
        _ => Decoded { bytes: bytes.to_vec(), whole: false },
    }
}

const fn six_bits(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    } as u32)
}

/// Base64, as far as it goes: what is not of its alphabet is passed over.
pub(super) fn base64(bytes: &[u8]) -> Decoded {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    let (mut bits, mut held, mut whole) = (0_u32, 0_u32, true);
    for byte in bytes {
        match (*byte, six_bits(*byte)) {
            (_, Some(six)) => {
                bits = (bits << 6) | six;
                held += 6;
                if held >= 8 {
                    held -= 8;
                    out.extend(u8::try_from((bits >> held) & 0xff));
                }
            }
            // Several pieces that each end with padding may stand one after the other.
            (b'=', _) => (bits, held) = (0, 0),
            (b' ' | b'\t' | b'\r' | b'\n', _) => {}
            _ => whole = false,
        }
    }
    // One character that is left over was a byte once.
    Decoded { bytes: out, whole: whole && held != 6 }
}

/// Quoted-printable, as far as it goes: a `=` that means nothing stays.
pub(super) fn quoted_printable(bytes: &[u8]) -> Decoded {
    let mut out = Vec::with_capacity(bytes.len());
    let mut whole = true;
    for full in bytes.split_inclusive(|byte| *byte == b'\n') {
        let line = trim_line_end(full);
        let end = full.get(line.len()..).unwrap_or_default();
        // Spaces at the end of a line were put there on the way.
        let line = line.trim_ascii_end();
        let (line, soft) = line.strip_suffix(b"=").map_or((line, false), |line| (line, true));
        whole &= escapes(line, &mut out);
        if !soft {
            out.extend_from_slice(end);
        }
    }
    Decoded { bytes: out, whole }
}

/// The escapes of one line; whether all were valid.
pub(super) fn escapes(line: &[u8], out: &mut Vec<u8>) -> bool {
    let mut whole = true;
    let mut rest = line;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'=', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(hex(*high) << 4 | hex(*low));
                rest = after;
            }
            (b'=', _) => {
                whole = false;
                out.push(b'=');
            }
            (other, _) => out.push(*other),
        }
    }
    whole
}

/// The value of a hexadecimal digit; 0 for anything else.
pub(super) const fn hex(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => 0,
    }
}

/// A line without what ends it.
pub(super) fn trim_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_far_as_it_goes() {
        let read = |text: &str| base64(text.as_bytes());
        assert_eq!(read("aGVs\r\nbG8="), Decoded { bytes: b"hello".to_vec(), whole: true });
        assert_eq!(read("aGVsbG8"), Decoded { bytes: b"hello".to_vec(), whole: true });
        assert_eq!(read("aGk=aGk="), Decoded { bytes: b"hihi".to_vec(), whole: true });
        assert_eq!(read("aGVs!bG8="), Decoded { bytes: b"hello".to_vec(), whole: false });
        assert_eq!(read("aGVsb"), Decoded { bytes: b"hel".to_vec(), whole: false });
        assert_eq!(read(""), Decoded { bytes: Vec::new(), whole: true });
    }

    #[test]
    fn quoted_printable_is_read_as_far_as_it_goes() {
        let read = |text: &str| quoted_printable(text.as_bytes());
        assert_eq!(read("a=\r\nb \r\nc=3D=e4"), Decoded { bytes: b"ab\r\nc=\xe4".to_vec(), whole: true });
        assert_eq!(read("a= \nb\n"), Decoded { bytes: b"ab\n".to_vec(), whole: true });
        assert_eq!(read("1=2 =ZZ"), Decoded { bytes: b"1=2 =ZZ".to_vec(), whole: false });
        assert_eq!(read("=4"), Decoded { bytes: b"=4".to_vec(), whole: false });
    }
}
