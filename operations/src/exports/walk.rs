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
    db::{
        Sql, Tx,
        dialect::joined_rows,
    },
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

/// What is walked through.
pub(super) struct Selection {
    office: Office,
    filter: Filter,
    resolved: Resolved,
    reach: Reach,
}

impl Selection {
    /// What the actor sees of a filter; the page that the filter stands on does not matter.
    ///
    /// # Errors
    /// `Denied`, or what the database said.
    pub(super) async fn new(office: &Office, actor: &Actor, filter: &Filter) -> Result<Self> {
        let reach = actor.may(Operation::ExportOrders)?;
        let resolved = resolve(office, filter).await?;
        let filter = Filter { cursor: None, ..filter.clone() };
        Ok(Self { office: office.clone(), filter, resolved, reach })
    }

    /// How many lines it has.
    ///
    /// # Errors
    /// What the database said.
    pub(super) async fn count(&self) -> Result<u64> {
        let mut sql = Sql::new("SELECT CAST(COALESCE(SUM(o.line_count), 0) AS BIGINT)");
        self.push_from(&mut sql, "");
        let (lines,) = sql.fetch_optional::<(i64,)>(&self.office.db).await?.unwrap_or_default();
        Ok(lines.unsigned_abs())
    }

    /// Begins to walk. Whoever drops the pieces ends it.
    pub(super) fn walk(self, style: Style) -> Pieces {
        // One range more than those that are being read, so that a worker need not wait for another.
        let (send, ranges) = mpsc::channel(2);
        let office = self.office.clone();
        let plan = Arc::new(Mutex::new(Plan { selection: Arc::new(self), ranges: send, after: None, done: false }));
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

    /// `FROM` and every condition of the filter.
    fn push_from(&self, sql: &mut Sql, lines: &str) {
        sql.push(" FROM orders o");
        if self.resolved.meanings.iter().any(|m| matches!(m, Meaning::Pattern { .. })) {
            sql.push(" JOIN customers c ON c.id = o.customer_id JOIN products p ON p.id = o.product_id");
        }
        sql.push(lines);
        conditions(sql, &self.office, &self.filter, &self.resolved, &self.reach);
        of_states(sql, &self.filter);
    }

    /// The sort column and the row. The plus keeps the engine from walking through the whole list
    /// in sorted order when few orders match.
    fn sorted(&self) -> ([&'static str; 2], bool) {
        let (column, descending) = self.filter.sort.column();
        match (self.resolved.narrow, column) {
            (false, column) => ([column, "o.id"], descending),
            (true, "o.paid_minor") => (["+o.paid_minor", "+o.id"], descending),
            (true, _) => (["+o.created_at", "+o.id"], descending),
        }
    }

    fn push_place(&self, sql: &mut Sql, relation: [&str; 2], place: Place) {
        let ([column, id], descending) = self.sorted();
        sql.push(" AND (").push(column).push(", ").push(id).push(") ").push(relation[usize::from(descending)]);
        sql.push(" (").arg(place.0).push(", ").arg(place.1).push(")");
    }

    fn push_order(&self, sql: &mut Sql) {
        let ([column, id], descending) = self.sorted();
        let way = if descending { " DESC" } else { "" };
        sql.push(" ORDER BY ").push(column).push(way).push(", ").push(id).push(way);
    }

    /// The last order of the range that begins behind a place; none when the list ends sooner.
    async fn end_of_range(&self, tx: &mut Tx, after: Option<Place>) -> Result<Option<Place>> {
        let mut sql = Sql::new("SELECT ");
        sql.push(self.filter.sort.column().0).push(", o.id");
        self.push_from(&mut sql, "");
        if let Some(after) = after {
            self.push_place(&mut sql, [">", "<"], after);
        }
        self.push_order(&mut sql);
        sql.push(" LIMIT 1 OFFSET ").arg(RANGE - 1);
        Ok(sql.fetch_optional_in(tx).await?)
    }

    /// Lines of a range behind a line.
    async fn lines(&self, tx: &mut Tx, job: &Job, behind: Option<(Place, i64)>) -> Result<Option<String>> {
        let column = self.filter.sort.column().0;
        let ([_, _], descending) = self.sorted();
        let way = if descending { " DESC" } else { "" };
        let mut sql = joined_rows(tx, &fields(column), &[(column, way), ("o.id", way), ("l.line_no", "")]);
        // The cross join keeps SQLite from walking through the lines first.
        self.push_from(&mut sql, " CROSS JOIN order_lines l");
        sql.push(" AND l.order_id = o.id");
        if let Some((place, line)) = behind {
            self.push_place(&mut sql, [">=", "<="], place);
            sql.push(" AND (o.id <> ").arg(place.1).push(" OR l.line_no > ").arg(line).push(")");
        } else if let Some(place) = job.after {
            self.push_place(&mut sql, [">", "<"], place);
        }
        if let Some(place) = job.upto {
            self.push_place(&mut sql, ["<=", ">="], place);
        }
        self.push_order(&mut sql);
        sql.push(", l.line_no LIMIT ").arg(PIECE).push(") AS joined");
        Ok(sql.fetch_optional_in::<(Option<String>,)>(tx).await?.and_then(|(text,)| text))
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
