//! The job that reads a file and compares it.

use domain::{
    Currency,
    access::Actor,
    reconciliation::{LineState, Match, State, matches},
};

use super::{
    Reconciliation,
    ours::{self, Ours},
    read::{self, Known, Read, Reading, Theirs},
    row::find,
    write::{self, Found},
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    documents,
    files::{
        Unreadable,
        read::{Position, table_and_row},
    },
    jobs::{Kind, Lease},
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

async fn work(office: &Office, lease: &mut Lease) -> Result<()> {
    let of = find(office, lease.subject_id).await?;
    if of.state != State::Running {
        return Ok(());
    }
    clean(office, lease, of.id).await?;
    match compared(office, lease, &of).await {
        // It is the file's doing: another try would not help.
        Err(failure @ (Failure::File(_) | Failure::Reconciliation(_))) => {
            nothing(office, lease, &of, (&Read::default(), failure.to_string())).await
        }
        came => came,
    }
}

async fn compared(office: &Office, lease: &mut Lease, of: &Reconciliation) -> Result<()> {
    let mut books = office.db.snapshots().await?;
    let mut tx = books.pop().ok_or_else(|| Failure::Internal("the books cannot be read".to_owned()))?;
    let bills = ours::bills(&mut tx, of.period, of.kind).await?;
    let lines = ours::lines(&mut tx, &bills).await?;
    let known = Known::of(&lines);
    let currency = known.only;
    let read = file(office, of, known).await?;
    lease.renew().await?;
    if read.lines.is_empty() {
        drop(tx);
        let why = nothing_read(&read);
        return nothing(office, lease, of, (&read, why)).await;
    }
    let (read, lines, matched) = matched(read, lines, of.tolerance_minor).await?;
    let found = found(office, &mut tx, (&read, &lines), &matched).await?;
    drop(tx);
    write(office, lease, of, (&read, &lines), (&matched, &found)).await?;
    refused(office, lease, of, &read).await?;
    finish(office, lease, of, &read, matched.len(), currency).await
}

/// On a thread that nobody waits for.
async fn matched(read: Read, lines: Vec<Ours>, tolerance: i64) -> Result<(Read, Vec<Ours>, Vec<Match>)> {
    let work = move || {
        let theirs: Vec<_> = read.lines.iter().map(Theirs::side).collect();
        let ours: Vec<_> = lines.iter().map(Ours::side).collect();
        let matched = matches(&theirs, &ours, tolerance);
        drop((theirs, ours));
        (read, lines, matched)
    };
    let broke_off = |e| Failure::Internal(format!("the comparison broke off: {e}"));
    tokio::task::spawn_blocking(work).await.map_err(broke_off)
}

/// What an earlier attempt wrote.
async fn clean(office: &Office, lease: &mut Lease, id: i64) -> Result<()> {
    loop {
        let mut tx = office.db.begin().await?;
        let mut sql =
            Sql::new("DELETE FROM reconciliation_lines WHERE id IN (SELECT id FROM reconciliation_lines ");
        sql.push("WHERE reconciliation_id = ").arg(id).limit(2_000).push(")");
        let gone = sql.execute_in(&mut tx).await?;
        lease.advance(&mut tx, 0, 0).await?;
        tx.commit().await?;
        if gone == 0 {
            break;
        }
    }
    for table in ["reconciliation_refused", "reconciliation_sums"] {
        let mut tx = office.db.begin().await?;
        let mut sql = Sql::new("DELETE FROM ");
        sql.push(table).push(" WHERE reconciliation_id = ").arg(id);
        sql.execute_in(&mut tx).await?;
        lease.advance(&mut tx, 0, 0).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Why nothing is compared when not a row could be read.
fn nothing_read(read: &Read) -> String {
    let first = read.refused.first().map(|(place, problems)| {
        let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        format!("row {}: {told}", table_and_row(*place).1)
    });
    format!("no row could be read: {}", first.unwrap_or_else(|| "there are only sums".to_owned()))
}

/// Nothing is compared, and the page says why.
async fn nothing(
    office: &Office,
    lease: &mut Lease,
    of: &Reconciliation,
    (read, problem): (&Read, String),
) -> Result<()> {
    refused(office, lease, of, read).await?;
    let mut tx = office.db.begin().await?;
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

/// Writes the rows that could not be read.
async fn refused(office: &Office, lease: &mut Lease, of: &Reconciliation, read: &Read) -> Result<()> {
    for slice in read.refused.chunks(SLICE) {
        let mut tx = office.db.begin().await?;
        write::refused(&mut tx, of, slice).await?;
        lease.advance(&mut tx, 0, 0).await?;
        tx.commit().await?;
    }
    Ok(())
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
    (read, lines): (&Read, &[Ours]),
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
    (read, lines): (&Read, &[Ours]),
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
