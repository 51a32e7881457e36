//! What a file is called: kept for people, never used as a path.

use super::Refused;

/// The longest name, in characters.
const MOST: usize = 120;
/// What Windows does not let a file be called.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name as it is kept: the last part of a path, without what cannot be seen, short enough, and nothing that a
/// system takes for a device.
#[must_use]
pub fn clean(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| !c.is_control() && !is_mark(*c)).collect();
    let plain = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_matches(['.', ' ']);
    let (stem, end) = match plain.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() && end.chars().count() <= 10 => (stem, format!(".{end}")),
        _ => (plain, String::new()),
    };
    let stem: String = stem.trim().chars().take(MOST - end.chars().count()).collect();
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    let base = stem.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        base.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
    };
    let device = RESERVED.contains(&base.as_str()) || numbered("com") || numbered("lpt");
    format!("{}{stem}{end}", if device { "_" } else { "" })
}

/// Marks that turn the order of letters round or cannot be seen: with them a name shows another ending.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What stands behind the last dot, in small letters.
#[must_use]
pub fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, end)| end.trim().to_lowercase()).unwrap_or_default()
}

/// The endings that are taken (`domain.md` 2.4).
pub const ENDINGS: [&str; 12] =
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "rar", "png", "jpg", "jpeg"];

/// Some of [`ENDINGS`]: those that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endings([bool; ENDINGS.len()]);

impl Default for Endings {
    fn default() -> Self {
        Self([true; ENDINGS.len()])
    }
}

impl Endings {
    /// Those of a list with commas; `None` when one of it is not known.
    #[must_use]
    pub fn read(list: &str) -> Option<Self> {
        let mut endings = Self([false; ENDINGS.len()]);
        for given in list.split(',').map(str::trim).filter(|given| !given.is_empty()) {
            endings.0[ENDINGS.iter().position(|known| *known == given)?] = true;
        }
        Some(endings)
    }

    /// In the order of [`ENDINGS`].
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        ENDINGS.into_iter().zip(self.0).filter_map(|(ending, taken)| taken.then_some(ending))
    }

    /// Whether none is taken.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// The ending of a name, if it is taken.
    ///
    /// # Errors
    /// [`Refused::Ending`].
    pub fn allow(self, name: &str) -> Result<&'static str, Refused> {
        let found = ending(name);
        self.iter().find(|known| *known == found).ok_or_else(|| Refused::Ending {
            ending: found.chars().take(20).collect(),
            allowed: self.to_string(),
        })
    }
}

impl std::fmt::Display for Endings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.iter().collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_for_people_and_harmless() {
        for (given, kept) in [
            ("验收报告.pdf", "验收报告.pdf"),
            ("../../x.pdf", "x.pdf"),
            ("C:\\Users\\li\\x.pdf", "x.pdf"),
            ("CON.pdf", "_CON.pdf"),
            ("com1.pdf", "_com1.pdf"),
            ("con.txt.pdf", "_con.txt.pdf"),
            ("console.pdf", "console.pdf"),
            ("a\r\nb.pdf", "ab.pdf"),
            ("report\u{202e}fdp.exe", "reportfdp.exe"),
            ("  .. ", "file"),
            (".pdf", "pdf"),
            ("a  b .pdf ", "a b.pdf"),
            ("", "file"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
        let long = clean(&format!("{}.pdf", "账".repeat(300)));
        assert!(long.chars().count() == MOST && long.ends_with("账.pdf"));
    }

    #[test]
    fn endings_are_taken_from_a_list() {
        let allowed = |name| Endings::default().allow(name);
        assert_eq!(allowed("a.b.PDF"), Ok("pdf"));
        for (name, found) in [("a.exe", "exe"), ("a", ""), ("a.html", "html"), ("a.svg", "svg")] {
            assert!(
                matches!(allowed(name), Err(Refused::Ending { ending, .. }) if ending == found),
                "{name}"
            );
        }
    }
    #[test]
    fn what_is_set_is_read_again_and_narrows_what_is_taken() {
        let some = Endings::read("pdf, zip").unwrap();
        assert_eq!((some.to_string().as_str(), Endings::read(&some.to_string())), ("pdf, zip", Some(some)));
        assert!(some.allow("a.zip").is_ok() && !some.is_empty());
        let refused = some.allow("a.rar");
        assert!(matches!(refused, Err(Refused::Ending { allowed, .. }) if allowed == "pdf, zip"));
        assert!(Endings::read("").unwrap().is_empty() && Endings::read("pdf, exe").is_none());
        assert_eq!(Endings::read(&ENDINGS.join(",")), Some(Endings::default()));
    }
}
