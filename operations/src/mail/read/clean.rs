//! Taking out of a text what does not belong into one.

use std::borrow::Cow;

/// Bytes with line ends that the rest can tell: where there is no other, a lone `\r` is one.
pub(super) fn line_ends(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.contains(&b'\n') || !raw.contains(&b'\r') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect())
}

/// A text of several lines: each ends with `\n`, and there are no control characters but tabs.
pub(super) fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                // Some write "\r\r\n", which is one line end.
                while chars.next_if_eq(&'\r').is_some() {}
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            // A page break or an old line feed parted what people see.
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push('\t'),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A text on one line of at most `most` characters. Marks that turn the direction of what follows
/// are taken out: in a name or a subject they make one thing look like another.
pub(super) fn line(text: &str, most: usize) -> String {
    let mut out = String::new();
    let (mut count, mut space) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}') {
            space = true;
            continue;
        }
        if c.is_control() || turns(c) {
            continue;
        }
        let wanted = if space && count > 0 { 2 } else { 1 };
        if count + wanted > most {
            break;
        }
        if wanted == 2 {
            out.push(' ');
        }
        out.push(c);
        count += wanted;
        space = false;
    }
    out
}

/// Marks of direction, and those that are not seen at all.
const fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(&*line_ends(b"a\rb"), b"a\nb");
        assert_eq!(&*line_ends(b"a\r\nb\r"), b"a\r\nb\r");
        assert_eq!(lines("a\r\nb\rc\nd\r\r\ne\0\u{1b}\u{9b}\tf\u{feff}"), "a\nb\nc\nd\ne\tf");
    }

    #[test]
    fn one_line_hides_nothing() {
        assert_eq!(line("  a \r\n\t b\0c\u{202e}d\u{2066} ", 99), "a bcd");
        assert_eq!(line("云云云", 2), "云云");
        assert_eq!(line("ab cd", 3), "ab");
        assert_eq!(line("\u{202e}\0", 9), "");
    }
}
