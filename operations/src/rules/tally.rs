//! What a replay found: totals, and the lines that change most.

use std::cmp::Reverse;

use domain::{
    Currency, FieldProblem, Period,
    settlement::{RuleName, RuleVersion},
};
use serde::{Deserialize, Serialize};

use super::{
    earning::{Earned, Earning},
    increments::Increments,
};
use crate::{Failure, Result};

/// So many lines that change most are kept.
pub const MOST_CHANGED: usize = 100;

/// What a line comes to under some rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The version that settles it; none where no rule does.
    pub rule: Option<RuleName>,
    /// Minor units; none where the rule refuses it.
    pub amount_minor: Option<i64>,
    /// Why it is refused.
    pub problem: Option<FieldProblem>,
}

/// A line that comes to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its place among the lines of the month: where a page goes on.
    pub id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line_no: i64,
    /// The milestone; 0 when the line is billed at once.
    pub part: i64,
    /// Row of the product.
    pub product_id: i64,
    /// Name of the product.
    pub product: String,
    /// Currency of both amounts.
    pub currency: Currency,
    /// Under the rules that are published.
    pub before: Side,
    /// With the draft.
    pub after: Side,
}

impl Change {
    /// By how much, in minor units; what is refused comes to nothing.
    #[must_use]
    pub fn by_minor(&self) -> i64 {
        let minor = |side: &Side| side.amount_minor.unwrap_or_default();
        minor(&self.after).saturating_sub(minor(&self.before))
    }
}

/// The lines of a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// Lines.
    pub lines: u64,
    /// Those that come to something else.
    pub changed: u64,
    /// Those that the published rules refuse.
    pub refused_before: u64,
    /// Those that are refused with the draft.
    pub refused_after: u64,
    /// What the others come to under the published rules, in minor units.
    pub before_minor: i64,
    /// What they come to with the draft.
    pub after_minor: i64,
    /// What the increments of the month come to under the published rules, in minor units.
    pub increments_before_minor: i64,
    /// What they come to with the draft.
    pub increments_after_minor: i64,
}

/// What a draft would have changed in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// The month.
    pub period: Period,
    /// Lines of orders in it.
    pub lines: u64,
    /// Those that come to something else.
    pub changed: u64,
    /// By currency.
    pub totals: Vec<Total>,
    /// The lines that change most, at most [`MOST_CHANGED`]; the first in the books first among equals.
    pub most: Vec<Change>,
}

#[derive(Default)]
struct Sum {
    lines: u64,
    changed: u64,
    refused: [u64; 2],
    minor: [i128; 2],
}

/// Adds lines up, and keeps those that change most.
#[derive(Default)]
pub(super) struct Tally {
    sums: Vec<(Currency, Sum)>,
    most: Vec<Change>,
    increments: [Increments; 2],
}

impl Tally {
    /// Counts a line.
    pub(super) fn count(&mut self, earning: &Earning<'_>, both: &[Earned; 2], changed: bool) {
        let currency = earning.head().currency;
        for (increments, earned) in self.increments.iter_mut().zip(both) {
            increments.add(earning, earned);
        }
        let at = self.sums.iter().position(|(of, _)| *of == currency).unwrap_or_else(|| {
            self.sums.push((currency, Sum::default()));
            self.sums.len() - 1
        });
        let sum = &mut self.sums[at].1;
        sum.lines += 1;
        sum.changed += u64::from(changed);
        for (at, Earned { side, .. }) in both.iter().enumerate() {
            sum.minor[at] += i128::from(side.amount_minor.unwrap_or_default());
            sum.refused[at] += u64::from(side.amount_minor.is_none());
        }
    }

    /// Keeps a line, if it is among those that change most.
    pub(super) fn keep(&mut self, change: Change) {
        self.most.push(change);
        if self.most.len() >= 2 * MOST_CHANGED {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        self.most.sort_by_key(|change| (Reverse(change.by_minor().unsigned_abs()), change.id));
        self.most.truncate(MOST_CHANGED);
    }

    /// What was found, under the rules as they are and with a draft.
    pub(super) fn found(mut self, period: Period, rules: [&[RuleVersion]; 2]) -> Result<Replay> {
        self.shorten();
        self.sums.sort_by_key(|(currency, _)| currency.code());
        let minor = |sum: i128| {
            i64::try_from(sum)
                .map_err(|_| Failure::Internal("the month comes to more than can be counted".into()))
        };
        let [one, other] = &self.increments;
        let increments = [one.totals(rules[0]), other.totals(rules[1])];
        let increment = |at: usize, of: Currency| minor(increments[at].get(&of).copied().unwrap_or_default());
        let mut totals = Vec::with_capacity(self.sums.len());
        for (currency, sum) in self.sums {
            totals.push(Total {
                currency,
                lines: sum.lines,
                changed: sum.changed,
                refused_before: sum.refused[0],
                refused_after: sum.refused[1],
                before_minor: minor(sum.minor[0])?,
                after_minor: minor(sum.minor[1])?,
                increments_before_minor: increment(0, currency)?,
                increments_after_minor: increment(1, currency)?,
            });
        }
        let lines = totals.iter().map(|total| total.lines).sum();
        let changed = totals.iter().map(|total| total.changed).sum();
        Ok(Replay { period, lines, changed, totals, most: self.most })
    }
}
