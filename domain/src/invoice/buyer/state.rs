//! How far an invoice has come that a buyer asked for, and what takes it further (`domain.md` 6.3).

use serde::{Deserialize, Serialize};

use crate::{codes, refund, supervision::Side};

codes! {
    /// How far it has come.
    pub enum RequestState {
        /// The merchant has to make it out.
        Pending = "pending" | "待开票" | "待审核",
        /// It is made out and on its way: with the courier or, a file, in the mail.
        AwaitingReceipt = "awaiting_receipt" | "待签收" | "已邮寄",
        /// The buyer has it.
        Done = "done" | "已完成",
        /// The merchant does not make it out. Final.
        Rejected = "rejected" | "已驳回",
        /// The buyer gave it back. Final.
        Returned = "returned" | "已退票",
    }
}

codes! {
    /// What is done with it.
    pub enum RequestAction {
        /// Make it out.
        Issue = "issue" | "开票",
        /// Do not make it out, with a reason.
        Reject = "reject" | "驳回",
        /// Note that the buyer has it.
        Sign = "sign" | "签收",
        /// Note that it came back, with a reason.
        Return = "return" | "退票",
    }
}

impl RequestState {
    /// Nothing follows, and the order has room for another one.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Rejected | Self::Returned)
    }

    /// It is made out and did not come back: it has to before money does (1.7, principle 4).
    #[must_use]
    pub const fn is_out(self) -> bool {
        matches!(self, Self::AwaitingReceipt | Self::Done)
    }
}

impl RequestAction {
    /// Whether a reason is needed.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Reject | Self::Return)
    }
}

use RequestAction as A;
use RequestState as S;

/// A row of the table: in a state an action of one of these sides leads to a state.
pub type Step = (RequestState, RequestAction, &'static [Side], RequestState);

/// The table. What has no row is refused. Files wait for their receipt as paper does.
pub const STEPS: &[Step] = &[
    (S::Pending, A::Issue, &[Side::Merchant], S::AwaitingReceipt),
    (S::Pending, A::Reject, &[Side::Merchant], S::Rejected),
    (S::AwaitingReceipt, A::Sign, &[Side::Merchant, Side::Buyer], S::Done),
    (S::Done, A::Return, &[Side::Merchant], S::Returned),
];

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// It is possible in another state.
    #[error("{action} is not possible while the invoice is {state}")]
    NotNow {
        /// The action.
        action: RequestAction,
        /// The state.
        state: RequestState,
    },
    /// It is possible now, and another side's.
    #[error("{action} is for the {theirs}")]
    NotYours {
        /// The action.
        action: RequestAction,
        /// Whose it is.
        theirs: Side,
    },
    /// A refund of the order runs: an invoice would have to come back before the money does.
    #[error("a refund of the order is {refund}: reject the request, so that it can run")]
    RefundRuns {
        /// How far the refund has come.
        refund: refund::State,
    },
}

/// The state after an action of somebody; `refund` is the latest refund of the order, if there was one.
///
/// # Errors
/// Why not.
pub fn after(
    state: RequestState,
    action: RequestAction,
    by: Side,
    refund: Option<refund::State>,
) -> Result<RequestState, Refusal> {
    let row = STEPS.iter().find(|row| row.0 == state && row.1 == action);
    let Some((_, _, sides, next)) = row else { return Err(Refusal::NotNow { action, state }) };
    if !sides.contains(&by) {
        return Err(Refusal::NotYours { action, theirs: sides.first().copied().unwrap_or(Side::Merchant) });
    }
    match refund.filter(|refund| action == A::Issue && !refund.is_final()) {
        Some(refund) => Err(Refusal::RefundRuns { refund }),
        None => Ok(*next),
    }
}

/// What a side can do in a state; see [`after`] for `refund`.
pub fn possible(
    state: RequestState,
    by: Side,
    refund: Option<refund::State>,
) -> impl Iterator<Item = RequestAction> {
    A::ALL.iter().copied().filter(move |action| after(state, *action, by, refund).is_ok())
}
