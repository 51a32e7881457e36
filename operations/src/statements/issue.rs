//! Freezing and numbering a statement.

use domain::{
    Period,
    access::{Actor, Operation},
    money,
};
use sha2::{Digest, Sha256};

use super::{
    Cursor, Head, Line, Refused, StatementState,
    candidates::{Reader, Walk},
    freeze, head,
    lines::{issued, not_over, refused},
    totals::added,
};
use crate::{
    Failure, Office, Result,
    db::Tx,
    journal::{self, Action, Entry, Subject, fields},
    within,
};

/// How often it is tried when another transaction was in the way.
const TRIES: usize = 4;

/// Freezes the lines of a draft as they are now, and numbers it. Asked twice at once it is issued
/// once, and the other gets the conflict.
///
/// # Errors
/// `Denied`, `NotFound`; [`Refused`]; or what the database said. Nothing was written
/// then.
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
    let frozen = freeze_lines(&mut tx, &draft).await?;
    if frozen.count == 0 {
        return Err(Refused::NothingToSettle.into());
    }
    let number = next_number(&mut tx, draft.period).await?;
    let hash = hex::encode(frozen.hasher.finalize());
    let now = office.clock.millis();
    within!(&mut tx, |c| {
        sqlx::query(
        "UPDATE statements SET state = 'issued', number = $1, line_count = $2, total_minor = $3, lines_hash = $4, \
         issued_at = $5, issued_by = $6 WHERE id = $7"
    )
    .bind(&number)
    .bind(frozen.count)
    .bind(frozen.total_minor)
    .bind(&hash)
    .bind(now)
    .bind(actor.name())
    .bind(id)
    .execute(c)
    .await
    .map(|_| ())
    })?;
    let before = fields! { State: StatementState::Draft };
    let after = fields! {
        State: StatementState::Issued, Number: number, Reseller: draft.reseller, Period: draft.period.to_string(),
        Currency: draft.currency, Total: money::bare(frozen.total_minor), Lines: frozen.count, Hash: hash,
    };
    let entry = Entry::new(Action::StatementIssued, Subject::Statement(id)).changed(before, after);
    journal::append(&mut tx, office, actor, entry).await?;
    tx.commit().await?;
    Ok(Head {
        number: Some(number),
        state: StatementState::Issued,
        line_count: Some(frozen.count),
        total_minor: Some(frozen.total_minor),
        lines_hash: Some(hash),
        issued_at: Some(now),
        issued_by: Some(actor.name().to_owned()),
        ..draft
    })
}

/// What was frozen.
struct Frozen {
    count: i64,
    total_minor: i64,
    hasher: Sha256,
}

impl Frozen {
    fn add(&mut self, line: &Line) -> Result<()> {
        line.hash_into(&mut self.hasher);
        self.count += 1;
        self.total_minor = added(self.total_minor, line.amount_minor)?;
        Ok(())
    }
}

/// Computes and writes every line, one batch in memory at a time.
async fn freeze_lines(tx: &mut Tx, draft: &Head) -> Result<Frozen> {
    let mut frozen = Frozen { count: 0, total_minor: 0, hasher: Sha256::new() };
    let mut walk = Walk::after(&mut Reader::Within(tx), draft, Cursor::default()).await?;
    // Orders with the number of their frozen lines, in the order of the lines.
    let mut orders: Vec<(i64, i64)> = Vec::new();
    loop {
        let page = walk.page(&mut Reader::Within(tx), freeze::BATCH).await?;
        if page.is_empty() {
            freeze::mark_orders(tx, orders).await?;
            return Ok(frozen);
        }
        let lines: Vec<Line> =
            page.into_iter().collect::<Result<_, _>>().map_err(|line| Failure::from(refused(line)))?;
        for line in &lines {
            frozen.add(line)?;
            match orders.last_mut() {
                Some((order_id, count)) if *order_id == line.order_id => *count += 1,
                _ => orders.push((line.order_id, 1)),
            }
        }
        freeze::insert(tx, draft.id, lines).await?;
        // The last order may go on in the next batch; marked now, its lines would be looked up one
        // by one.
        let unfinished = orders.pop().into_iter().collect();
        freeze::mark_orders(tx, std::mem::replace(&mut orders, unfinished)).await?;
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
