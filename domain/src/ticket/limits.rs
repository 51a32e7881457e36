//! How long a ticket may take (`domain.md` 3.3), in minutes of reception.

use serde::{Deserialize, Serialize};

use super::Severity;
use crate::{FieldProblem, Problem};

/// What the customer does not answer is closed after so many days.
pub const AUTO_CLOSE_DAYS: i64 = 7;
/// So many days after its end a ticket is rated at the latest.
pub const RATING_DAYS: i64 = 30;
/// What has ended goes on as the same ticket for so many days; later it is a new one that is linked.
pub const REOPEN_DAYS: i64 = 14;
/// The least and the best rating.
pub const RATINGS: std::ops::RangeInclusive<i64> = 1..=5;

/// How long the first answer and the solution may take, in minutes of reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Until somebody has answered.
    pub first_response: u32,
    /// Until it is solved, without the time in which the customer is waited for.
    pub resolution: u32,
}

impl Limits {
    /// What holds where nobody said otherwise: 24 and 72 hours.
    pub const USUAL: Self = Self { first_response: 24 * 60, resolution: 72 * 60 };
    /// The most minutes that can be set: a thousand hours.
    pub const MOST: u32 = 60_000;
}

/// Limits for the tickets of a severity, of a product, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Id of the product; every one when there is none.
    #[serde(default)]
    pub product_id: Option<String>,
    /// The severity; every one when there is none.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Minutes of reception until somebody has answered.
    pub first_response_minutes: u32,
    /// Minutes of reception until it is solved.
    pub resolution_minutes: u32,
}

impl Rule {
    fn fits(&self, product: Option<&str>, severity: Severity) -> bool {
        self.product_id.as_deref().is_none_or(|id| Some(id) == product)
            && self.severity.is_none_or(|one| one == severity)
    }

    /// What is said of a product counts more than what is said of a severity.
    const fn weight(&self) -> u8 {
        (self.product_id.is_some() as u8) * 2 + self.severity.is_some() as u8
    }

    /// What is wrong with these rules, by place.
    #[must_use]
    pub fn problems(rules: &[Self]) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            let mut keep =
                |field: &str, problem: Problem| problems.push(problem.of(&format!("limits[{at}].{field}")));
            let (first, whole) = (rule.first_response_minutes, rule.resolution_minutes);
            let range = |value: u32, least: u32| Problem::NotANumber {
                value: value.to_string(),
                least: least.into(),
                most: Limits::MOST.into(),
            };
            if !(1..=Limits::MOST).contains(&first) {
                keep("first_response_minutes", range(first, 1));
            } else if !(first..=Limits::MOST).contains(&whole) {
                keep("resolution_minutes", range(whole, first));
            }
            let same =
                |other: &Self| (&other.product_id, other.severity) == (&rule.product_id, rule.severity);
            if rules[..at].iter().any(same) {
                let product = rule.product_id.as_deref().unwrap_or("*");
                let severity = rule.severity.map_or("*", Severity::code);
                keep("severity", Problem::Repeated { value: format!("{product} / {severity}") });
            }
        }
        problems
    }
}

/// The limits of a ticket: those of the rule that says most of it.
#[must_use]
pub fn limits(rules: &[Rule], product: Option<&str>, severity: Severity) -> Limits {
    let fitting = rules.iter().filter(|rule| rule.fits(product, severity));
    fitting.max_by_key(|rule| rule.weight()).map_or(Limits::USUAL, |rule| Limits {
        first_response: rule.first_response_minutes,
        resolution: rule.resolution_minutes,
    })
}
