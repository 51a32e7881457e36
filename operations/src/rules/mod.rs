//! The versions of the settlement rules: those of the reference, which stand in the program, and those that were
//! drafted, replayed and published here.
//!
//! A draft is written by one person and published by another, who has seen what it changes in a past month. What is
//! published settles orders from then on and is never changed: another version takes its place.

mod draft;
mod earning;
mod increments;
mod overview;
mod publish;
mod refused;
mod replay;
mod row;
mod rule;
mod tally;

pub use domain::settlement::rules::{RuleState, ScopeKind, WrittenRule};
pub use draft::{draft, revise};
pub use overview::{Diff, Differing, OfFormula, diff, list};
pub use publish::{discard, publish};
pub use refused::Refused;
pub use replay::{Changes, changes, replay, replay_written};
pub(crate) use row::versions_in;
pub use row::{find, versions};
pub use rule::{Rule, ScopeOf, Who};
pub use tally::{Change, MOST_CHANGED, Replay, Side, Total};

use domain::bill::Region;

use crate::{Office, Result, merchant};

/// The site whose formulas settle the books and whose days bills keep: that of the agreement.
///
/// # Errors
/// What the database said.
pub async fn region(office: &Office) -> Result<Region> {
    Ok(merchant::recorded(office).await?.agreement.site)
}
