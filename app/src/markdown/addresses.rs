//! Addresses that may be pressed, and where they stand in a text.

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Words.
    Text(&'a str),
    /// Something that leads somewhere.
    Address(&'a str),
}

/// A longer address is only shown.
const LONGEST: usize = 2_000;

/// Whether an address can be pressed: it says where it leads, and that is no program.
pub(super) fn is_allowed(address: &str) -> bool {
    let small = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| small.starts_with(scheme) && small.len() > scheme.len())
        && address.len() <= LONGEST
        && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// A text with the addresses in it told apart.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(found) = text[at..].find("http").map(|found| at + found) {
        let address = address(&text[found..]);
        let within = text[..found].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        if within || !is_allowed(address) {
            // What is too long is not looked through once more from each of its letters.
            at = found + if address.len() > LONGEST { address.len() } else { 4 };
            continue;
        }
        if begin < found {
            parts.push(Part::Text(&text[begin..found]));
        }
        parts.push(Part::Address(address));
        at = found + address.len();
        begin = at;
    }
    if begin < text.len() {
        parts.push(Part::Text(&text[begin..]));
    }
    parts
}

/// As much of a text as belongs to an address: a sentence goes on behind it without a space.
fn address(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_graphic() || "<>\"'`|\\^{}".contains(c)).unwrap_or(text.len());
    let mut address = &text[..end];
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        let shorter = match shorter.strip_suffix(')') {
            Some(rest) if rest.matches('(').count() <= rest.matches(')').count() => rest,
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            ("https://example.com/a.", "https://example.com/a"),
            ("(https://example.com/a)", "https://example.com/a"),
            ("https://example.com/a_(b), and", "https://example.com/a_(b)"),
            ("见https://example.com/文档", "https://example.com/"),
            ("https://example.com，请看", "https://example.com"),
            ("HTTPX http://x", "http://x"),
        ] {
            let found: Vec<_> =
                parts(text).into_iter().filter(|part| matches!(part, Part::Address(_))).collect();
            assert_eq!(found, [Part::Address(address)], "{text}");
        }
        for text in ["xhttps://example.com", "http", "http://", "https:// x", "ftp://x"] {
            assert_eq!(parts(text), [Part::Text(text)]);
        }
        assert!(parts("").is_empty());
    }

    #[test]
    fn what_runs_or_hides_is_no_address() {
        for address in [
            "javascript:alert(1)",
            " https://x",
            "https://a b",
            "java\tscript:x",
            "//x",
            "/x",
            "data:text/html,x",
            "http:x",
            "mailto:",
        ] {
            assert!(!is_allowed(address), "{address:?}");
        }
        assert!(is_allowed("HTTPS://example.com") && is_allowed("mailto:a@example.com"));
        assert!(!is_allowed(&format!("https://{}", "a".repeat(LONGEST))));
    }
}
