//! Discarding a draft.

use domain::{
    access::{Actor, Operation},
    settlement::StatementState,
};

use super::{Head, head, lines::still_a_draft};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    dues::RESELLER,
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
    void(&mut tx, office, actor, &draft).await?;
    tx.commit().await?;
    Ok(Head { state: StatementState::Void, ..draft })
}

/// Discards every draft of a reseller, in the caller's transaction. None of them is being issued.
pub(crate) async fn void_drafts(tx: &mut Tx, office: &Office, actor: &Actor, reseller_id: i64) -> Result<()> {
    let mut sql = Sql::new("SELECT id FROM statements WHERE kind = ");
    sql.arg(RESELLER).push(" AND reseller_id = ").arg(reseller_id).push(" AND state = 'draft' ORDER BY id");
    for (id,) in sql.fetch_all_in::<(i64,)>(tx).await? {
        let draft = head::lock(tx, id).await?;
        void(tx, office, actor, &draft).await?;
    }
    Ok(())
}

async fn void(tx: &mut Tx, office: &Office, actor: &Actor, draft: &Head) -> Result<()> {
    let mut sql = Sql::new("UPDATE statements SET state = ");
    sql.arg(StatementState::Void.code()).push(" WHERE id = ").arg(draft.id);
    sql.execute_in(tx).await?;
    let before = fields! {
        State: StatementState::Draft, Reseller: draft.reseller.as_str(), Period: draft.period.to_string(),
        Currency: draft.currency,
    };
    let after = fields! { State: StatementState::Void };
    let entry = Entry::new(Action::StatementDiscarded, Subject::Statement(draft.id)).changed(before, after);
    journal::append(tx, office, actor, entry).await
}
