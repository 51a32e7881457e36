//! How an amount came about, in a form that every page, file and browser shows alike.

use serde::{Deserialize, Serialize};

use crate::codes;

codes! {
    /// What a step of the arithmetic does.
    pub enum StepKind {
        /// Deal price less floor price.
        Margin = "margin",
        /// The deal is not above the floor: nothing is settled.
        BelowFloor = "below_floor",
        /// Without the output tax of the product.
        OutputTax = "output_tax",
        /// With the tax of the service fee.
        ServiceTax = "service_tax",
        /// The reseller's share.
        Ratio = "ratio",
        /// Taken back by an unsubscription.
        Reversal = "reversal",
        /// Rounded once, half up.
        Rounded = "rounded",
    }
}

/// One line of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// The operation with its numbers, such as `÷ (1 + 13 %)`; may be empty.
    pub operation: String,
    /// The value after it. `…` marks digits that were left out in showing, never in computing.
    pub value: String,
}

impl Step {
    /// A step.
    #[must_use]
    pub const fn new(kind: StepKind, operation: String, value: String) -> Self {
        Self { kind, operation, value }
    }
}

/// An amount explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Id of the rule.
    pub rule: String,
    /// Its version.
    pub rule_version: i64,
    /// The formula with the numbers filled in.
    pub formula: String,
    /// The deal was not above the floor.
    pub below_floor: bool,
    /// No rounding was needed.
    pub exact: bool,
    /// The value before rounding.
    pub unrounded: String,
    /// The amount.
    pub amount: String,
    /// The arithmetic, line under line.
    pub steps: Vec<Step>,
}

impl Explanation {
    /// All of it in one line: for files.
    #[must_use]
    pub fn line(&self) -> String {
        let Self { formula, unrounded, amount, rule, rule_version, .. } = self;
        if self.below_floor {
            return format!("{formula}: deal is not above floor, so {amount} [{rule} v{rule_version}]");
        }
        let rounding = if self.exact { "exact" } else { "rounded half up" };
        format!("{formula} = {unrounded} -> {amount} [{rule} v{rule_version}, {rounding}]")
    }
}
