//! How far the invoices of a requisition have come, and what takes them further (`domain.md` 6.4).

use serde::{Deserialize, Serialize};

use crate::{Currency, codes, money, supervision::Side};

codes! {
    /// How far the invoices of a requisition have come.
    pub enum RequisitionState {
        /// The provider asks for invoices, and there is none.
        Notice = "notice" | "待开票",
        /// There are some; none was handed in since the last one was entered.
        Invoiced = "invoiced" | "已开票",
        /// The provider looks at them.
        UnderReview = "under_review" | "发票待审核",
        /// They are wrong: return them, and enter others.
        SentBack = "sent_back" | "已退回",
        /// The provider took them and paid. Final.
        Paid = "paid" | "已支付",
    }
}

codes! {
    /// What is done with them.
    pub enum RequisitionAction {
        /// Enter an invoice.
        Enter = "enter" | "登记发票",
        /// Take one back, with a reason.
        Return = "return" | "退票",
        /// Hand all of them in.
        Submit = "submit" | "提交审核",
        /// Note that the provider sent them back, with a reason.
        SendBack = "send_back" | "退回",
        /// Note that the provider took them and paid.
        Pay = "pay" | "登记支付",
    }
}

impl RequisitionState {
    /// The merchant has to do something, within the month.
    #[must_use]
    pub const fn waits_for_merchant(self) -> bool {
        matches!(self, Self::Notice | Self::Invoiced | Self::SentBack)
    }
}

impl RequisitionAction {
    /// Whether a reason is needed.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::SendBack)
    }
}

use RequisitionAction as A;
use RequisitionState as S;
use Side::{Merchant, Operator};

/// A row of the table: in a state an action of a side leads to a state.
pub type Step = (RequisitionState, RequisitionAction, Side, RequisitionState);

/// The table. What has no row is refused. Returning the only one leads back to the notice, see [`after`].
pub const STEPS: &[Step] = &[
    (S::Notice, A::Enter, Merchant, S::Invoiced),
    (S::Invoiced, A::Enter, Merchant, S::Invoiced),
    (S::Invoiced, A::Return, Merchant, S::Invoiced),
    (S::Invoiced, A::Submit, Merchant, S::UnderReview),
    (S::UnderReview, A::SendBack, Operator, S::SentBack),
    (S::UnderReview, A::Pay, Operator, S::Paid),
    (S::SentBack, A::Return, Merchant, S::SentBack),
    (S::SentBack, A::Enter, Merchant, S::Invoiced),
];

/// What there is of a requisition before an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// The amount of the notice, in minor units.
    pub amount_minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// The amounts of its invoices that were not returned.
    pub invoices: &'a [i64],
}

impl Held<'_> {
    /// What the invoices come to, in minor units.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.invoices.iter().fold(0, |sum, one| sum.saturating_add(*one))
    }

    /// What is left to invoice, in minor units; negative where there is too much.
    #[must_use]
    pub fn rest(&self) -> i64 {
        self.amount_minor.saturating_sub(self.sum())
    }
}

/// Why a step is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// It is possible in another state.
    #[error("{action} is not possible while the requisition is {state}")]
    NotNow {
        /// The action.
        action: RequisitionAction,
        /// The state.
        state: RequisitionState,
    },
    /// It is possible now, and another side's.
    #[error("{action} is for the {theirs}")]
    NotYours {
        /// The action.
        action: RequisitionAction,
        /// Whose it is.
        theirs: Side,
    },
    /// What was paid stays.
    #[error("the invoice was paid: it is not returned")]
    Paid,
    /// There is nothing to hand in or to return.
    #[error("the requisition has no invoice: enter one first")]
    NoInvoice,
    /// The invoices do not come to what was asked for.
    #[error("the invoices come to {sum} and the notice to {amount}: they must be the same")]
    SumDiffers {
        /// What they come to, without its currency.
        sum: String,
        /// What was asked for, without its currency.
        amount: String,
    },
}

/// The state after an action of somebody.
///
/// # Errors
/// Why not.
pub fn after(
    state: RequisitionState,
    action: RequisitionAction,
    by: Side,
    held: &Held<'_>,
) -> Result<RequisitionState, Refusal> {
    if (state, action) == (S::Paid, A::Return) {
        return Err(Refusal::Paid);
    }
    let row = STEPS.iter().find(|row| row.0 == state && row.1 == action);
    let Some((_, _, theirs, next)) = row else { return Err(Refusal::NotNow { action, state }) };
    if *theirs != by {
        return Err(Refusal::NotYours { action, theirs: *theirs });
    }
    match (action, held.invoices.len()) {
        (A::Submit | A::Return | A::Pay, 0) => Err(Refusal::NoInvoice),
        (A::Pay, _) if held.rest() != 0 => {
            let bare = |minor| money::bare(minor, held.currency);
            Err(Refusal::SumDiffers { sum: bare(held.sum()), amount: bare(held.amount_minor) })
        }
        (A::Return, 1) if state == S::Invoiced => Ok(S::Notice),
        _ => Ok(*next),
    }
}

/// What a side can do now.
pub fn possible<'a>(
    state: RequisitionState,
    by: Side,
    held: &'a Held<'a>,
) -> impl Iterator<Item = RequisitionAction> + 'a {
    A::ALL.iter().copied().filter(move |action| after(state, *action, by, held).is_ok())
}
