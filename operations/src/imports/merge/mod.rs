//! Rows against the books: what is new goes in, what may change changes, the rest is rejected.

mod books;
mod changes;
mod judge;
mod load;
mod names;
mod parties;
mod take;
mod write;

use domain::{FieldProblem, access::Actor};

use super::{read::Record, rejects::Rejects, row::Line};
use crate::{Failure, Office, Result, customers, db::Tx, orders::summary::Deltas, products};
use books::Books;
use load::Cache;
use names::Renames;
use take::Came;
use write::Writing;

/// A row as it was read.
pub(super) struct ReadRow {
    pub(super) record: Record,
    pub(super) line: Result<Line, Vec<FieldProblem>>,
}

/// How many rows came to what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) read: u64,
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
}

/// Takes batch after batch inside one transaction.
pub(super) struct Merge<'a> {
    office: &'a Office,
    actor: &'a Actor,
    import_id: i64,
    why: String,
    deltas: Deltas,
    customers: Renames,
    products: Renames,
    counts: Counts,
    cache: Cache,
}

impl<'a> Merge<'a> {
    pub(super) async fn new(
        tx: &mut Tx,
        office: &'a Office,
        actor: &'a Actor,
        import_id: i64,
    ) -> Result<Self> {
        Ok(Self {
            office,
            actor,
            import_id,
            why: format!("import {import_id}"),
            deltas: Deltas::new(office.zone),
            customers: Renames::new(tx, customers::NAMES).await?,
            products: Renames::new(tx, products::NAMES).await?,
            counts: Counts::default(),
            cache: Cache::default(),
        })
    }

    /// Puts a batch of rows into the books.
    pub(super) async fn batch(&mut self, tx: &mut Tx, rows: &[ReadRow], rejects: &mut Rejects) -> Result<()> {
        let lines: Vec<&Line> = rows.iter().filter_map(|row| row.line.as_ref().ok()).collect();
        let mut books = Books::load(tx, &lines, &self.cache, self.import_id).await?;
        for row in rows {
            self.counts.read += 1;
            let taken = match &row.line {
                Ok(line) => take::take(&mut books, line, self.office.zone).map(|taken| (taken, line)),
                Err(problems) => Err(problems.clone()),
            };
            match taken {
                Err(problems) => rejects.add(&row.record, &problems)?,
                Ok((taken, line)) => {
                    match taken.came {
                        Came::Created => self.counts.created += 1,
                        Came::Updated => self.counts.updated += 1,
                        Came::Unchanged => self.counts.unchanged += 1,
                    }
                    let unchanged = taken.came == Came::Unchanged;
                    let (customer, product) =
                        (books.customers.at(taken.customer), books.products.at(taken.product));
                    self.customers.note(customer, line.customer_name.as_deref(), unchanged);
                    // A row that gives both a new name counts once.
                    let same = line.customer_name.as_ref().is_none_or(|name| *name == customer.name);
                    self.products.note(product, line.product_name.as_deref(), unchanged && same);
                }
            }
        }
        let writing =
            Writing { office: self.office, actor: self.actor, import_id: self.import_id, why: &self.why };
        writing.write(tx, &mut books, &mut self.deltas).await?;
        self.cache.remember(books);
        if self.customers.is_full() || self.products.is_full() {
            self.rename(tx).await?;
        }
        Ok(())
    }

    async fn rename(&mut self, tx: &mut Tx) -> Result<()> {
        self.cache.clear();
        let customers = self.customers.write(tx, self.office, self.actor, &self.why).await?;
        let products = self.products.write(tx, self.office, self.actor, &self.why).await?;
        let renamed = customers + products;
        self.counts.unchanged -= renamed;
        self.counts.updated += renamed;
        Ok(())
    }

    /// The file has ended.
    pub(super) async fn finish(mut self, tx: &mut Tx) -> Result<Counts> {
        self.rename(tx).await?;
        self.deltas.apply(tx).await?;
        Ok(self.counts)
    }
}

/// The books hold something that this version does not know.
fn broken(what: &str) -> Failure {
    Failure::Internal(format!("the books do not fit together: {what}"))
}
