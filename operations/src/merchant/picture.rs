//! Pictures of the merchant: what is taken, and where it is kept.
//!
//! A picture lies in the document store under the hash of its content and is never removed, because
//! issued statements may carry it.

use std::{io::Cursor, path::Path};

use domain::{FieldName, Problem};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zune_jpeg::JpegDecoder;

use super::turned::is_turned;
use crate::{Failure, Office, Result, documents};

/// The largest file, in bytes.
pub const LARGEST: u64 = 1 << 20;
/// The fewest and the most pixels of a side.
pub const PIXELS: (u32, u32) = (32, 1_500);

domain::codes! {
    /// Where a picture stands on a statement.
    pub enum Place {
        /// At the head.
        Logo = "logo",
        /// Beside the signatures.
        Seal = "seal",
    }
}

impl Place {
    /// What the journal and forms call it.
    #[must_use]
    pub const fn field(self) -> FieldName {
        match self {
            Self::Logo => FieldName::Logo,
            Self::Seal => FieldName::Seal,
        }
    }
}

domain::codes! {
    /// What a picture is, seen from its content.
    pub enum PictureKind {
        /// PNG.
        Png = "png",
        /// JPEG.
        Jpeg = "jpeg",
    }
}

/// A picture in the document store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// SHA-256 of its content, in hex; its name in the store.
    pub sha256: String,
    /// `png` or `jpeg`.
    pub kind: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Picture {
    /// Its content.
    ///
    /// # Errors
    /// `NotFound` when the document store lost it.
    pub async fn bytes(&self, office: &Office) -> Result<Vec<u8>> {
        let document = documents::open(&office.documents, &self.path()).await?;
        let pieces: Vec<bytes::Bytes> = futures::TryStreamExt::try_collect(document.bytes).await?;
        Ok(pieces.concat())
    }

    /// What browsers call its kind.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        if self.kind == PictureKind::Png.code() { "image/png" } else { "image/jpeg" }
    }

    fn path(&self) -> String {
        format!("merchant/{}", self.sha256)
    }
}

/// Looks at a file and keeps it.
pub(super) async fn keep(office: &Office, place: Place, file: &Path) -> Result<Picture> {
    let field = place.field().code();
    let size = tokio::fs::metadata(file).await.map_err(documents::disk)?.len();
    if size > LARGEST {
        return Err(Problem::FileTooLarge { most: LARGEST >> 20 }.of(field).into());
    }
    let bytes = tokio::fs::read(file).await.map_err(documents::disk)?;
    let seen = tokio::task::spawn_blocking(move || (look(&bytes), bytes)).await;
    let (seen, bytes) = seen.map_err(|e| Failure::Internal(format!("a picture could not be read: {e}")))?;
    let picture = seen.map_err(|problem| problem.of(field))?;
    documents::keep(&office.documents, &picture.path(), bytes.as_slice()).await?;
    Ok(picture)
}

/// Decodes all of it, so that no statement fails on it later.
fn look(bytes: &[u8]) -> Result<Picture, Problem> {
    let (kind, (width, height)) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (PictureKind::Png, png_size(bytes)?)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        (PictureKind::Jpeg, jpeg_size(bytes)?)
    } else {
        return Err(Problem::NotAPicture);
    };
    let sha256 = hex::encode(Sha256::digest(bytes));
    Ok(Picture { sha256, kind: kind.code().to_owned(), width, height })
}

/// A small file may hold a huge picture, so its size is looked at before its pixels.
fn of_size(width: u32, height: u32) -> Result<(), Problem> {
    let (least, most) = PIXELS;
    let fits = [width, height].iter().all(|side| (least..=most).contains(side));
    if fits { Ok(()) } else { Err(Problem::PictureSize { width, height, least, most }) }
}

fn png_size(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    let broken = |_| Problem::NotAPicture;
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(broken)?;
    let (width, height) = reader.info().size();
    of_size(width, height)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(Problem::NotAPicture)?];
    reader.next_frame(&mut pixels).map_err(broken)?;
    Ok((width, height))
}

fn jpeg_size(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    let mut decoder = JpegDecoder::new(Cursor::new(bytes));
    decoder.decode_headers().map_err(|_| Problem::NotAPicture)?;
    let (width, height) = decoder.dimensions().ok_or(Problem::NotAPicture)?;
    let (width, height) = (width as u32, height as u32);
    of_size(width, height)?;
    if decoder.exif().is_some_and(|exif| is_turned(exif)) {
        return Err(Problem::PictureTurned);
    }
    decoder.decode().map_err(|_| Problem::NotAPicture)?;
    Ok((width, height))
}
