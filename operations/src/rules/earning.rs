//! What a month earned, slice by slice, with everything that decides how much.

use std::collections::HashMap;

use domain::{
    FieldProblem, Period, Problem,
    bill::Earner,
    order::{Head, Line, OrderType},
    settlement::{Back, Inputs, Milestone, Refunded, formula::amount},
    supervision::Shares,
};

use super::Side;
use crate::{
    Failure, Result,
    bills::{part_of, shares, takes_part},
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
    /// The order that an unsubscription takes back, by its row.
    taken_back: HashMap<i64, i64>,
    originals: HashMap<i64, Stored>,
    /// What was taken back of the line of an order: by which unsubscription, and how much.
    parts_back: HashMap<(i64, i64), Vec<(i64, i64)>>,
    /// The shares of the milestones of an order.
    shares: HashMap<i64, Shares>,
}

/// A line of a month.
pub(super) struct Earning<'a> {
    pub(super) id: i64,
    pub(super) order_no: &'a str,
    pub(super) part: i64,
    pub(super) line: &'a Line,
    /// The order and the line that decide the amount: of what is taken back those that were bought.
    of: (&'a Head, &'a Line),
    back: Option<Back>,
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
    let orders = by_row(of_rows(tx, &ids).await?);
    let back = orders.values().filter(|stored| stored.order.head.order_type == OrderType::Unsubscribe);
    let back: Vec<i64> = back.map(|stored| stored.id).collect();
    let named: Vec<(i64, Option<i64>)> =
        matching(tx, "SELECT id, takes_back_id FROM orders WHERE id IN", &back, "").await?;
    let taken_back: HashMap<i64, i64> =
        named.into_iter().filter_map(|(id, original)| Some((id, original?))).collect();
    let mut ids: Vec<i64> = taken_back.values().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let originals = by_row(of_rows(tx, &ids).await?);
    let parts_back = parts_back(tx, &ids).await?;
    let mut parted: Vec<i64> =
        earnings.iter().filter(|earning| earning.part > 0).map(|earning| earning.order_id).collect();
    parted.dedup();
    let shares = shares(tx, &parted).await?;
    Ok(Slice { earnings, orders, taken_back, originals, parts_back, shares })
}

fn by_row(stored: Vec<Stored>) -> HashMap<i64, Stored> {
    stored.into_iter().map(|stored| (stored.id, stored)).collect()
}

/// What went back of the lines of these orders.
async fn parts_back(tx: &mut Tx, originals: &[i64]) -> Result<HashMap<(i64, i64), Vec<(i64, i64)>>> {
    let head = "SELECT o.takes_back_id, l.line_no, o.id, ABS(l.paid_minor) AS paid_minor FROM orders o \
        JOIN order_lines l ON l.order_id = o.id WHERE o.takes_back_id IN";
    let mut rows: Vec<(i64, i64, i64, i64)> = matching(tx, head, originals, "").await?;
    rows.sort_unstable();
    rows.dedup();
    let mut parts: HashMap<(i64, i64), Vec<(i64, i64)>> = HashMap::new();
    for (original, line_no, id, paid) in rows {
        parts.entry((original, line_no)).or_default().push((id, paid));
    }
    Ok(parts)
}

impl Slice {
    /// The last line of the slice; `None` when there is none.
    pub(super) fn last(&self) -> Option<i64> {
        self.earnings.last().map(|earning| earning.id)
    }

    /// Each line.
    pub(super) fn lines(&self) -> impl Iterator<Item = Result<Earning<'_>>> {
        self.earnings.iter().map(|earning| self.line(earning))
    }

    fn line(&self, earning: &EarningRow) -> Result<Earning<'_>> {
        let gone = || Failure::Internal(format!("earning {} is of no line", earning.id));
        let stored = self.orders.get(&earning.order_id).ok_or_else(gone)?;
        let line = stored.order.line(earning.line_no).ok_or_else(gone)?;
        let original = self.taken_back.get(&stored.id).and_then(|id| self.originals.get(id));
        // Of an order that is not in the books: its own amounts, whole.
        let bought = original.and_then(|original| Some((original, original.order.line(line.line_no)?)));
        let (of, back) = match bought {
            Some((original, bought)) => {
                ((&original.order.head, bought), Some(self.back(original.id, bought, (stored.id, line))))
            }
            None => ((&stored.order.head, line), None),
        };
        let shares = (earning.part > 0).then(|| self.shares.get(&earning.order_id));
        let milestone = shares.map(|shares| Milestone::of(shares?, usize::try_from(earning.part).ok()?));
        let order_no = stored.order.number.as_str();
        Ok(Earning { id: earning.id, order_no, part: earning.part, line, of, back, milestone })
    }

    /// Which part of what was paid goes back, after what went back before, as a bill takes it (`domain.md` 5.9).
    fn back(&self, original: i64, bought: &Line, (id, line): (i64, &Line)) -> Back {
        if bought.paid_minor <= 0 {
            return Back::All;
        }
        let parts = self.parts_back.get(&(original, bought.line_no));
        let before = parts.into_iter().flatten().filter(|(other, _)| *other < id).map(|(_, paid)| *paid);
        let before_minor = before.fold(0, i64::saturating_add);
        let upto_minor = before_minor.saturating_add(line.paid_minor.saturating_abs());
        Back::Part(Refunded { before_minor, upto_minor, paid_minor: bought.paid_minor })
    }
}

/// What a line comes to, and what of it takes part in the increments of its rule.
pub(super) struct Earned {
    pub(super) side: Side,
    pub(super) base_minor: Option<i64>,
}

impl Earning<'_> {
    /// Currency and way of payment of its bill.
    pub(super) const fn head(&self) -> &Head {
        self.of.0
    }

    /// What it earns under these rules, and the one that was chosen.
    pub(super) fn under(&self, earner: Earner<'_>) -> Earned {
        let refused = |rule, problem| {
            let side = Side { rule, amount_minor: None, problem: Some(problem) };
            Earned { side, base_minor: None }
        };
        let earned = match earner.of(self.of.0, self.of.1) {
            Ok(earned) => earned,
            Err(problem) => return refused(None, problem),
        };
        let rule = earned.choice.winner;
        let settled = self.part_of(earned.inputs).and_then(|of| Ok((of, amount(rule, &of)?)));
        match settled {
            Ok((inputs, minor)) => Earned {
                side: Side { rule: Some(rule.id()), amount_minor: Some(minor), problem: None },
                base_minor: takes_part(rule, &inputs).map(|minor| part_of(minor, inputs.milestone)),
            },
            Err(problem) => refused(Some(rule.id()), problem),
        }
    }

    fn part_of(&self, inputs: Inputs) -> Result<Inputs, FieldProblem> {
        match (self.back, self.milestone) {
            (Some(back), _) => Ok(inputs.taken_back(back)),
            (None, None) => Ok(inputs),
            (None, Some(Some(milestone))) => Ok(Inputs { milestone: Some(milestone), ..inputs }),
            (None, Some(None)) => Err(Problem::Missing.of("milestone")),
        }
    }
}
