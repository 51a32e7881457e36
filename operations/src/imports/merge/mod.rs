//! Rows against the books: what is new goes in, what may change changes, the rest is rejected.

mod books;
mod changes;
mod delivery;
mod load;
mod parties;
mod spellings;
mod write;

use domain::{
    FieldProblem,
    access::Actor,
    order::{Came, Revision},
};

use super::{changed::why, foreseen::Change};
use crate::{
    Failure, Office, Result,
    db::{Tx, millis},
    files::{read::Record, rejects::Rejected},
    orders::summary::Deltas,
};
use books::{Books, Taken};
use load::Cache;
use parties::NamedBy;
use write::Writing;
pub(crate) use write::set_back;

/// A row as it was read.
pub(super) struct ReadRow {
    pub(super) record: Record,
    pub(super) line: Result<Revision, Vec<FieldProblem>>,
}

/// What came of the rows of a slice.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Merged {
    pub(super) read: i64,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) unchanged: i64,
    pub(super) rejected: i64,
}

/// Takes batch after batch inside one transaction.
pub(super) struct Merge<'a> {
    office: &'a Office,
    actor: &'a Actor,
    import_id: i64,
    why: String,
    deltas: Deltas,
    merged: Merged,
    cache: Cache,
}

impl<'a> Merge<'a> {
    pub(super) fn new(office: &'a Office, actor: &'a Actor, import_id: i64) -> Self {
        Self {
            office,
            actor,
            import_id,
            why: why(import_id),
            deltas: Deltas::new(office.zone),
            merged: Merged::default(),
            cache: Cache::default(),
        }
    }

    /// Puts a batch of rows into the books; those that do not go in.
    pub(super) async fn batch(&mut self, tx: &mut Tx, rows: Vec<ReadRow>) -> Result<Vec<Rejected>> {
        let lines: Vec<&Revision> = rows.iter().filter_map(|row| row.line.as_ref().ok()).collect();
        let mut books = Books::load(tx, &lines, &self.cache, self.import_id).await?;
        let refused = take(&mut books, rows, self.office, &mut self.merged);
        let writing =
            Writing { office: self.office, actor: self.actor, import_id: self.import_id, why: &self.why };
        writing.write(tx, &mut books, &mut self.deltas).await?;
        self.cache.remember(books);
        Ok(refused)
    }

    /// The slice has ended.
    pub(super) async fn finish(self, tx: &mut Tx) -> Result<Merged> {
        self.deltas.apply(tx).await?;
        Ok(self.merged)
    }
}

/// What a batch of rows would do.
#[derive(Debug, Default)]
pub(super) struct Foresight {
    pub(super) merged: Merged,
    pub(super) refused: Vec<Rejected>,
    /// Before and after of the orders that the books have.
    pub(super) changes: Vec<Change>,
    /// The newest moment that a row says, in milliseconds.
    pub(super) newest: Option<i64>,
}

impl Foresight {
    /// Holds the rows against the books; nothing is written.
    pub(super) async fn of(office: &Office, rows: Vec<ReadRow>) -> Result<Self> {
        let lines: Vec<&Revision> = rows.iter().filter_map(|row| row.line.as_ref().ok()).collect();
        let moments = |line: &&Revision| {
            [line.created_at, line.paid_at, line.completed_at, line.cancelled_at].into_iter().flatten().max()
        };
        let newest = lines.iter().filter_map(moments).max().map(millis);
        let mut tx = office.db.begin().await?;
        let mut books = Books::load(&mut tx, &lines, &Cache::default(), 0).await?;
        drop(tx);
        let mut seen = Self { newest, ..Self::default() };
        seen.refused = take(&mut books, rows, office, &mut seen.merged);
        for (_, order, held) in books.stored().filter(|(_, _, held)| held.changed()) {
            let change = changes::of(held, order, &books);
            seen.changes.extend(change.map(|(before, after)| Change {
                order_no: order.number.clone(),
                before: before.into(),
                after: after.into(),
            }));
        }
        Ok(seen)
    }
}

/// Takes the rows that may go in; those that may not.
fn take(books: &mut Books, rows: Vec<ReadRow>, office: &Office, merged: &mut Merged) -> Vec<Rejected> {
    let mut refused = Vec::new();
    for ReadRow { record, line } in rows {
        merged.read += 1;
        let taken = line.and_then(|line| {
            let taken = books.take(&line, office.zone, office.clock.now())?;
            let renamed = name(books, &line, taken);
            Ok(if renamed && taken.came == Came::Unchanged { Came::Updated } else { taken.came })
        });
        match taken {
            Ok(Came::Created) => merged.created += 1,
            Ok(Came::Updated) => merged.updated += 1,
            Ok(Came::Unchanged) => merged.unchanged += 1,
            Err(problems) => {
                let cells = record.cells().map(str::to_owned).collect();
                merged.rejected += 1;
                refused.push(Rejected { place: record.place(), cells, problems });
            }
        }
    }
    refused
}

/// Gives the customer and the product of a row that was taken the names that it says; whether one of
/// them is new.
fn name(books: &mut Books, said: &Revision, taken: Taken) -> bool {
    let order = books.orders.get(&said.order_no).and_then(|held| held.order.as_ref());
    let created_at = order.map(|order| millis(order.head.created_at));
    let by: NamedBy = (created_at.unwrap_or_default(), format!("{} {:05}", said.order_no, said.line_no));
    let mut renamed = false;
    if let (Some(id), Some(given)) = (taken.customer, &said.customer_name) {
        renamed |= books.customers.name(id, given, &by);
    }
    if let (Some(id), Some(given)) = (taken.product, &said.product_name) {
        renamed |= books.products.name(id, given, &by);
    }
    renamed
}

/// The books hold something that this version does not know.
fn broken(what: &str) -> Failure {
    Failure::Internal(format!("the books do not fit together: {what}"))
}
