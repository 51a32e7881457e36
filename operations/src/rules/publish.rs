//! What ends a draft.

use domain::{
    access::{Actor, Operation},
    settlement::rules::{
        RuleAction, RuleState,
        life::{self, Refusal},
    },
};

use super::{
    Refused, Rule,
    draft::{alone, by, told},
    row::{locked, versions_in},
};
use crate::{
    Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
};

/// Publishes a draft: it settles orders from now on, under the next number of its formula. `seen` is the revision that
/// was looked at, where somebody looked.
///
/// # Errors
/// `Denied`, `NotFound`; [`Refused`] for one's own draft, one that was not replayed since it was last changed, one that
/// is no draft any more or was changed since; `Invalid` where it overlaps a version that was published meanwhile.
pub async fn publish(office: &Office, actor: &Actor, id: i64, seen: Option<i64>) -> Result<Rule> {
    actor.may(Operation::PublishRule)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let mut draft = locked(&mut tx, id).await?;
    let replayed = draft.replayed.is_some();
    let state = life::after(draft.state, RuleAction::Publish, draft.is_by(actor), replayed);
    let state = state.map_err(Refused::from)?;
    draft.open(seen)?;
    alone(&versions_in(&mut tx).await?, &mut draft.rule)?;
    let mut sql = Sql::new("UPDATE rules SET state = ");
    sql.arg(state.code()).push(", version = ").arg(draft.rule.version);
    for (name, value) in by("published", actor, office.clock.millis()) {
        sql.push(", ").push(&name).push(" = ").arg(value);
    }
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let mut after = told(&draft.written());
    after.set(domain::FieldName::State, state.code());
    after.set(domain::FieldName::Version, draft.rule.version);
    let before = fields! { State: RuleState::Draft };
    let entry = Entry::new(Action::RulePublished, Subject::Rule(id)).changed(before, after);
    journal::append(&mut tx, office, actor, entry).await?;
    let published = locked(&mut tx, id).await?;
    tx.commit().await?;
    Ok(published)
}

/// Gives a draft up.
///
/// # Errors
/// `Denied`, `NotFound`; [`Refused`] when it is no draft any more, or was changed since.
pub async fn discard(office: &Office, actor: &Actor, id: i64, seen: Option<i64>) -> Result<Rule> {
    actor.may(Operation::DraftRule)?;
    let mut tx = office.db.begin().await?;
    let draft = locked(&mut tx, id).await?;
    let state = life::after(draft.state, RuleAction::Discard, false, false).map_err(Refused::from)?;
    draft.open(seen)?;
    let mut sql = Sql::new("UPDATE rules SET state = ");
    sql.arg(state.code()).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::RuleDiscarded, Subject::Rule(id))
        .changed(fields! { State: RuleState::Draft }, fields! { State: state });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Rule { state, ..draft })
}

/// Nobody else publishes until the transaction ends: two drafts that overlap would both find the other one unpublished.
/// On SQLite the transaction has the only write lock already.
async fn one_at_a_time(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(open) = tx {
        sqlx::query("LOCK TABLE rules IN SHARE ROW EXCLUSIVE MODE").execute(&mut **open).await?;
    }
    Ok(())
}

impl From<Refusal> for crate::Failure {
    fn from(refusal: Refusal) -> Self {
        Refused::from(refusal).into()
    }
}
