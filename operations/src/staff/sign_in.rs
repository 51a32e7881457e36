//! Signing in with account and password.

use domain::access::Actor;

use super::{Refused, Staff, StaffRow, StaffState, one_at_a_time, password, throttle::Trier};
use crate::{
    Office, Result,
    journal::{self, Action, Entry, Fields, Subject, fields},
    reading, within,
};

/// Signs somebody in. The caller makes the session, with a new id.
///
/// A failure for an account that exists is journalled after the answer, so that the time it takes
/// does not tell whether there is one.
///
/// # Errors
/// [`Refused::WrongSignIn`], or `TooMany` failures for the account or from the address.
pub async fn sign_in(office: &Office, account: &str, given: &str, address: &str) -> Result<Staff> {
    let trier = Trier::new(account, address);
    trier.may_try(office).await?;
    let well_formed = domain::text::mail_address(account).ok();
    let row = match &well_formed {
        Some(account) => by_account(office, account).await?,
        None => None,
    };
    let is_active = row.as_ref().is_some_and(|r| r.state == StaffState::Active.code());
    let kept = row.as_ref().filter(|_| is_active).and_then(|r| r.password_hash.as_deref());
    let fits = password::verify(given, kept).await?;
    match (row, fits) {
        (Some(row), true) => let_in(office, &trier, &row, given, address).await,
        (Some(row), false) => {
            tracing::warn!(staff = row.id, address, "sign-in failed");
            let why = if is_active { "password" } else { "state" };
            let after = fields! { Address: address, Wrong: why };
            let counted = trier.fail(office).await;
            tokio::spawn(note_failure(office.clone(), row.id, after));
            counted?;
            Err(Refused::WrongSignIn.into())
        }
        (None, _) => {
            // What is no mail address may be a password in the wrong field: it is not logged.
            tracing::warn!(account = well_formed, address, "sign-in failed: no such account");
            trier.fail(office).await?;
            Err(Refused::WrongSignIn.into())
        }
    }
}

async fn by_account(office: &Office, account: &str) -> Result<Option<StaffRow>> {
    Ok(reading!(&office.db, |pool| sqlx::query_as(
        "SELECT id, account, name, role, state, password_hash, created_at, last_sign_in_at \
         FROM staff WHERE account = $1"
    )
    .bind(account)
    .fetch_optional(pool)
    .await)?)
}

async fn let_in(office: &Office, trier: &Trier, row: &StaffRow, given: &str, address: &str) -> Result<Staff> {
    let kept = row.password_hash.as_deref().unwrap_or_default();
    let rehashed =
        if password::is_outdated(kept) { password::hash(office, given).await? } else { kept.to_owned() };
    let now = office.clock.millis();
    let staff = Staff { last_sign_in_at: Some(now), ..row.staff()? };
    let mut tx = office.db.begin().await?;
    trier.succeed(&mut tx, office).await?;
    one_at_a_time(&mut tx).await?;
    // Verified outside of the transaction: it must still be so.
    let still = within!(&mut tx, |c| sqlx::query(
        "UPDATE staff SET last_sign_in_at = $1, password_hash = $2 \
         WHERE id = $3 AND state = 'active' AND password_hash = $4"
    )
    .bind(now)
    .bind(rehashed)
    .bind(row.id)
    .bind(kept)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    if still == 0 {
        return Err(Refused::WrongSignIn.into());
    }
    let actor = Actor::Staff { id: staff.id, name: staff.name.clone(), role: staff.role, products: vec![] };
    let entry = Entry::new(Action::StaffSignedIn, Subject::Staff(staff.id));
    journal::append(&mut tx, office, &actor, entry.after(fields! { Address: address })).await?;
    tx.commit().await?;
    Ok(staff)
}

async fn note_failure(office: Office, id: i64, after: Fields) {
    let noted: Result<()> = async {
        let mut tx = office.db.begin().await?;
        one_at_a_time(&mut tx).await?;
        let entry = Entry::new(Action::StaffSignInFailed, Subject::Staff(id)).after(after);
        journal::append(&mut tx, &office, &Actor::System, entry).await?;
        Ok(tx.commit().await?)
    }
    .await;
    if let Err(e) = noted {
        tracing::error!(staff = id, error = %e, "a failed sign-in could not be journalled");
    }
}
