//! What a person was told. A token is no person and is told of nothing: a page of one's own asks with its session.

use axum::{Extension, Json, extract::State};
use domain::{FieldName, Problem, access::Actor};
use operations::{
    Office,
    journal::{Subject, SubjectKind},
    notifications::{self, LIST, Notification as Row, Which},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    listing::list_handler,
    request::{Given, invalid},
    shape::stamp,
};
use crate::desk::Desk;

/// Something that one was told.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Notification {
    /// Row.
    id: i64,
    /// What happened, such as `ticket.opened`.
    event: String,
    /// Kind of the thing that it happened to, such as `ticket`.
    subject_kind: String,
    /// Which one, such as `T100042`.
    subject: String,
    /// What it was called then.
    name: String,
    /// Path of its page; null when it has none.
    href: Option<String>,
    /// Who did it.
    actor: String,
    /// When it happened.
    at: String,
    /// When one read it; null while it is unread.
    read_at: Option<String>,
}

impl Notification {
    fn of(office: &Office, row: Row) -> Self {
        let kind = SubjectKind::from_code(&row.subject_kind);
        let subject = kind.and_then(|kind| Subject::of(kind, &row.subject_id));
        Self {
            id: row.id,
            event: row.event,
            href: subject.and_then(|subject| app::subjects::shown(&subject, app::lang::Lang::En).href),
            subject_kind: row.subject_kind,
            name: row.name,
            actor: row.actor_name,
            at: stamp(office.zone, row.at),
            read_at: row.read_at.map(|at| stamp(office.zone, at)),
            subject: row.subject_id,
        }
    }
}

list_handler! {
    /// What one was told, newest first. Asked with the session of a person; a token is told of nothing.
    "/notifications" of "notifications": LIST, notifications::list => Notification
}

/// What is marked as read: `ids`, or `all`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Marked {
    /// Rows.
    #[serde(default)]
    ids: Option<Vec<i64>>,
    /// Every one.
    #[serde(default)]
    all: Option<bool>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MarkedRead {
    /// So many were not read yet.
    read: u64,
    /// So many are unread now, counted up to 100.
    unread: i64,
}

/// Marks what one was told as read. Rows that are somebody else's, or gone, are left alone.
#[utoipa::path(
    post,
    path = "/notifications/read",
    tag = "notifications",
    request_body = Marked,
    responses(
        (status = OK, body = MarkedRead),
        (status = UNPROCESSABLE_ENTITY, description = "Neither `ids` nor `all`", body = ErrorBody)
    )
)]
pub(super) async fn read(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Given(marked): Given<Marked>,
) -> Result<Json<MarkedRead>, ApiError> {
    let which = match marked {
        Marked { all: Some(true), .. } => Which::All,
        Marked { ids: Some(ids), .. } => Which::These(ids),
        Marked { ids: None, .. } => return Err(invalid(Problem::Missing.of(FieldName::Ids.code()))),
    };
    let read = notifications::mark_read(&desk.office, &actor, &which).await?;
    let unread = notifications::unread(&desk.office, &actor).await?;
    Ok(Json(MarkedRead { read, unread }))
}
