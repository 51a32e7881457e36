//! One thing done with many rows of a list, and what came of each.
//!
//! The rows are written down first. Then they are worked off one by one, each in its own transaction
//! by the operation that does it with one; what stands against one row keeps no other from being
//! done. When the server is stopped in between, the rest waits, and can be done from the result.

use domain::{
    Problem,
    access::{Actor, Operation},
    order::Refusal,
    text,
};
use sqlx::FromRow;

use crate::{
    Failure, Office, Result,
    db::{Bulk as Rows, Sql, Tx},
    list::{Filter, List, Page},
    orders, tokens, within,
};

/// Rows that can be chosen at once.
pub const MOST: i64 = 1_000;
/// Results that are written together.
const SLICE: usize = 25;

domain::codes! {
    /// What is done with the rows.
    pub enum Deed {
        /// Unpaid orders are cancelled.
        CancelOrders = "orders.cancel",
        /// API tokens are revoked.
        RevokeTokens = "tokens.revoke",
    }
}

impl Deed {
    /// The permission that it needs.
    #[must_use]
    pub const fn operation(self) -> Operation {
        match self {
            Self::CancelOrders => Operation::CancelOrder,
            Self::RevokeTokens => Operation::ManageTokens,
        }
    }

    /// The list whose rows it takes.
    #[must_use]
    pub fn list(self) -> &'static List {
        match self {
            Self::CancelOrders => &orders::LIST,
            Self::RevokeTokens => &tokens::LIST,
        }
    }
}

domain::codes! {
    /// What came of a row.
    pub enum Outcome {
        /// Not reached yet.
        Waiting = "waiting",
        /// Done.
        Done = "done",
        /// Its state stands against it.
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
    /// Number of the order, or row of the token.
    pub subject: String,
    /// What people call it.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The state that stands against it.
    pub detail: Option<String>,
}

#[derive(FromRow)]
struct Head {
    id: i64,
    deed: String,
    reason: String,
    created_at: i64,
}

#[derive(FromRow)]
struct Row {
    position: i64,
    subject: String,
    name: String,
    outcome: String,
    detail: Option<String>,
}

/// Does it with the chosen rows; the row of the result.
///
/// # Errors
/// `Denied`; a problem with `reason`, or with `row` when none or too many were chosen. What stands
/// against single rows is said in the result.
pub async fn run(
    office: &Office,
    actor: &Actor,
    deed: Deed,
    chosen: Chosen<'_>,
    reason: &str,
) -> Result<i64> {
    actor.may(deed.operation())?;
    let staff_id = actor.staff_id().ok_or(Failure::NotFound)?;
    let reason = match deed {
        Deed::CancelOrders => text::required(reason, 500).map_err(|p| p.of("reason"))?,
        Deed::RevokeTokens => String::new(),
    };
    let subjects = subjects(office, actor, deed, chosen).await?;
    if subjects.is_empty() {
        return Err(Problem::Missing.of("row").into());
    }
    let count = i64::try_from(subjects.len()).unwrap_or(i64::MAX);
    if count > MOST {
        let value = if matches!(chosen, Chosen::Rows(_)) { count.to_string() } else { format!("> {MOST}") };
        return Err(Problem::NotANumber { value, least: 1, most: MOST }.of("row").into());
    }
    let mut tx = office.db.begin().await?;
    let (id,): (i64,) = within!(&mut tx, |c| sqlx::query_as(
        "INSERT INTO bulks (staff_id, deed, reason, created_at) VALUES ($1, $2, $3, $4) RETURNING id"
    )
    .bind(staff_id)
    .bind(deed.code())
    .bind(&reason)
    .bind(office.clock.millis())
    .fetch_one(c)
    .await)?;
    let mut rows = Rows::new(4);
    for (position, (subject, name)) in (1_i64..).zip(&subjects) {
        rows.row([id.into(), position.into(), subject.as_str().into(), name.as_str().into()]);
    }
    rows.execute(&mut tx, "INSERT INTO bulk_rows (bulk_id, position, subject, name) VALUES ", "").await?;
    tx.commit().await?;
    go_on(office, actor, id).await?;
    Ok(id)
}

/// Key and name of every chosen row; one more than [`MOST`] when there are too many.
async fn subjects(
    office: &Office,
    actor: &Actor,
    deed: Deed,
    chosen: Chosen<'_>,
) -> Result<Vec<(String, String)>> {
    match (chosen, deed) {
        (Chosen::Rows(rows), Deed::CancelOrders) => {
            Ok(rows.iter().map(|number| ((*number).to_owned(), (*number).to_owned())).collect())
        }
        (Chosen::Rows(rows), Deed::RevokeTokens) => {
            let ids: Vec<i64> = rows.iter().filter_map(|id| id.parse().ok()).collect();
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let mut sql = Sql::new("SELECT id, name FROM tokens WHERE id IN ");
            sql.list(ids.iter().copied().take(MOST as usize + 1)).push(" ORDER BY id DESC");
            let found: Vec<(i64, String)> = sql.fetch_all(&office.db).await?;
            Ok(found.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
        }
        (Chosen::Matching(query), _) => matching(office, actor, deed, query).await,
    }
}

async fn matching(office: &Office, actor: &Actor, deed: Deed, query: &str) -> Result<Vec<(String, String)>> {
    let (filter, problems) = Filter::read_query(deed.list(), query);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let mut filter = filter.at(None).sized(500);
    let mut found = Vec::new();
    loop {
        let page = page(office, actor, deed, &filter).await?;
        found.extend(page.rows);
        if page.next.is_none() || found.len() > MOST as usize {
            found.truncate(MOST as usize + 1);
            return Ok(found);
        }
        filter.cursor = page.next;
    }
}

/// Key and name of the rows of a page.
async fn page(office: &Office, actor: &Actor, deed: Deed, filter: &Filter) -> Result<Page<(String, String)>> {
    Ok(match deed {
        Deed::CancelOrders => {
            let page = orders::list_page(office, actor, filter).await?;
            page.map(|order| (order.order_no.clone(), order.order_no))
        }
        Deed::RevokeTokens => {
            let page = tokens::list(office, actor, filter).await?;
            page.map(|token| (token.id.to_string(), token.name))
        }
    })
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
            match one(office, actor, deed, &row.subject, &head.reason).await {
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

/// Does it with one row. What ends everything, such as a database that is away, is an error.
async fn one(
    office: &Office,
    actor: &Actor,
    deed: Deed,
    subject: &str,
    reason: &str,
) -> Result<(Outcome, Option<&'static str>)> {
    let result = match deed {
        Deed::CancelOrders => orders::cancel(office, actor, subject, reason).await,
        Deed::RevokeTokens => match subject.parse() {
            Ok(id) => tokens::revoke(office, actor, id).await,
            Err(_) => Err(Failure::NotFound),
        },
    };
    match result {
        Ok(()) => Ok((Outcome::Done, None)),
        Err(Failure::NotFound) => Ok((Outcome::Gone, None)),
        Err(Failure::Order(
            Refusal::OnlyUnpaidCanBeCancelled(state)
            | Refusal::OnlyUnpaidCanBePaid(state)
            | Refusal::OnlyProcessingCanBeCompleted(state),
        )) => Ok((Outcome::Refused, Some(state.code()))),
        Err(failure) => Err(failure),
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
    let mut sql = Sql::new("SELECT id, deed, reason, created_at FROM bulks WHERE id = ");
    sql.arg(id).push(" AND staff_id = ").arg(actor.staff_id().unwrap_or(0));
    sql.fetch_optional(&office.db).await?.ok_or(Failure::NotFound)
}
