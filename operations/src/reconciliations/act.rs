//! What somebody makes of lines that need work.

use std::collections::BTreeMap;

use domain::{
    FieldName, Problem,
    access::{Actor, Operation},
    money,
    reconciliation::{Decision, LineAction, LineState, NotDecided, Reason, Standing, State},
    text,
};

use super::{
    Line, Reconciliation, Refused,
    line::{LineRow, OPEN, SOURCE},
    row, sums, write,
};
use crate::{
    Failure, Office, Result,
    bills::to_see,
    db::{Arg, Sql, Tx, dialect::for_update},
    journal::{self, Action, Entry, Subject, fields},
};

/// Lines that are dealt with at once.
const MOST: usize = 500;

/// Deals with lines of a reconciliation: all of them or none. Explaining needs a note, and a reason where none was found.
///
/// # Errors
/// `Denied`; `NotFound`; a problem with `note`, `reason` or `lines`; [`Refused`]: it is not open, somebody dealt with a line
/// already, or the line has nothing to do with the action.
pub async fn act(
    office: &Office,
    actor: &Actor,
    (id, lines): (i64, &[i64]),
    (action, note, reason): (LineAction, &str, &str),
) -> Result<Reconciliation> {
    actor.may(Operation::ActBill)?;
    to_see(office).await?;
    let note = match action {
        LineAction::Explain | LineAction::Dispute => {
            Some(text::required(note, 1_000).map_err(|problem| problem.of("note"))?)
        }
        _ => text::optional(note, 1_000).map_err(|problem| problem.of("note"))?,
    };
    let reason = match reason.trim() {
        "" => None,
        code => Some(Reason::parse(code).map_err(|problem| problem.of("reason"))?),
    };
    if lines.is_empty() || lines.len() > MOST {
        let (least, most) = (1, i64::try_from(MOST).unwrap_or_default());
        return Err(Problem::NotANumber { value: lines.len().to_string(), least, most }.of("lines").into());
    }
    let mut tx = office.db.begin().await?;
    let of = row::lock(&mut tx, id).await?;
    if of.state != State::Open {
        return Err(Refused::NotOpen { state: of.state }.into());
    }
    let mut work = Work { tx, office, actor, of, note, reason, sums: BTreeMap::new(), open: 0 };
    let mut rows = lines.to_vec();
    rows.sort_unstable();
    rows.dedup();
    for row in rows {
        work.line(row, action).await?;
    }
    let Work { mut tx, of, sums, open, .. } = work;
    sums::add(&mut tx, of.id, &sums).await?;
    let mut sql = Sql::new("UPDATE reconciliations SET open_lines = open_lines + ");
    sql.arg(open).push(" WHERE id = ").arg(of.id);
    sql.execute_in(&mut tx).await?;
    tx.commit().await?;
    row::find(office, id).await
}

struct Work<'a> {
    tx: Tx,
    office: &'a Office,
    actor: &'a Actor,
    of: Reconciliation,
    note: Option<String>,
    reason: Option<Reason>,
    /// What changes of the sums.
    sums: BTreeMap<sums::Sort, sums::Numbers>,
    /// What changes of the number of open lines.
    open: i64,
}

impl Work<'_> {
    async fn line(&mut self, id: i64, action: LineAction) -> Result<()> {
        let mut sql = Sql::new(SOURCE.select);
        sql.push(SOURCE.from)
            .push(" WHERE l.id = ")
            .arg(id)
            .push(" AND l.reconciliation_id = ")
            .arg(self.of.id);
        sql.push(for_update(&self.tx));
        let line: Line =
            sql.fetch_optional_in::<LineRow>(&mut self.tx).await?.ok_or(Failure::NotFound)?.try_into()?;
        let before = line.clone();
        let after = self.after(line, action)?;
        sums::count(&mut self.sums, &before, -1);
        let mut told = fields! {
            Position: before.position, OrderNo: before.order_no.as_str(), Result: after.state,
            Difference: money::bare(before.difference_minor(), before.currency),
        };
        if let Some(reason) = after.reason {
            told.set(FieldName::Cause, reason.code());
        }
        if action == LineAction::RejectMatch {
            self.split(&after).await?;
        } else {
            self.write(&after).await?;
            sums::count(&mut self.sums, &after, 1);
            self.open += i64::from(after.is_open());
        }
        self.open -= i64::from(before.is_open());
        let mut entry = Entry::new(journaled(action), Subject::Reconciliation(self.of.id)).after(told);
        if let Some(note) = &self.note {
            entry = entry.because(note);
        }
        journal::append(&mut self.tx, self.office, self.actor, entry).await
    }

    /// The line as it is afterwards.
    fn after(&self, line: Line, action: LineAction) -> Result<Line> {
        let before = Standing { state: line.state, reason: line.reason, decision: line.decision };
        let after = before.after(action, line.ours.len(), self.reason).map_err(|why| match why {
            NotDecided::Nothing => Refused::NothingToDecide.into(),
            NotDecided::NoProposal => Refused::NoProposal.into(),
            NotDecided::NothingToAdjust => Refused::NothingToAdjust.into(),
            NotDecided::NoReason => Failure::from(Problem::Missing.of("reason")),
            NotDecided::Already => {
                let by = line.decided.as_ref().map(|(by, _)| by.clone()).unwrap_or_default();
                Refused::Decided { by }.into()
            }
        })?;
        let Standing { state, reason, decision } = after;
        let now = || (self.actor.name().to_owned(), self.office.clock.millis());
        let note = self.note.clone().filter(|_| decision.is_some());
        Ok(Line { state, reason, decision, note, decided: decision.map(|_| now()), ..line })
    }

    async fn write(&mut self, line: &Line) -> Result<()> {
        let mut sql = Sql::new("UPDATE reconciliation_lines SET state = ");
        sql.arg(line.state.code());
        sql.push(", reason = ").arg(Arg::MaybeText(line.reason.map(|of| of.code().to_owned())));
        sql.push(", decision = ").arg(line.decision.map_or(OPEN, Decision::code));
        sql.push(", note = ").arg(line.note.clone());
        sql.push(", decider = ").arg(line.decided.as_ref().map(|(by, _)| by.clone()));
        sql.push(", decided_at = ").arg(line.decided.as_ref().map(|(_, at)| *at));
        sql.push(" WHERE id = ").arg(line.id);
        sql.execute_in(&mut self.tx).await?;
        Ok(())
    }

    /// Both sides of what is not the same stand by themselves: ours behind all others.
    async fn split(&mut self, line: &Line) -> Result<()> {
        let theirs = Line { ours_minor: None, ours: Vec::new(), ..line.clone() };
        let mut sql = Sql::new("UPDATE reconciliation_lines SET ours_minor = NULL, ours = '[]' WHERE id = ");
        sql.arg(line.id);
        sql.execute_in(&mut self.tx).await?;
        self.write(&theirs).await?;
        sums::count(&mut self.sums, &theirs, 1);
        let mut sql = Sql::new("UPDATE reconciliations SET lines = lines + 1 WHERE id = ");
        sql.arg(self.of.id).push(" RETURNING lines");
        let (position,) = sql.fetch_optional_in::<(i64,)>(&mut self.tx).await?.ok_or(Failure::NotFound)?;
        let order_no = self.order_of(line).await?;
        let ours = Line {
            position,
            order_no,
            state: LineState::MissingThere,
            reason: Some(Reason::NotInFile),
            theirs_minor: None,
            theirs: Vec::new(),
            ..line.clone()
        };
        // It adds its own sums.
        write::lines(&mut self.tx, self.of.id, &[ours]).await?;
        self.open += 2;
        Ok(())
    }

    /// The order of our side.
    async fn order_of(&mut self, line: &Line) -> Result<String> {
        let Some((bill, position)) = line.ours.first().copied() else { return Ok(String::new()) };
        let mut sql = Sql::new("SELECT order_no FROM bill_lines WHERE bill_id = ");
        sql.arg(bill).push(" AND position = ").arg(position);
        Ok(sql.fetch_optional_in::<(String,)>(&mut self.tx).await?.map_or_else(String::new, |(no,)| no))
    }
}

const fn journaled(action: LineAction) -> Action {
    match action {
        LineAction::Accept => Action::ReconciliationAccepted,
        LineAction::Dispute => Action::ReconciliationDisputed,
        LineAction::Explain => Action::ReconciliationExplained,
        LineAction::ConfirmMatch => Action::ReconciliationConfirmed,
        LineAction::RejectMatch => Action::ReconciliationNotTheSame,
        LineAction::Reopen => Action::ReconciliationReopened,
    }
}
