//! Cells as a workbook. It is compressed at its end, so all its rows come before its first byte.

use std::io::{self, BufWriter, Write};

use domain::Tongue;
use futures::{StreamExt, stream};
use tokio::sync::mpsc;

use super::{
    columns::{Heading, Shown},
    pieces::{Piece, Pieces},
};
use crate::{
    Failure, Result,
    db::FIELD,
    sheets::{self, Sheets},
};

/// Bytes that are handed on at once.
const BUFFER: usize = 256 << 10;

/// What the thread that writes the workbook is told.
enum Told {
    Cells(bytes::Bytes),
    /// That was all. Without it the workbook must not look whole.
    All,
}

/// Writes rows of cells as a workbook, in a thread of its own.
pub(super) fn workbook(
    name: &'static str,
    headings: Vec<Heading>,
    rows: Pieces,
    (tongue, titles): (Tongue, Vec<String>),
) -> Pieces {
    let (tell, told) = mpsc::channel(2);
    let (out, pieces) = mpsc::channel(2);
    let bytes = out.clone();
    let thread = tokio::task::spawn_blocking(move || write(name, &headings, (tongue, titles), told, bytes));
    tokio::spawn(async move {
        let fed = feed(rows, &tell, &out).await;
        drop(tell);
        let written =
            thread.await.unwrap_or_else(|e| Err(Failure::Internal(format!("the workbook broke off: {e}"))));
        if let Err(failure) = fed.and(written) {
            // Whoever wanted the file may have gone.
            drop(out.send(Err(failure)).await);
        }
    });
    stream::unfold(pieces, async |mut pieces| pieces.recv().await.map(|piece| (piece, pieces))).boxed()
}

/// Hands the rows over; says how many there were, without bytes of the file yet.
async fn feed(mut rows: Pieces, tell: &mpsc::Sender<Told>, out: &mpsc::Sender<Result<Piece>>) -> Result<()> {
    while let Some(piece) = rows.next().await {
        let piece = piece?;
        // When the thread has ended it says why.
        if tell.send(Told::Cells(piece.bytes)).await.is_err() {
            return Ok(());
        }
        let counted = Piece { bytes: bytes::Bytes::new(), rows: piece.rows };
        if out.send(Ok(counted)).await.is_err() {
            return Ok(());
        }
    }
    drop(tell.send(Told::All).await);
    Ok(())
}

fn write(
    name: &'static str,
    headings: &[Heading],
    (tongue, titles): (Tongue, Vec<String>),
    mut told: mpsc::Receiver<Told>,
    out: mpsc::Sender<Result<Piece>>,
) -> Result<()> {
    let columns = headings.iter().map(|h| (h.name.clone(), h.width));
    let mut sheets = Sheets::titled(name, titles, columns)?;
    let mut currency = OneCurrency::default();
    loop {
        match told.blocking_recv() {
            Some(Told::Cells(cells)) => write_rows(&mut sheets, headings, &cells, &mut currency)?,
            Some(Told::All) => break,
            None => return Ok(()),
        }
    }
    if tongue != Tongue::Codes && currency.is_one() {
        let sums = headings.iter().enumerate().filter(|(_, heading)| heading.shown == Shown::Money);
        sheets.total(tongue.pick("合计", "Total"), sums.map(|(n, _)| n))?;
    }
    let mut out = BufWriter::with_capacity(BUFFER, Out(out));
    sheets.save(&mut out)?;
    out.flush().map_err(crate::documents::disk)
}

/// Whether all amounts are of one currency: others have no sum.
#[derive(Default)]
pub(super) struct OneCurrency {
    first: Option<String>,
    another: bool,
}

impl OneCurrency {
    fn saw(&mut self, code: &str) {
        match &self.first {
            None => self.first = Some(code.to_owned()),
            Some(first) => self.another |= first != code,
        }
    }

    const fn is_one(&self) -> bool {
        self.first.is_some() && !self.another
    }
}

/// Cells that [`Style::Cells`](super::write::Style) wrote, row by row.
pub(super) fn write_rows(
    sheets: &mut Sheets,
    headings: &[Heading],
    cells: &[u8],
    currency: &mut OneCurrency,
) -> Result<()> {
    let text = std::str::from_utf8(cells).map_err(|e| Failure::Internal(e.to_string()))?;
    let mut cells = text.split_terminator(FIELD).peekable();
    while cells.peek().is_some() {
        let row = headings.iter().zip(&mut cells).map(|(heading, text)| {
            if heading.shown == Shown::Currency {
                currency.saw(text);
            }
            cell(heading.shown, text)
        });
        sheets.row(row)?;
    }
    Ok(())
}

fn cell(shown: Shown, text: &str) -> sheets::Cell<'_> {
    match shown {
        _ if text.is_empty() => sheets::Cell::Empty,
        Shown::Text | Shown::Currency => sheets::Cell::Text(text),
        Shown::Rate => sheets::Cell::Rate(text),
        Shown::Number => sheets::Cell::Number(text),
        Shown::Money => sheets::Cell::Money(text),
        Shown::Near => sheets::Cell::Near(text),
        Shown::Digits => sheets::Cell::Digits(text),
        Shown::Exact => sheets::Cell::Exact(text.trim_end_matches('…')),
        Shown::Moment => sheets::Cell::Moment(text),
    }
}

/// Hands the bytes on.
struct Out(mpsc::Sender<Result<Piece>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Piece { bytes: bytes::Bytes::copy_from_slice(bytes), rows: 0 };
        self.0.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
