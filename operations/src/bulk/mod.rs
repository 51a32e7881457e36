//! One thing done with many rows of a list, and what came of each.
//!
//! The rows are written down first. Then they are worked off one by one, each in its own transaction
//! by the operation that does it with one; what stands against one row keeps no other from being
//! done. When the server is stopped in between, the rest waits, and can be done from the result.

mod deed;

pub use deed::{Deed, Hindrance};
use domain::{
    Problem,
    access::{Actor, Operation},
    text,
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Bulk as Rows, Sql, Tx},
    orders::{self, assignee_named},
    within,
};

/// Rows that can be chosen at once.
pub const MOST: i64 = 1_000;
/// Results that are written together.
const SLICE: usize = 25;

domain::codes! {
    /// What came of a row.
    pub enum Outcome {
        /// Not reached yet.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// Something stands against it.
        Refused = "refused",
        /// It is not there any more, or not for this person.
        Gone = "gone",
    }
}

/// Which rows.
#[derive(Clone, Copy, Debug)]
pub enum Chosen<'a> {
    /// These, by the key that their list gives them.
    Rows(&'a [&'a str]),
    /// All that match the query of their list.
    Matching(&'a str),
}

/// What was done with many rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Row.
    pub id: i64,
    /// What was done.
    pub deed: Deed,
    /// Why.
    pub reason: String,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// What came of each.
    pub rows: Vec<DoneRow>,
}

/// A row, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneRow {
    /// Number of the order; row of anything else.
    pub subject: String,
    /// What people call it; of an export, the code of its kind.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What stands against it: the code of its state, or of a [`Hindrance`].
    pub detail: Option<String>,
}

#[derive(FromRow)]
struct Head {
    id: i64,
    deed: String,
    reason: String,
    assignee: Option<String>,
    created_at: i64,
}

impl Head {
    /// What it is done with.
    fn given(&self) -> Given<'_> {
        Given { reason: &self.reason, assignee: self.assignee.as_deref().unwrap_or_default(), bulk: self.id }
    }
}

/// With what it is done.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// For this reason.
    pub reason: &'a str,
    /// To this person, by account.
    pub assignee: &'a str,
    /// Row of the whole; 0 before it has one.
    pub bulk: i64,
}

/// One text for what a deed takes, whichever of the two it is.
impl<'a> From<&'a str> for Given<'a> {
    fn from(given: &'a str) -> Self {
        Self { reason: given, assignee: given, bulk: 0 }
    }
}

#[derive(FromRow)]
struct Row {
    position: i64,
    subject: String,
    name: String,
    outcome: String,
    detail: Option<String>,
}

/// Does it with the chosen rows; the row of the result. `given` is the reason, and to whom they are given.
///
/// # Errors
/// `Denied`; a problem with `reason` or `assignee`, or with `row` when none or too many were chosen. What stands
/// against single rows is said in the result.
pub async fn run<'a>(
    office: &Office,
    actor: &Actor,
    deed: Deed,
    chosen: Chosen<'_>,
    given: impl Into<Given<'a>>,
) -> Result<i64> {
    let given = given.into();
    actor.may(deed.operation())?;
    let staff_id = actor.staff_id().ok_or(Failure::NotFound)?;
    let (mut reason, mut assignee) = (String::new(), None);
    if deed.has_reason() {
        reason = text::required(given.reason, deed.longest()).map_err(|p| p.of("reason"))?;
    }
    if let Some(takes) = deed.given_to() {
        let person = assignee_named(office, actor, given.assignee, takes).await?;
        assignee = Some(person.map_or_else(|| orders::NOBODY.to_owned(), |person| person.account));
    }
    let subjects = deed.rows(office, actor, chosen).await?;
    if subjects.is_empty() {
        return Err(Problem::Missing.of("row").into());
    }
    let count = i64::try_from(subjects.len()).unwrap_or(i64::MAX);
    if count > MOST {
        let value = if matches!(chosen, Chosen::Rows(_)) { count.to_string() } else { format!("> {MOST}") };
        return Err(Problem::NotANumber { value, least: 1, most: MOST }.of("row").into());
    }
    let mut tx = office.db.begin().await?;
    let (id,): (i64,) = within!(&mut tx, |c| {
        sqlx::query_as(
        "INSERT INTO bulks (staff_id, deed, reason, assignee, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id"
    )
    .bind(staff_id)
    .bind(deed.code())
    .bind(&reason)
    .bind(&assignee)
    .bind(office.clock.millis())
    .fetch_one(c)
    .await
    })?;
    let mut rows = Rows::new(4);
    for (position, (subject, name)) in (1_i64..).zip(&subjects) {
        rows.row([id.into(), position.into(), subject.as_str().into(), name.as_str().into()]);
    }
    rows.execute(&mut tx, "INSERT INTO bulk_rows (bulk_id, position, subject, name) VALUES ", "").await?;
    tx.commit().await?;
    go_on(office, actor, id).await?;
    Ok(id)
}

/// Does what is not done: the rest of one that was broken off, and what was refused, once more.
///
/// # Errors
/// `Denied`; `NotFound` when it is somebody else's.
pub async fn again(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let head = head(office, actor, id).await?;
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new("UPDATE bulk_rows SET outcome = 'waiting', detail = NULL WHERE bulk_id = ");
    sql.arg(head.id).push(" AND outcome <> 'done'");
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    go_on(office, actor, id).await
}

async fn go_on(office: &Office, actor: &Actor, id: i64) -> Result<()> {
    let head = head(office, actor, id).await?;
    let deed = deed(&head)?;
    loop {
        let mut sql =
            Sql::new("SELECT position, subject, name, outcome, detail FROM bulk_rows WHERE bulk_id = ");
        sql.arg(id).push(" AND outcome = 'waiting' ORDER BY position").limit(SLICE as i64);
        let rows: Vec<Row> = sql.fetch_all(&office.db).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut results = Vec::with_capacity(rows.len());
        let mut broken = None;
        for row in rows {
            match deed.one(office, actor, &row.subject, head.given()).await {
                Ok(result) => results.push((row.position, result)),
                Err(failure) => {
                    broken = Some(failure);
                    break;
                }
            }
        }
        let mut tx = office.db.begin().await?;
        for (position, (outcome, detail)) in results {
            note(&mut tx, id, position, outcome, detail).await?;
        }
        tx.commit().await?;
        if let Some(failure) = broken {
            return Err(failure);
        }
    }
}

async fn note(
    tx: &mut Tx,
    id: i64,
    position: i64,
    outcome: Outcome,
    detail: Option<&'static str>,
) -> Result<()> {
    let mut sql = Sql::new("UPDATE bulk_rows SET outcome = ");
    sql.arg(outcome.code()).push(", detail = ").arg(detail.map(str::to_owned));
    sql.push(" WHERE bulk_id = ").arg(id).push(" AND position = ").arg(position);
    sql.execute_in(tx).await?;
    Ok(())
}

/// What came of it.
///
/// # Errors
/// `NotFound` when it is somebody else's.
pub async fn get(office: &Office, actor: &Actor, id: i64) -> Result<Done> {
    let head = head(office, actor, id).await?;
    let mut sql = Sql::new("SELECT position, subject, name, outcome, detail FROM bulk_rows WHERE bulk_id = ");
    sql.arg(id).push(" ORDER BY position");
    let rows: Vec<Row> = sql.fetch_all(&office.db).await?;
    let rows = rows.into_iter().map(|row| {
        let outcome = Outcome::from_code(&row.outcome);
        let unknown = || Failure::Internal(format!("row {} of {id} has an unknown outcome", row.position));
        Ok(DoneRow {
            outcome: outcome.ok_or_else(unknown)?,
            subject: row.subject,
            name: row.name,
            detail: row.detail,
        })
    });
    let rows = rows.collect::<Result<_>>()?;
    Ok(Done { id, deed: deed(&head)?, reason: head.reason, created_at: head.created_at, rows })
}

fn deed(head: &Head) -> Result<Deed> {
    Deed::from_code(&head.deed)
        .ok_or_else(|| Failure::Internal(format!("bulk {} does nothing known", head.id)))
}

/// Only one's own are seen.
async fn head(office: &Office, actor: &Actor, id: i64) -> Result<Head> {
    actor.may(Operation::OwnAccount)?;
    let mut sql = Sql::new("SELECT id, deed, reason, assignee, created_at FROM bulks WHERE id = ");
    sql.arg(id).push(" AND staff_id = ").arg(actor.staff_id().unwrap_or(0));
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}
