//! Whether a camera noted that its picture is to be turned: browsers turn it, paper would not.

/// The tag of the orientation, and its value for a picture that stands upright.
const ORIENTATION: u64 = 0x0112;
const UPRIGHT: u64 = 1;
/// Bytes of an entry.
const ENTRY: usize = 12;

/// Looks through the first directory of Exif data, which begins with `II` or `MM` for the order of bytes. What
/// cannot be read says nothing.
pub(super) fn is_turned(exif: &[u8]) -> bool {
    orientation(exif).is_some_and(|value| value != UPRIGHT)
}

fn orientation(exif: &[u8]) -> Option<u64> {
    let little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let number = |at: usize, length: usize| -> Option<u64> {
        let bytes = exif.get(at..at.checked_add(length)?)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    };
    let directory = usize::try_from(number(4, 4)?).ok()?;
    let entries = usize::try_from(number(directory, 2)?).ok()?;
    (0..entries)
        .map(|entry| directory + 2 + entry * ENTRY)
        .take_while(|at| at + ENTRY <= exif.len())
        .find(|at| number(*at, 2) == Some(ORIENTATION))
        .and_then(|at| number(at + 8, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of two entries, the second of which is the orientation.
    fn exif(little: bool, value: u16) -> Vec<u8> {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut bytes = if little { b"II".to_vec() } else { b"MM".to_vec() };
        bytes.extend(short(42));
        bytes.extend(long(8));
        bytes.extend(short(2));
        for (tag, value) in [(0x0100, 640), (0x0112, value)] {
            bytes.extend(short(tag));
            bytes.extend(short(3));
            bytes.extend(long(1));
            bytes.extend(short(value));
            bytes.extend([0, 0]);
        }
        bytes
    }

    #[test]
    fn only_a_note_that_turns_is_one() {
        for little in [true, false] {
            assert!(!is_turned(&exif(little, 1)));
            for value in 2..=8 {
                assert!(is_turned(&exif(little, value)), "{value}");
            }
            let whole = exif(little, 6);
            for end in 0..whole.len() - 4 {
                assert!(!is_turned(&whole[..end]), "cut off at {end}");
            }
        }
        assert!(!is_turned(b"II*\0\xff\xff\xff\xff") && !is_turned(b"XX"));
    }
}
