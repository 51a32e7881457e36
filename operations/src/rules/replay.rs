//! What a draft would have changed in a past month, order by order.
//!
//! The month is read in slices of one state of the books, by connections that only read: nobody waits for it, and no
//! more than a slice is in memory.

use std::collections::HashMap;

use domain::{
    Period,
    access::{Actor, Operation},
    bill::{Earner, Region},
    settlement::{RuleVersion, rules::WrittenRule},
};

use super::{
    Change, Replay, Rule,
    draft::{alone, look_up},
    earning::{Earned, Earning, slice},
    region,
    row::{by_row, locked, versions},
    tally::Tally,
};
use crate::{
    Failure, Office, Result,
    db::{Sql, Tx},
    journal::{self, Action, Entry, Subject, fields},
};

/// The rules as they are, and with a draft.
struct Both {
    before: Vec<RuleVersion>,
    after: Vec<RuleVersion>,
    region: Region,
}

impl Both {
    async fn new(office: &Office, before: Vec<RuleVersion>, draft: RuleVersion) -> Result<Self> {
        let mut after = before.clone();
        after.push(draft);
        Ok(Self { before, after, region: region(office).await? })
    }

    /// A line under both, and whether it comes to something else.
    fn earned(&self, earning: &Earning<'_>) -> ([Earned; 2], bool) {
        let both = [&self.before, &self.after];
        let both = both.map(|rules| earning.under(Earner { rules, region: self.region }));
        let changed = both[0].side.amount_minor != both[1].side.amount_minor;
        (both, changed)
    }
}

fn change(earning: &Earning<'_>, [before, after]: [Earned; 2]) -> Change {
    Change {
        id: earning.id,
        order_no: earning.order_no.to_owned(),
        line_no: earning.line.line_no,
        part: earning.part,
        product_id: earning.line.product,
        product: String::new(),
        currency: earning.head().currency,
        before: before.side,
        after: after.side,
    }
}

/// Replays a draft over a month and notes on it what it would have changed.
///
/// # Errors
/// `Denied`, `NotFound`; [`super::Refused`] when it is no draft any more, or was changed meanwhile; `Invalid` where it overlaps
/// a version that was published meanwhile.
pub async fn replay(office: &Office, actor: &Actor, id: i64, period: Period) -> Result<Rule> {
    actor.may(Operation::DraftRule)?;
    let draft = by_row(office, id).await?;
    draft.open(None)?;
    let found = over(office, draft.rule.clone(), period).await?;
    let text = serde_json::to_string(&found).map_err(|e| Failure::Internal(e.to_string()))?;
    let mut tx = office.db.begin().await?;
    locked(&mut tx, id).await?.open(Some(draft.revision))?;
    let mut sql = Sql::new("UPDATE rules SET replayed_period = ");
    sql.arg(period.number())
        .push(", replay = ")
        .arg(text)
        .push(", replayed_at = ")
        .arg(office.clock.millis());
    sql.push(" WHERE id = ").arg(id);
    sql.execute_in(&mut tx).await?;
    let after = fields! { Period: period.to_string(), Lines: found.lines, Updated: found.changed };
    let entry = Entry::new(Action::RuleReplayed, Subject::Rule(id)).after(after);
    journal::append(&mut tx, office, actor, entry).await?;
    let replayed = locked(&mut tx, id).await?;
    tx.commit().await?;
    Ok(replayed)
}

/// Replays a draft that is kept nowhere.
///
/// # Errors
/// `Denied`; `Invalid` as [`super::draft`].
pub async fn replay_written(
    office: &Office,
    actor: &Actor,
    written: &WrittenRule,
    period: Period,
) -> Result<Replay> {
    actor.may(Operation::DraftRule)?;
    let found = look_up(office, written).await?;
    over(office, found.rule, period).await
}

async fn over(office: &Office, mut draft: RuleVersion, period: Period) -> Result<Replay> {
    let before = versions(office).await?;
    alone(&before, &mut draft)?;
    let both = Both::new(office, before, draft).await?;
    let mut tally = Tally::default();
    let mut tx = reader(office).await?;
    let mut after = 0;
    loop {
        let slice = slice(&mut tx, period, after).await?;
        let Some(last) = slice.last() else { break };
        for earning in slice.lines() {
            let earning = earning?;
            let (earned, changed) = both.earned(&earning);
            tally.count(&earning, &earned, changed);
            if changed {
                tally.keep(change(&earning, earned));
            }
        }
        after = last;
    }
    drop(tx);
    let mut found = tally.found(period, [&both.before, &both.after])?;
    name_products(office, &mut found.most).await?;
    Ok(found)
}

/// A transaction that only reads.
async fn reader(office: &Office) -> Result<Tx> {
    let first = office.db.snapshots().await?.into_iter().next();
    first.ok_or_else(|| Failure::Internal("no connection reads".into()))
}

/// A page of the lines that change, in the order of the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The lines.
    pub rows: Vec<Change>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// The lines that a draft would have changed in a month, in the order of the books, behind the line `after`.
///
/// # Errors
/// `Denied`, `NotFound`; [`super::Refused`] when it is no draft any more.
pub async fn changes(
    office: &Office,
    actor: &Actor,
    id: i64,
    period: Period,
    after: i64,
    limit: usize,
) -> Result<Changes> {
    actor.may(Operation::ReadRules)?;
    let mut draft = by_row(office, id).await?;
    draft.open(None)?;
    let before = versions(office).await?;
    alone(&before, &mut draft.rule)?;
    let both = Both::new(office, before, draft.rule).await?;
    let mut rows = Vec::new();
    let mut tx = reader(office).await?;
    let mut at = after;
    while rows.len() <= limit {
        let slice = slice(&mut tx, period, at).await?;
        let Some(last) = slice.last() else { break };
        for earning in slice.lines() {
            let earning = earning?;
            let (earned, changed) = both.earned(&earning);
            if changed {
                rows.push(change(&earning, earned));
            }
        }
        at = last;
    }
    drop(tx);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| last.id);
    name_products(office, &mut rows).await?;
    Ok(Changes { rows, next })
}

async fn name_products(office: &Office, rows: &mut [Change]) -> Result<()> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.product_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut sql = Sql::new("SELECT id, name FROM products WHERE ");
    sql.one_of(office.db.is_postgres(), "id", &ids);
    let names: HashMap<i64, String> = sql.fetch_all(&office.db).await?.into_iter().collect();
    for row in rows {
        row.product = names.get(&row.product_id).cloned().unwrap_or_default();
    }
    Ok(())
}
