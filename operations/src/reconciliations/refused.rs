//! Why a reconciliation does not go on.

use domain::{Period, reconciliation::State};

/// What stands against it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is nothing of ours to compare with.
    #[error("there is no bill of {period}: make the bills of the month first")]
    NoBill {
        /// The month.
        period: Period,
    },
    /// It would take more memory than one file may have.
    #[error("the file has more than {most} lines: compare it in parts")]
    TooManyLines {
        /// Lines that are compared.
        most: usize,
    },
    /// It is not open.
    #[error("the reconciliation is {state}: its lines do not change now")]
    NotOpen {
        /// Where it stands.
        state: State,
    },
    /// Somebody else was quicker.
    #[error("{by} dealt with this line already: look at it again")]
    Decided {
        /// Who.
        by: String,
    },
    /// Both sides agree.
    #[error("there is nothing to decide about this line")]
    NothingToDecide,
    /// Only what may be the same is confirmed or not.
    #[error("the line is no proposal")]
    NoProposal,
    /// There is no line of ours that could be adjusted.
    #[error("we have no line that could be adjusted: explain the difference or dispute it")]
    NothingToAdjust,
    /// Lines are left that nobody looked at.
    #[error("{lines} lines still need work")]
    Unfinished {
        /// How many.
        lines: i64,
    },
    /// Whoever asked for it does not lock it.
    #[error("somebody else than who submitted it locks it")]
    OwnWork,
    /// A bill that is to be adjusted is not locked.
    #[error("bill {bill} is not locked: lock it first, then its accepted differences become adjustments")]
    BillNotLocked {
        /// Number of the bill, or its row.
        bill: String,
    },
    /// A line that is to be adjusted is disputed by itself.
    #[error("line {position} of bill {bill} is disputed: decide that dispute first")]
    Disputed {
        /// Number of the bill, or its row.
        bill: String,
        /// The line.
        position: i64,
    },
}
