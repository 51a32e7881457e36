//! A document is handed in: looked into, put into its place, and noted, in that order. Whatever breaks off leaves no
//! record without its file.

use std::path::Path;

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    supervision::{Node, Refusal, Side},
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::{
    list::{Document, one},
    quota::quota,
    replaced::{replaced, twice},
    scan::SCAN,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::{self, Kept, Refused, disk, inspect, name::clean},
    jobs,
    journal::{self, Action, Entry, Subject, fields},
    settings::{Setting, Settings},
    supervisions::{
        self,
        requests::{Request, asked, select},
        row::{Row, held},
    },
    uploads,
};

/// What is read at once.
const PIECE: usize = 64 << 10;

/// A document that somebody hands in.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewDocument<'a> {
    /// What it answers: row or code of a requested document; empty for anything else.
    pub request: &'a str,
    /// Code of [`Side`]: for whom it is handed in; the merchant unless somebody says otherwise, the buyer for a buyer.
    pub by: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// The document that it replaces.
    pub replaces: Option<i64>,
    /// The upload that ends with it: its row, and the lease of whoever holds it.
    pub upload: Option<(&'a str, &'a str)>,
}

/// Where a document is to go, as far as is known before its content is.
struct Place {
    side: Side,
    request: Option<Request>,
    replaces: Option<(i64, i64)>,
}

/// What is known of a document that would be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct May {
    /// Row of the delivery.
    pub supervision_id: i64,
    /// Row of what it answers.
    pub request_id: Option<i64>,
    /// For whom it is handed in.
    pub side: Side,
}

/// Whether a document of this size would be taken: asked before its first byte comes.
///
/// # Errors
/// As [`hand_in`], but for its content.
pub async fn may_hand_in(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    new: &NewDocument<'_>,
    size: u64,
) -> Result<May> {
    let settings = Settings::load(office).await?;
    let mut tx = office.db.begin().await?;
    may_hand_in_within(&mut tx, office, actor, order_no, (new, size), &settings).await
}

/// As [`may_hand_in`]; the delivery is held until the transaction ends.
pub(crate) async fn may_hand_in_within(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    order_no: &str,
    (new, size): (&NewDocument<'_>, u64),
    settings: &Settings,
) -> Result<May> {
    settings.endings.allow(&clean(new.name))?;
    fits(size, settings)?;
    let reach = actor.may(Operation::ActSupervision)?;
    let row = held(tx, actor, &reach, order_no).await?;
    let Place { side, request, .. } = place(tx, office, actor, &row, (new, size), settings).await?;
    Ok(May { supervision_id: row.id, request_id: request.map(|request| request.id), side })
}

/// Hands a document in.
///
/// # Errors
/// `Denied`; `NotFound`; problems with `request`, `by` and `replaces`; [`supervisions::Refused`] while it is frozen, a
/// refund runs or it has ended; [`Refused`] when the file is not what is taken.
pub async fn hand_in(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    new: &NewDocument<'_>,
    content: impl AsyncRead + Unpin,
) -> Result<Document> {
    may_hand_in(office, actor, order_no, new, 0).await?;
    let name = clean(new.name);
    let settings = Settings::load(office).await?;
    let spooled = spool(content, &settings).await?;
    let path = spooled.to_path_buf();
    let looked_at = name.clone();
    let found = tokio::task::spawn_blocking(move || inspect::inspect(&path, &looked_at)).await;
    let found = found.map_err(|error| Failure::Internal(error.to_string()))??;
    let kept = keep(office, &spooled).await?;
    let noted = note(office, actor, order_no, new, (&name, &found, &kept), &settings).await;
    // Nothing was noted, or that this very file is there already.
    let is_kept = noted.as_ref().is_ok_and(|(_, is_new)| *is_new);
    if !is_kept && let Err(failure) = documents::remove(&office.documents, &kept.path).await {
        tracing::warn!(%failure, path = kept.path, "a file without a record stays until it is swept");
    }
    noted.map(|(document, _)| document)
}

/// A file of this size is no larger than is set.
fn fits(size: u64, settings: &Settings) -> Result<()> {
    if size > settings.bytes(Setting::DocumentMb) {
        return Err(Refused::TooLarge { most: settings.get(Setting::DocumentMb).into() }.into());
    }
    Ok(())
}

/// Brings it to the disk, no larger than it may be.
async fn spool(mut content: impl AsyncRead + Unpin, settings: &Settings) -> Result<tempfile::TempPath> {
    let (file, path) = tempfile::NamedTempFile::new().map_err(disk)?.into_parts();
    let (mut out, mut size) = (tokio::fs::File::from_std(file), 0);
    let mut piece = vec![0; PIECE];
    loop {
        let read = content.read(&mut piece).await.map_err(|_| Failure::from(Refused::BrokenOff))?;
        if read == 0 {
            out.flush().await.map_err(disk)?;
            return Ok(path);
        }
        size += read as u64;
        fits(size, settings)?;
        out.write_all(&piece[..read]).await.map_err(disk)?;
    }
}

/// Under a name that nobody can guess and that says nothing.
async fn keep(office: &Office, spooled: &Path) -> Result<Kept> {
    let place = format!("deliveries/{}", hex::encode(office.random.bytes::<16>()?));
    let file = tokio::fs::File::open(spooled).await.map_err(disk)?;
    documents::keep(&office.documents, &place, file).await
}

/// What stands against it but its content.
async fn place(
    tx: &mut Tx,
    office: &Office,
    actor: &Actor,
    row: &Row,
    (new, size): (&NewDocument<'_>, u64),
    settings: &Settings,
) -> Result<Place> {
    if row.refund_runs() {
        return Err(supervisions::Refused::RefundRuns.into());
    }
    let stands = match row.node {
        Node::FrozenAppeal => Some(Refusal::Frozen),
        Node::Done => Some(Refusal::Accepted),
        Node::ClosedRefunded => Some(Refusal::Refunded),
        _ => None,
    };
    if let Some(why) = stands {
        return Err(row.refuse(why, office.zone));
    }
    let wrong = |field: FieldName, problem: Problem| -> Failure { problem.of(field.code()).into() };
    let is_buyer = actor.order_id().is_some();
    let side = match new.by.trim() {
        "" if is_buyer => Side::Buyer,
        "" => Side::Merchant,
        given => Side::parse(given).map_err(|problem| wrong(FieldName::By, problem))?,
    };
    if (is_buyer && side != Side::Buyer) || side == Side::System {
        return Err(wrong(FieldName::By, Problem::NotYourSide));
    }
    let request = match new.request.trim() {
        "" => None,
        given => Some(requested(tx, row, given).await?),
    };
    // What is asked for can be handed in, whatever is set.
    let most = |request: &Request| request.least.max(settings.get(Setting::DocumentFiles).into());
    if let Some(request) = &request
        && new.replaces.is_none()
        && request.files >= most(request)
    {
        return Err(Refused::TooMany { most: most(request) }.into());
    }
    quota(tx, office, actor, row, (new, i64::try_from(size).unwrap_or(i64::MAX)), settings).await?;
    let replaces = match new.replaces {
        Some(id) => Some(replaced(tx, row, side, request.as_ref(), id).await?),
        None => None,
    };
    Ok(Place { side, request, replaces })
}

/// The requested document of a row or code, where it is asked for now.
async fn requested(tx: &mut Tx, row: &Row, given: &str) -> Result<Request> {
    let all = asked(row, select(row.id).fetch_all_in(tx).await?);
    let codes: Vec<String> =
        all.iter().filter(|request| request.node == row.node).map(|request| request.code.clone()).collect();
    let found = all.into_iter().find(|request| {
        request.node == row.node && (request.id.to_string() == given || request.code == given)
    });
    found.ok_or_else(|| {
        let value = given.chars().take(40).collect();
        Problem::UnknownCode { value, allowed: codes.join(", ") }.of(FieldName::Request.code()).into()
    })
}

/// Its record, the state of what it answers, the upload that it ends, and the journal; whether it is new.
async fn note(
    office: &Office,
    actor: &Actor,
    order_no: &str,
    new: &NewDocument<'_>,
    (name, found, kept): (&str, &inspect::Found, &Kept),
    settings: &Settings,
) -> Result<(Document, bool)> {
    let reach = actor.may(Operation::ActSupervision)?;
    let mut tx = office.db.begin().await?;
    let row = held(&mut tx, actor, &reach, order_no).await?;
    if let Some(id) = twice(&mut tx, actor, &row, new, (name, &kept.sha256)).await? {
        return end(tx, new, id, false).await;
    }
    let Place { side, request, replaces } =
        place(&mut tx, office, actor, &row, (new, kept.size), settings).await?;
    let size = i64::try_from(kept.size).unwrap_or(i64::MAX);
    let mut sql = Sql::new("INSERT INTO documents (name, kind, size_bytes, sha256, file, scan, notices, ");
    sql.push("actor_kind, actor_id, actor_name, created_at) VALUES (").arg(name).push(", ").arg(found.kind);
    sql.push(", ").arg(size).push(", ").arg(kept.sha256.as_str()).push(", ").arg(kept.path.as_str());
    let scan = if office.scanner.is_some() { "scanning" } else { "unscanned" };
    sql.push(", ").arg(scan).push(", ").arg(found.notices.join(",")).push(", ").arg(actor.kind()).push(", ");
    sql.arg(actor.id()).push(", ").arg(actor.name()).push(", ").arg(office.clock.millis());
    sql.push(") RETURNING id");
    let (id,): (i64,) = sql.fetch_optional_in(&mut tx).await?.ok_or(Failure::NotFound)?;
    if office.scanner.is_some() {
        jobs::push(&mut tx, office, &SCAN, id, office.clock.millis()).await?;
    }
    let version = replaces.map_or(1, |(_, version)| version + 1);
    let mut sql =
        Sql::new("INSERT INTO supervision_documents (document_id, supervision_id, request_id, side, ");
    sql.push("version) VALUES (").arg(id).push(", ").arg(row.id).push(", ");
    sql.arg(request.as_ref().map(|request| request.id)).push(", ").arg(side.code()).push(", ");
    sql.arg(version).push(")");
    sql.execute_in(&mut tx).await?;
    if let Some((old, _)) = replaces {
        let mut sql = Sql::new("UPDATE supervision_documents SET replaced_by = ");
        sql.arg(id).push(" WHERE document_id = ").arg(old);
        sql.execute_in(&mut tx).await?;
    }
    if let Some(request) = &request {
        let state = if replaces.is_some() { "replaced" } else { "handed_in" };
        let mut sql = Sql::new("UPDATE supervision_requests SET reason = NULL, state = ");
        sql.arg(state).push(" WHERE id = ").arg(request.id);
        sql.execute_in(&mut tx).await?;
    }
    let after = fields! {
        Documents: [id], Name: name, Sha256: kept.sha256, SizeBytes: size, By: side, Version: version,
        Request: request.as_ref().map(|request| request.code.as_str()),
    };
    let entry = Entry::new(Action::SupervisionDocument, Subject::Supervision(&row.order_no)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    end(tx, new, id, true).await
}

async fn end(mut tx: Tx, new: &NewDocument<'_>, id: i64, is_new: bool) -> Result<(Document, bool)> {
    if let Some(upload) = new.upload {
        uploads::remember(&mut tx, upload, id).await?;
    }
    let document = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok((document, is_new))
}
