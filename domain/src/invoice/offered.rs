//! Which kinds of invoices a merchant offers its buyers (`domain.md` 6.2).

use serde::{Deserialize, Serialize};

use super::{InvoiceType, Medium, VatKind, kind::codes_of};
use crate::{Problem, text::plain};

/// What the merchant offers its buyers (客户开票类型): one type at least, in the order of the reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Offered(Vec<InvoiceType>);

impl Offered {
    /// These; one that stands there twice counts once.
    ///
    /// # Errors
    /// `Missing` when there is none.
    pub fn of(types: &[InvoiceType]) -> Result<Self, Problem> {
        let chosen: Vec<_> = InvoiceType::ALL.iter().copied().filter(|one| types.contains(one)).collect();
        if chosen.is_empty() { Err(Problem::Missing) } else { Ok(Self(chosen)) }
    }

    /// Reads codes or words with commas, semicolons, `、` or line breaks between them.
    ///
    /// # Errors
    /// `Missing` when there is none, `UnknownCode`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = plain(text);
        let parts = text.split([',', ';', '、', '\n']).filter(|part| !part.trim().is_empty());
        Self::of(&parts.map(InvoiceType::parse).collect::<Result<Vec<_>, _>>()?)
    }

    /// Those that are offered.
    #[must_use]
    pub fn types(&self) -> &[InvoiceType] {
        &self.0
    }

    /// Whether one is.
    #[must_use]
    pub fn has(&self, one: InvoiceType) -> bool {
        self.0.contains(&one)
    }

    /// The media in which a kind is offered; the buyer finds the others greyed out.
    pub fn media(&self, vat: VatKind) -> impl Iterator<Item = Medium> {
        self.0.iter().filter(move |one| one.vat() == vat).map(|one| one.medium())
    }

    /// The type that a buyer asks for.
    ///
    /// # Errors
    /// `Missing`; `UnknownCode` with those that are offered.
    pub fn take(&self, text: &str) -> Result<InvoiceType, Problem> {
        InvoiceType::among(text, &self.0)
    }
}

impl std::fmt::Display for Offered {
    /// Codes joined by commas; [`Offered::parse`] reads them again.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&codes_of(&self.0))
    }
}

impl From<Offered> for String {
    fn from(offered: Offered) -> Self {
        offered.to_string()
    }
}

impl TryFrom<String> for Offered {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tongue;
    use InvoiceType as T;

    #[test]
    fn every_choice_but_none_is_written_and_read_back() {
        for bits in 0_u8..64 {
            let chosen: Vec<T> =
                T::ALL.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1).map(|(_, one)| *one).collect();
            let reversed: Vec<T> = chosen.iter().rev().copied().collect();
            let Ok(offered) = Offered::of(&reversed) else {
                assert_eq!(bits, 0);
                continue;
            };
            assert_eq!(offered.types(), chosen);
            assert_eq!(Offered::parse(&offered.to_string()).as_ref(), Ok(&offered));
            let json = serde_json::to_string(&offered).unwrap();
            assert_eq!(serde_json::from_str::<Offered>(&json).unwrap(), offered);
            let words: Vec<_> = chosen.iter().map(|one| one.in_words(Tongue::Zh)).collect();
            assert_eq!(Offered::parse(&words.join("、")).as_ref(), Ok(&offered));
            for one in T::ALL {
                assert_eq!(offered.has(*one), chosen.contains(one));
                assert_eq!(offered.take(one.code()).is_ok(), chosen.contains(one));
                assert_eq!(offered.media(one.vat()).any(|medium| medium == one.medium()), offered.has(*one));
            }
        }
    }

    #[test]
    fn nothing_offered_and_nothing_known_are_told_apart() {
        assert_eq!(Offered::of(&[]), Err(Problem::Missing));
        for empty in ["", " , ;、\n"] {
            assert_eq!(Offered::parse(empty), Err(Problem::Missing), "{empty:?}");
        }
        let twice = Offered::parse("special_paper； 纸质专票\nordinary_paper，").unwrap();
        assert_eq!(twice.to_string(), "ordinary_paper, special_paper");
        assert!(
            matches!(Offered::parse("special_paper, gold"), Err(Problem::UnknownCode { value, .. }) if value == "gold")
        );
        assert!(serde_json::from_str::<Offered>("\"\"").is_err());
        let allowed = "ordinary_paper, special_paper".to_owned();
        let refused =
            |value: &str| Problem::UnknownCode { value: value.to_owned(), allowed: allowed.clone() };
        assert_eq!(twice.take("数电专票"), Err(refused("special_digital")));
        assert_eq!(twice.take("gold"), Err(refused("gold")));
        assert_eq!(twice.take(""), Err(Problem::Missing));
    }
}
