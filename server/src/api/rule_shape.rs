//! The shape of settlement rules.

use domain::settlement::rules::RuleState;
use operations::{
    Office,
    rules::{self, Diff, Who},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{rule_replay::Replay, shape::stamp};

/// A version of a settlement rule, or the draft of one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rule {
    /// What it goes by in paths: its row, or `general-v2` of those of the reference.
    key: String,
    /// `general v2`; of a draft null.
    name: Option<String>,
    /// Which formula it is of.
    formula: String,
    /// Counts from 1 within the formula; of a draft null.
    version: Option<i64>,
    /// `draft`, `published` or `discarded`.
    state: String,
    /// Whether it settles orders of today for its scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds_today: Option<bool>,
    /// `all`, `kind`, `delivery`, `product` or `reseller`: later ones beat those before them.
    scope: String,
    /// Business kind, delivery type, id of the product or name of the reseller.
    scope_of: Option<String>,
    /// The first day.
    effective_from: String,
    /// The first day after it; null: until the next version of its scope begins.
    effective_until: Option<String>,
    /// `fixed`, `at_most` or `usual`.
    ratio_kind: String,
    /// The ratio, of general and international products the fee.
    ratio: String,
    /// Only lines with exactly this fee take part in the bands.
    bands_fee: Option<String>,
    /// Currency of the edges.
    bands_currency: Option<String>,
    /// Bands of the month's total of a product.
    bands: Vec<RuleBand>,
    /// Why it was drafted.
    note: String,
    /// Counts its changes.
    revision: i64,
    /// Who drafted it; null of those of the reference.
    drafted: Option<Done>,
    /// Who changed it last.
    changed: Option<Done>,
    /// Who published it.
    published: Option<Done>,
    /// The month over which it was replayed since it was last changed.
    replayed_period: Option<String>,
    /// When.
    replayed_at: Option<String>,
}

/// A band of the month's total.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleBand {
    /// The lowest total that is in it.
    pub(super) from: String,
    /// What it adds to the merchant's share.
    pub(super) increment: String,
}

/// Who did it, and when.
#[derive(Debug, Serialize, ToSchema)]
struct Done {
    /// `staff`, `token` or `system`.
    kind: String,
    /// Name at that time.
    name: String,
    /// When.
    at: String,
}

impl Rule {
    pub(crate) fn of(office: &Office, one: &rules::Rule) -> Self {
        let done = |who: &Option<Who>| {
            let who = who.as_ref()?;
            Some(Done { kind: who.kind.clone(), name: who.name.clone(), at: stamp(office.zone, who.at) })
        };
        let written = one.written();
        let number = (one.state == RuleState::Published).then_some(one.rule.version);
        Self {
            key: one.key(),
            name: number.map(|_| one.rule.name()),
            formula: written.formula,
            version: number,
            state: one.state.to_string(),
            holds_today: None,
            scope: written.scope,
            scope_of: Some(written.scope_of).filter(|of| !of.is_empty()),
            effective_from: written.effective_from,
            effective_until: written.effective_until,
            ratio_kind: written.ratio_kind,
            ratio: written.ratio,
            bands_fee: written.bands_fee,
            bands_currency: written.bands_currency,
            bands: written
                .bands
                .into_iter()
                .map(|band| RuleBand { from: band.from, increment: band.increment })
                .collect(),
            note: written.note,
            revision: one.revision,
            drafted: done(&one.drafted),
            changed: done(&one.changed),
            published: done(&one.published),
            replayed_period: one.replayed.map(|(period, _)| period.to_string()),
            replayed_at: one.replayed.map(|(_, at)| stamp(office.zone, at)),
        }
    }

    /// Every version and draft, formula by formula.
    pub(crate) fn all(office: &Office, list: &[rules::OfFormula]) -> Vec<Self> {
        let of = |formula: &rules::OfFormula| {
            let versions = formula.versions.iter();
            let versions =
                versions.map(|(one, holds)| Self { holds_today: Some(*holds), ..Self::of(office, one) });
            versions.chain(formula.drafts.iter().map(|one| Self::of(office, one))).collect::<Vec<_>>()
        };
        list.iter().flat_map(of).collect()
    }
}

/// A version with what it changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleDetail {
    #[serde(flatten)]
    rule: Rule,
    /// The version whose place it takes, such as `general v2`; null when there is none.
    replaces: Option<String>,
    /// Where it differs from that one.
    differences: Vec<Difference>,
    /// What it would have changed in the month over which it was replayed.
    replay: Option<Replay>,
}

/// A field in which two versions differ.
#[derive(Debug, Serialize, ToSchema)]
struct Difference {
    /// Its name.
    field: String,
    /// What the version says whose place is taken.
    before: Option<String>,
    /// What this one says.
    after: Option<String>,
}

impl RuleDetail {
    pub(super) fn of(office: &Office, one: &rules::Rule, diff: Diff) -> Self {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let differences = diff.fields.into_iter().map(|one| Difference {
            field: one.field.code().to_owned(),
            before: said(one.before),
            after: said(one.after),
        });
        Self {
            rule: Rule::of(office, one),
            replaces: diff.against.map(|other| other.rule.name()),
            differences: differences.collect(),
            replay: one.replay.as_ref().map(Replay::of),
        }
    }
}
