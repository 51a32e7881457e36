//! A version with how it came about.

use domain::{
    access::Actor,
    settlement::{
        RuleVersion,
        rules::{RuleState, WrittenRule, life, written},
    },
};

use super::{Refused, Replay};
use crate::{Failure, Result};

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// `staff`, `token` or `system`.
    pub kind: String,
    /// Row of the member of staff or token.
    pub id: Option<i64>,
    /// Name at that time.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

impl Who {
    /// Whether it was this one.
    #[must_use]
    pub fn is(&self, actor: &Actor) -> bool {
        (self.kind.as_str(), self.id) == (actor.kind(), actor.id())
    }
}

/// The product or reseller that a version holds for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeOf {
    /// Id of a product in the marketplace; the name of a reseller.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A version with how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Row; none of those of the reference.
    pub id: Option<i64>,
    /// How far it has come.
    pub state: RuleState,
    /// The version; that of a draft has the number that it would get now.
    pub rule: RuleVersion,
    /// The product or reseller that it holds for.
    pub of: Option<ScopeOf>,
    /// Why it was drafted.
    pub note: String,
    /// Counts its changes.
    pub revision: i64,
    /// Who drafted it; nobody those of the reference.
    pub drafted: Option<Who>,
    /// Who changed it last.
    pub changed: Option<Who>,
    /// Who published it.
    pub published: Option<Who>,
    /// When it was replayed since it was last changed, and over which month.
    pub replayed: Option<(i64, i64)>,
    /// What it would have changed then; only [`find`] reads it.
    pub replay: Option<Replay>,
}

impl Rule {
    /// What it goes by in addresses: its row, of those of the reference `general-v2`.
    #[must_use]
    pub fn key(&self) -> String {
        self.id.map_or_else(|| format!("{}-v{}", self.rule.formula, self.rule.version), |id| id.to_string())
    }

    /// Whether this one drafted it or changed it last.
    #[must_use]
    pub fn is_by(&self, actor: &Actor) -> bool {
        [&self.drafted, &self.changed].into_iter().flatten().any(|who| who.is(actor))
    }

    /// As somebody would write it.
    #[must_use]
    pub fn written(&self) -> WrittenRule {
        written(&self.rule, self.of.as_ref().map(|of| of.code.as_str()), &self.note)
    }

    /// Its row, as long as it is a draft of this revision (any, where none is said).
    pub(super) fn open(&self, seen: Option<i64>) -> Result<i64> {
        life::open(self.state).map_err(Refused::from)?;
        if seen.is_some_and(|seen| seen != self.revision) {
            return Err(Refused::Changed.into());
        }
        self.id.ok_or(Failure::NotFound)
    }

    /// One of the reference.
    pub(super) fn reference(rule: &RuleVersion) -> Self {
        Self {
            id: None,
            state: RuleState::Published,
            rule: rule.clone(),
            of: None,
            note: String::new(),
            revision: 1,
            drafted: None,
            changed: None,
            published: None,
            replayed: None,
            replay: None,
        }
    }
}
