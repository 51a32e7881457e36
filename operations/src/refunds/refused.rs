//! What stands against a refund.

/// Why a refund was not asked for, or not decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another refund of the order has not ended.
    #[error("another refund of this order has not ended")]
    OneRuns,
}
