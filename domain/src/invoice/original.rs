//! The originals of electronic invoices: PDF, OFD and XML, never a photograph (`domain.md` 6.4).

use crate::{Problem, codes};

codes! {
    /// The format of an original, by the ending of its file.
    pub enum Original {
        /// PDF.
        Pdf = "pdf",
        /// The fixed layout of GB/T 33190.
        Ofd = "ofd",
        /// Its data alone, of fully digital ones.
        Xml = "xml",
    }
}

impl Original {
    /// The format of a file, by its name.
    ///
    /// # Errors
    /// `Missing`; `UnknownCode` with the ending that it has.
    pub fn of_file(name: &str) -> Result<Self, Problem> {
        let name = name.trim();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match Self::from_code(ending) {
            Some(original) => Ok(original),
            None if name.is_empty() => Err(Problem::Missing),
            None => Err(Problem::UnknownCode {
                value: if ending.is_empty() { name } else { ending }.chars().take(40).collect(),
                allowed: Self::CODES.join(", "),
            }),
        }
    }

    /// Whether a file begins as this format does, whatever its name says.
    #[must_use]
    pub fn begins(self, file: &[u8]) -> bool {
        let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
        match self {
            Self::Pdf => text.starts_with(b"%PDF-"),
            Self::Ofd => file.starts_with(b"PK\x03\x04"),
            Self::Xml => text.trim_ascii_start().starts_with(b"<"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_ending() {
        for (name, original) in [
            ("发票.pdf", Original::Pdf),
            ("a.b.OFD", Original::Ofd),
            (" dzfp_24312000000012345678.xml ", Original::Xml),
        ] {
            assert_eq!(Original::of_file(name), Ok(original), "{name}");
        }
        for (name, ending) in [("photo.jpg", "jpg"), ("invoice", "invoice"), ("pdf", "pdf"), ("x.", "x.")] {
            let allowed = "pdf, ofd, xml".to_owned();
            let problem = Problem::UnknownCode { value: ending.to_owned(), allowed };
            assert_eq!(Original::of_file(name), Err(problem), "{name}");
        }
        assert_eq!(Original::of_file(" "), Err(Problem::Missing));
    }

    #[test]
    fn a_photograph_with_another_name_begins_like_a_photograph() {
        assert!(Original::Pdf.begins(b"%PDF-1.7\n"));
        assert!(Original::Ofd.begins(b"PK\x03\x04\x14"));
        assert!(Original::Xml.begins(b"\xef\xbb\xbf <?xml version=\"1.0\"?>"));
        for original in Original::ALL {
            for other in [&b"\xff\xd8\xff\xe0"[..], b"\x89PNG\r\n\x1a\n", b"", b"text"] {
                assert!(!original.begins(other), "{original}");
            }
        }
        assert!(!Original::Pdf.begins(b"PK\x03\x04"));
    }
}
