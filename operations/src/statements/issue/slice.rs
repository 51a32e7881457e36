//! One slice of the work of issuing, each a transaction of its own.

use super::super::{
    Blocked, Cursor, Head, Line, Refused,
    candidates::Walk,
    freeze,
    head::{self, IssueStep, Issuing},
    lines::refused,
    open::added,
    reader::Reader,
};
use super::reversal::taken_back;
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx, matching},
    dues::RESELLER,
    journal::{self, Action, Entry, Subject, fields},
    merchant,
    office::hashed,
    within,
};
use domain::{
    FieldName, Period,
    access::{Actor, Role},
    money,
    settlement::{Nature, StatementState},
};

/// Lines of a slice: SQLite's only writer is held for less than 0.2 s.
pub(super) const SLICE: i64 = 512;
/// How often a slice is tried when another transaction was in the way.
const TRIES: usize = 4;

/// What came of a slice.
pub(super) enum Came {
    /// There is more to do.
    Further(Head),
    /// It is issued.
    Issued(Head),
    /// It is a draft again, because of this.
    Refused(Refused),
    /// It is a draft, and nobody is issuing it.
    Draft(Head),
}

/// The slices of a statement that is being issued.
pub(super) struct Slices<'a> {
    pub(super) office: &'a Office,
    id: i64,
    /// The last line that was frozen here. After the last line of all it begins again, for those that
    /// came meanwhile.
    pub(super) after: Cursor,
    refused: Option<Refused>,
}

impl<'a> Slices<'a> {
    pub(super) fn new(office: &'a Office, id: i64) -> Self {
        Self { office, id, after: Cursor::default(), refused: None }
    }

    /// Does the next slice.
    ///
    /// # Errors
    /// `NotFound`, or what the database said; the slice was not done then.
    pub(super) async fn next(&mut self) -> Result<Came> {
        for _ in 1..TRIES {
            match self.once().await {
                Err(failure) if was_in_the_way(&failure) => {}
                done => return done,
            }
        }
        self.once().await
    }

    async fn once(&mut self) -> Result<Came> {
        let mut tx = self.office.db.begin().await?;
        let head = head::lock(&mut tx, self.id).await?;
        match head.issuing.clone() {
            None if head.state.is_frozen() => Ok(Came::Issued(head)),
            None => Ok(Came::Draft(head)),
            Some(issuing) if issuing.step == IssueStep::Releasing => self.release(tx, head).await,
            Some(issuing) if issuing.step == IssueStep::Reopening => self.reopen(tx, head).await,
            Some(issuing) if head.nature == Nature::Reversal => self.negate(tx, head, issuing).await,
            Some(issuing) => self.freeze(tx, head, issuing).await,
        }
    }

    async fn freeze(&mut self, mut tx: Tx, head: Head, mut issuing: Issuing) -> Result<Came> {
        let begin = Cursor { position: issuing.lines, ..self.after };
        let mut walk = Walk::after(&mut Reader::Within(&mut tx), &head, begin).await?;
        let locked = lock_orders(&mut tx, &walk).await?;
        let candidates = walk.page(&mut Reader::Within(&mut tx), SLICE).await?;
        if candidates.is_empty() {
            if self.after == Cursor::default() {
                return self.finish(tx, head, issuing).await;
            }
            self.after = Cursor::default();
            return Ok(Came::Further(head));
        }
        let lines: Vec<Line> = match candidates.into_iter().collect::<Candidates>() {
            Ok(lines) => lines,
            Err(line) => return self.refuse(tx, head, refused(line)).await,
        };
        // An order that came in between waits for the next time.
        let lines = lines
            .into_iter()
            .filter(|line| locked.as_ref().is_none_or(|ids| ids.contains(&line.order_id)))
            .zip(issuing.lines + 1..)
            .map(|(line, position)| Line { position, ..line })
            .collect::<Vec<_>>();
        note(&mut tx, &head, &mut issuing, &lines).await?;
        freeze::insert(&mut tx, head.id, lines).await?;
        tx.commit().await?;
        self.after = walk.cursor();
        Ok(Came::Further(Head { issuing: Some(issuing), ..head }))
    }

    /// Every line is frozen: now it counts. The work here does not grow with the lines.
    pub(super) async fn finish(&mut self, mut tx: Tx, head: Head, issuing: Issuing) -> Result<Came> {
        if issuing.lines == 0 {
            return self.refuse(tx, head, Refused::NothingToSettle).await;
        }
        let actor = issuer(&mut tx, &head).await?;
        let number = next_number(&mut tx, head.period).await?;
        let now = self.office.clock.millis();
        let merchant = merchant::frozen(&mut tx).await?;
        // What a reversal takes back becomes due again, once it counts.
        let reopening = (head.nature == Nature::Reversal).then_some(IssueStep::Reopening);
        let mut sql = Sql::new("UPDATE statements SET state = 'issued', number = ");
        sql.arg(number.as_str()).push(", issued_at = ").arg(now).push(", merchant = ").arg(merchant.clone());
        sql.push(", issuing = ").arg(reopening.map(|step| step.code().to_owned()));
        sql.push(", issuing_of = ").arg(reopening.map(|_| issuing.of)).push(" WHERE id = ").arg(head.id);
        sql.execute_in(&mut tx).await?;
        if let Some(corrects) = head.corrects.as_ref().filter(|_| reopening.is_some()) {
            taken_back(&mut tx, self.office, &actor, corrects, (&number, head.reason.as_deref())).await?;
        }
        let before = fields! { State: StatementState::Draft };
        let mut after = fields! {
            State: StatementState::Issued, Number: number, Reseller: head.reseller, Period: head.period.to_string(),
            Currency: head.currency, Nature: head.nature, Corrects: head.corrects.as_ref().map(|of| of.number.clone()),
            Total: money::bare(issuing.total_minor, head.currency), Lines: issuing.lines, Hash: issuing.hash,
        };
        if let Some(merchant) = merchant {
            after.set(FieldName::Merchant, hashed(&merchant));
        }
        let entry = Entry::new(Action::StatementIssued, Subject::Statement(head.id)).changed(before, after);
        journal::append(&mut tx, self.office, &actor, entry).await?;
        tx.commit().await?;
        let issuing_on = reopening.map(|step| Issuing { step, ..issuing.clone() });
        let came = if issuing_on.is_some() { Came::Further } else { Came::Issued };
        Ok(came(Head {
            number: Some(number),
            state: StatementState::Issued,
            issuing: issuing_on,
            line_count: Some(issuing.lines),
            total_minor: Some(issuing.total_minor),
            lines_hash: Some(issuing.hash),
            issued_at: Some(now),
            issued_by: Some(actor.name().to_owned()),
            ..head
        }))
    }

    async fn refuse(&mut self, mut tx: Tx, head: Head, why: Refused) -> Result<Came> {
        let mut sql = Sql::new("UPDATE statements SET issuing = ");
        sql.arg(IssueStep::Releasing.code()).push(" WHERE id = ").arg(head.id);
        sql.execute_in(&mut tx).await?;
        tx.commit().await?;
        self.refused = Some(why);
        Ok(Came::Further(head))
    }

    async fn release(&mut self, mut tx: Tx, head: Head) -> Result<Came> {
        let further = freeze::release(&mut tx, head.id, SLICE).await?;
        if !further {
            let mut sql = Sql::new(
                "UPDATE statements SET issuing = NULL, issuing_of = NULL, issuer_kind = NULL, issuer_id = NULL, issued_by = NULL, \
                 line_count = 0, total_minor = 0, lines_hash = NULL, state = ",
            );
            // There is no draft of a reversal that somebody could issue later.
            let left = if head.nature == Nature::Reversal { StatementState::Void } else { head.state };
            sql.arg(left.code()).push(" WHERE id = ").arg(head.id);
            sql.execute_in(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(match self.refused.take_if(|_| !further) {
            Some(conflict) => Came::Refused(conflict),
            None if further => Came::Further(head),
            None => Came::Draft(Head { issuing: None, ..head }),
        })
    }
}

/// Adds these lines to what is noted of a statement.
pub(super) async fn note(tx: &mut Tx, head: &Head, issuing: &mut Issuing, lines: &[Line]) -> Result<()> {
    for line in lines {
        issuing.hash = line.hash_after(&issuing.hash);
        issuing.total_minor = added(issuing.total_minor, line.amount_minor)?;
        issuing.lines = line.position;
    }
    let mut sql = Sql::new("UPDATE statements SET line_count = ");
    sql.arg(issuing.lines).push(", total_minor = ").arg(issuing.total_minor);
    sql.push(", lines_hash = ").arg(issuing.hash.as_str()).push(" WHERE id = ").arg(head.id);
    sql.execute_in(tx).await?;
    Ok(())
}

type Candidates = std::result::Result<Vec<Line>, Blocked>;

/// Two statements of one reseller can take the same late line at once; the second begins again
/// and finds it taken. PostgreSQL also ends one of two transactions that wait for each other.
fn was_in_the_way(failure: &Failure) -> bool {
    let code = match failure {
        Failure::Database(e) => e.as_database_error().and_then(|e| e.code().map(|c| c.into_owned())),
        _ => None,
    };
    failure.is_taken() || matches!(code.as_deref(), Some("40001" | "40P01"))
}

/// Nobody changes an order while its lines are being frozen; they are locked in the order in which an
/// import locks them. SQLite has one writer anyway: `None`.
async fn lock_orders(tx: &mut Tx, walk: &Walk) -> Result<Option<Vec<i64>>> {
    if !tx.is_postgres() {
        return Ok(None);
    }
    let ids = walk.orders(&mut Reader::Within(tx), SLICE).await?;
    lock_rows(tx, &ids).await?;
    Ok(Some(ids))
}

/// Locks orders as an import does. SQLite has one writer anyway.
pub(super) async fn lock_rows(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    if tx.is_postgres() {
        let tail = " ORDER BY order_no FOR UPDATE";
        matching::<(i64,), i64>(tx, "SELECT id FROM orders WHERE id IN", ids, tail).await?;
    }
    Ok(())
}

/// Who began to issue it, for the journal. That they may was found then.
async fn issuer(tx: &mut Tx, head: &Head) -> Result<Actor> {
    let mut sql = Sql::new("SELECT issuer_kind, issuer_id, issued_by FROM statements WHERE id = ");
    sql.arg(head.id);
    let row: Option<(Option<String>, Option<i64>, Option<String>)> = sql.fetch_optional_in(tx).await?;
    let (kind, id, name) = row.ok_or(Failure::NotFound)?;
    let (name, role) = (name.unwrap_or_default(), Role::Finance);
    Ok(match (kind.as_deref(), id) {
        (Some("staff"), Some(id)) => Actor::Staff { id, name, role, products: Vec::new() },
        (Some("token"), Some(id)) => Actor::Token { id, name, role },
        _ => Actor::System,
    })
}

/// The next number of a month, `RS-202610-0001`. Its row stays locked until the transaction ends,
/// so that two resellers issued at once get two numbers, and a number that is not used is not lost.
async fn next_number(tx: &mut Tx, period: Period) -> Result<String> {
    let (last,): (i64,) = within!(tx, |c| sqlx::query_as(
        "INSERT INTO statement_numbers (kind, period, last) VALUES ($1, $2, 1) \
         ON CONFLICT (kind, period) DO UPDATE SET last = statement_numbers.last + 1 RETURNING last"
    )
    .bind(RESELLER)
    .bind(period.number())
    .fetch_one(c)
    .await)?;
    Ok(format!("RS-{period}-{last:04}"))
}
