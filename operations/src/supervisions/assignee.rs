//! Who delivers: one member of staff, or nobody (`domain.md` 2.8).

use domain::{
    access::{Actor, Operation, Role},
    text,
};

use super::{Refused, row::held};
use crate::{
    Failure, Office, Result,
    db::Sql,
    journal::{self, Action, Entry, Subject, fields},
    orders::{Colleague, NOBODY, assignee_named},
    staff::actor_of,
};

const LONGEST_REASON: u32 = 500;

/// Says who delivers, by account, `me` or [`NOBODY`]. A delivery is handed over by an owner, operations or whoever has
/// it, with a reason; what nobody has is taken without. `was` is who had it when that was decided; `None` when it does
/// not matter who.
///
/// # Errors
/// `Denied`; `NotFound` (the delivery); a problem with `assignee` or `comment`; a conflict when somebody else has it
/// meanwhile, when it is not the actor's to give, or when the person may not see the order.
pub async fn assign(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    (to, reason): (&str, &str),
    was: Option<&str>,
) -> Result<()> {
    let reach = actor.may(Operation::AssignSupervision)?;
    let to = assignee_named(office, actor, to, Colleague::delivers).await?;
    let reason = text::optional(reason, LONGEST_REASON).map_err(|problem| problem.of("comment"))?;
    let them = match &to {
        Some(person) => actor_of(&office.db, person.id, person.name.clone(), person.role()).await?,
        None => None,
    };
    let mut tx = office.db.begin().await?;
    let row = held(&mut tx, actor, &reach, order_no).await?;
    let new = to.as_ref().map(|person| person.id);
    if row.assignee_id == new {
        return Ok(());
    }
    let mut sql = Sql::new("SELECT account, name FROM staff WHERE id = ");
    sql.arg(row.assignee_id.unwrap_or(0));
    let now = sql.fetch_optional_in::<(String, String)>(&mut tx).await?;
    let account = now.as_ref().map_or(NOBODY, |(account, _)| account.as_str());
    if was.is_some_and(|was| was != account) {
        return Err(Refused::Assigned { to: now.map(|(_, name)| name) }.into());
    }
    let own = actor.staff_id().is_some() && row.assignee_id == actor.staff_id();
    let everybody = !matches!(actor.role(), Some(Role::Support));
    let takes = row.assignee_id.is_none() && new == actor.staff_id();
    if !(everybody || own || takes) {
        return Err(Refused::NotYoursToGive.into());
    }
    if row.assignee_id.is_some() && reason.is_none() {
        return Err(domain::Problem::Missing.of("comment").into());
    }
    if let (Some(person), Some(them)) = (&to, &them) {
        let theirs = them.may(Operation::AssignSupervision)?;
        match held(&mut tx, them, &theirs, order_no).await {
            Err(Failure::NotFound) => return Err(Refused::NotSeenBy { name: person.name.clone() }.into()),
            seen => drop(seen?),
        }
    }
    let mut sql = Sql::new("UPDATE supervisions SET assignee_id = ");
    sql.arg(new).push(" WHERE id = ").arg(row.id);
    sql.execute_in(&mut tx).await?;
    let (before, after) = (now.map(|(_, name)| name), to.map(|person| person.name));
    let entry = Entry::new(Action::SupervisionAssigned, Subject::Supervision(&row.order_no))
        .changed(fields! { Assignee: before }, fields! { Assignee: after });
    let entry = match &reason {
        Some(reason) => entry.because(reason),
        None => entry,
    };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}
