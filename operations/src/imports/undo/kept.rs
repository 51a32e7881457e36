//! What an import changes, kept as it was before, in the transaction of the change.

use domain::order::Order;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Failure, Result,
    db::{Arg, Bulk, Tx},
};

domain::codes! {
    /// What is kept of an import.
    pub enum Part {
        Order = "order",
        Customer = "customer",
        Product = "product",
        Reseller = "reseller",
        Spelling = "spelling",
        Former = "former",
    }
}

/// The name of a customer or product, and what gave it: when that order was created, its number and line.
pub(in crate::imports) type Named = (String, Option<(i64, String)>);

/// What one import changes, on its way into the table. What was kept before stays as it is.
#[derive(Debug)]
pub(in crate::imports) struct Kept {
    import_id: i64,
    rows: Bulk,
}

impl Kept {
    /// Nothing yet.
    pub(in crate::imports) const fn of(import_id: i64) -> Self {
        Self { import_id, rows: Bulk::new(4) }
    }

    /// A row that the import brings in.
    pub(in crate::imports) fn brought(&mut self, part: Part, row: i64) {
        self.row(part, row, None);
    }

    /// An order of the books as it was. Its reseller stays for as long as it may become that of the order again.
    pub(in crate::imports) fn order(&mut self, row: i64, was: &Order, is: &Order) -> Result<()> {
        self.row(Part::Order, row, Some(json(was)?));
        if let Some(reseller) = was.head.reseller.filter(|_| was.head.reseller != is.head.reseller) {
            self.row(Part::Former, reseller, None);
        }
        Ok(())
    }

    /// A customer or product as it was called.
    pub(in crate::imports) fn named(&mut self, part: Part, row: i64, was: &Named) -> Result<()> {
        self.row(part, row, Some(json(was)?));
        Ok(())
    }

    fn row(&mut self, part: Part, row: i64, before: Option<String>) {
        self.rows.row([self.import_id.into(), part.code().into(), row.into(), Arg::MaybeText(before)]);
    }

    /// Puts it into the table.
    pub(in crate::imports) async fn write(self, tx: &mut Tx) -> Result<()> {
        let head = "INSERT INTO import_befores (import_id, kind, row_id, before) VALUES ";
        Ok(self.rows.execute(tx, head, " ON CONFLICT (import_id, kind, row_id) DO NOTHING").await?)
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|e| Failure::Internal(format!("what an import changes cannot be kept: {e}")))
}

/// Reads what was kept.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|e| Failure::Internal(format!("what an import changed cannot be read: {e}")))
}
