//! An upload begins, is asked how far it is, and is given up.

use domain::access::{Actor, Operation};

use super::{
    LASTS, Refused, pieces,
    row::{Upload, held},
};
use crate::{
    Office, Result,
    db::Sql,
    documents,
    settings::Settings,
    supervisions::documents::{NewDocument, may_hand_in_within},
};

/// Uploads of an order that have not ended.
const MOST: i64 = 600;

/// Announces a file. Everything that can be known before its content comes is looked at now.
///
/// # Errors
/// As `may_hand_in`; [`Refused::TooMany`].
pub async fn begin(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    new: &NewDocument<'_>,
    size: u64,
) -> Result<Upload> {
    if size == 0 {
        return Err(documents::Refused::Empty.into());
    }
    let id = hex::encode(office.random.bytes::<16>()?);
    let now = office.clock.millis();
    let settings = Settings::load(office).await?;
    // One transaction holds the delivery, so that two that begin at once count each other.
    let mut tx = office.db.begin().await?;
    let may = may_hand_in_within(&mut tx, office, actor, order_no, (new, size), &settings).await?;
    let mut sql = Sql::new(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM uploads WHERE document_id IS NULL AND supervision_id = ",
    );
    sql.arg(may.supervision_id).push(" AND expires_at > ").arg(now);
    let open: Option<(i64,)> = sql.fetch_optional_in(&mut tx).await?;
    if open.is_some_and(|(open,)| open >= MOST) {
        return Err(Refused::TooMany { most: MOST }.into());
    }
    let mut sql =
        Sql::new("INSERT INTO uploads (id, owner_kind, owner_id, supervision_id, request_id, side, name, ");
    sql.push("replaces, size_bytes, created_at, expires_at) VALUES (")
        .arg(id.as_str())
        .push(", ")
        .arg(actor.kind());
    sql.push(", ").arg(actor.id().unwrap_or_default()).push(", ").arg(may.supervision_id).push(", ");
    sql.arg(may.request_id).push(", ").arg(may.side.code()).push(", ").arg(new.name).push(", ");
    sql.arg(new.replaces).push(", ");
    sql.arg(i64::try_from(size).unwrap_or(i64::MAX)).push(", ").arg(now).push(", ").arg(now + LASTS);
    sql.push(")");
    sql.execute_in(&mut tx).await?;
    let upload = held(&mut tx, actor, &id, now).await?;
    tx.commit().await?;
    Ok(upload)
}

/// How far an upload is.
///
/// # Errors
/// `Denied`; `NotFound` for anybody but who began it; [`Refused::Expired`].
pub async fn head(office: &Office, actor: &Actor, id: &str) -> Result<Upload> {
    actor.may(Operation::ActSupervision)?;
    let mut tx = office.db.begin().await?;
    held(&mut tx, actor, id, office.clock.millis()).await
}

/// Gives an upload up. A document that it became stays.
///
/// # Errors
/// As [`head`]; [`Refused::Busy`] while a piece comes.
pub async fn terminate(office: &Office, actor: &Actor, id: &str) -> Result<()> {
    actor.may(Operation::ActSupervision)?;
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let upload = held(&mut tx, actor, id, now).await?;
    if upload.is_busy(now) {
        return Err(Refused::Busy.into());
    }
    let mut sql = Sql::new("DELETE FROM uploads WHERE id = ");
    sql.arg(upload.id.as_str());
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    // Without its record nobody reads them; what is not removed now is swept.
    pieces::remove(office, &upload.id).await
}
