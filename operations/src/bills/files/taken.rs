//! That a bill was taken away.

use domain::access::{Actor, Operation};

use super::BillFormat;
use crate::{
    Office, Result,
    bills::Bill,
    journal::{self, Action, Entry, Subject, fields},
};

/// Writes into the journal that somebody, or a program, takes a bill away as a file.
///
/// # Errors
/// `Denied`; what the database said.
pub async fn taken(office: &Office, actor: &Actor, bill: &Bill, format: BillFormat) -> Result<()> {
    actor.may(Operation::ReadBills)?;
    let mut tx = office.db.begin().await?;
    let entry = Entry::new(Action::BillTaken, Subject::Bill(bill.id)).after(fields! { Format: format });
    journal::append(&mut tx, office, actor, entry).await?;
    Ok(tx.commit().await?)
}
