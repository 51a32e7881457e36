//! A reconciliation as its table has it.

use domain::{Period, access::Actor, bill::BillKind, reconciliation::State};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    bills::{Stamp, identity},
    db::{Sql, Tx, dialect::for_update},
    files::Form,
    list::Source,
};

/// A bill of the marketplace against ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// Row.
    pub id: i64,
    /// The month.
    pub period: Period,
    /// Only bills of this kind are compared; `None`: all of them.
    pub kind: Option<BillKind>,
    /// How far it has come.
    pub state: State,
    /// The file.
    pub file_name: String,
    /// SHA-256 of it, in hex.
    pub sha256: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// Where it is kept.
    pub(super) upload: String,
    /// How it is written.
    pub form: Form,
    /// Largest difference of a line that nobody has to look at, in minor units.
    pub tolerance_minor: i64,
    /// Who brought it.
    pub by: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// Compared.
    pub finished_at: Option<i64>,
    /// Rows of the file.
    pub rows_read: i64,
    /// Those that could not be read.
    pub rows_refused: i64,
    /// Those that are sums.
    pub rows_total: i64,
    /// What the one sum of the file says, in minor units of its one currency.
    pub stated_minor: Option<i64>,
    /// Lines of the comparison.
    pub lines: i64,
    /// Those that need work and of which nobody said anything.
    pub open_lines: i64,
    /// Why nothing came of it, in English.
    pub problem: Option<String>,
    /// Who asks for it to be locked; tokens below zero.
    pub(super) submitted_by: Option<i64>,
    /// The same.
    pub submitted: Option<Stamp>,
    /// Who locked it.
    pub locked: Option<Stamp>,
    /// Why it was sent back.
    pub reason: Option<String>,
}

#[derive(FromRow)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) period: i64,
    kind: String,
    state: String,
    file_name: String,
    sha256: String,
    size_bytes: i64,
    upload: String,
    form: String,
    tolerance_minor: i64,
    actor_name: String,
    created_at: i64,
    finished_at: Option<i64>,
    rows_read: i64,
    rows_refused: i64,
    rows_total: i64,
    stated_minor: Option<i64>,
    lines: i64,
    open_lines: i64,
    problem: Option<String>,
    submitted_by: Option<i64>,
    submitter: Option<String>,
    submitted_at: Option<i64>,
    locker: Option<String>,
    locked_at: Option<i64>,
    reason: Option<String>,
}

pub(super) const SOURCE: Source = Source {
    select: "SELECT r.id, r.period, r.kind, r.state, r.file_name, r.sha256, r.size_bytes, r.upload, r.form, \
             r.tolerance_minor, r.actor_name, r.created_at, r.finished_at, r.rows_read, r.rows_refused, r.rows_total, \
             r.stated_minor, r.lines, r.open_lines, r.problem, r.submitted_by, r.submitter, r.submitted_at, r.locker, \
             r.locked_at, r.reason",
    from: " FROM reconciliations r",
};

impl TryFrom<Row> for Reconciliation {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self> {
        let unknown = || Failure::Internal(format!("reconciliation {} has a code that is not known", row.id));
        let stamp = |by: Option<String>, at: Option<i64>| by.zip(at).map(|(by, at)| Stamp { by, at });
        Ok(Self {
            period: Period::from_number(row.period).ok_or_else(unknown)?,
            kind: match row.kind.as_str() {
                "" => None,
                code => Some(BillKind::from_code(code).ok_or_else(unknown)?),
            },
            state: State::from_code(&row.state).ok_or_else(unknown)?,
            form: serde_json::from_str(&row.form).map_err(|_| unknown())?,
            id: row.id,
            file_name: row.file_name,
            sha256: row.sha256,
            size_bytes: row.size_bytes,
            upload: row.upload,
            tolerance_minor: row.tolerance_minor,
            by: row.actor_name,
            created_at: row.created_at,
            finished_at: row.finished_at,
            rows_read: row.rows_read,
            rows_refused: row.rows_refused,
            rows_total: row.rows_total,
            stated_minor: row.stated_minor,
            lines: row.lines,
            open_lines: row.open_lines,
            problem: row.problem,
            submitted_by: row.submitted_by,
            submitted: stamp(row.submitter, row.submitted_at),
            locked: stamp(row.locker, row.locked_at),
            reason: row.reason,
        })
    }
}

impl Reconciliation {
    /// Whether this person submitted it, and so does not lock it.
    #[must_use]
    pub fn is_submitted_by(&self, actor: Option<&Actor>) -> bool {
        actor.is_some_and(|actor| self.submitted_by == Some(identity(actor)))
    }
}

fn select(id: i64) -> Sql {
    let mut sql = Sql::new(SOURCE.select);
    sql.push(SOURCE.from).push(" WHERE r.id = ").arg(id);
    sql
}

/// The one of this row.
pub(super) async fn find(office: &Office, id: i64) -> Result<Reconciliation> {
    select(id).fetch_optional::<Row>(&office.db).await?.ok_or(Failure::NotFound)?.try_into()
}

/// As [`find`], held until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: i64) -> Result<Reconciliation> {
    let mut sql = select(id);
    sql.push(for_update(tx));
    sql.fetch_optional_in::<Row>(tx).await?.ok_or(Failure::NotFound)?.try_into()
}
