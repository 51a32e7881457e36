//! Cells as a workbook. It is compressed at its end, so all its rows come before its first byte.

use std::io::{self, BufWriter, Write};

use futures::{StreamExt, stream};
use tokio::sync::mpsc;

use super::{
    columns::{Cell, Column},
    pieces::{Piece, Pieces},
};
use crate::{
    Failure, Result,
    db::dialect::FIELD,
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
pub(super) fn workbook(name: &'static str, columns: &'static [Column], rows: Pieces) -> Pieces {
    let (tell, told) = mpsc::channel(2);
    let (out, pieces) = mpsc::channel(2);
    let bytes = out.clone();
    let thread = tokio::task::spawn_blocking(move || write(name, columns, told, bytes));
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
    columns: &'static [Column],
    mut told: mpsc::Receiver<Told>,
    out: mpsc::Sender<Result<Piece>>,
) -> Result<()> {
    let mut sheets = Sheets::new(name, columns.iter().map(|c| (c.name, c.width)))?;
    loop {
        match told.blocking_recv() {
            Some(Told::Cells(cells)) => write_rows(&mut sheets, columns, &cells)?,
            Some(Told::All) => break,
            None => return Ok(()),
        }
    }
    let mut out = BufWriter::with_capacity(BUFFER, Out(out));
    sheets.save(&mut out)?;
    out.flush().map_err(crate::documents::disk)
}

fn write_rows(sheets: &mut Sheets, columns: &[Column], cells: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(cells).map_err(|e| Failure::Internal(e.to_string()))?;
    let mut cells = text.split_terminator(FIELD).peekable();
    while cells.peek().is_some() {
        sheets.row(columns.iter().zip(&mut cells).map(|(column, text)| cell(column.cell, text)))?;
    }
    Ok(())
}

const fn cell(cell: Cell, text: &str) -> sheets::Cell<'_> {
    match cell {
        _ if text.is_empty() => sheets::Cell::Empty,
        Cell::Money(_) => sheets::Cell::Money(text),
        Cell::Key(_) | Cell::Whole(_) | Cell::Rate(_) => sheets::Cell::Number(text),
        Cell::Time(_) => sheets::Cell::Moment(text),
        Cell::Text(_) | Cell::Currency(_) | Cell::Code(_) | Cell::CodeOf(_) | Cell::NameOf(_) => {
            sheets::Cell::Text(text)
        }
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
