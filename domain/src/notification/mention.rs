//! Who is named in a text: `@` with a name, an account, or what stands before the `@` of one.

/// Whether somebody with this name and account is named in a text.
#[must_use]
pub fn is_mentioned(text: &str, name: &str, account: &str) -> bool {
    let text = text.to_lowercase();
    let short = account.split('@').next().unwrap_or_default();
    let names = [name, account, short].map(str::to_lowercase);
    names.iter().filter(|name| !name.is_empty()).any(|name| {
        let after = text.split('@').collect::<Vec<_>>();
        // An account has an `@` of its own, so that its parts are put together again.
        (1..after.len()).any(|at| starts_with_whole(&after[at..].join("@"), name))
    })
}

/// A name that goes on with a letter or digit of its own kind is another one; Chinese has no spaces between words.
fn starts_with_whole(text: &str, name: &str) -> bool {
    let Some(rest) = text.strip_prefix(name) else { return false };
    let is_latin = name.ends_with(|last: char| last.is_ascii_alphanumeric());
    !(is_latin && rest.starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_named_by_name_or_account() {
        let li = |text: &str| is_mentioned(text, "李运营", "li@shop.example");
        for text in ["@李运营 请看", "请@李运营看一下", "see @li.", "@LI", "(@li@shop.example)", "@wang @li"]
        {
            assert!(li(text), "{text}");
        }
        for text in ["李运营", "li@shop.example", "@liu", "@li2", "@ li", "", "@"] {
            assert!(!li(text), "{text}");
        }
        assert!(is_mentioned("@Anna Li, please", "Anna Li", "x@y.example"));
        assert!(!is_mentioned("@", "", ""));
    }
}
