//! Kinds of invoices (`domain.md` 6.2): two of VAT, each in three media.

use crate::{FieldName, Problem, codes};

codes! {
    /// What the buyer can do with the tax on it.
    pub enum VatKind {
        /// The tax is not deducted.
        Ordinary = "ordinary" | "增值税普通发票" | "普通发票" | "普票",
        /// The tax is deducted.
        Special = "special" | "增值税专用发票" | "专用发票" | "专票",
    }
}

codes! {
    /// How it reaches the buyer.
    pub enum Medium {
        /// Printed, and sent by a courier.
        Paper = "paper" | "纸质" | "纸质发票",
        /// A file with a code and a number, sent by mail.
        Electronic = "electronic" | "电子" | "电子发票",
        /// A file with a number of the tax office alone, sent by mail.
        Digital = "digital" | "数电" | "数电票" | "数电发票" | "全电发票" | "fully digital",
    }
}

codes! {
    /// Kind and medium. The further Chinese names are those that stand on the invoices.
    pub enum InvoiceType {
        /// Ordinary, on paper.
        OrdinaryPaper = "ordinary_paper" | "纸质增值税普通发票" | "增值税普通发票(纸质)" | "纸质普票",
        /// Ordinary, as a file.
        OrdinaryElectronic = "ordinary_electronic" | "电子增值税普通发票" | "增值税电子普通发票" | "增值税普通发票(电子)" | "电子普票",
        /// Ordinary, fully digital.
        OrdinaryDigital = "ordinary_digital" | "数电增值税普通发票" | "电子发票(普通发票)" | "增值税普通发票(数电)" | "数电普票",
        /// Special, on paper.
        SpecialPaper = "special_paper" | "纸质增值税专用发票" | "增值税专用发票(纸质)" | "纸质专票",
        /// Special, as a file.
        SpecialElectronic = "special_electronic" | "电子增值税专用发票" | "增值税电子专用发票" | "增值税专用发票(电子)" | "电子专票",
        /// Special, fully digital.
        SpecialDigital = "special_digital" | "数电增值税专用发票" | "电子发票(增值税专用发票)" | "增值税专用发票(数电)" | "数电专票",
    }
}

impl Medium {
    /// What has to be known of the recipient when it is asked for: where it goes.
    #[must_use]
    pub const fn asked_with(self) -> &'static [FieldName] {
        match self {
            Self::Paper => &[FieldName::Recipient, FieldName::Phone, FieldName::Address],
            Self::Electronic | Self::Digital => &[FieldName::Email],
        }
    }

    /// What has to be known when it is issued: how it goes there.
    #[must_use]
    pub const fn issued_with(self) -> &'static [FieldName] {
        match self {
            Self::Paper => &[FieldName::Courier, FieldName::Waybill],
            Self::Electronic | Self::Digital => &[FieldName::Email, FieldName::File],
        }
    }

    /// Whether it has a code before its number.
    #[must_use]
    pub const fn has_code(self) -> bool {
        matches!(self, Self::Paper | Self::Electronic)
    }

    /// Whether it is a file.
    #[must_use]
    pub const fn is_file(self) -> bool {
        matches!(self, Self::Electronic | Self::Digital)
    }
}

impl InvoiceType {
    /// That of a kind and a medium.
    #[must_use]
    pub const fn of(vat: VatKind, medium: Medium) -> Self {
        match (vat, medium) {
            (VatKind::Ordinary, Medium::Paper) => Self::OrdinaryPaper,
            (VatKind::Ordinary, Medium::Electronic) => Self::OrdinaryElectronic,
            (VatKind::Ordinary, Medium::Digital) => Self::OrdinaryDigital,
            (VatKind::Special, Medium::Paper) => Self::SpecialPaper,
            (VatKind::Special, Medium::Electronic) => Self::SpecialElectronic,
            (VatKind::Special, Medium::Digital) => Self::SpecialDigital,
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn vat(self) -> VatKind {
        match self {
            Self::OrdinaryPaper | Self::OrdinaryElectronic | Self::OrdinaryDigital => VatKind::Ordinary,
            Self::SpecialPaper | Self::SpecialElectronic | Self::SpecialDigital => VatKind::Special,
        }
    }

    /// Its medium.
    #[must_use]
    pub const fn medium(self) -> Medium {
        match self {
            Self::OrdinaryPaper | Self::SpecialPaper => Medium::Paper,
            Self::OrdinaryElectronic | Self::SpecialElectronic => Medium::Electronic,
            Self::OrdinaryDigital | Self::SpecialDigital => Medium::Digital,
        }
    }

    /// One of these.
    ///
    /// # Errors
    /// As [`Self::parse`]; `UnknownCode` with those that are possible where it is none of them.
    pub fn among(text: &str, possible: &[Self]) -> Result<Self, Problem> {
        let given = match Self::parse(text) {
            Ok(given) if possible.contains(&given) => return Ok(given),
            Err(Problem::Missing) => return Err(Problem::Missing),
            Ok(given) => given.code().to_owned(),
            Err(_) => text.trim().chars().take(40).collect(),
        };
        Err(Problem::UnknownCode { value: given, allowed: codes_of(possible) })
    }
}

/// Their codes, joined by commas.
pub(super) fn codes_of(types: &[InvoiceType]) -> String {
    types.iter().map(|one| one.code()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::Tongue;
    use InvoiceType as T;

    #[test]
    fn there_are_six_and_each_is_its_kind_and_its_medium() {
        assert_eq!(T::ALL.len(), VatKind::ALL.len() * Medium::ALL.len());
        for one in T::ALL {
            assert_eq!(T::of(one.vat(), one.medium()), *one);
            assert_eq!(one.code(), format!("{}_{}", one.vat(), one.medium()));
            assert!(one.in_words(Tongue::Zh).contains(&*one.medium().in_words(Tongue::Zh)), "{one}");
            assert!(one.in_words(Tongue::Zh).contains(&*one.vat().in_words(Tongue::Zh)), "{one}");
        }
        let spellings = T::ALL.iter().flat_map(|one| one.aliases().iter().map(move |alias| (*alias, *one)));
        let mut seen = HashSet::new();
        for (alias, one) in spellings {
            assert_eq!(T::parse(alias), Ok(one), "{alias}");
            assert!(seen.insert(alias), "{alias} is said of two");
        }
    }

    #[test]
    fn names_as_they_stand_on_invoices_and_in_spreadsheets_are_read() {
        for (text, one) in [
            ("电子发票（普通发票）", T::OrdinaryDigital),
            ("电子发票（增值税专用发票）", T::SpecialDigital),
            ("增值税电子普通发票", T::OrdinaryElectronic),
            (" 纸质专票 ", T::SpecialPaper),
            ("Special paper", T::SpecialPaper),
            ("ORDINARY-DIGITAL", T::OrdinaryDigital),
            ("ｓｐｅｃｉａｌ_paper", T::SpecialPaper),
        ] {
            assert_eq!(T::parse(text), Ok(one), "{text}");
        }
        // Its medium is not said.
        assert!(matches!(T::parse("增值税专用发票"), Err(Problem::UnknownCode { .. })));
        assert_eq!(VatKind::parse("专票"), Ok(VatKind::Special));
        assert_eq!(Medium::parse("数电票"), Ok(Medium::Digital));
        assert_eq!(Medium::parse("Fully digital"), Ok(Medium::Digital));
        assert_eq!(T::parse(" "), Err(Problem::Missing));
    }

    #[test]
    fn paper_goes_by_courier_and_files_by_mail() {
        use FieldName as F;
        assert_eq!(Medium::Paper.asked_with(), [F::Recipient, F::Phone, F::Address]);
        assert_eq!(Medium::Paper.issued_with(), [F::Courier, F::Waybill]);
        for medium in [Medium::Electronic, Medium::Digital] {
            assert_eq!((medium.asked_with(), medium.is_file()), (&[F::Email][..], true));
            assert_eq!(medium.issued_with(), [F::Email, F::File]);
        }
        assert!(!Medium::Paper.is_file());
        assert_eq!(Medium::ALL.iter().map(|one| one.has_code()).collect::<Vec<_>>(), [true, true, false]);
    }
}
