//! Why a statement is not begun or not issued.

use chrono::NaiveDate;
use domain::{FieldProblem, Period};

/// What stands against beginning or issuing a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It was issued already; issued statements never change.
    #[error("statement {number} was issued already and does not change")]
    Issued {
        /// Its number.
        number: String,
    },
    /// Statements of a reseller were issued, so it does not become another one.
    #[error("statements of {reseller} were issued: let that name stay")]
    ResellerSettled {
        /// Its name.
        reseller: String,
    },
    /// It was discarded.
    #[error("the draft was discarded: begin another one")]
    Discarded,
    /// Somebody has begun to issue it.
    #[error("the statement is being issued: wait until that is done")]
    Issuing,
    /// The month is not over, so its statement cannot be issued.
    #[error("{period} is not over: a statement can be issued from the first day of the next month")]
    PeriodNotOver {
        /// The month.
        period: Period,
    },
    /// Nothing came late, so there is nothing to supplement.
    #[error("no line of that month came after {number} was issued: there is nothing to supplement")]
    NothingLate {
        /// Its number.
        number: String,
    },
    /// A statement without a line is not issued.
    #[error("there is no line to issue")]
    NothingToSettle,
    /// It is a draft: only what was issued is paid or corrected.
    #[error("the statement is a draft: issue it first")]
    NotIssued,
    /// It was taken back by a reversal.
    #[error("statement {number} was reversed already")]
    Reversed {
        /// Its number.
        number: String,
    },
    /// A reversal is not corrected.
    #[error("{number} is a reversal: its lines are due again, draft a statement of the month")]
    IsReversal {
        /// Its number.
        number: String,
    },
    /// A draft of the month stands on its dues.
    #[error("there is a draft of {period}: issue or discard it first")]
    DraftStands {
        /// The month.
        period: Period,
    },
    /// It was paid already.
    #[error("statement {number} was paid on {on}")]
    Paid {
        /// Its number.
        number: String,
        /// The day.
        on: NaiveDate,
    },
    /// It was not paid.
    #[error("statement {number} was not paid")]
    NotPaid {
        /// Its number.
        number: String,
    },
    /// It was reversed, or takes back what was never paid.
    #[error("there is nothing to pay for statement {number}: it was cancelled before it was paid")]
    NothingToPay {
        /// Its number.
        number: String,
    },
    /// It was reversed after it was paid.
    #[error("statement {number} was reversed since: its payment stays, and the reversal settles it")]
    ReversedSince {
        /// Its number.
        number: String,
    },
    /// A line has data that the formula refuses.
    #[error("order {order_no}: {problem}")]
    Line {
        /// The order.
        order_no: String,
        /// What is wrong.
        problem: FieldProblem,
    },
    /// It has more lines than paper takes.
    #[error("it has more than {most} lines, which is too long for a PDF: take it as CSV or XLSX")]
    TooLong {
        /// Lines that are taken.
        most: usize,
    },
    /// More than one currency; name one.
    #[error("there are statements in {currencies}: say which currency")]
    SeveralCurrencies {
        /// Codes, joined by commas.
        currencies: String,
    },
}
