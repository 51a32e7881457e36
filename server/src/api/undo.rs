//! Undoing an import.

use std::time::Duration;

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::access::Actor;
use operations::{
    Office,
    imports::{self, InTheWay},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, ErrorBody,
    request::{Query, row},
};
use crate::desk::Desk;

/// Small imports are undone while the caller waits: it is looked so often, and so long between.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// What undoing an import does, or would do. Counts are orders.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Undone {
    /// The import.
    import_id: i64,
    /// Its state: `undoing` while it goes on by itself, `undone` when it has ended.
    state: String,
    /// Orders that it brought in and that are taken away.
    withdrawn: i64,
    /// Orders that become what they were.
    put_back: i64,
    /// Orders that are left, because something came in between.
    left: i64,
    /// How many orders stand in the way; nothing is undone then.
    in_the_way_count: usize,
    /// The first 50 of them.
    in_the_way: Vec<Obstacle>,
}

/// An order that something stands on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Obstacle {
    /// Its number.
    order_no: String,
    /// `import`, `cancelled`, `note`, `assignee`, `draft`, `statement` or `other`.
    why: &'static str,
    /// The later import, or the number of the statement.
    which: Option<String>,
}

impl Obstacle {
    /// Of what operations say.
    #[must_use]
    pub(crate) fn all(of: &[InTheWay]) -> Vec<Self> {
        let one = |one: &InTheWay| Self {
            order_no: one.order_no.clone(),
            why: one.why.code(),
            which: one.which.clone(),
        };
        of.iter().map(one).collect()
    }
}

impl Undone {
    /// What it would do.
    pub(crate) async fn foreseen(office: &Office, actor: &Actor, id: i64) -> operations::Result<Self> {
        let imports::Foresight { withdrawn, put_back, way } =
            imports::undo_dry_run(office, actor, id).await?;
        let state = imports::get(office, actor, id).await?.state;
        let (in_the_way_count, in_the_way) = (way.count, Obstacle::all(&way.first));
        Ok(Self { import_id: id, state, withdrawn, put_back, left: 0, in_the_way_count, in_the_way })
    }

    /// How far it is, or what came of it.
    pub(crate) async fn now(office: &Office, actor: &Actor, id: i64) -> operations::Result<Self> {
        let import = imports::get(office, actor, id).await?;
        Ok(Self {
            import_id: id,
            state: import.state,
            withdrawn: import.withdrawn,
            put_back: import.put_back,
            left: import.left_alone,
            in_the_way_count: 0,
            in_the_way: Vec::new(),
        })
    }

    /// Whether it goes on by itself.
    pub(crate) fn goes_on(&self) -> bool {
        self.state == "undoing"
    }
}

/// Undoes an import while nothing that followed stands on it: orders that it brought in are taken away, those that it
/// changed become what they were. With many orders it goes on by itself: the answer is 202 then, and the list of imports
/// says when it has ended.
#[utoipa::path(
    post,
    path = "/imports/{id}/undo",
    tag = "orders",
    params(
        ("id" = i64, Path, description = "The import"),
        ("dry_run" = Option<bool>, Query, description = "`true`: say what it would do and what stands in the way, and undo nothing")
    ),
    responses(
        (status = OK, description = "It is undone, or what it would do", body = Undone),
        (status = ACCEPTED, description = "It is being undone", body = Undone),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, description = "It has not ended or was undone, another one is being undone, or orders stand in the way: `in_the_way` names the first 50", body = ErrorBody)
    )
)]
pub(super) async fn undo(
    State(desk): State<Desk>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    query: Query,
) -> Result<(StatusCode, Json<Undone>), ApiError> {
    let id = row(&id)?;
    if query.flag("dry_run")? == Some(true) {
        return Ok((StatusCode::OK, Json(Undone::foreseen(&desk.office, &actor, id).await?)));
    }
    imports::undo(&desk.office, &actor, id).await?;
    let mut now = Undone::now(&desk.office, &actor, id).await?;
    for _ in 0..LOOKS {
        if !now.goes_on() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        now = Undone::now(&desk.office, &actor, id).await?;
    }
    let status = if now.goes_on() { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(now)))
}
