//! Role and state of a member of staff. There is always one active owner.

use domain::access::{Actor, Operation, Role};

use super::{Refused, Staff, StaffState, end_sessions, invitations, load_in, one_at_a_time};
use crate::{
    Office, Result,
    db::Tx,
    journal::{self, Action, Entry, Subject, fields},
    within,
};

/// Gives a member of staff another role. It counts from their next request on.
///
/// # Errors
/// `Denied`, `NotFound`, [`Refused::LastOwner`].
pub async fn set_role(office: &Office, actor: &Actor, id: i64, role: Role) -> Result<()> {
    actor.may(Operation::ManageStaff)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let staff = load_in(&mut tx, id).await?.staff()?;
    if staff.role == role {
        return Ok(());
    }
    keep_an_owner(&mut tx, &staff).await?;
    within!(&mut tx, |c| sqlx::query("UPDATE staff SET role = $1 WHERE id = $2")
        .bind(role.code())
        .bind(id)
        .execute(c)
        .await
        .map(|_| ()))?;
    let entry = Entry::new(Action::StaffRoleSet, Subject::Staff(id))
        .changed(fields! { Role: staff.role }, fields! { Role: role });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Shuts a member of staff out: ends their sessions and voids their links.
///
/// # Errors
/// `Denied`, `NotFound`, [`Refused::LastOwner`].
pub async fn disable(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::ManageStaff)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let staff = load_in(&mut tx, id).await?.staff()?;
    if staff.state == StaffState::Disabled {
        return Ok(());
    }
    keep_an_owner(&mut tx, &staff).await?;
    set_state(&mut tx, id, StaffState::Disabled).await?;
    let ended = end_sessions(&mut tx, id, "").await?;
    invitations::void(&mut tx, id).await?;
    let after = fields! { State: StaffState::Disabled, SessionsEnded: ended };
    let entry =
        Entry::new(Action::StaffDisabled, Subject::Staff(id)).changed(fields! { State: staff.state }, after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a disabled member of staff in again, with the password they had; somebody who never set
/// one needs a new link.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn enable(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    actor.may(Operation::ManageStaff)?;
    let mut tx = office.db.begin().await?;
    one_at_a_time(&mut tx).await?;
    let row = load_in(&mut tx, id).await?;
    let before = row.staff()?.state;
    if before != StaffState::Disabled {
        return Ok(());
    }
    let state = if row.password_hash.is_some() { StaffState::Active } else { StaffState::Invited };
    set_state(&mut tx, id, state).await?;
    // A session that a sign-in made in the moment of disabling must not come to life.
    end_sessions(&mut tx, id, "").await?;
    let entry = Entry::new(Action::StaffEnabled, Subject::Staff(id))
        .changed(fields! { State: before }, fields! { State: state });
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

async fn set_state(tx: &mut Tx, id: i64, state: StaffState) -> Result<()> {
    Ok(within!(tx, |c| sqlx::query("UPDATE staff SET state = $1 WHERE id = $2")
        .bind(state.code())
        .bind(id)
        .execute(c)
        .await
        .map(|_| ()))?)
}

/// Refuses to take away the last active owner.
async fn keep_an_owner(tx: &mut Tx, staff: &Staff) -> Result<()> {
    if staff.role != Role::Owner || staff.state != StaffState::Active {
        return Ok(());
    }
    let others: i64 = within!(tx, |c| sqlx::query_scalar(
        "SELECT COUNT(*) FROM staff WHERE role = 'owner' AND state = 'active' AND id <> $1"
    )
    .bind(staff.id)
    .fetch_one(c)
    .await)?;
    if others == 0 { Err(Refused::LastOwner.into()) } else { Ok(()) }
}
