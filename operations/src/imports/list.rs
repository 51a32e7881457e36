//! Looking at imports.

use domain::access::{Actor, Operation};
use sqlx::FromRow;

use super::{Broken, Preview};
use crate::{
    Failure, Office, Result,
    db::Sql,
    files::Form,
    list::{Field, Filter, List, Page, Placed, Sort, Source, Takes, holds, read},
};

/// An import and what came of it.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Import {
    /// Row.
    pub id: i64,
    /// Name of the file where it came from.
    pub file_name: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Size of the file.
    pub size_bytes: i64,
    /// Code of an [`ImportState`].
    pub state: String,
    /// Who brought it in.
    pub actor_name: String,
    /// When it was brought in, in milliseconds since 1970.
    pub created_at: i64,
    /// When it began to run.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// Rows of the file.
    pub rows_read: i64,
    /// New lines.
    pub created: i64,
    /// Lines that changed.
    pub updated: i64,
    /// Rows that the books had already.
    pub unchanged: i64,
    /// Rows that did not go in.
    pub rejected: i64,
    /// Headings that were ignored, joined by commas.
    pub unknown_columns: String,
    /// Why it broke off, as JSON of a [`Broken`].
    problem: Option<String>,
    /// The last row of the file that was dealt with; 0 for none.
    pub last_row: i64,
    /// How the file is written, as JSON of a [`Form`].
    format: String,
    pub(super) headings: String,
    pub(super) upload_file: Option<String>,
    preview: Option<String>,
    /// When somebody marked what it did not bring in as dealt with.
    pub dealt_at: Option<i64>,
    /// Who did.
    pub dealt_by: Option<String>,
    /// The last entry of the journal when it began; `None` for one of an earlier release.
    pub(super) journal_from: Option<i64>,
    /// Who had it undone.
    pub undone_by: Option<String>,
    /// When that ended.
    pub undone_at: Option<i64>,
    /// Orders that undoing it took away.
    pub withdrawn: i64,
    /// Orders that undoing it put back.
    pub put_back: i64,
    /// Orders that undoing it left, because something came in between.
    pub left_alone: i64,
}

impl Import {
    /// Why it broke off.
    #[must_use]
    pub fn broken(&self) -> Option<Broken> {
        serde_json::from_str(self.problem.as_deref()?).ok()
    }

    /// How its file is written; `None` for one that an earlier release brought in.
    #[must_use]
    pub fn form(&self) -> Option<Form> {
        serde_json::from_str(&self.format).ok()
    }

    /// What it would do, while it waits for somebody to let it go in.
    #[must_use]
    pub fn preview(&self) -> Option<Preview> {
        serde_json::from_str(self.preview.as_deref()?).ok()
    }

    /// Whether it ended with something that did not go in.
    #[must_use]
    pub fn left_something(&self) -> bool {
        self.state == "failed" || self.state == "done" && self.rejected > 0
    }

    /// Whether it has ended and what it changed was kept, so that it can be undone while nothing stands on it.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        matches!(self.state.as_str(), "done" | "failed") && self.journal_from.is_some()
    }

    /// Whether it broke off and can go on where it stopped.
    #[must_use]
    pub fn can_go_on(&self) -> bool {
        self.state == "failed" && self.upload_file.is_some()
    }
}

const SOURCE: Source = Source {
    select: "SELECT i.id, i.file_name, i.sha256, i.size_bytes, i.state, i.actor_name, i.created_at, i.started_at, \
             i.finished_at, i.rows_read, i.created, i.updated, i.unchanged, i.rejected, i.unknown_columns, \
             i.problem, i.last_row, i.format, i.headings, i.upload_file, i.preview, \
             i.dealt_at, i.dealt_by, i.journal_from, i.undone_by, i.undone_at, i.withdrawn, i.put_back, i.left_alone",
    from: " FROM imports i",
};

domain::codes! {
    /// How far an import has come.
    pub enum ImportState {
        /// Is looked at: what it would do.
        Looking = "looking" | "查看中",
        /// Waits for somebody to let it go in.
        Looked = "looked" | "待确认",
        /// Waits for the worker.
        Queued = "queued" | "排队中",
        /// Goes in.
        Running = "running" | "进行中",
        /// Has gone in, but for the rows that it says.
        Done = "done" | "已完成",
        /// Did not go in.
        Failed = "failed" | "中断",
        /// Was looked at and thrown away.
        Dropped = "dropped" | "已放弃",
        /// What it did is taken back.
        Undoing = "undoing" | "撤销中",
        /// What it did was taken back.
        Undone = "undone" | "已撤销",
    }
}

/// What the list of imports is narrowed and sorted by.
pub static LIST: List = List {
    code: "imports",
    id: "i.id",
    tab: Some("state"),
    fields: &[
        Field::new(
            "state",
            Takes::Codes { column: "i.state", all: ImportState::CODES, read: ImportState::code_of },
            "",
        ),
        Field::new("q", Takes::Text, "A part of the name of the file, or of who brought it in"),
        Field::new("created_from", Takes::From("i.created_at"), "Brought in on this day or later"),
        Field::new("created_to", Takes::Upto("i.created_at"), "Brought in on this day or earlier"),
    ],
    sorts: &[
        Sort { code: "-created", column: "i.id", descending: true },
        Sort { code: "created", column: "i.id", descending: false },
    ],
};

impl Placed for Import {
    fn place(&self, _: &Sort) -> (i64, i64) {
        (self.id, self.id)
    }
}

/// Imports, newest first.
///
/// # Errors
/// `Denied`.
pub async fn list(office: &Office, actor: &Actor, filter: &Filter) -> Result<Page<Import>> {
    actor.may(Operation::ReadImports)?;
    read(office, filter, SOURCE, |sql, filter| {
        if let Some(text) = filter.text("q") {
            holds(sql, "i.folded", text);
        }
    })
    .await
}

/// One import.
///
/// # Errors
/// `Denied` or `NotFound`.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Import> {
    actor.may(Operation::ReadImports)?;
    load(office, id).await
}

pub(super) async fn load(office: &Office, id: i64) -> Result<Import> {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE i.id = ").arg(id);
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}
