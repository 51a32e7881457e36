//! The shares of milestones (`domain.md` 5.5).

use serde::{Deserialize, Serialize};

use crate::{Rate, supervision::Shares};

/// A milestone's part of what a line settles at: what all milestones up to it come to, rounded, less what those
/// before it come to, rounded (cumulative rounding in the order of the list). So the parts add up to the whole to
/// the smallest unit, and each is the same whichever of them is accepted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// The shares of the milestones before it together, below `upto`.
    pub before: Rate,
    /// Those up to and with it, at most 100 %.
    pub upto: Rate,
}

impl Milestone {
    /// The one with this number, which counts from 1; `None` when there is none.
    #[must_use]
    pub fn of(shares: &Shares, number: usize) -> Option<Self> {
        let all = shares.all();
        let at = number.checked_sub(1)?;
        let sum =
            |shares: &[Rate]| Rate::from_millionths(shares.iter().map(|share| share.millionths()).sum());
        Some(Self { before: sum(all.get(..at)?)?, upto: sum(all.get(..=at)?)? })
    }
}
