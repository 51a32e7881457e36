//! The shape of what a draft of a settlement rule would have changed.

use domain::{Currency, FieldProblem, money};
use operations::rules;
use serde::Serialize;
use utoipa::ToSchema;

/// What a draft would have changed in a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Replay {
    /// The month.
    period: String,
    /// Lines of orders that it held.
    lines: u64,
    /// Those that come to something else.
    changed: u64,
    /// By currency.
    totals: Vec<ReplayTotal>,
    /// The lines that change most, at most 100.
    most_changed: Vec<ReplayChange>,
}

/// The lines of a currency.
#[derive(Debug, Serialize, ToSchema)]
struct ReplayTotal {
    /// Code of the currency.
    currency: String,
    /// Lines.
    lines: u64,
    /// Those that come to something else.
    changed: u64,
    /// Lines that the published rules refuse.
    refused_before: u64,
    /// Lines that are refused with the draft.
    refused_after: u64,
    /// What the others come to under the published rules.
    before: String,
    /// What they come to with the draft.
    after: String,
    /// What the increments of the month come to under the published rules.
    increments_before: String,
    /// What they come to with the draft.
    increments_after: String,
}

/// A line that comes to something else.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReplayChange {
    /// Order number.
    order_no: String,
    /// Number of the line.
    line_no: i64,
    /// Number of the milestone; null when the line is billed at once.
    milestone: Option<i64>,
    /// Name of the product.
    product: String,
    /// Code of the currency.
    currency: String,
    /// Under the published rules.
    before: ReplaySide,
    /// With the draft.
    after: ReplaySide,
    /// By how much; what is refused comes to nothing.
    difference: String,
}

/// What a line comes to.
#[derive(Debug, Serialize, ToSchema)]
struct ReplaySide {
    /// The version that settles it; a draft by the name that it would get.
    rule: Option<String>,
    /// The amount; null when it is refused.
    amount: Option<String>,
    /// Why it is refused.
    problem: Option<String>,
}

impl ReplaySide {
    fn of(side: &rules::Side, currency: Currency) -> Self {
        Self {
            rule: side.rule.map(|rule| rule.name()),
            amount: side.amount_minor.map(|minor| money::bare(minor, currency)),
            problem: side.problem.as_ref().map(FieldProblem::to_string),
        }
    }
}

impl ReplayChange {
    pub(super) fn of(change: &rules::Change) -> Self {
        Self {
            order_no: change.order_no.clone(),
            line_no: change.line_no,
            milestone: Some(change.part).filter(|part| *part > 0),
            product: change.product.clone(),
            currency: change.currency.code().to_owned(),
            before: ReplaySide::of(&change.before, change.currency),
            after: ReplaySide::of(&change.after, change.currency),
            difference: money::bare(change.by_minor(), change.currency),
        }
    }
}

impl Replay {
    pub(crate) fn of(replay: &rules::Replay) -> Self {
        let total = |of: &rules::Total| ReplayTotal {
            currency: of.currency.code().to_owned(),
            lines: of.lines,
            changed: of.changed,
            refused_before: of.refused_before,
            refused_after: of.refused_after,
            before: money::bare(of.before_minor, of.currency),
            after: money::bare(of.after_minor, of.currency),
            increments_before: money::bare(of.increments_before_minor, of.currency),
            increments_after: money::bare(of.increments_after_minor, of.currency),
        };
        Self {
            period: replay.period.to_string(),
            lines: replay.lines,
            changed: replay.changed,
            totals: replay.totals.iter().map(total).collect(),
            most_changed: replay.most.iter().map(ReplayChange::of).collect(),
        }
    }
}
