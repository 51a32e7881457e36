//! Discarding a draft.

use domain::{
    access::{Actor, Operation},
    settlement::StatementState,
};

use super::{Head, head, lines::still_a_draft};
use crate::{
    Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
};

/// Discards a draft. Its lines wait for a statement again; they never left the dues.
///
/// # Errors
/// `Denied`, `NotFound`; [`super::Refused`] when it was issued, is being issued, or was discarded before.
pub async fn discard(office: &Office, actor: &Actor, id: i64) -> Result<Head> {
    actor.may(Operation::DraftStatement)?;
    let mut tx = office.db.begin().await?;
    let draft = head::lock(&mut tx, id).await?;
    still_a_draft(&draft)?;
    let mut sql = Sql::new("UPDATE statements SET state = ");
    sql.arg(StatementState::Void.code()).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let before = fields! {
        State: StatementState::Draft, Reseller: draft.reseller, Period: draft.period.to_string(),
        Currency: draft.currency,
    };
    let after = fields! { State: StatementState::Void };
    let entry = Entry::new(Action::StatementDiscarded, Subject::Statement(id)).changed(before, after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Head { state: StatementState::Void, ..draft })
}
