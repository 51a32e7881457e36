//! Under which name a document lies in a pack: one that every system can unpack, and that leads nowhere else.

/// Bytes of a name that are kept, at most: file systems take 255 with everything around them.
const MOST: usize = 150;

/// `documents/<nn>-<request>-<name>`. The number makes it unique, and keeps it from being a device of Windows.
pub(super) fn name_of(number: usize, request: Option<&str>, name: &str) -> String {
    let request = cleaned(request.unwrap_or("other"));
    format!("documents/{number:02}-{request}-{}", cleaned(name))
}

/// Without what divides folders, what steers a terminal or the direction of text, and what Windows refuses.
fn cleaned(name: &str) -> String {
    let kept: String = name.chars().map(|c| if is_kept(c) { c } else { '_' }).collect();
    let kept = kept.trim_matches(['.', ' ', '_']);
    let (stem, ending) = match kept.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 8 => (stem, Some(ending)),
        _ => (kept, None),
    };
    let stem = if stem.is_empty() { "file" } else { &stem[..stem.floor_char_boundary(MOST)] };
    ending.map_or_else(|| stem.to_owned(), |ending| format!("{stem}.{ending}"))
}

fn is_kept(c: char) -> bool {
    let steers = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_control() && !steers && !"/\\:*?\"<>|".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for (name, expected) in [
            ("验收单.pdf", "documents/03-proof-验收单.pdf"),
            ("../../x.pdf", "documents/03-proof-x.pdf"),
            ("..\\..\\x.pdf", "documents/03-proof-x.pdf"),
            ("CON.pdf", "documents/03-proof-CON.pdf"),
            ("a\nb\u{202e}fdp.exe", "documents/03-proof-a_b_fdp.exe"),
            ("C:\\secret|?.png", "documents/03-proof-C__secret__.png"),
            ("...", "documents/03-proof-file"),
            ("", "documents/03-proof-file"),
        ] {
            assert_eq!(name_of(3, Some("proof"), name), expected, "{name}");
        }
        let long = name_of(1, None, &format!("{}.pdf", "长".repeat(300)));
        assert_eq!(long, format!("documents/01-other-{}.pdf", "长".repeat(MOST / 3)));
        assert_eq!(name_of(120, Some("../a"), "b"), "documents/120-a-b");
    }
}
