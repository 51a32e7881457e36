//! The dated versions of the settlement rules. A ratio is data of a version, never a literal in
//! a formula.

use chrono::NaiveDate;

use crate::{Period, Rate, Tongue, codes};

codes! {
    /// Which formula settles a line (5.6).
    pub enum Formula {
        /// The reseller sold alone (独立拓展): the ratio is the rule's.
        Reseller = "reseller" | "独立拓展",
        /// Reseller and provider sold together (共同销售): the ratio was agreed, up to the rule's cap.
        ResellerCoSale = "reseller_co_sale" | "共同销售",
    }
}

/// One version of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleVersion {
    /// The formula that it is a version of; also the rule's id.
    pub formula: Formula,
    /// Counts from 1.
    pub version: i64,
    /// The first account period that it settles.
    pub effective_from: NaiveDate,
    /// The ratio itself for a reseller alone, the highest agreed ratio for a co-sale.
    pub ratio: Rate,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// Every version, oldest first. The source gives 90 % and no date (`domain.md` 5.6), so the first
/// version reaches back to the opening of the marketplace.
pub const VERSIONS: &[RuleVersion] = &[
    RuleVersion {
        formula: Formula::Reseller,
        version: 1,
        effective_from: day(2015, 1, 1),
        ratio: Rate::percent(90),
    },
    RuleVersion {
        formula: Formula::ResellerCoSale,
        version: 1,
        effective_from: day(2015, 1, 1),
        ratio: Rate::percent(90),
    },
];

impl RuleVersion {
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

    /// The version that settles this formula in this period.
    #[must_use]
    pub fn in_period(formula: Formula, period: Period) -> Option<&'static Self> {
        VERSIONS.iter().rfind(|v| v.formula == formula && Self::first_period(v) <= period.number())
    }

    /// The newest version of this formula: for what-if questions without a month.
    #[must_use]
    pub fn newest(formula: Formula) -> Option<&'static Self> {
        VERSIONS.iter().rfind(|v| v.formula == formula)
    }

    /// The version with this number; statements recompute with the one that they were issued under.
    #[must_use]
    pub fn numbered(formula: Formula, version: i64) -> Option<&'static Self> {
        VERSIONS.iter().find(|v| v.formula == formula && v.version == version)
    }

    fn first_period(&self) -> i64 {
        use chrono::Datelike;
        i64::from(self.effective_from.year()) * 100 + i64::from(self.effective_from.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_has_a_version_today_and_none_before_the_first() {
        for formula in Formula::ALL {
            assert!(RuleVersion::in_period(*formula, Period::parse("202610").unwrap()).is_some());
            assert!(RuleVersion::in_period(*formula, Period::parse("201412").unwrap()).is_none());
            assert_eq!(RuleVersion::newest(*formula).map(|v| v.ratio), Some(Rate::percent(90)));
        }
    }

    #[test]
    fn versions_are_in_order() {
        for formula in Formula::ALL {
            let numbers: Vec<_> =
                VERSIONS.iter().filter(|v| v.formula == *formula).map(|v| v.version).collect();
            assert!(numbers.is_sorted() && numbers.first() == Some(&1));
        }
    }
}
