//! What a month earned, slice by slice, with everything that decides how much.

use std::collections::HashMap;

use domain::{
    FieldProblem, Period, Problem, Rate,
    bill::Earner,
    order::{Head, Line, OrderType},
    settlement::{Inputs, Milestone, RuleVersion, formula::amount},
    supervision::Shares,
};

use super::{REGION, Side};
use crate::{
    Failure, Result,
    db::{Sql, Tx, matching},
    orders::row::{Stored, of_rows},
};

/// So many lines are looked at together.
const SLICE: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct EarningRow {
    id: i64,
    order_id: i64,
    line_no: i64,
    part: i64,
}

/// Some lines of a month.
pub(super) struct Slice {
    earnings: Vec<EarningRow>,
    orders: HashMap<i64, Stored>,
    /// The order that an unsubscription takes back.
    taken_back: HashMap<i64, Head>,
    /// The shares of the milestones of an order.
    shares: HashMap<i64, Vec<Rate>>,
}

/// A line of a month.
pub(super) struct Earning<'a> {
    pub(super) id: i64,
    pub(super) order_no: &'a str,
    pub(super) part: i64,
    pub(super) line: &'a Line,
    /// With the dates by which its rule is chosen.
    pub(super) head: Head,
    milestone: Option<Option<Milestone>>,
}

/// The next lines of a month, in the order in which they came into the books; none at its end.
pub(super) async fn slice(tx: &mut Tx, period: Period, after: i64) -> Result<Slice> {
    let mut sql = Sql::new("SELECT id, order_id, line_no, part FROM earnings WHERE period = ");
    sql.arg(period.number()).push(" AND id > ").arg(after).push(" ORDER BY id").limit(SLICE);
    let earnings: Vec<EarningRow> = sql.fetch_all_in(tx).await?;
    let mut ids: Vec<i64> = earnings.iter().map(|earning| earning.order_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let orders: HashMap<i64, Stored> =
        of_rows(tx, &ids).await?.into_iter().map(|stored| (stored.id, stored)).collect();
    let taken_back = taken_back(tx, &orders).await?;
    let mut parted: Vec<i64> =
        earnings.iter().filter(|earning| earning.part > 0).map(|earning| earning.order_id).collect();
    parted.dedup();
    let shares = shares(tx, &parted).await?;
    Ok(Slice { earnings, orders, taken_back, shares })
}

/// The heads of the orders that unsubscriptions take back: the rules of those count (`domain.md` 5.9).
async fn taken_back(tx: &mut Tx, orders: &HashMap<i64, Stored>) -> Result<HashMap<i64, Head>> {
    let back = orders.values().filter(|stored| stored.order.head.order_type == OrderType::Unsubscribe);
    let back: Vec<i64> = back.map(|stored| stored.id).collect();
    let named = "SELECT id, takes_back_id FROM orders WHERE takes_back_id IS NOT NULL AND id IN";
    let named: Vec<(i64, i64)> = matching(tx, named, &back, "").await?;
    let originals: Vec<i64> = named.iter().map(|(_, original)| *original).collect();
    let heads: HashMap<i64, Head> =
        of_rows(tx, &originals).await?.into_iter().map(|stored| (stored.id, stored.order.head)).collect();
    Ok(named.into_iter().filter_map(|(id, original)| Some((id, *heads.get(&original)?))).collect())
}

async fn shares(tx: &mut Tx, orders: &[i64]) -> Result<HashMap<i64, Vec<Rate>>> {
    let head = "SELECT s.order_id, m.no, m.share FROM supervisions s JOIN supervision_milestones m \
        ON m.supervision_id = s.id WHERE s.order_id IN";
    let mut rows: Vec<(i64, i64, i64)> = matching(tx, head, orders, "").await?;
    rows.sort_unstable();
    rows.dedup();
    let mut shares: HashMap<i64, Vec<Rate>> = HashMap::new();
    for (order, _, share) in rows {
        let wrong = || Failure::Internal(format!("the order in row {order} has a share that is none"));
        shares.entry(order).or_default().push(Rate::from_millionths(share).ok_or_else(wrong)?);
    }
    Ok(shares)
}

impl Slice {
    /// The last line of the slice; `None` when there is none.
    pub(super) fn last(&self) -> Option<i64> {
        self.earnings.last().map(|earning| earning.id)
    }

    /// Each line.
    pub(super) fn lines(&self) -> impl Iterator<Item = Result<Earning<'_>>> {
        self.earnings.iter().map(|earning| {
            let gone = || Failure::Internal(format!("earning {} is of no line", earning.id));
            let stored = self.orders.get(&earning.order_id).ok_or_else(gone)?;
            let line = stored.order.line(earning.line_no).ok_or_else(gone)?;
            let mut head = stored.order.head;
            if let Some(original) = self.taken_back.get(&earning.order_id) {
                decided_as(&mut head, original);
            }
            let shares = (earning.part > 0).then(|| self.shares.get(&earning.order_id));
            let milestone = shares.map(|shares| {
                let shares = Shares::of(shares.cloned().unwrap_or_default()).ok()?;
                Milestone::of(&shares, usize::try_from(earning.part).ok()?)
            });
            let order_no = stored.order.number.as_str();
            Ok(Earning { id: earning.id, order_no, part: earning.part, line, head, milestone })
        })
    }
}

/// Gives a head the dates by which the rule of another one is chosen, as `rule_day` takes them.
fn decided_as(head: &mut Head, original: &Head) {
    let renewal = original.order_type == OrderType::Renew;
    let first = renewal.then_some(original.paid_at).flatten().min(original.effective_at);
    head.effective_at = first.or(original.effective_at);
    (head.paid_at, head.created_at) = (original.paid_at, original.created_at);
}

impl Earning<'_> {
    /// What it earns under these rules, and the one that was chosen.
    pub(super) fn under(&self, rules: &[RuleVersion]) -> Side {
        let earned = Earner { rules, region: REGION }.of(&self.head, self.line);
        let (rule, inputs) = match earned {
            Ok(earned) => (earned.choice.winner, earned.inputs),
            Err(problem) => return Side { rule: None, amount_minor: None, problem: Some(problem) },
        };
        let settled = self.part_of(inputs).and_then(|inputs| amount(rule, &inputs));
        let (amount_minor, problem) = match settled {
            Ok(minor) => (Some(minor), None),
            Err(problem) => (None, Some(problem)),
        };
        Side { rule: Some(rule.id()), amount_minor, problem }
    }

    fn part_of(&self, inputs: Inputs) -> Result<Inputs, FieldProblem> {
        match self.milestone {
            None => Ok(inputs),
            Some(Some(milestone)) => Ok(Inputs { milestone: Some(milestone), ..inputs }),
            Some(None) => Err(Problem::Missing.of("milestone")),
        }
    }
}
