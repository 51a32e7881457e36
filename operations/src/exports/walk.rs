//! Walking through every line that a filter selects, on several connections, in the order of the
//! list.
//!
//! The list is cut into ranges of some orders. Each worker takes the next range and reads it in
//! pieces of some lines; the pieces are handed on in order. What is in memory does not grow with
//! the list.

use std::{sync::Arc, time::Duration};

use domain::{
    Zone,
    access::{Actor, Operation, Reach},
};
use tokio::sync::{Mutex, mpsc};

use super::{
    columns::{LINE_KEY, ORDER_KEY, fields},
    rows::Rows,
    write::{Style, Writer},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, dialect::joined_rows},
    orders::{
        Filter,
        names::{Meaning, Resolved, resolve},
        query::{conditions, of_states},
    },
};

/// Orders in a range.
const RANGE: i64 = 1_000;
/// Lines in a piece. Most orders have one line, so a range is mostly one piece.
const PIECE: i64 = 2_000;
/// Nobody takes a piece for so long: whoever wanted them has gone.
const PATIENCE: Duration = Duration::from_secs(120);

/// A place in the sorted list: sort value and row of an order.
type Place = (i64, i64);

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

type Range = mpsc::Receiver<Result<Piece>>;

/// The pieces, in order.
pub(super) struct Pieces {
    ranges: mpsc::Receiver<Range>,
    current: Option<Range>,
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

impl Selection {
    /// Begins to walk. Whoever drops the pieces ends it.
    pub(super) fn walk(self, style: Style) -> Pieces {
        // One range more than those that are being read, so that a worker need not wait for another.
        let (send, ranges) = mpsc::channel(2);
        let office = self.office.clone();
        let plan =
            Arc::new(Mutex::new(Plan { selection: Arc::new(self), ranges: send, after: None, done: false }));
        tokio::spawn(async move {
            let snapshots = match office.db.snapshots().await {
                Ok(snapshots) => snapshots,
                Err(error) => return plan.lock().await.fail(error.into()).await,
            };
            for tx in snapshots {
                tokio::spawn(work(plan.clone(), tx, style, office.zone));
            }
        });
        Pieces { ranges, current: None, ended: false }
    }
}

/// Hands out the ranges, one after the other.
struct Plan {
    selection: Arc<Selection>,
    ranges: mpsc::Sender<Range>,
    /// Where the last range ended.
    after: Option<Place>,
    done: bool,
}

/// A range that a worker reads.
struct Job {
    selection: Arc<Selection>,
    after: Option<Place>,
    upto: Option<Place>,
    pieces: mpsc::Sender<Result<Piece>>,
}

impl Plan {
    /// The next range; `None` behind the last one, or when nobody wants more.
    async fn next(&mut self, tx: &mut Tx) -> Result<Option<Job>> {
        if self.done {
            return Ok(None);
        }
        let upto = self.selection.end_of_range(tx, self.after).await?;
        let Some(pieces) = self.begin().await else { return Ok(None) };
        let after = std::mem::replace(&mut self.after, upto);
        self.done = upto.is_none();
        Ok(Some(Job { selection: self.selection.clone(), after, upto, pieces }))
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
        if let Err(failure) = read(&job, &mut tx, &mut writer).await {
            drop(job.pieces.send(Err(failure)).await);
            return;
        }
    }
}

async fn read(job: &Job, tx: &mut Tx, writer: &mut Writer) -> Result<()> {
    let mut behind = None;
    loop {
        let text = job.selection.lines(tx, job, behind).await?.unwrap_or_default();
        let rows = Rows::split(text)?;
        let full = rows.len() >= PIECE as usize;
        if let Some(last) = rows.last() {
            behind = Some(((last.number(0)?, last.number(ORDER_KEY)?), last.number(LINE_KEY)?));
        }
        let bytes = writer.write(tx, &rows).await?;
        let end = match (full, job.upto) {
            (true, _) => End::Open,
            (false, Some(_)) => End::Range,
            (false, None) => End::All,
        };
        let piece = Piece { bytes, rows: rows.len() as u64, end };
        let taken = tokio::time::timeout(PATIENCE, job.pieces.send(Ok(piece))).await;
        if !full || !matches!(taken, Ok(Ok(()))) {
            return Ok(());
        }
    }
}
