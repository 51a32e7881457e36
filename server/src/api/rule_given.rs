//! The draft of a settlement rule as it is given.

use domain::settlement::rules::{WrittenBand, WrittenRule};
use serde::Deserialize;
use utoipa::ToSchema;

use super::rule_shape::RuleBand;

/// A draft as it is given: rates as `6%` or `0.06`, days as `2026-10-01`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenRule {
    /// `general`, `joint_deal`, `joint_floor`, `selected`, `partner` or `international`.
    #[serde(default)]
    formula: String,
    /// `all` (when absent), `kind`, `delivery`, `product` or `reseller`.
    #[serde(default)]
    scope: String,
    /// Business kind, delivery type, id of the product or name of the reseller.
    #[serde(default)]
    scope_of: Option<String>,
    /// The first day.
    #[serde(default)]
    effective_from: String,
    /// The first day after it; absent: until the next version of its scope begins.
    #[serde(default)]
    effective_until: Option<String>,
    /// `fixed`: it is this one; `at_most`: it was agreed, and is at most this one; `usual`: it is this one unless another
    /// was agreed.
    #[serde(default)]
    ratio_kind: String,
    /// The ratio, of general and international products the fee.
    #[serde(default)]
    ratio: String,
    /// Only lines with exactly this fee take part in the bands; needed with bands.
    #[serde(default)]
    bands_fee: Option<String>,
    /// Currency of the edges; CNY when absent.
    #[serde(default)]
    bands_currency: Option<String>,
    /// Bands of the month's total of a product (`general`).
    #[serde(default)]
    bands: Vec<RuleBand>,
    /// Why, at most 500 characters.
    #[serde(default)]
    note: Option<String>,
    /// To change a draft: the revision that was looked at; refused when there is a newer one.
    #[serde(default)]
    pub(super) revision: Option<i64>,
}

impl GivenRule {
    pub(super) fn written(self) -> WrittenRule {
        WrittenRule {
            formula: self.formula,
            scope: self.scope,
            scope_of: self.scope_of.unwrap_or_default(),
            effective_from: self.effective_from,
            effective_until: self.effective_until,
            ratio_kind: self.ratio_kind,
            ratio: self.ratio,
            bands_fee: self.bands_fee,
            bands_currency: self.bands_currency,
            bands: self
                .bands
                .into_iter()
                .map(|band| WrittenBand { from: band.from, increment: band.increment })
                .collect(),
            note: self.note.unwrap_or_default(),
        }
    }
}
