//! What the lines of a reconciliation come to, kept with them: ours and the differences by reason are theirs.

use std::collections::BTreeMap;

use domain::{
    Currency,
    access::{Actor, Operation},
    reconciliation::{Decision, LineState, Reason},
};
use sqlx::FromRow;

use super::Line;
use crate::{
    Failure, Office, Result,
    bills::to_see,
    db::{Bulk, Sql, Tx},
};

/// What lines of one sort come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Currency of the amounts.
    pub currency: Currency,
    /// What the lines are.
    pub state: LineState,
    /// Why the sides differ.
    pub reason: Option<Reason>,
    /// What somebody made of them.
    pub decision: Option<Decision>,
    /// How many.
    pub lines: i64,
    /// What our bills say, in minor units.
    pub ours_minor: i64,
    /// What the file says.
    pub theirs_minor: i64,
}

impl Sum {
    /// What theirs is more than ours.
    #[must_use]
    pub const fn difference_minor(&self) -> i64 {
        self.theirs_minor.saturating_sub(self.ours_minor)
    }
}

/// Currency, state, reason and decision of a line.
pub(super) type Sort = (&'static str, &'static str, &'static str, &'static str);
/// Lines, ours and theirs.
pub(super) type Numbers = (i64, i64, i64);

/// Where a line stands among the sums.
pub(super) fn sort_of(line: &Line) -> Sort {
    let decision = line.decision.map_or("", Decision::code);
    (line.currency.code(), line.state.code(), line.reason.map_or("", Reason::code), decision)
}

/// Adds a line, or takes it away.
pub(super) fn count(sums: &mut BTreeMap<Sort, Numbers>, line: &Line, by: i64) {
    let sum = sums.entry(sort_of(line)).or_default();
    sum.0 += by;
    sum.1 = sum.1.saturating_add(by * line.ours_minor.unwrap_or_default());
    sum.2 = sum.2.saturating_add(by * line.theirs_minor.unwrap_or_default());
}

/// Adds these numbers to the sums of a reconciliation.
pub(super) async fn add(tx: &mut Tx, id: i64, sums: &BTreeMap<Sort, Numbers>) -> Result<()> {
    let mut bulk = Bulk::new(8);
    for ((currency, state, reason, decision), (lines, ours, theirs)) in sums {
        bulk.row::<8>([
            id.into(),
            (*currency).into(),
            (*state).into(),
            (*reason).into(),
            (*decision).into(),
            (*lines).into(),
            (*ours).into(),
            (*theirs).into(),
        ]);
    }
    let head = "INSERT INTO reconciliation_sums (reconciliation_id, currency, state, reason, decision, lines, \
         ours_minor, theirs_minor) VALUES ";
    let tail = " ON CONFLICT (reconciliation_id, currency, state, reason, decision) DO UPDATE SET \
         lines = reconciliation_sums.lines + excluded.lines, \
         ours_minor = reconciliation_sums.ours_minor + excluded.ours_minor, \
         theirs_minor = reconciliation_sums.theirs_minor + excluded.theirs_minor";
    Ok(bulk.execute(tx, head, tail).await?)
}

#[derive(FromRow)]
struct Row {
    currency: String,
    state: String,
    reason: String,
    decision: String,
    lines: i64,
    ours_minor: i64,
    theirs_minor: i64,
}

/// The sums of a reconciliation, by currency, state, reason and decision.
///
/// # Errors
/// `Denied`; the agreement in force is not signed.
pub async fn sums(office: &Office, actor: &Actor, id: i64) -> Result<Vec<Sum>> {
    actor.may(Operation::ReadBills)?;
    to_see(office).await?;
    let mut sql = Sql::new(
        "SELECT currency, state, reason, decision, lines, ours_minor, theirs_minor FROM reconciliation_sums \
         WHERE lines <> 0 AND reconciliation_id = ",
    );
    sql.arg(id).push(" ORDER BY currency, state, reason, decision");
    let unknown = || Failure::Internal(format!("a sum of reconciliation {id} has a code that is not known"));
    let read = |row: Row| {
        let some = |code: String| Some(code).filter(|code| !code.is_empty());
        let reason = some(row.reason).map(|code| Reason::from_code(&code).ok_or_else(unknown));
        let decision = some(row.decision).map(|code| Decision::from_code(&code).ok_or_else(unknown));
        Ok(Sum {
            currency: Currency::from_code(&row.currency).ok_or_else(unknown)?,
            state: LineState::from_code(&row.state).ok_or_else(unknown)?,
            reason: reason.transpose()?,
            decision: decision.transpose()?,
            lines: row.lines,
            ours_minor: row.ours_minor,
            theirs_minor: row.theirs_minor,
        })
    };
    sql.fetch_all::<Row>(&office.db).await?.into_iter().map(read).collect()
}
