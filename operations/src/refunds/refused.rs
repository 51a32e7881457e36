//! What stands against a refund.

use domain::refund::{self, State, Why};

/// Why a refund was not asked for, or not decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another refund of the order has not ended.
    #[error("another refund of this order has not ended")]
    OneRuns,
    /// The rules do not allow it.
    #[error("this order cannot be refunded: {}", .0.code())]
    Not(Why),
    /// The customer had all refunds of the year.
    #[error("the customer had {} refunds within five days this year; more are not possible", refund::A_YEAR)]
    Quota,
    /// It is not possible in its state.
    #[error("not possible while the refund is {}", .state.code())]
    NotNow {
        /// How far it has come.
        state: State,
    },
}
