//! Walking through every line that a filter selects, on several connections, in the order of the
//! list.
//!
//! The list is cut into ranges of some orders. Each worker takes the next range and reads it in
//! pieces of some lines; the pieces are handed on in order. What is in memory does not grow with
//! the list.

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, stream};
use tokio::sync::{Mutex, mpsc};

use super::{
    columns::KEY_COUNT,
    pieces::{Piece, Pieces},
    selection::{Line, PIECE, Place, Range, Selection},
    write::{Style, Writer},
};
use crate::{Failure, Office, Result, db::Tx};

/// Nobody takes a piece for so long: whoever wanted them has gone.
const PATIENCE: Duration = Duration::from_secs(120);

/// A piece and what comes behind it.
struct Part {
    piece: Piece,
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

/// The parts of a range.
type Series = mpsc::Receiver<Result<Part>>;

/// The parts, in order.
struct Parts {
    ranges: mpsc::Receiver<Series>,
    current: Option<Series>,
    ended: bool,
}

impl Parts {
    async fn next(&mut self) -> Option<Result<Piece>> {
        if self.ended {
            return None;
        }
        if self.current.is_none() {
            self.current = self.ranges.recv().await;
        }
        let part = match &mut self.current {
            Some(range) => range.recv().await,
            None => None,
        };
        match &part {
            Some(Ok(Part { end: End::Open, .. })) => {}
            Some(Ok(Part { end: End::Range, .. })) => self.current = None,
            Some(Ok(Part { end: End::All, .. }) | Err(_)) => self.ended = true,
            None => {
                self.ended = true;
                return Some(Err(Failure::Internal("the export broke off".to_owned())));
            }
        }
        part.map(|part| part.map(|part| part.piece))
    }
}

/// Begins to walk. Whoever drops the pieces ends it.
pub(super) fn walk(office: &Office, selection: Selection, style: Style) -> Pieces {
    // One range more than those that are being read, so that a worker need not wait for another.
    let (send, ranges) = mpsc::channel(2);
    let selection = Arc::new(selection);
    let plan = Plan { selection: selection.clone(), ranges: send, after: None, done: false };
    let (plan, office) = (Arc::new(Mutex::new(plan)), office.clone());
    tokio::spawn(async move {
        match office.db.snapshots().await {
            Ok(snapshots) => {
                for tx in snapshots {
                    let columns = selection.columns().to_vec();
                    let writer = Writer::new(columns, KEY_COUNT, style, selection.tongue(), office.zone);
                    tokio::spawn(work(plan.clone(), tx, writer));
                }
            }
            Err(error) => plan.lock().await.fail(error.into()).await,
        }
    });
    let parts = Parts { ranges, current: None, ended: false };
    stream::unfold(parts, async |mut parts| parts.next().await.map(|piece| (piece, parts))).boxed()
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
    parts: mpsc::Sender<Result<Part>>,
}

impl Plan {
    /// The next range; `None` behind the last one, or when nobody wants more.
    async fn next(&mut self, tx: &mut Tx) -> Result<Option<Job>> {
        if self.done {
            return Ok(None);
        }
        let upto = self.selection.end_of_range(tx, self.after).await?;
        let Some(parts) = self.begin().await else {
            self.done = true;
            return Ok(None);
        };
        let range = Range { after: std::mem::replace(&mut self.after, upto), upto };
        self.done = upto.is_none();
        Ok(Some(Job { selection: self.selection.clone(), range, parts }))
    }

    async fn begin(&self) -> Option<mpsc::Sender<Result<Part>>> {
        let (send, parts) = mpsc::channel(1);
        let taken = tokio::time::timeout(PATIENCE, self.ranges.send(parts)).await;
        matches!(taken, Ok(Ok(()))).then_some(send)
    }

    async fn fail(&mut self, failure: Failure) {
        self.done = true;
        if let Some(parts) = self.begin().await {
            drop(parts.send(Err(failure)).await);
        }
    }
}

/// Reads ranges until there is none left.
async fn work(plan: Arc<Mutex<Plan>>, mut tx: Tx, mut writer: Writer) {
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
            Err(failure) => return drop(job.parts.send(Err(failure)).await),
        }
    }
}

/// Reads a range; whether somebody takes the parts.
async fn read(job: &Job, tx: &mut Tx, writer: &mut Writer) -> Result<bool> {
    let mut behind = None;
    loop {
        let rows = job.selection.lines(tx, job.range, behind).await?;
        behind = rows.iter().next_back().map(Line::of).transpose()?;
        let full = rows.len() >= PIECE as usize;
        let end = match (full, job.range.upto) {
            (true, _) => End::Open,
            (false, Some(_)) => End::Range,
            (false, None) => End::All,
        };
        let piece = Piece { bytes: writer.write(tx, &rows).await?.into(), rows: rows.len() as u64 };
        let taken = tokio::time::timeout(PATIENCE, job.parts.send(Ok(Part { piece, end }))).await;
        if !matches!(taken, Ok(Ok(()))) {
            return Ok(false);
        }
        if !full {
            return Ok(true);
        }
    }
}
