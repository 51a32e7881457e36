//! Sheets of paper: A4 pages as PDF, set in a Chinese font that is part of the program, with tables that
//! go on over many pages. Knows no noun of the business.
//!
//! What is put on a [`Sheet`] is laid out at once, in whole hundredths of a point, and drawn at the end,
//! when it is known how many pages there are. The same content gives the same bytes: nothing here knows
//! the time or a random number.

mod draw;
mod face;
mod lines;
mod picture;
mod sheet;
mod table;

pub use draw::{Around, Made};
pub use face::Face;
pub use picture::Picture;
pub use sheet::{Align, Ink, Orientation, Sheet, Style};
pub use table::{Column, Table};

/// A length in hundredths of a point.
pub type Length = i64;

/// Millimetres.
#[must_use]
pub const fn mm(millimetres: i64) -> Length {
    millimetres * 28_346 / 100
}

/// Tenths of a point, for the sizes of letters.
#[must_use]
pub const fn tenths(tenths: i64) -> Length {
    tenths * 10
}

/// A document could not be made: the font or a picture cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PDF cannot be made: {0}")]
pub struct Wrong(pub String);
