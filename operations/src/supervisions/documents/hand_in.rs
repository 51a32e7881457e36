//! A document is handed in: looked into, put into its place, and noted, in that order. Whatever breaks off leaves no
//! record without its file.

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    supervision::{Node, Refusal, Side},
};
use tokio::io::AsyncRead;

use super::{
    list::{Document, one},
    quota::quota,
    replaced::{replaced, twice},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents::{self, Refused, Taken, fits, name::clean},
    journal::{self, Action, Entry, Subject, fields},
    settings::{Setting, Settings},
    supervisions::{
        self,
        requests::{Request, asked, select},
        row::{Row, held},
    },
    uploads,
};

/// Where the files lie in the store.
const FOLDER: &str = "deliveries";

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
    let settings = Settings::load(office).await?;
    let file = documents::take(office, &settings, (FOLDER, new.name), content).await?;
    let noted = note(office, actor, order_no, new, &file, &settings).await;
    // Nothing was noted, or that this very file is there already.
    if !noted.as_ref().is_ok_and(|(_, is_new)| *is_new) {
        documents::give_up(office, std::slice::from_ref(&file)).await;
    }
    noted.map(|(document, _)| document)
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
    file: &Taken,
    settings: &Settings,
) -> Result<(Document, bool)> {
    let reach = actor.may(Operation::ActSupervision)?;
    let mut tx = office.db.begin().await?;
    let row = held(&mut tx, actor, &reach, order_no).await?;
    if let Some(id) = twice(&mut tx, actor, &row, new, (&file.name, &file.kept.sha256)).await? {
        return end(tx, new, id, false).await;
    }
    let Place { side, request, replaces } =
        place(&mut tx, office, actor, &row, (new, file.kept.size), settings).await?;
    let id = file.note(&mut tx, office, actor).await?;
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
        Documents: [id], Name: file.name.as_str(), Sha256: file.kept.sha256.as_str(), SizeBytes: file.size(),
        By: side, Version: version,
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
