//! A piece of an upload comes: into the store, and then it counts. The last one makes a document of it.

use domain::access::{Actor, Operation};
use futures::{Stream, StreamExt};
use tokio_util::io::StreamReader;

use super::{
    Checksum, LASTS, LEASE, Refused,
    checksum::Sum,
    pieces,
    row::{Upload, held},
};
use crate::{
    Failure, Office, Result,
    db::Sql,
    documents::{self, Keeping},
    supervisions::documents::{NewDocument, hand_in},
};

/// Appends what comes, from an offset on. What breaks off counts as far as it came, unless it has a checksum. It
/// belongs into a task of its own, so that whoever hangs up takes nothing away.
///
/// # Errors
/// `Denied`; `NotFound`; [`Refused`]; with the last piece what [`hand_in`] refuses, which ends the upload.
pub async fn append<E: std::fmt::Display>(
    office: &Office,
    actor: &Actor,
    id: &str,
    offset: u64,
    checksum: Option<Checksum>,
    body: impl Stream<Item = std::result::Result<bytes::Bytes, E>> + Send,
) -> Result<Upload> {
    actor.may(Operation::ActSupervision)?;
    let (upload, lease) = take(office, actor, id, offset).await?;
    if upload.document_id.is_some() {
        return Ok(upload);
    }
    let added = match receive(office, &upload, &lease, Sum::of(checksum), body).await {
        Ok(added) => added,
        Err(failure) => {
            let freed = free(office, &upload, &lease, 0).await;
            return Err(freed.err().unwrap_or(failure));
        }
    };
    let whole = upload.received() + added == upload.size();
    if whole {
        count(office, &upload, &lease, added).await?;
        finish(office, actor, id, &lease).await?;
    } else {
        free(office, &upload, &lease, added).await?;
    }
    super::head(office, actor, id).await
}

/// How far an upload has come. One of which everything is there and that is no document yet, because whoever took the
/// last piece broke off, becomes one now: a client that finds it whole takes it for done.
///
/// # Errors
/// As [`append`].
pub async fn look(office: &Office, actor: &Actor, id: &str) -> Result<Upload> {
    let upload = super::head(office, actor, id).await?;
    let is_left = upload.received() == upload.size() && upload.document_id.is_none();
    if !is_left || upload.is_busy(office.clock.millis()) {
        return Ok(upload);
    }
    let nothing = futures::stream::empty::<std::result::Result<bytes::Bytes, std::convert::Infallible>>();
    append(office, actor, id, upload.size(), None, nothing).await
}

/// Nobody else adds to it while the lease lasts.
async fn take(office: &Office, actor: &Actor, id: &str, offset: u64) -> Result<(Upload, String)> {
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let upload = held(&mut tx, actor, id, now).await?;
    if upload.received() != offset {
        return Err(Refused::Offset { received: upload.received() }.into());
    }
    if upload.is_busy(now) {
        return Err(Refused::Busy.into());
    }
    if upload.document_id.is_some() {
        return Ok((upload, String::new()));
    }
    let lease = hex::encode(office.random.bytes::<8>()?);
    let mut sql = Sql::new("UPDATE uploads SET lease = ");
    sql.arg(lease.as_str()).push(", lease_until = ").arg(now + LEASE).push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    Ok((upload, lease))
}

/// Brings a piece into the store; how many bytes came.
async fn receive<E: std::fmt::Display>(
    office: &Office,
    upload: &Upload,
    lease: &str,
    mut sum: Sum,
    body: impl Stream<Item = std::result::Result<bytes::Bytes, E>> + Send,
) -> Result<u64> {
    let room = upload.size() - upload.received();
    let mut keeping = Keeping::begin(&office.documents, &pieces::place(&upload.id, upload.pieces));
    let (mut came, mut renewed, mut stopped) = (0, office.clock.millis(), None);
    let mut body = std::pin::pin!(body);
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else {
            stopped = (!sum.is_none()).then_some(Refused::Checksum);
            break;
        };
        came += piece.len() as u64;
        if came > room {
            stopped = Some(Refused::TooMuch);
            break;
        }
        sum.add(&piece);
        let now = office.clock.millis();
        let mut written = keeping.write(piece).await;
        if written.is_ok() && now - renewed > LEASE / 3 {
            renewed = now;
            written = renew(office, upload, lease, renewed).await;
        }
        if let Err(failure) = written {
            keeping.give_up().await;
            return Err(failure);
        }
    }
    let stopped = stopped.or_else(|| (!sum.fits()).then_some(Refused::Checksum));
    if let Some(refused) = stopped {
        keeping.give_up().await;
        return Err(refused.into());
    }
    if came == 0 {
        keeping.give_up().await;
        return Ok(0);
    }
    // Whoever took it over meanwhile writes to the same place.
    renew(office, upload, lease, office.clock.millis()).await?;
    keeping.end().await?;
    Ok(came)
}

async fn renew(office: &Office, upload: &Upload, lease: &str, now: i64) -> Result<()> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE uploads SET lease_until = ");
    sql.arg(now + LEASE).push(" WHERE id = ").arg(upload.id.as_str()).push(" AND lease = ").arg(lease);
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Refused::Busy.into());
    }
    Ok(tx.commit().await?)
}

/// What came counts, and it lasts longer; the lease stays.
async fn count(office: &Office, upload: &Upload, lease: &str, added: u64) -> Result<()> {
    let now = office.clock.millis();
    let added = i64::try_from(added).unwrap_or(i64::MAX);
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE uploads SET received = received + ");
    sql.arg(added).push(", pieces = pieces + ").arg(i64::from(added > 0));
    sql.push(", lease_until = ").arg(now + LEASE).push(", expires_at = ").arg(now + LASTS);
    sql.push(" WHERE id = ").arg(upload.id.as_str()).push(" AND lease = ").arg(lease);
    if sql.execute_in(&mut tx).await? == 0 {
        return Err(Refused::Busy.into());
    }
    Ok(tx.commit().await?)
}

/// What came counts, and somebody else may go on.
async fn free(office: &Office, upload: &Upload, lease: &str, added: u64) -> Result<()> {
    if added > 0 {
        count(office, upload, lease, added).await?;
    }
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE uploads SET lease = NULL, lease_until = NULL WHERE id = ");
    sql.arg(upload.id.as_str()).push(" AND lease = ").arg(lease);
    sql.execute_in(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// All of it is there: it becomes a document. What is refused for good ends the upload; after anything else the last
/// piece may be sent once more, without a byte.
async fn finish(office: &Office, actor: &Actor, id: &str, lease: &str) -> Result<()> {
    let upload = super::head(office, actor, id).await?;
    let request = upload.request_id.map(|id| id.to_string()).unwrap_or_default();
    let new = NewDocument {
        request: &request,
        by: &upload.side,
        name: &upload.name,
        replaces: upload.replaces,
        upload: Some((id, lease)),
    };
    let content = StreamReader::new(pieces::joined(office, id, upload.pieces));
    if let Err(failure) = hand_in(office, actor, &upload.order_no, &new, content).await {
        let for_good = match &failure {
            Failure::Document(why) => *why != documents::Refused::BrokenOff,
            Failure::Invalid(_) => true,
            _ => false,
        };
        if for_good {
            forget(office, id).await?;
        } else {
            free(office, &upload, lease, 0).await?;
        }
        return Err(failure);
    }
    pieces::remove(office, id).await
}

async fn forget(office: &Office, id: &str) -> Result<()> {
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("DELETE FROM uploads WHERE id = ");
    sql.arg(id);
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    pieces::remove(office, id).await
}
