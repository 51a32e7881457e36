//! Freezing and numbering a statement.

use domain::{
    Period,
    access::{Actor, Operation},
    money,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Cursor, Head, Line, StatementState,
    candidates::{Reader, Walk},
    freeze, head,
    lines::{issued, not_over, refused},
    totals::added,
};
use crate::{Conflict, Failure, Office, Result, db::Tx, journal, within};

/// How often it is tried when another transaction was in the way.
const TRIES: usize = 4;

/// Freezes the lines of a draft as they are now, and numbers it. Asked twice at once it is issued
/// once, and the other gets the conflict.
///
/// # Errors
/// `Denied`, `NotFound`; `StatementIssued`, `PeriodNotOver`, `NothingToSettle` or `LineRefused`; or
/// what the database said. Nothing was written then.
pub async fn issue(office: &Office, actor: &Actor, id: i64) -> Result<Head> {
    actor.may(Operation::IssueStatement)?;
    for _ in 1..TRIES {
        match issue_once(office, actor, id).await {
            Err(failure) if was_in_the_way(&failure) => {}
            done => return done,
        }
    }
    issue_once(office, actor, id).await
}

/// Two statements of one reseller can take the same late line at once; the second begins again
/// and finds it taken. PostgreSQL also ends one of two transactions that wait for each other.
fn was_in_the_way(failure: &Failure) -> bool {
    let code = match failure {
        Failure::Database(e) => e.as_database_error().and_then(|e| e.code().map(|c| c.into_owned())),
        _ => None,
    };
    failure.is_taken() || matches!(code.as_deref(), Some("40001" | "40P01"))
}

async fn issue_once(office: &Office, actor: &Actor, id: i64) -> Result<Head> {
    let mut tx = office.db.begin().await?;
    let draft = head::lock(&mut tx, id).await?;
    if draft.state == StatementState::Issued {
        return Err(issued(&draft).into());
    }
    if let Some(conflict) = not_over(office, &draft) {
        return Err(conflict.into());
    }
    let sum = freeze_lines(&mut tx, &draft).await?;
    if sum.count == 0 {
        return Err(Conflict::NothingToSettle.into());
    }
    freeze::mark_orders(&mut tx, id).await?;
    let number = next_number(&mut tx, draft.period).await?;
    let hash = hex::encode(sum.hasher.finalize());
    let now = office.clock.millis();
    within!(&mut tx, |c| {
        sqlx::query(
        "UPDATE statements SET state = 'issued', number = $1, line_count = $2, total_minor = $3, lines_hash = $4, \
         issued_at = $5, issued_by = $6 WHERE id = $7"
    )
    .bind(&number)
    .bind(sum.count)
    .bind(sum.total_minor)
    .bind(&hash)
    .bind(now)
    .bind(actor.name())
    .bind(id)
    .execute(c)
    .await
    .map(|_| ())
    })?;
    let entry = journal::Entry {
        action: "statement.issued",
        subject_kind: "statement",
        subject_id: &id.to_string(),
        before: json!({"state": "draft"}),
        after: json!({
            "state": "issued", "number": number, "reseller": draft.reseller, "period": draft.period.to_string(),
            "currency": draft.currency.code(), "total": money::bare(sum.total_minor), "lines": sum.count,
            "hash": hash,
        }),
        reason: None,
    };
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Head {
        number: Some(number),
        state: StatementState::Issued,
        line_count: Some(sum.count),
        total_minor: Some(sum.total_minor),
        lines_hash: Some(hash),
        issued_at: Some(now),
        issued_by: Some(actor.name().to_owned()),
        ..draft
    })
}

/// What was frozen so far.
struct Sum {
    count: i64,
    total_minor: i64,
    hasher: Sha256,
}

/// Computes and writes every line, one batch in memory at a time.
async fn freeze_lines(tx: &mut Tx, draft: &Head) -> Result<Sum> {
    let mut sum = Sum { count: 0, total_minor: 0, hasher: Sha256::new() };
    let mut walk = Walk::after(&mut Reader::Within(tx), draft, Cursor::default()).await?;
    loop {
        let page = walk.page(&mut Reader::Within(tx), freeze::BATCH).await?;
        if page.is_empty() {
            return Ok(sum);
        }
        let lines: Vec<Line> =
            page.into_iter().collect::<Result<_, _>>().map_err(|line| Failure::from(refused(line)))?;
        for line in &lines {
            line.hash_into(&mut sum.hasher);
            sum.count += 1;
            sum.total_minor = added(sum.total_minor, line.amount_minor)?;
        }
        freeze::insert(tx, draft.id, lines).await?;
    }
}

/// The next number of a month, `RS-202610-0001`. Its row stays locked until the transaction ends,
/// so that two resellers issued at once get two numbers, and a number that is not used is not lost.
async fn next_number(tx: &mut Tx, period: Period) -> Result<String> {
    let (last,): (i64,) = within!(tx, |c| sqlx::query_as(
        "INSERT INTO statement_numbers (period, last) VALUES ($1, 1) \
         ON CONFLICT (period) DO UPDATE SET last = statement_numbers.last + 1 RETURNING last"
    )
    .bind(period.number())
    .fetch_one(c)
    .await)?;
    Ok(format!("RS-{period}-{last:04}"))
}
