//! Disputes about lines of bills that are locked: what somebody says is wrong, and who decides. A dispute that is
//! accepted becomes an adjustment line of a later bill; the locked line stays as it is.

use serde::{Deserialize, Serialize};

use super::Item;
use crate::{Problem, codes, money};

codes! {
    /// How far a dispute has come.
    pub enum DisputeState {
        /// It is talked about.
        Open = "open" | "处理中",
        /// The difference is billed by the next run.
        Accepted = "accepted" | "已接受",
        /// The line is right as it is.
        Rejected = "rejected" | "已驳回",
        /// Nobody says it any more, or its bill is void.
        Withdrawn = "withdrawn" | "已撤回",
    }
}

codes! {
    /// How a dispute ends.
    pub enum DisputeAction {
        /// The line should come to another amount.
        Accept = "accept" | "接受",
        /// The line is right as it is.
        Reject = "reject" | "驳回",
        /// It was opened by mistake.
        Withdraw = "withdraw" | "撤回",
    }
}

impl DisputeAction {
    /// The state after it.
    #[must_use]
    pub const fn leads_to(self) -> DisputeState {
        match self {
            Self::Accept => DisputeState::Accepted,
            Self::Reject => DisputeState::Rejected,
            Self::Withdraw => DisputeState::Withdrawn,
        }
    }

    /// Whether it has to be somebody else than whoever opened the dispute.
    #[must_use]
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Accept | Self::Reject)
    }
}

/// Why a dispute is not decided like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotDecided {
    /// It is over.
    #[error("the dispute is {state}: only an open one is decided")]
    Over {
        /// Its state.
        state: DisputeState,
    },
    /// Whoever opened it does not decide it.
    #[error("whoever opened a dispute does not decide it: another one of finance, or an owner, does")]
    OwnWork,
    /// Somebody else opened it.
    #[error("whoever opened a dispute withdraws it: reject it, with the reason")]
    NotOwn,
}

/// The state after an action of somebody; `opener` opened the dispute, `actor` acts.
///
/// # Errors
/// Why not.
pub fn decided(
    state: DisputeState,
    action: DisputeAction,
    opener: i64,
    actor: i64,
) -> Result<DisputeState, NotDecided> {
    if state != DisputeState::Open {
        return Err(NotDecided::Over { state });
    }
    if action.is_decision() && opener == actor {
        return Err(NotDecided::OwnWork);
    }
    if !action.is_decision() && opener != actor {
        return Err(NotDecided::NotOwn);
    }
    Ok(action.leads_to())
}

/// What an adjustment comes to, in minor units: `should` is what the line has to come to, `stands` what it comes to
/// with the adjustments before.
///
/// # Errors
/// The line comes to that already; an amount beyond the books.
pub fn difference(stands: i64, should: i64) -> Result<i64, Problem> {
    match should.checked_sub(stands) {
        Some(0) => Err(Problem::NothingToCorrect),
        Some(minor) if minor.abs() <= money::MOST_MINOR => Ok(minor),
        _ => Err(Problem::TooLarge { value: format!("{should} - {stands}") }),
    }
}

/// Whether a line can be disputed. What a bill carries over is disputed where it comes from.
#[must_use]
pub const fn is_disputable(item: Item) -> bool {
    !matches!(item, Item::Carry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use DisputeAction as A;
    use DisputeState as S;

    #[test]
    fn only_an_open_one_is_decided_and_never_by_its_opener() {
        for state in S::ALL {
            for action in A::ALL {
                let by_other = decided(*state, *action, 1, if action.is_decision() { 2 } else { 1 });
                match state {
                    S::Open => assert_eq!(by_other, Ok(action.leads_to())),
                    state => assert_eq!(by_other, Err(NotDecided::Over { state: *state })),
                }
            }
        }
        assert_eq!(decided(S::Open, A::Accept, 1, 1), Err(NotDecided::OwnWork));
        assert_eq!(decided(S::Open, A::Reject, 1, 1), Err(NotDecided::OwnWork));
        assert_eq!(decided(S::Open, A::Withdraw, 1, 1), Ok(S::Withdrawn));
        assert_eq!(decided(S::Open, A::Withdraw, 1, 2), Err(NotDecided::NotOwn));
    }

    #[test]
    fn a_difference_is_what_is_missing() {
        assert_eq!(difference(95_000, 90_000), Ok(-5_000));
        assert_eq!(difference(0, money::MOST_MINOR), Ok(money::MOST_MINOR));
        assert_eq!(difference(95_000, 95_000), Err(Problem::NothingToCorrect));
        assert!(difference(-1, money::MOST_MINOR).is_err());
        assert!(difference(i64::MIN, i64::MAX).is_err());
    }

    #[test]
    fn what_is_carried_over_is_disputed_where_it_comes_from() {
        assert!(Item::ALL.iter().all(|item| is_disputable(*item) == (*item != Item::Carry)));
    }
}
