//! The table of a bill: what is possible in which state. Whoever approves is somebody else than whoever submitted it.

use serde::{Deserialize, Serialize};

use crate::codes;

codes! {
    /// How far a bill has come.
    pub enum BillState {
        /// Its lines stand on the orders as they are; a run makes it anew.
        Draft = "draft" | "草稿",
        /// Handed to a second person.
        InReview = "in_review" | "审核中",
        /// A second person agreed.
        Approved = "approved" | "已批准",
        /// Numbered, its lines frozen with inputs and rules.
        Locked = "locked" | "已锁定",
        /// The marketplace paid it.
        Paid = "paid" | "已支付",
        /// Taken back; a number that it had stays with it.
        Void = "void" | "已作废",
    }
}

codes! {
    /// What is done with a bill.
    pub enum BillAction {
        /// Hand it to a second person.
        Submit = "submit" | "提交审核",
        /// Agree.
        Approve = "approve" | "批准",
        /// Send it back.
        Reject = "reject" | "退回",
        /// Number and freeze it.
        Lock = "lock" | "锁定",
        /// Note that it was paid.
        Pay = "pay" | "登记支付",
        /// Take it back.
        Void = "void" | "作废",
    }
}

impl BillState {
    /// Whether its lines are frozen.
    #[must_use]
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Locked | Self::Paid)
    }
}

impl BillAction {
    /// Whether a reason is needed.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Reject | Self::Void)
    }
}

use BillAction as A;
use BillState as S;

/// The table. What has no row is refused.
pub const STEPS: &[(BillState, BillAction, BillState)] = &[
    (S::Draft, A::Submit, S::InReview),
    (S::Draft, A::Void, S::Void),
    (S::InReview, A::Approve, S::Approved),
    (S::InReview, A::Reject, S::Draft),
    (S::InReview, A::Void, S::Void),
    (S::Approved, A::Lock, S::Locked),
    (S::Approved, A::Reject, S::Draft),
    (S::Approved, A::Void, S::Void),
    (S::Locked, A::Pay, S::Paid),
    (S::Locked, A::Void, S::Void),
];

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// It is possible in another state.
    #[error("{action} is not possible while the bill is {state}")]
    NotNow {
        /// The action.
        action: BillAction,
        /// The state.
        state: BillState,
    },
    /// Whoever submitted it does not approve it.
    #[error("whoever submitted a bill does not approve it: another one of finance, or an owner, does")]
    OwnWork,
}

/// The state after a step of somebody; `submitter` handed it to review, where anybody did, and `actor` takes the step.
///
/// # Errors
/// Why not.
pub fn after(
    state: BillState,
    action: BillAction,
    submitter: Option<i64>,
    actor: i64,
) -> Result<BillState, Refusal> {
    let row = STEPS.iter().find(|row| row.0 == state && row.1 == action);
    match row {
        Some(_) if action == A::Approve && submitter == Some(actor) => Err(Refusal::OwnWork),
        Some((.., next)) => Ok(*next),
        None => Err(Refusal::NotNow { action, state }),
    }
}

/// What is possible in a state.
pub fn possible(state: BillState) -> impl Iterator<Item = BillAction> {
    STEPS.iter().filter(move |row| row.0 == state).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_goes_from_draft_to_paid_through_two_people() {
        let mut state = S::Draft;
        for (action, actor) in [(A::Submit, 1), (A::Approve, 2), (A::Lock, 1), (A::Pay, 1)] {
            state = after(state, action, Some(1), actor).unwrap();
        }
        assert_eq!(state, S::Paid);
        assert_eq!(after(S::InReview, A::Approve, Some(1), 1), Err(Refusal::OwnWork));
        assert_eq!(
            after(S::InReview, A::Reject, Some(1), 1),
            Ok(S::Draft),
            "taking it back from review is one's own"
        );
    }

    #[test]
    fn every_state_and_action_is_in_the_table_or_refused() {
        for state in S::ALL {
            for action in A::ALL {
                let rows = STEPS.iter().filter(|row| row.0 == *state && row.1 == *action).count();
                assert!(rows <= 1, "{state} {action}");
                assert_eq!(after(*state, *action, None, 1).is_ok(), rows == 1, "{state} {action}");
                assert_eq!(possible(*state).any(|one| one == *action), rows == 1);
            }
        }
        for end in [S::Paid, S::Void] {
            assert_eq!(possible(end).count(), 0, "{end}");
        }
    }

    #[test]
    fn nothing_is_locked_without_approval_and_nothing_leaves_what_is_frozen_but_payment_and_void() {
        let into = |state: S| STEPS.iter().filter(move |row| row.2 == state).map(|row| row.0);
        assert!(into(S::Locked).all(|from| from == S::Approved));
        assert!(into(S::Approved).all(|from| from == S::InReview));
        for (from, _, to) in STEPS.iter().filter(|row| row.0.is_frozen()) {
            assert!(matches!(to, S::Paid | S::Void), "{from} {to}");
        }
    }
}
