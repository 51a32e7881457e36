//! What a member of staff does to their own account.

use domain::{
    Problem,
    access::{Actor, Operation},
};

use super::{StaffState, end_sessions, load, one_at_a_time, password, throttle::Trier};
use crate::{
    Failure, Office, Result,
    journal::{self, Action, Entry, Subject, fields},
    within,
};

/// How somebody wants the pages. `None`: not chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `zh-CN` or `en`.
    pub locale: Option<String>,
    /// `light`, `dark` or `system`.
    pub theme: Option<String>,
    /// `compact`, `middle` or `default`.
    pub density: Option<String>,
    /// Whether single-key shortcuts are on.
    pub shortcuts: bool,
}

/// What changes; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct PreferenceChange {
    /// `zh-CN` or `en`.
    pub locale: Option<String>,
    /// `light`, `dark` or `system`.
    pub theme: Option<String>,
    /// `compact`, `middle` or `default`.
    pub density: Option<String>,
    /// Whether single-key shortcuts are on.
    pub shortcuts: Option<bool>,
}

/// Changes how the actor wants the pages. Not journalled: nobody else is concerned.
///
/// # Errors
/// `Denied`, `NotFound` when the actor is no member of staff, `Invalid`.
pub async fn set_preferences(office: &Office, actor: &Actor, change: &PreferenceChange) -> Result<()> {
    let id = own_id(actor)?;
    one_of("locale", change.locale.as_deref(), &["zh-CN", "en"])?;
    one_of("theme", change.theme.as_deref(), &["light", "dark", "system"])?;
    one_of("density", change.density.as_deref(), &["compact", "middle", "default"])?;
    let mut tx = office.db.begin().await?;
    let found = within!(&mut tx, |c| sqlx::query(
        "UPDATE staff SET locale = COALESCE($1, locale), theme = COALESCE($2, theme), \
         density = COALESCE($3, density), shortcuts = COALESCE($4, shortcuts) WHERE id = $5"
    )
    .bind(change.locale.as_deref())
    .bind(change.theme.as_deref())
    .bind(change.density.as_deref())
    .bind(change.shortcuts)
    .bind(id)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    if found == 0 {
        return Err(Failure::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

fn one_of(field: &str, value: Option<&str>, allowed: &[&str]) -> Result<()> {
    match value {
        Some(v) if !allowed.contains(&v) => {
            let value = v.chars().take(40).collect();
            Err(Problem::UnknownCode { value, allowed: allowed.join(", ") }.of(field).into())
        }
        _ => Ok(()),
    }
}

/// Row of the actor, who must be a member of staff.
pub(crate) fn own_id(actor: &Actor) -> Result<i64> {
    actor.may(Operation::OwnAccount)?;
    actor.staff_id().ok_or(Failure::NotFound)
}

/// Changes the actor's password and ends their other sessions. `address` is for the throttle: a
/// stolen session must not be a way to guess the password.
///
/// # Errors
/// `Invalid` (`new_password`, `old_password`), or `TooMany` failures for the account or from the address.
pub async fn change_password(
    office: &Office,
    actor: &Actor,
    (old, new): (&str, &str),
    keep_id_hash: &str,
    address: &str,
) -> Result<()> {
    let id = own_id(actor)?;
    let row = load(office, id).await?;
    password::check(new, &row.account).map_err(|p| p.of("new_password"))?;
    let trier = Trier::new(&row.account, address);
    trier.may_try(office).await?;
    let kept = row.password_hash.as_deref().filter(|_| row.state == StaffState::Active.code());
    if !password::verify(old, kept).await? {
        trier.fail(office).await?;
        return Err(Problem::WrongPassword.of("old_password").into());
    }
    let hash = password::hash(office, new).await?;
    let mut tx = office.db.begin().await?;
    trier.succeed(&mut tx, office).await?;
    one_at_a_time(&mut tx).await?;
    let still = within!(&mut tx, |c| sqlx::query(
        "UPDATE staff SET password_hash = $1 WHERE id = $2 AND state = 'active' AND password_hash = $3"
    )
    .bind(hash)
    .bind(id)
    .bind(kept)
    .execute(c)
    .await
    .map(|done| done.rows_affected()))?;
    if still == 0 {
        return Err(Problem::WrongPassword.of("old_password").into());
    }
    let ended = end_sessions(&mut tx, id, keep_id_hash).await?;
    let entry = Entry::new(Action::StaffPasswordChanged, Subject::Staff(id));
    journal::append(&mut tx, office, actor, entry.after(fields! { SessionsEnded: ended })).await?;
    tx.commit().await?;
    Ok(())
}
