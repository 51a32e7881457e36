//! Slices of a reversal: the lines of an issued statement are frozen with the other sign, and when that counts,
//! they become due again.

use domain::{access::Actor, settlement::StatementState};

use super::{
    super::{Corrects, Head, freeze, head::Issuing},
    slice::{Came, SLICE, Slices, lock_rows, note},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, matching},
    dues,
    journal::{self, Action, Entry, Subject, fields},
};

impl Slices<'_> {
    /// Freezes the next lines of the statement that is taken back, each with the other sign.
    pub(super) async fn negate(&mut self, mut tx: Tx, head: Head, mut issuing: Issuing) -> Result<Came> {
        let lines = freeze::negated(&mut tx, taken(&head)?, issuing.lines, SLICE).await?;
        if lines.is_empty() {
            return self.finish(tx, head, issuing).await;
        }
        note(&mut tx, &head, &mut issuing, &lines).await?;
        freeze::write(&mut tx, head.id, lines).await?;
        tx.commit().await?;
        Ok(Came::Further(Head { issuing: Some(issuing), ..head }))
    }

    /// Makes the next lines due again. Whoever goes on in the place of another begins with the first: a line
    /// that is due again, or stands in another statement since, is left as it is.
    pub(super) async fn reopen(&mut self, mut tx: Tx, head: Head) -> Result<Came> {
        let of = taken(&head)?;
        let mut sql =
            Sql::new("SELECT position, order_id, due_id FROM statement_lines WHERE statement_id = ");
        sql.arg(of).push(" AND position > ").arg(self.after.position).push(" ORDER BY position").limit(SLICE);
        let lines: Vec<(i64, i64, i64)> = sql.fetch_all_in(&mut tx).await?;
        let Some((last, ..)) = lines.last().copied() else {
            let mut sql = Sql::new("UPDATE statements SET issuing = NULL, issuing_of = NULL WHERE id = ");
            sql.arg(head.id);
            sql.execute_in(&mut tx).await?;
            tx.commit().await?;
            return Ok(Came::Issued(Head { issuing: None, ..head }));
        };
        let mut orders: Vec<i64> = lines.iter().map(|(_, order, _)| *order).collect();
        orders.dedup();
        lock_rows(&mut tx, &orders).await?;
        let dues: Vec<i64> = lines.iter().map(|(.., due)| *due).collect();
        let free = format!("UPDATE dues SET statement_id = NULL WHERE statement_id = {of} AND id IN");
        matching::<(i64,), i64>(&mut tx, &free, &dues, " RETURNING id").await?;
        dues::keep_rows(&mut tx, self.office, &orders).await?;
        tx.commit().await?;
        self.after.position = last;
        Ok(Came::Further(head))
    }
}

/// Row of the statement that a reversal takes back.
fn taken(head: &Head) -> Result<i64> {
    let unknown = || Failure::Internal(format!("the reversal in row {} names no statement", head.id));
    head.corrects.as_ref().map(|of| of.id).ok_or_else(unknown)
}

/// Notes on a statement that a reversal takes it back.
pub(super) async fn taken_back(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    of: &Corrects,
    (number, reason): (&str, Option<&str>),
) -> Result<()> {
    let mut sql = Sql::new("UPDATE statements SET state = ");
    sql.arg(StatementState::Reversed.code()).push(" WHERE id = ").arg(of.id).push(" AND state = ");
    sql.arg(StatementState::Issued.code());
    if sql.execute_in(tx).await? != 1 {
        return Err(Failure::Internal(format!("statement {} is not issued any more", of.number)));
    }
    let before = fields! { State: StatementState::Issued };
    let after = fields! { State: StatementState::Reversed, Number: number };
    let entry = Entry::new(Action::StatementReversed, Subject::Statement(of.id)).changed(before, after);
    journal::append(tx, office, actor, entry.because(reason.unwrap_or_default())).await
}
