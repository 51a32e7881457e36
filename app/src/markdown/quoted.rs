//! What a mail quotes of the one before stands at its end: people have read it.

/// A text without the quotation at its end, and that; nothing is folded where there is nothing else.
pub(super) fn split(text: &str) -> (&str, Option<&str>) {
    let mut begins = None;
    let mut end = text.len();
    for line in text.split('\n').rev() {
        let at = end - line.len();
        if line.trim_start().starts_with('>') {
            begins = Some(at);
        } else if !line.trim().is_empty() {
            // `On Monday Li wrote:` belongs to what follows.
            if begins.is_some() && is_introduction(line) {
                begins = Some(at);
            }
            break;
        }
        end = at.saturating_sub(1);
    }
    match begins {
        Some(at) if !text[..at].trim().is_empty() => (&text[..at], Some(&text[at..])),
        _ => (text, None),
    }
}

/// Whether a line says who wrote what follows.
fn is_introduction(line: &str) -> bool {
    let line = line.trim();
    let says = ["wrote", "写道", "@"].iter().any(|word| line.contains(word));
    (line.ends_with(':') || line.ends_with('：')) && says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_quotation_at_the_end_is_folded() {
        for (text, quoted) in [
            ("好的\n\n> 请清理缓存\n> 谢谢\n", Some("> 请清理缓存\n> 谢谢\n")),
            ("Yes\n\nOn Monday Li wrote:\n> x", Some("On Monday Li wrote:\n> x")),
            ("是\n> 一\n\n> 二", Some("> 一\n\n> 二")),
            ("如下：\n> x", Some("> x")),
            ("> x\n\nYes", None),
            ("> nothing else", None),
            ("\n\n> nothing else", None),
            ("a > b", None),
            ("", None),
        ] {
            let (own, folded) = split(text);
            assert_eq!(folded, quoted, "{text:?}");
            assert_eq!(format!("{own}{}", folded.unwrap_or_default()), text);
        }
    }
}
