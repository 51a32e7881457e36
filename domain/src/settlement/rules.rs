//! The dated versions of the settlement rules. A ratio is data of a version, never a literal in
//! a formula.

mod kinds;
pub mod life;
mod scope;
#[cfg(test)]
mod tests;
mod versions;
mod written;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Field;
use crate::{Currency, FieldProblem, Period, Problem, Rate, Tongue, codes, money};

pub use kinds::{RatioKind, ScopeKind};
pub use life::{RuleAction, RuleState};
pub use scope::{Choice, Facts, Overlap, Scope, beijing_day, choose, in_force, overlap, rule_day};
pub use versions::VERSIONS;
pub use written::{Draft, Named, WrittenBand, WrittenRule, written};

codes! {
    /// Which formula settles a line (`domain.md` 5.2–5.8), or prices an upgrade (1.6).
    pub enum Formula {
        /// The reseller sold alone (独立拓展, 5.6): the ratio is the rule's.
        Reseller = "reseller" | "独立拓展",
        /// Reseller and provider sold together (共同销售, 5.6): the ratio was agreed, up to the rule's cap.
        ResellerCoSale = "reseller_co_sale" | "共同销售",
        /// General products (5.2): sales less coupon, without the platform's fee.
        General = "general" | "通用商品",
        /// Joint products by the deal price (5.3).
        JointDeal = "joint_deal" | "联营成交价分成",
        /// Joint products by list price and floor discount (5.3).
        JointFloor = "joint_floor" | "联营底价折扣分成",
        /// Selected products by the floor price (5.4).
        Selected = "selected" | "严选商品",
        /// Customer service partners (5.7).
        Partner = "partner" | "客户服务商",
        /// The international site (5.8).
        International = "international" | "国际站",
        /// What an upgrade costs (1.6).
        Upgrade = "upgrade" | "变更价格",
    }
}

/// How a rule treats the ratio of a line: of the reseller, the partner or the merchant; for general and
/// international products the fee of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ratio {
    /// It is this one.
    Fixed(Rate),
    /// It was agreed, and is at most this one.
    AtMost(Rate),
    /// It is this one unless another was agreed.
    Usual(Rate),
}

impl Ratio {
    /// The rate: the fixed one, the highest or the usual one.
    #[must_use]
    pub const fn rate(self) -> Rate {
        match self {
            Self::Fixed(rate) | Self::AtMost(rate) | Self::Usual(rate) => rate,
        }
    }
}

/// A band of a month's total, and what it adds to the merchant's share (5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The lowest total that is in it, in minor units of the scheme's currency.
    pub from_minor: i64,
    /// The increment.
    pub increment: Rate,
}

/// The bands of a rule (5.2). They hold for the whole total of the month, not only for what is above an edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Only lines with exactly this fee take part.
    pub fee: Rate,
    /// Currency of the edges.
    pub currency: Currency,
    /// By their edges; the first begins at zero.
    pub bands: Cow<'static, [Band]>,
}

impl Scheme {
    /// The band of a total in minor units, and the edge of the band after it. A total below zero, where more
    /// was refunded than paid, is in the first.
    #[must_use]
    pub fn band(&self, paid_minor: i64) -> Option<(Band, Option<i64>)> {
        let above = self.bands.iter().position(|band| band.from_minor > paid_minor.max(0));
        let at = above.unwrap_or(self.bands.len()).checked_sub(1)?;
        Some((*self.bands.get(at)?, self.bands.get(at + 1).map(|band| band.from_minor)))
    }
}

/// The name of a version: its rule and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleName {
    /// The formula that it is a version of; also the rule's id.
    pub formula: Formula,
    /// Counts from 1, over all scopes.
    pub version: i64,
}

impl RuleName {
    /// `reseller v1`, as it stands in explanations and on statements.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} v{}", self.formula, self.version)
    }

    /// What people call it: `独立拓展（第 1 版）`, `Reseller (version 1)`.
    #[must_use]
    pub fn in_words(&self, tongue: Tongue) -> String {
        let (formula, version) = (self.formula.in_words(tongue), self.version);
        match tongue {
            Tongue::Codes => self.name(),
            Tongue::Zh => format!("{formula}（第 {version} 版）"),
            Tongue::En => format!("{formula} (version {version})"),
        }
    }
}

/// One version of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVersion {
    /// The formula that it is a version of; also the rule's id.
    pub formula: Formula,
    /// Counts from 1, over all scopes.
    pub version: i64,
    /// What it holds for.
    pub scope: Scope,
    /// The first day of the orders that it settles, from 00:00 +08:00. Reseller rules count by account periods.
    pub effective_from: NaiveDate,
    /// The first day that it does not settle any more; without one it ends where the next version of its
    /// scope begins.
    pub effective_until: Option<NaiveDate>,
    /// The ratio, or the fee.
    pub ratio: Ratio,
    /// The bands of the month's total.
    pub scheme: Option<Scheme>,
}

impl RuleVersion {
    /// Its name.
    #[must_use]
    pub const fn id(&self) -> RuleName {
        RuleName { formula: self.formula, version: self.version }
    }

    /// As [`RuleName::name`].
    #[must_use]
    pub fn name(&self) -> String {
        self.id().name()
    }

    /// As [`RuleName::in_words`].
    #[must_use]
    pub fn in_words(&self, tongue: Tongue) -> String {
        self.id().in_words(tongue)
    }

    /// The version of the reference that settles this formula in this period: for statements of resellers,
    /// whose rule is that of the order's month.
    #[must_use]
    pub fn in_period(formula: Formula, period: Period) -> Option<&'static Self> {
        VERSIONS.iter().rfind(|v| v.formula == formula && Self::first_period(v) <= period.number())
    }

    /// The newest version of the reference: for what-if questions without a date.
    #[must_use]
    pub fn newest(formula: Formula) -> Option<&'static Self> {
        VERSIONS.iter().rfind(|v| v.formula == formula)
    }

    /// The version of the reference with this number; statements recompute with the one that they were issued
    /// under.
    #[must_use]
    pub fn numbered(formula: Formula, version: i64) -> Option<&'static Self> {
        VERSIONS.iter().find(|v| v.formula == formula && v.version == version)
    }

    /// Whether a version can be published as it stands, whatever others there are.
    ///
    /// # Errors
    /// Every problem: `version` below 1; `effective_until` not after `effective_from`; `ratio` above 100 %;
    /// `bands` without one, not beginning at zero, out of order, beyond the books, or with an increment that is
    /// more than its fee.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Vec::new();
        if self.version < 1 {
            let value = self.version.to_string();
            problems.push(Problem::NotANumber { value, least: 1, most: i64::MAX }.of("version"));
        }
        if self.effective_until.is_some_and(|until| until <= self.effective_from) {
            problems.push(Problem::Before { other: self.effective_from.to_string() }.of("effective_until"));
        }
        if self.ratio.rate() > Rate::ONE {
            let (value, most) = (self.ratio.rate().to_string(), Rate::ONE.to_string());
            problems.push(Problem::RatioTooHigh { value, most }.of("ratio"));
        }
        problems.extend(self.scheme.iter().filter_map(|scheme| scheme.wrong()));
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn first_period(&self) -> i64 {
        use chrono::Datelike;
        i64::from(self.effective_from.year()) * 100 + i64::from(self.effective_from.month())
    }
}

impl Scheme {
    fn wrong(&self) -> Option<FieldProblem> {
        let written = |minor| money::bare(minor, self.currency);
        let mut edge = None;
        for band in self.bands.iter() {
            let problem = match edge {
                None if band.from_minor != 0 => Some(Problem::TooLarge { value: written(band.from_minor) }),
                Some(before) if band.from_minor <= before => Some(Problem::Before { other: written(before) }),
                _ if band.from_minor > money::MOST_MINOR => {
                    Some(Problem::TooLarge { value: written(band.from_minor) })
                }
                // A share above 100 % would pay the merchant more than the buyer paid.
                _ if band.increment > self.fee => Some(Problem::RatioTooHigh {
                    value: band.increment.to_string(),
                    most: self.fee.to_string(),
                }),
                _ => None,
            };
            if let Some(problem) = problem {
                return Some(problem.of("bands"));
            }
            edge = Some(band.from_minor);
        }
        if edge.is_none() { Some(Problem::Missing.of("bands")) } else { None }
    }
}

impl Formula {
    /// The field that its rule has a word on; see [`Ratio`].
    #[must_use]
    pub const fn ratio_field(self) -> Field {
        match self {
            Self::General | Self::International => Field::Fee,
            Self::Upgrade => Field::Discount,
            _ => Field::Ratio,
        }
    }
}
