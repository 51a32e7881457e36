//! The table of a ticket: what is possible in which state, and whose it is (`domain.md` 3.2).

use serde::{Deserialize, Serialize};

use super::{Action, Side, State};

use Action as A;
use Side::{Customer, Staff, System};
use State::{AwaitingConfirmation, Closed, InProgress, Pending, Withdrawn};

/// A row of the table: in a state an action of one of these sides leads to a state.
pub type Step = (State, Action, &'static [Side], State);

/// The table. What has no row is refused.
pub const STEPS: &[Step] = &[
    (Pending, A::Accept, &[Staff], InProgress),
    (Pending, A::Reply, &[Customer], Pending),
    (Pending, A::Note, &[Staff], Pending),
    (Pending, A::Assign, &[Staff], Pending),
    (Pending, A::Transfer, &[Staff, System], Pending),
    (Pending, A::Withdraw, &[Customer], Withdrawn),
    (Pending, A::Urge, &[Customer], Pending),
    (Pending, A::Merge, &[Staff], Closed),
    (Pending, A::Link, &[Staff], Pending),
    (InProgress, A::Reply, &[Staff, Customer], InProgress),
    (InProgress, A::Note, &[Staff], InProgress),
    (InProgress, A::Assign, &[Staff], InProgress),
    (InProgress, A::Transfer, &[Staff, System], InProgress),
    (InProgress, A::Resolve, &[Staff], AwaitingConfirmation),
    (InProgress, A::Urge, &[Customer], InProgress),
    (InProgress, A::Merge, &[Staff], Closed),
    (InProgress, A::Link, &[Staff], InProgress),
    (AwaitingConfirmation, A::Reply, &[Staff, Customer], AwaitingConfirmation),
    (AwaitingConfirmation, A::Note, &[Staff], AwaitingConfirmation),
    (AwaitingConfirmation, A::Assign, &[Staff], AwaitingConfirmation),
    (AwaitingConfirmation, A::Transfer, &[Staff, System], AwaitingConfirmation),
    (AwaitingConfirmation, A::Confirm, &[Customer], Closed),
    (AwaitingConfirmation, A::Reject, &[Customer], InProgress),
    (AwaitingConfirmation, A::Close, &[System], Closed),
    (AwaitingConfirmation, A::Link, &[Staff], AwaitingConfirmation),
    (Closed, A::Note, &[Staff], Closed),
    (Closed, A::Reopen, &[Staff, Customer], InProgress),
    (Closed, A::Rate, &[Customer], Closed),
    (Closed, A::Link, &[Staff], Closed),
    (Withdrawn, A::Note, &[Staff], Withdrawn),
    (Withdrawn, A::Link, &[Staff], Withdrawn),
];

/// Why the table refuses an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// It is possible in another state.
    #[error("{action} is not possible while the ticket is {state}")]
    NotNow {
        /// The action.
        action: Action,
        /// The state.
        state: State,
    },
    /// It is possible now, and another side's.
    #[error("{action} is for the {theirs} while the ticket is {state}")]
    NotYours {
        /// The action.
        action: Action,
        /// The state.
        state: State,
        /// Whose it is.
        theirs: Side,
    },
}

/// The state after an action of somebody.
///
/// # Errors
/// Why not.
pub fn after(state: State, action: Action, by: Side) -> Result<State, Refusal> {
    let row = STEPS.iter().find(|row| row.0 == state && row.1 == action);
    match row {
        Some((_, _, sides, next)) if sides.contains(&by) => Ok(*next),
        Some((_, _, sides, _)) => {
            Err(Refusal::NotYours { action, state, theirs: sides.first().copied().unwrap_or(System) })
        }
        None => Err(Refusal::NotNow { action, state }),
    }
}

/// What is possible in a state, and whose it is.
pub fn possible(state: State) -> impl Iterator<Item = (Action, Side)> {
    let rows = STEPS.iter().filter(move |row| row.0 == state);
    rows.flat_map(|row| row.2.iter().map(move |side| (row.1, *side)))
}
