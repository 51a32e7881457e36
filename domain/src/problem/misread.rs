//! Why a row of a file cannot be read.

crate::codes! {
    /// Why a row of a file cannot be read.
    pub enum Misread {
        /// A quotation mark was opened in it and not closed.
        OpenQuote = "open_quote",
        /// There is something behind a closing quotation mark.
        StrayQuote = "stray_quote",
        /// It has bytes that are no text in the encoding of the file.
        NotText = "not_text",
        /// It has the character U+0000.
        Nought = "nought",
        /// The file ends in the middle of it.
        CutOff = "cut_off",
    }
}

impl Misread {
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::OpenQuote => "a quotation mark is opened in it and not closed",
            Self::StrayQuote => "a quotation mark within a quoted cell is not doubled",
            Self::NotText => "it has bytes that are no text in the encoding of the file",
            Self::Nought => "it has the character U+0000, which is no text",
            Self::CutOff => "the file ends in the middle of it",
        }
    }
}
