//! A line of a statement: what went in, what came out.

use std::{fmt, str::FromStr};

use domain::{
    Currency, FieldProblem, Rate,
    settlement::{Formula, Fraction, Resale, RuleVersion, Settled, evaluate},
};
use sha2::{Digest, Sha256};

use crate::{Failure, Result};

/// A line of a statement. For an issued one it is what was frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Counts from 1.
    pub position: i64,
    /// Row of its due.
    pub due_id: i64,
    /// Row of the order.
    pub order_id: i64,
    /// Order number.
    pub order_no: String,
    /// Number of the line in the order.
    pub line_no: i64,
    /// Code of [`domain::order::OrderType`].
    pub order_type: String,
    /// Customer.
    pub customer_name: String,
    /// Product.
    pub product_name: String,
    /// SKU.
    pub sku_name: String,
    /// The moment that decided its month, in milliseconds since 1970.
    pub settled_at: i64,
    /// The formula.
    pub formula: Formula,
    /// The version of its rule.
    pub rule_version: i64,
    /// Deal price of the line in minor units; negative where it is taken back.
    pub deal_minor: i64,
    /// Floor price of the line in minor units; negative where it is taken back.
    pub floor_minor: i64,
    /// Output tax of the product.
    pub output_tax: Rate,
    /// Tax of the service fee.
    pub service_tax: Rate,
    /// The ratio that was applied.
    pub ratio: Rate,
    /// The amount is taken back: an unsubscription, or a line that a reversal takes back.
    pub reversal: bool,
    /// The value before the one rounding, in minor units.
    pub exact: Fraction,
    /// The amount in minor units.
    pub amount_minor: i64,
    /// Row of the frozen line of another statement that this one takes back.
    pub corrects: Option<i64>,
    /// Where the next page begins.
    pub cursor: Cursor,
}

/// A line that the formula refuses; it stands in the way of issuing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Order number.
    pub order_no: String,
    /// Number of the line in the order.
    pub line_no: i64,
    /// What is wrong.
    pub problem: FieldProblem,
}

/// Where a page of lines begins: after this line. Written `position.period.order.line`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Position in the statement; 0 before the first line.
    pub position: i64,
    /// Month of the order, such as 202610.
    pub period: i64,
    /// Row of the order.
    pub order_id: i64,
    /// Number of the line in the order.
    pub line_no: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.position, self.period, self.order_id, self.line_no)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let mut parts = text.split('.').map(|part| part.parse::<i64>().ok().filter(|n| *n >= 0));
        let mut next = || parts.next().flatten().ok_or(());
        let cursor = Self { position: next()?, period: next()?, order_id: next()?, line_no: next()? };
        if parts.next().is_none() { Ok(cursor) } else { Err(()) }
    }
}

impl Line {
    /// What the formula was given; the currency is that of the statement.
    #[must_use]
    pub fn inputs(&self, currency: Currency) -> Resale {
        Resale {
            currency,
            deal_minor: self.deal_minor.saturating_abs(),
            floor_minor: self.floor_minor.saturating_abs(),
            output_tax: self.output_tax,
            service_tax: self.service_tax,
            // A reseller alone has the ratio of the rule version; `ratio` only repeats it, and a
            // repetition that differs is refused.
            ratio: Some(self.ratio),
            reversal: self.reversal,
        }
    }

    /// How the amount came about, from the inputs and the rule version that it was computed with.
    ///
    /// # Errors
    /// `Internal` when the line holds what no formula would have taken.
    pub fn explanation(&self, currency: Currency) -> Result<Settled> {
        let wrong = |what: String| Failure::Internal(format!("order {}: {what}", self.order_no));
        let rule = RuleVersion::numbered(self.formula, self.rule_version)
            .ok_or_else(|| wrong(format!("{} has no version {}", self.formula, self.rule_version)))?;
        evaluate(rule, &self.inputs(currency).into()).map_err(|problem| wrong(problem.to_string()))
    }

    /// The line that takes this one back, which is frozen in this row: the same with the other sign.
    pub(super) fn negated(self, row: i64) -> Self {
        Self {
            deal_minor: -self.deal_minor,
            floor_minor: -self.floor_minor,
            reversal: !self.reversal,
            exact: self.exact.negated(),
            amount_minor: -self.amount_minor,
            corrects: Some(row),
            ..self
        }
    }

    /// The hash of the lines up to this one; `before` is that of the lines before it, empty for the
    /// first. Lengths stand in front of texts, so that no two lines are written alike.
    pub(super) fn hash_after(&self, before: &str) -> String {
        let mut hasher = Sha256::new();
        let (numerator, denominator) = (self.exact.numerator(), self.exact.denominator());
        for text in [
            before,
            &self.order_no,
            &self.order_type,
            &self.customer_name,
            &self.product_name,
            &self.sku_name,
            &numerator.to_string(),
            &denominator.to_string(),
            self.formula.code(),
        ] {
            hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(text);
        }
        for number in [
            self.position,
            self.due_id,
            self.order_id,
            self.line_no,
            self.settled_at,
            self.rule_version,
            self.deal_minor,
            self.floor_minor,
            self.output_tax.millionths(),
            self.service_tax.millionths(),
            self.ratio.millionths(),
            i64::from(self.reversal),
            self.amount_minor,
        ] {
            hasher.update(number.to_be_bytes());
        }
        if let Some(row) = self.corrects {
            hasher.update(row.to_be_bytes());
        }
        hex::encode(hasher.finalize())
    }
}
