//! The job that reads a file and compares it.

use std::{path::PathBuf, time::Duration};

use domain::{
    Currency, FieldProblem, Period,
    access::{Actor, Operation},
    bill::BillKind,
    money,
    reconciliation::{LineState, Match, State, matches},
    text,
};

use super::{
    COLUMNS, Reconciliation, Refused, RefusedRow,
    look::{begun, mapping},
    ours,
    read::{self, Known, Read, Reading},
    row::{self, find},
    write::{self, Found},
};
use crate::{
    Failure, Office, Result,
    bills::to_see,
    db::{Sql, Tx},
    documents,
    files::{
        Told, Unreadable,
        look::{Looked, look},
        read::{Position, table_and_row},
    },
    jobs::{self, Kind, Lease, Step, progress},
    journal::{self, Action, Entry, Subject, fields},
    rules,
};

/// Comparing a file.
pub(crate) const RUN: Kind = Kind {
    code: "reconciliation",
    lease: 30_000,
    attempts: 3,
    every: None,
    run: |office, lease| Box::pin(work(office, lease)),
    gave_up: |office, tx, id, failure| Box::pin(gave_up(office, tx, id, failure)),
};

/// Their own class: nobody waits with a file for a run of bills.
pub const JOBS: &[Kind] = &[RUN];

/// Lines of a slice: a writer is held for less than 0.2 s.
const SLICE: usize = 1_000;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The month.
    pub period: Period,
    /// Only bills of this kind are compared; `None`: all of them.
    pub kind: Option<BillKind>,
    /// Largest difference of a line that nobody has to look at, in the main unit; empty for none.
    pub tolerance: String,
    /// The file at home.
    pub file_name: String,
    /// Where it is now.
    pub path: PathBuf,
    /// What is known of how it is written.
    pub told: Told,
    /// The name under which is kept how such files are read; empty for none. What is told goes before it.
    pub mapping: String,
}

impl Asked {
    /// What was asked for, of a file that is somewhere now.
    pub(super) fn of(of: &Reconciliation, path: PathBuf) -> Self {
        Self {
            period: of.period,
            kind: of.kind,
            tolerance: String::new(),
            file_name: of.file_name.clone(),
            path,
            told: Told::default(),
            mapping: String::new(),
        }
    }
}

/// Begins to compare a file with the bills of a month; a job does it. The same file of the same month is the same
/// reconciliation.
///
/// # Errors
/// `Denied`; the agreement in force is not signed; a problem with `tolerance`; `Unreadable` or `MissingColumns`; there is
/// no bill of the month.
pub async fn begin(office: &Office, actor: &Actor, asked: &Asked) -> Result<Reconciliation> {
    actor.may(Operation::ActBill)?;
    to_see(office).await?;
    let file = looked(office, asked).await?;
    file.form.check(COLUMNS)?;
    match same(office, &file.sha256, asked).await? {
        Some(id) => find(office, id).await,
        None => insert(office, actor, asked, file, State::Running).await,
    }
}

/// Keeps a file: to be compared, or to be looked at first.
pub(super) async fn insert(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    file: Looked,
    state: State,
) -> Result<Reconciliation> {
    let tolerance = tolerance(&asked.tolerance)?;
    let mut tx = office.db.begin().await?;
    if ours::bills(&mut tx, asked.period, asked.kind).await?.is_empty() {
        return Err(Refused::NoBill { period: asked.period }.into());
    }
    drop(tx);
    let from = tokio::fs::File::open(&asked.path).await.map_err(documents::disk)?;
    let place = format!("reconciliations/{}", hex::encode(office.random.bytes::<16>()?));
    let upload = documents::keep(&office.documents, &place, from).await?.path;
    let name = asked.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = text::plain(name).chars().take(200).collect();
    let name = if name.is_empty() { "bill".to_owned() } else { name };
    let json = |e: serde_json::Error| Failure::Internal(e.to_string());
    let examples = (state == State::Looked).then(|| serde_json::to_string(&file.examples).map_err(json));
    let now = office.clock.millis();
    let mut tx = office.db.begin().await?;
    let mut sql = Sql::new(
        "INSERT INTO reconciliations (period, kind, state, file_name, sha256, size_bytes, upload, form, examples, \
         tolerance_minor, actor_kind, actor_id, actor_name, created_at) VALUES (",
    );
    sql.arg(asked.period.number()).push(", ").arg(asked.kind.map_or("", BillKind::code)).push(", ");
    sql.arg(state.code()).push(", ").arg(name.as_str()).push(", ").arg(file.sha256.as_str()).push(", ");
    sql.arg(i64::try_from(file.size).unwrap_or(i64::MAX)).push(", ").arg(upload.as_str()).push(", ");
    sql.arg(serde_json::to_string(&file.form).map_err(json)?).push(", ").arg(examples.transpose()?);
    sql.push(", ").arg(tolerance).push(", ").arg(actor.kind()).push(", ").arg(actor.id()).push(", ");
    sql.arg(actor.name()).push(", ").arg(now);
    sql.push(") ON CONFLICT (sha256, period, kind) WHERE state <> 'failed' DO NOTHING RETURNING id");
    let Some((id,)) = sql.fetch_optional_in::<(i64,)>(&mut tx).await? else {
        drop(tx);
        documents::remove(&office.documents, &upload).await?;
        let id = same(office, &file.sha256, asked).await?.ok_or(Failure::NotFound)?;
        return find(office, id).await;
    };
    if state == State::Running {
        jobs::push(&mut tx, office, &RUN, id, now).await?;
        let of = row::lock(&mut tx, id).await?;
        begun(&mut tx, office, actor, &of).await?;
    }
    tx.commit().await?;
    find(office, id).await
}

/// As [`begin`], and waits until it is compared; it works here unless a server does already.
///
/// # Errors
/// As [`begin`].
pub async fn now(office: &Office, actor: &Actor, asked: &Asked) -> Result<Reconciliation> {
    let begun = begin(office, actor, asked).await?;
    loop {
        let of = find(office, begun.id).await?;
        if of.state != State::Running {
            return Ok(of);
        }
        if !jobs::run_due(office, JOBS, std::future::pending()).await? {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// How far the job of one is; `None` when it is over.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn state_of(office: &Office, actor: &Actor, id: i64) -> Result<(Reconciliation, Option<Step>)> {
    let of = super::get(office, actor, id).await?;
    let step = if of.state == State::Running { progress(office, RUN.code, id).await? } else { None };
    Ok((of, step))
}

/// Rows of the file that could not be read, the first ones.
///
/// # Errors
/// `Denied`; `NotFound`.
pub async fn refused_rows(office: &Office, actor: &Actor, id: i64, most: i64) -> Result<Vec<RefusedRow>> {
    super::get(office, actor, id).await?;
    let mut sql =
        Sql::new("SELECT place, sheet, problems FROM reconciliation_refused WHERE reconciliation_id = ");
    sql.arg(id).push(" ORDER BY place").limit(most);
    let rows: Vec<(i64, String, String)> = sql.fetch_all(&office.db).await?;
    let read = |(place, sheet, problems): (i64, String, String)| {
        let broken = |e: serde_json::Error| Failure::Internal(e.to_string());
        let problems: Vec<FieldProblem> = serde_json::from_str(&problems).map_err(broken)?;
        Ok(RefusedRow { sheet, row: table_and_row(place.unsigned_abs()).1, problems })
    };
    rows.into_iter().map(read).collect()
}

fn tolerance(given: &str) -> Result<i64> {
    let wrong = |problem: domain::Problem| Failure::from(problem.of("tolerance"));
    if given.trim().is_empty() {
        return Ok(0);
    }
    match money::parse_minor(given, Currency::CNY).map_err(wrong)? {
        minor if minor < 0 => Err(wrong(domain::Problem::Negative { value: given.trim().to_owned() })),
        minor => Ok(minor),
    }
}

/// A look at the file, by what is kept under the name and what is told.
pub(super) async fn looked(office: &Office, asked: &Asked) -> Result<Looked> {
    let told = match asked.mapping.trim() {
        "" => asked.told.clone(),
        name => asked.told.over(&mapping(office, name).await?),
    };
    let path = asked.path.clone();
    let looked = tokio::task::spawn_blocking(move || look(&path, COLUMNS, &told, &[]));
    let file = looked.await.map_err(|_| Unreadable::Damaged)??;
    asked.told.fits(&file.form)?;
    Ok(file)
}

/// The reconciliation of the same file, month and kind.
pub(super) async fn same(office: &Office, sha256: &str, asked: &Asked) -> Result<Option<i64>> {
    let kind = asked.kind.map_or("", BillKind::code);
    let mut sql = Sql::new("SELECT id FROM reconciliations WHERE state <> 'failed' AND sha256 = ");
    sql.arg(sha256).push(" AND period = ").arg(asked.period.number()).push(" AND kind = ").arg(kind);
    Ok(sql.fetch_optional::<(i64,)>(&office.db).await?.map(|(id,)| id))
}

async fn work(office: &Office, lease: &mut Lease) -> Result<()> {
    let of = find(office, lease.subject_id).await?;
    if of.state != State::Running {
        return Ok(());
    }
    clean(office, lease, of.id).await?;
    let mut books = office.db.snapshots().await?;
    let mut tx = books.pop().ok_or_else(|| Failure::Internal("the books cannot be read".to_owned()))?;
    let bills = ours::bills(&mut tx, of.period, of.kind).await?;
    let lines = ours::lines(&mut tx, &bills).await?;
    let known = Known::of(&lines);
    let currency = known.only;
    let read = file(office, &of, known).await?;
    lease.renew().await?;
    if read.lines.is_empty() {
        drop(tx);
        return nothing(office, lease, &of, &read).await;
    }
    let sides = (
        read.lines.iter().map(super::read::Theirs::side).collect::<Vec<_>>(),
        lines.iter().map(ours::Ours::side).collect::<Vec<_>>(),
    );
    let matched = matches(&sides.0, &sides.1, of.tolerance_minor);
    drop(sides);
    let found = found(office, &mut tx, (&read, &lines), &matched).await?;
    drop(tx);
    write(office, lease, &of, (&read, &lines), (&matched, &found)).await?;
    finish(office, lease, &of, &read, matched.len(), currency).await
}

/// What an earlier attempt wrote.
async fn clean(office: &Office, lease: &mut Lease, id: i64) -> Result<()> {
    for table in ["reconciliation_lines", "reconciliation_refused", "reconciliation_sums"] {
        let mut tx = office.db.begin().await?;
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(table).push(" WHERE reconciliation_id = ").arg(id);
        sql.execute_in(&mut tx).await?;
        lease.advance(&mut tx, 0, 0).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Not a row could be read: nothing is compared, and the page says why.
async fn nothing(office: &Office, lease: &mut Lease, of: &Reconciliation, read: &Read) -> Result<()> {
    let first = read.refused.first().map(|(place, problems)| {
        let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        format!("row {}: {told}", table_and_row(*place).1)
    });
    let problem =
        format!("no row could be read: {}", first.unwrap_or_else(|| "there are only sums".to_owned()));
    let mut tx = office.db.begin().await?;
    write::refused(&mut tx, of, read).await?;
    let mut sql = Sql::new("UPDATE reconciliations SET state = 'failed', problem = ");
    sql.arg(problem).push(", finished_at = ").arg(office.clock.millis()).push(", rows_read = ");
    sql.arg(i64::try_from(read.rows()).unwrap_or(i64::MAX)).push(", rows_refused = ");
    sql.arg(i64::try_from(read.refused.len()).unwrap_or(i64::MAX)).push(", rows_total = ");
    sql.arg(i64::try_from(read.totals).unwrap_or(i64::MAX)).push(" WHERE state = 'running' AND id = ");
    sql.arg(of.id);
    sql.execute_in(&mut tx).await?;
    lease.report_in(&mut tx, 1, 1).await?;
    Ok(tx.commit().await?)
}

async fn file(office: &Office, of: &Reconciliation, known: Known) -> Result<Read> {
    let upload = documents::local(&office.documents, &of.upload).await?;
    let (form, zone, period, path) = (of.form.clone(), office.zone, of.period, upload.path.clone());
    let read = tokio::task::spawn_blocking(move || {
        read::read(&path, Reading { form: &form, zone, period, currency: &known }, &Position::default())
    });
    // A damaged workbook can bring its reader down; that is the file's doing.
    read.await.map_err(|_| Unreadable::Damaged)?
}

async fn found(
    office: &Office,
    tx: &mut Tx,
    (read, lines): (&Read, &[ours::Ours]),
    matched: &[Match],
) -> Result<Found> {
    let rules = rules::versions(office).await?;
    let (mut different, mut missing) = (Vec::new(), Vec::new());
    for of in matched {
        match (of.state, &of.theirs[..], &of.ours[..]) {
            (LineState::Different, theirs, [one]) => {
                let sum = theirs.iter().map(|at| read.lines[*at].amount_minor).fold(0, i64::saturating_add);
                different.push((&lines[*one], sum));
            }
            (LineState::MissingHere, [at, ..], _) => missing.push(&read.lines[*at]),
            _ => {}
        }
    }
    let explained = ours::explained(office, &rules, &different).await?;
    Ok(Found { explained, elsewhere: ours::elsewhere(tx, &missing).await? })
}

async fn write(
    office: &Office,
    lease: &mut Lease,
    of: &Reconciliation,
    (read, lines): (&Read, &[ours::Ours]),
    (matched, found): (&[Match], &Found),
) -> Result<()> {
    let total = i64::try_from(matched.len()).unwrap_or(i64::MAX);
    let mut position = 0;
    for slice in matched.chunks(SLICE) {
        let mut written = Vec::with_capacity(slice.len());
        for matched in slice {
            position += 1;
            written.push(write::line(of, (&read.lines, lines), (position, matched), found)?);
        }
        let mut tx = office.db.begin().await?;
        write::lines(&mut tx, of.id, &written).await?;
        lease.advance(&mut tx, position, total).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn finish(
    office: &Office,
    lease: &mut Lease,
    of: &Reconciliation,
    read: &Read,
    lines: usize,
    currency: Option<Currency>,
) -> Result<()> {
    let stated = read.stated.zip(currency).and_then(|(amount, currency)| amount.minor(currency).ok());
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut tx = office.db.begin().await?;
    write::refused(&mut tx, of, read).await?;
    let mut sql = Sql::new("UPDATE reconciliations SET state = 'open', finished_at = ");
    sql.arg(office.clock.millis()).push(", rows_read = ").arg(i64::try_from(read.rows()).unwrap_or(i64::MAX));
    sql.push(", rows_refused = ").arg(count(read.refused.len())).push(", rows_total = ");
    sql.arg(i64::try_from(read.totals).unwrap_or(i64::MAX)).push(", stated_minor = ").arg(stated);
    sql.push(", lines = ").arg(count(lines));
    sql.push(", open_lines = (SELECT COUNT(*) FROM reconciliation_lines WHERE decision = 'open' ");
    sql.push("AND state NOT IN ('matched', 'tolerated') AND reconciliation_id = ").arg(of.id);
    sql.push(") WHERE state = 'running' AND id = ").arg(of.id);
    sql.execute_in(&mut tx).await?;
    let entry = Entry::new(Action::ReconciliationDone, Subject::Reconciliation(of.id)).after(fields! {
        Period: of.period.to_string(), Lines: count(lines), Rejected: count(read.refused.len()),
    });
    journal::append(&mut tx, office, &Actor::System, entry).await?;
    lease.report_in(&mut tx, count(lines), count(lines)).await?;
    Ok(tx.commit().await?)
}

/// Nothing comes of the file.
async fn gave_up(office: &Office, tx: &mut Tx, id: i64, failure: Option<&Failure>) -> Result<()> {
    let problem = failure.map_or_else(|| "its workers vanished".to_owned(), ToString::to_string);
    let mut sql = Sql::new("UPDATE reconciliations SET state = 'failed', problem = ");
    sql.arg(problem).push(", finished_at = ").arg(office.clock.millis());
    sql.push(" WHERE state = 'running' AND id = ").arg(id);
    sql.execute_in(tx).await?;
    Ok(())
}
