//! The filtered list as CSV.

use domain::access::Actor;
use futures::{Stream, stream};

use super::{
    columns::COLUMNS,
    selection::Selection,
    walk::{Pieces, walk},
    write::Style,
};
use crate::{Office, Result, list::Filter};

/// Streams exactly what a filter selects, in its order: a row for every order line, with the columns
/// of an import. The header comes at once; the last item is an error when the list could not be read
/// to its end.
///
/// # Errors
/// `Denied`.
pub async fn csv_stream(
    office: &Office,
    actor: &Actor,
    filter: &Filter,
) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + use<>> {
    let selection = Selection::new(office, actor, filter).await?;
    Ok(stream::unfold((Some(header()), walk(office, selection, Style::Csv)), |(header, mut pieces)| async {
        match header {
            Some(header) => Some((Ok(header), (None, pieces))),
            None => next(&mut pieces).await.map(|bytes| (bytes, (None, pieces))),
        }
    }))
}

async fn next(pieces: &mut Pieces) -> Option<Result<Vec<u8>>> {
    loop {
        match pieces.next().await? {
            Ok(piece) if piece.bytes.is_empty() => {}
            piece => return Some(piece.map(|p| p.bytes)),
        }
    }
}

/// Byte order mark and headings: without the mark spreadsheets take the file for another encoding.
pub(super) fn header() -> Vec<u8> {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
    format!("\u{feff}{}\r\n", names.join(",")).into_bytes()
}
