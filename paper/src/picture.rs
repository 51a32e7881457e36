//! Pictures on paper.

use krilla::image::Image;

use crate::{Length, Wrong};

/// A PNG or JPEG picture.
#[derive(Clone, Debug)]
pub struct Picture {
    pub(crate) image: Image,
}

impl Picture {
    /// Reads one; what it is, is seen from its content.
    ///
    /// # Errors
    /// It is neither.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Wrong> {
        let image = if bytes.starts_with(b"\x89PNG") {
            Image::from_png(bytes.into(), true)
        } else {
            Image::from_jpeg(bytes.into(), true)
        };
        Ok(Self { image: image.map_err(|e| Wrong(format!("a picture cannot be read: {e}")))? })
    }

    /// The largest width and height inside a box that keep its shape.
    #[must_use]
    pub fn within(&self, width: Length, height: Length) -> (Length, Length) {
        let (w, h) = self.image.size();
        let (w, h) = (Length::from(w).max(1), Length::from(h).max(1));
        if w * height > h * width { (width, h * width / w) } else { (w * height / h, height) }
    }
}
