//! The state machine of an order (`domain.md` 1.1).

use crate::codes;

codes! {
    /// How far an order has come.
    pub enum OrderState {
        /// Submitted, not paid.
        PendingPayment = "pending_payment" | "待付款" | "待支付",
        /// Paid, not yet opened or delivered.
        Processing = "processing" | "处理中",
        /// Went through its whole flow.
        Completed = "completed" | "已完成",
        /// Cancelled before it was paid. Final, but for the desk's own time-out: [`OrderState::told`].
        Cancelled = "cancelled" | "已取消" | "canceled",
    }
}

codes! {
    /// What can happen to an order.
    pub enum Action {
        /// The customer pays.
        Pay = "pay",
        /// Opened (unsupervised) or accepted (supervised).
        Complete = "complete",
        /// Cancelled by the buyer, by staff on the buyer's word, or by the system's time-out.
        Cancel = "cancel",
    }
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only an unpaid order can be cancelled; a paid one leaves by completion or refund.
    #[error("only an order that waits for payment can be cancelled; this one is {0}")]
    OnlyUnpaidCanBeCancelled(OrderState),
    /// Only an unpaid order can be paid.
    #[error("only an order that waits for payment can be paid; this one is {0}")]
    OnlyUnpaidCanBePaid(OrderState),
    /// Only a paid order can be completed.
    #[error("only an order in processing can be completed; this one is {0}")]
    OnlyProcessingCanBeCompleted(OrderState),
}

impl OrderState {
    /// The state after an action.
    ///
    /// # Errors
    /// A [`Refusal`] that says why not.
    pub const fn after(self, action: Action) -> Result<Self, Refusal> {
        match (self, action) {
            (Self::PendingPayment, Action::Pay) => Ok(Self::Processing),
            (Self::PendingPayment, Action::Cancel) => Ok(Self::Cancelled),
            (Self::Processing, Action::Complete) => Ok(Self::Completed),
            (from, Action::Pay) => Err(Refusal::OnlyUnpaidCanBePaid(from)),
            (from, Action::Cancel) => Err(Refusal::OnlyUnpaidCanBeCancelled(from)),
            (from, Action::Complete) => Err(Refusal::OnlyProcessingCanBeCompleted(from)),
        }
    }

    /// Whether the marketplace's file may move an order from this state to `to`: staying, or any
    /// number of steps forward. Never back.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        self == to || Action::ALL.iter().any(|a| self.after(*a).is_ok_and(|next| next.may_become(to)))
    }

    /// What an order of this state becomes when the marketplace's file says `said`; `None` when there is no
    /// way there. `here`: it was this desk that brought it there, not the marketplace and not a person.
    /// When its time-out cancelled it, the desk could only guess that nobody would pay, so the marketplace's word
    /// that somebody did wins. That nobody has paid yet is what the desk knew, so the time-out stands. When a
    /// delivery was accepted here, the marketplace may call its order processing for some hours yet (1.1).
    #[must_use]
    pub fn told(self, here: bool, said: Self) -> Option<Self> {
        match (self, said) {
            (Self::Completed, Self::Processing) if here => Some(Self::Completed),
            (Self::Cancelled, Self::PendingPayment) if here => Some(Self::Cancelled),
            (Self::Cancelled, _) if here => Some(said),
            _ => self.may_become(said).then_some(said),
        }
    }

    /// Whether nothing is paid in this state.
    #[must_use]
    pub const fn unpaid(self) -> bool {
        matches!(self, Self::PendingPayment | Self::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrderState::{Cancelled, Completed, PendingPayment, Processing};

    #[test]
    fn every_state_and_action() {
        let table = [
            (PendingPayment, [Some(Processing), None, Some(Cancelled)]),
            (Processing, [None, Some(Completed), None]),
            (Completed, [None, None, None]),
            (Cancelled, [None, None, None]),
        ];
        for (state, expected) in table {
            for (action, next) in Action::ALL.iter().zip(expected) {
                assert_eq!(state.after(*action).ok(), next, "{state} {action}");
            }
        }
    }

    #[test]
    fn a_file_moves_orders_forward_only() {
        let allowed = [
            (PendingPayment, Processing),
            (PendingPayment, Completed),
            (PendingPayment, Cancelled),
            (Processing, Completed),
        ];
        for from in OrderState::ALL {
            for to in OrderState::ALL {
                let may = from == to || allowed.contains(&(*from, *to));
                assert_eq!(from.may_become(*to), may, "{from} -> {to}");
                assert_eq!(from.told(false, *to), may.then_some(*to), "{from} -> {to}");
            }
        }
    }

    #[test]
    fn an_order_whose_delivery_was_accepted_here_stays_completed() {
        assert_eq!(Completed.told(true, Processing), Some(Completed));
        assert_eq!(Completed.told(true, Completed), Some(Completed));
        assert_eq!(Completed.told(true, PendingPayment), None);
        assert_eq!(Completed.told(false, Processing), None);
    }

    #[test]
    fn a_file_overrules_the_desk_s_own_time_out() {
        let table = [
            (PendingPayment, Cancelled),
            (Processing, Processing),
            (Completed, Completed),
            (Cancelled, Cancelled),
        ];
        for (said, becomes) in table {
            assert_eq!(Cancelled.told(true, said), Some(becomes), "{said}");
        }
    }
}
