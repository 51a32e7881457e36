//! An export as it is read, and who sees it.

use domain::access::{Actor, Operation, Reach};
use sqlx::FromRow;

use super::{ExportProblem, ExportState, Format, reach};
use crate::{Failure, Result, db::Sql, list::Source};

/// An export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Row.
    pub id: i64,
    /// Who asked for it.
    pub staff_id: i64,
    /// Their name.
    pub staff_name: String,
    /// Code of a [`Kind`].
    pub kind: String,
    /// What kind of file.
    pub format: Format,
    /// Query string of the list that it was asked for on.
    pub query: String,
    /// How far it has come. A file that was kept long enough counts as expired at once.
    pub state: ExportState,
    /// Asked for, in milliseconds since 1970; so are the following.
    pub created_at: i64,
    /// Written.
    pub finished_at: Option<i64>,
    /// Kept until then.
    pub expires_at: Option<i64>,
    /// Rows of the file, once it is ready.
    pub rows_written: i64,
    /// Size of the file.
    pub size_bytes: Option<i64>,
    /// SHA-256 of the file, in hex.
    pub sha256: Option<String>,
    /// Why it failed.
    pub problem: Option<ExportProblem>,
    /// What the file is called, without its ending; `None`: by its list and the time.
    pub(super) name: Option<String>,
    /// Where the file is kept.
    pub(super) file: Option<String>,
    /// What whoever asked might see when the file was made.
    pub(super) reach: Option<Reach>,
}

#[derive(FromRow)]
pub(super) struct ExportRow {
    pub(super) id: i64,
    staff_id: i64,
    staff_name: String,
    kind: String,
    format: String,
    query: String,
    state: String,
    created_at: i64,
    finished_at: Option<i64>,
    expires_at: Option<i64>,
    rows_written: i64,
    size_bytes: Option<i64>,
    sha256: Option<String>,
    problem: Option<String>,
    name: Option<String>,
    file: Option<String>,
    reach: Option<String>,
}

pub(super) const SOURCE: Source = Source {
    select: "SELECT e.id, e.staff_id, s.name AS staff_name, e.kind, e.format, e.query, e.state, e.created_at, \
             e.finished_at, e.expires_at, e.rows_written, e.size_bytes, e.sha256, e.problem, e.name, e.file, \
             e.reach",
    from: " FROM exports e JOIN staff s ON s.id = e.staff_id",
};

impl ExportRow {
    pub(super) fn export(self, now: i64) -> Result<Export> {
        let unknown = |what: &str| Failure::Internal(format!("export {} has an unknown {what}", self.id));
        let state = ExportState::from_code(&self.state).ok_or_else(|| unknown("state"))?;
        let kept = self.expires_at.is_none_or(|at| now < at);
        Ok(Export {
            format: Format::from_code(&self.format).ok_or_else(|| unknown("format"))?,
            state: if state == ExportState::Ready && !kept { ExportState::Expired } else { state },
            id: self.id,
            staff_id: self.staff_id,
            staff_name: self.staff_name,
            kind: self.kind,
            query: self.query,
            created_at: self.created_at,
            finished_at: self.finished_at,
            expires_at: self.expires_at,
            rows_written: self.rows_written,
            size_bytes: self.size_bytes,
            sha256: self.sha256,
            problem: self.problem.as_deref().and_then(ExportProblem::from_code),
            name: self.name,
            file: self.file,
            reach: self.reach.as_deref().and_then(reach::read),
        })
    }
}

/// Whose exports somebody sees; `None`: everybody's.
///
/// # Errors
/// `Denied`.
pub(crate) fn whose(actor: &Actor) -> Result<Option<i64>> {
    actor.may(Operation::ExportOrders)?;
    let everybody = actor.may(Operation::ManageStaff).is_ok();
    Ok(if everybody { None } else { Some(actor.staff_id().unwrap_or(0)) })
}

/// Appends the condition that somebody sees an export.
pub(crate) fn visible(sql: &mut Sql, whose: Option<i64>) {
    if let Some(staff_id) = whose {
        sql.push(" AND e.staff_id = ").arg(staff_id);
    }
}
