//! Walking through every line that a filter selects, on several connections, in the order of the
//! list.
//!
//! The list is cut into ranges of some orders. Each worker takes the next range and reads it in
//! pieces of some lines; the pieces are handed on in order. What is in memory does not grow with
//! the list.

use std::{sync::Arc, time::Duration};

use domain::Zone;
use tokio::sync::{Mutex, mpsc};

use super::{
    columns::{LINE_KEY, ORDER_KEY},
    rows::{Row, Rows},
    selection::{Line, PIECE, Place, Range, Selection},
    write::{Style, Writer},
};
use crate::{Failure, Office, Result, db::Tx};

/// Nobody takes a piece for so long: whoever wanted them has gone.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lines written one behind the other.
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    pub(super) rows: u64,
    end: End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// The range has more pieces.
    Open,
    /// The last piece of its range.
    Range,
    /// The last piece.
    All,
}

/// The pieces of a range.
type Series = mpsc::Receiver<Result<Piece>>;

/// The pieces, in order.
pub(super) struct Pieces {
    ranges: mpsc::Receiver<Series>,
    current: Option<Series>,
    ended: bool,
}

impl Pieces {
    /// The next piece; `None` behind the last one. When the list cannot be read to its end, the last
    /// thing that comes is an error: a file that ends early never looks complete.
    pub(super) async fn next(&mut self) -> Option<Result<Piece>> {
        if self.ended {
            return None;
        }
        if self.current.is_none() {
            self.current = self.ranges.recv().await;
        }
        let piece = match &mut self.current {
            Some(range) => range.recv().await,
            None => None,
        };
        match &piece {
            Some(Ok(Piece { end: End::Open, .. })) => {}
            Some(Ok(Piece { end: End::Range, .. })) => self.current = None,
            Some(Ok(Piece { end: End::All, .. }) | Err(_)) => self.ended = true,
            None => {
                self.ended = true;
                return Some(Err(Failure::Internal("the export broke off".to_owned())));
            }
        }
        piece
    }
}

/// Begins to walk. Whoever drops the pieces ends it.
pub(super) fn walk(office: &Office, selection: Selection, style: Style) -> Pieces {
    // One range more than those that are being read, so that a worker need not wait for another.
    let (send, ranges) = mpsc::channel(2);
    let plan = Plan { selection: Arc::new(selection), ranges: send, after: None, done: false };
    let (plan, office) = (Arc::new(Mutex::new(plan)), office.clone());
    tokio::spawn(async move {
        match office.db.snapshots().await {
            Ok(snapshots) => {
                for tx in snapshots {
                    tokio::spawn(work(plan.clone(), tx, style, office.zone));
                }
            }
            Err(error) => plan.lock().await.fail(error.into()).await,
        }
    });
    Pieces { ranges, current: None, ended: false }
}

/// Hands out the ranges, one after the other.
struct Plan {
    selection: Arc<Selection>,
    ranges: mpsc::Sender<Series>,
    /// Where the last range ended.
    after: Option<Place>,
    done: bool,
}

/// A range that a worker reads.
struct Job {
    selection: Arc<Selection>,
    range: Range,
    pieces: mpsc::Sender<Result<Piece>>,
}

impl Plan {
    /// The next range; `None` behind the last one, or when nobody wants more.
    async fn next(&mut self, tx: &mut Tx) -> Result<Option<Job>> {
        if self.done {
            return Ok(None);
        }
        let upto = self.selection.end_of_range(tx, self.after).await?;
        let Some(pieces) = self.begin().await else {
            self.done = true;
            return Ok(None);
        };
        let range = Range { after: std::mem::replace(&mut self.after, upto), upto };
        self.done = upto.is_none();
        Ok(Some(Job { selection: self.selection.clone(), range, pieces }))
    }

    async fn begin(&self) -> Option<mpsc::Sender<Result<Piece>>> {
        let (send, pieces) = mpsc::channel(1);
        let taken = tokio::time::timeout(PATIENCE, self.ranges.send(pieces)).await;
        matches!(taken, Ok(Ok(()))).then_some(send)
    }

    async fn fail(&mut self, failure: Failure) {
        self.done = true;
        if let Some(pieces) = self.begin().await {
            drop(pieces.send(Err(failure)).await);
        }
    }
}

/// Reads ranges until there is none left.
async fn work(plan: Arc<Mutex<Plan>>, mut tx: Tx, style: Style, zone: Zone) {
    let mut writer = Writer::new(style, zone);
    loop {
        let mut ahead = plan.lock().await;
        let job = match ahead.next(&mut tx).await {
            Ok(Some(job)) => job,
            Ok(None) => return,
            Err(failure) => return ahead.fail(failure).await,
        };
        drop(ahead);
        match read(&job, &mut tx, &mut writer).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(failure) => return drop(job.pieces.send(Err(failure)).await),
        }
    }
}

/// Reads a range; whether somebody takes the pieces.
async fn read(job: &Job, tx: &mut Tx, writer: &mut Writer) -> Result<bool> {
    let mut behind = None;
    loop {
        let text = job.selection.lines(tx, job.range, behind).await?.unwrap_or_default();
        let rows = Rows::split(text)?;
        behind = in_order(job, &rows, behind)?;
        let full = rows.len() >= PIECE as usize;
        let end = match (full, job.range.upto) {
            (true, _) => End::Open,
            (false, Some(_)) => End::Range,
            (false, None) => End::All,
        };
        let piece = Piece { bytes: writer.write(tx, &rows).await?, rows: rows.len() as u64, end };
        let taken = tokio::time::timeout(PATIENCE, job.pieces.send(Ok(piece))).await;
        if !matches!(taken, Ok(Ok(()))) {
            return Ok(false);
        }
        if !full {
            return Ok(true);
        }
    }
}

/// The last line, when the lines are in the order of the list.
fn in_order(job: &Job, rows: &Rows, mut last: Option<Line>) -> Result<Option<Line>> {
    for row in rows.iter() {
        let line = line(row)?;
        if last.is_some_and(|last| !job.selection.comes_after(line, last)) {
            return Err(Failure::Internal("the database gave lines in another order".to_owned()));
        }
        last = Some(line);
    }
    Ok(last)
}

fn line(row: Row<'_>) -> Result<Line> {
    Ok(Line { place: (row.number(0)?, row.number(ORDER_KEY)?), number: row.number(LINE_KEY)? })
}
