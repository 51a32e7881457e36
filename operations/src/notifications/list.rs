//! What one was told, newest first; how much of it is unread; and marking it as read.

use domain::{
    access::{Actor, Operation},
    notification::Event,
};
use sqlx::FromRow;

use crate::{
    Office, Result,
    db::Sql,
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, any, read},
    tickets::Answer,
};

/// Unread ones are counted no further.
pub const MOST_COUNTED: i64 = 100;
/// So many are marked with one statement.
const CHUNK: usize = 500;

/// What it is narrowed and sorted by.
pub static LIST: List = List {
    code: "notifications",
    id: "n.id",
    tab: Some("unread"),
    fields: &[
        Field::new(
            "unread",
            Takes::States { all: Answer::CODES, read: Answer::code_of },
            "Whether it is unread",
        ),
        Field::new(
            "event",
            Takes::Codes { column: "n.event", all: Event::CODES, read: Event::code_of },
            "What happened",
        ),
    ],
    sorts: &[
        Sort { code: "-at", column: "n.id", descending: true },
        Sort { code: "at", column: "n.id", descending: false },
    ],
};

/// Something that one was told. Moments are milliseconds since 1970.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Notification {
    /// Row.
    pub id: i64,
    /// Code of [`Event`].
    pub event: String,
    /// Kind of the thing that it happened to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// What it was called then.
    pub name: String,
    /// When it happened.
    pub at: i64,
    /// When one read it.
    pub read_at: Option<i64>,
    /// Who did it.
    pub actor_name: String,
}

impl Placed for Notification {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

const SOURCE: Source = Source {
    select: "SELECT n.id, n.event, n.subject_kind, n.subject_id, n.name, n.at, n.read_at, e.actor_name",
    from: " FROM notifications n LEFT JOIN events e ON e.id = n.event_id",
};

/// What one was told. A program is told of nothing.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Notification>> {
    actor.may(Operation::OwnNotifications)?;
    let id = actor.staff_id().unwrap_or(0);
    read(office, filter, SOURCE, |sql, filter| {
        sql.push(" AND n.shown = 1 AND n.staff_id = ").arg(id);
        any(sql, filter.codes("unread"), |sql, code| {
            let unread = code == Answer::Yes.code();
            sql.push(if unread { "n.read_at IS NULL" } else { "n.read_at IS NOT NULL" });
        });
    })
    .await
}

/// How many one has not read, counted up to [`MOST_COUNTED`].
///
/// # Errors
/// `Denied`.
pub async fn unread(office: &Office, actor: &Actor) -> Result<i64> {
    actor.may(Operation::OwnNotifications)?;
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM notifications n WHERE n.staff_id = ");
    sql.arg(actor.staff_id().unwrap_or(0)).push(" AND n.shown = 1 AND n.read_at IS NULL");
    sql.limit(MOST_COUNTED).push(") AS found");
    let count: Option<(i64,)> = sql.fetch_optional(&office.db).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Which of them are marked as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These.
    These(Vec<i64>),
    /// All up to this one: what came later was not seen.
    Upto(i64),
    /// All.
    All,
}

/// Marks what one was told as read; how many were not yet. Those of others are left alone. Not journalled: nobody else
/// is concerned.
///
/// # Errors
/// `Denied`.
pub async fn mark_read(office: &Office, actor: &Actor, which: &Which) -> Result<u64> {
    actor.may(Operation::OwnNotifications)?;
    let mut tx = office.db.begin().await?;
    let begin = || {
        let mut sql = Sql::new("UPDATE notifications SET read_at = ");
        sql.arg(office.clock.millis()).push(" WHERE shown = 1 AND read_at IS NULL AND staff_id = ");
        sql.arg(actor.staff_id().unwrap_or(0));
        sql
    };
    let mut statements = Vec::new();
    match which {
        Which::All => statements.push(begin()),
        Which::Upto(id) => {
            let mut sql = begin();
            sql.push(" AND id <= ").arg(*id);
            statements.push(sql);
        }
        Which::These(ids) => {
            for ids in ids.chunks(CHUNK) {
                let mut sql = begin();
                sql.among("id", ids);
                statements.push(sql);
            }
        }
    }
    let mut marked = 0;
    for sql in statements {
        marked += sql.execute_in(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(marked)
}
