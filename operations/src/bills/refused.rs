//! Why a bill is not made, not shown, or does not go on.

use chrono::NaiveDate;
use domain::{
    Period,
    bill::{self, BillState},
    merchant::{CertificationState, Gate},
};

/// What stands against bills.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The certification of the business information has not passed (`domain.md` 4.1).
    #[error("the business information is not certified (it is {state}): record the certification first")]
    NotCertified {
        /// Where it stands.
        state: CertificationState,
    },
    /// The version of the agreement that is in force is not signed.
    #[error("{}: bills are closed until it is signed", agreement(.version))]
    NotSigned {
        /// The version; empty when none is recorded.
        version: String,
    },
    /// The month is not over.
    #[error("{period} is not over: its bills are made from {day} on")]
    NotOver {
        /// The month.
        period: Period,
        /// The day on which it is billed.
        day: NaiveDate,
    },
    /// Another run works.
    #[error("the bills of {period} are being made: wait until that is done")]
    Running {
        /// The month.
        period: Period,
    },
    /// The table says no.
    #[error(transparent)]
    Life(#[from] bill::Refusal),
    /// An order changed since the bill was made.
    #[error("orders changed since the bill was made: send it back and run {period} again")]
    Outdated {
        /// The month.
        period: Period,
    },
    /// It is another one than somebody has looked at.
    #[error("the bills of {period} were made anew: look at this one again")]
    MadeAnew {
        /// The month.
        period: Period,
    },
    /// Nobody pays a bill below zero.
    #[error("a bill below zero is not paid: the next one of its kind carries it over")]
    BelowZero,
    /// The marketplace works on locked bills only.
    #[error("the bill is {state}: what the marketplace does with it is noted while it is locked")]
    NotUnderWay {
        /// Where it stands.
        state: BillState,
    },
    /// A line that something of an earlier bill stands in.
    #[error("what is carried over is disputed in the bill that it comes from")]
    NotDisputable,
    /// One dispute of a line is open at a time.
    #[error("the line is disputed already: add to that dispute, or decide it first")]
    Disputed,
    /// The dispute does not end like this.
    #[error(transparent)]
    Dispute(#[from] bill::NotDecided),
    /// A later bill carries it, so it stays.
    #[error("bill {number} carries it over: void that one first")]
    Carried {
        /// Number of that bill, or its row.
        number: String,
    },
    /// It has more lines than paper takes.
    #[error("it has more than {most} lines, which is too long for a PDF: take it as CSV or XLSX")]
    TooLong {
        /// Lines that are taken.
        most: usize,
    },
    /// Its lines may still change, or count no more.
    #[error("the bill is {state}: only the lines of a locked or paid one are disputed")]
    NotLocked {
        /// Where it stands.
        state: BillState,
    },
}

fn agreement(version: &str) -> String {
    match version {
        "" => "no agreement is recorded".to_owned(),
        version => format!("the agreement {version} is not signed"),
    }
}

impl From<Gate> for Refused {
    fn from(gate: Gate) -> Self {
        match gate {
            Gate::NotCertified(state) => Self::NotCertified { state },
            Gate::NotSigned { version } => Self::NotSigned { version },
        }
    }
}
