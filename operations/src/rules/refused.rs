//! Why a rule is not changed, replayed or published.

use domain::settlement::rules::life::Refusal;

/// What stands against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its state, its author or a missing replay.
    #[error(transparent)]
    Life(#[from] Refusal),
    /// Somebody changed it since it was looked at.
    #[error("the draft was changed since you looked at it: look at it again")]
    Changed,
}
