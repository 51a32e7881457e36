//! How far a refund has come, and what takes it further (`domain.md` 1.7).

use crate::{codes, supervision::Side};

codes! {
    /// How far a refund has come.
    pub enum State {
        /// The merchant has to decide.
        PendingMerchantReview = "pending_merchant_review" | "待审核",
        /// The merchant agreed: the provider pays the money back.
        Approved = "approved" | "已同意",
        /// The merchant agreed that the goods come back: the buyer sends them.
        AwaitingReturn = "awaiting_return" | "待退货",
        /// The goods are on their way back, or there: the merchant looks at them.
        AwaitingAcceptance = "awaiting_acceptance" | "待验收",
        /// The merchant appealed against the goods that came back.
        Appealed = "appealed" | "申诉中",
        /// The provider pays the money back, and nobody has to agree any more.
        Refunding = "refunding" | "退款中",
        /// The money is back. Final.
        Refunded = "refunded" | "已退订",
        /// The merchant refused, or an invoice came between. Final.
        Rejected = "rejected" | "已驳回",
        /// The buyer took it back. Final.
        Withdrawn = "withdrawn" | "已撤回",
    }
}

codes! {
    /// What is done with a refund.
    pub enum Action {
        /// Agree.
        Approve = "approve" | "同意",
        /// Refuse, with a reason.
        Reject = "reject" | "驳回",
        /// The buyer takes it back.
        Withdraw = "withdraw" | "撤回",
        /// The buyer sends the goods back.
        SendBack = "send_back" | "寄回商品",
        /// The goods that came back are in order.
        AcceptGoods = "accept_goods" | "确认验收",
        /// They are not, with a reason.
        RejectGoods = "reject_goods" | "验收驳回",
        /// Let the operator decide about the goods, with a reason.
        Appeal = "appeal" | "发起申诉",
        /// The provider paid the money back.
        PaidBack = "paid_back" | "已退款",
    }
}

impl State {
    /// Nothing follows.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refunded | Self::Rejected | Self::Withdrawn)
    }

    /// The money goes back, or has: the order that takes it back is in the books.
    #[must_use]
    pub const fn gives_back(self) -> bool {
        matches!(self, Self::Approved | Self::Refunding | Self::Refunded)
    }

    /// The state after an action of somebody; `returns`: the buyer has the goods and sends them back first.
    /// `None`: it is not possible now, or not theirs.
    #[must_use]
    pub const fn after(self, action: Action, by: Side, returns: bool) -> Option<Self> {
        use Action as A;
        Some(match (self, action, by) {
            (Self::PendingMerchantReview, A::Approve, Side::Merchant) if returns => Self::AwaitingReturn,
            (Self::PendingMerchantReview, A::Approve, Side::Merchant) => Self::Approved,
            // The system rejects when an invoice is asked for meanwhile.
            (Self::PendingMerchantReview, A::Reject, Side::Merchant | Side::System) => Self::Rejected,
            (Self::PendingMerchantReview | Self::AwaitingReturn, A::Withdraw, Side::Buyer) => Self::Withdrawn,
            (Self::AwaitingReturn, A::SendBack, Side::Buyer) => Self::AwaitingAcceptance,
            // The system accepts after 15 days.
            (Self::AwaitingAcceptance, A::AcceptGoods, Side::Merchant | Side::System)
            | (Self::Appealed, A::AcceptGoods, Side::Merchant | Side::Operator) => Self::Refunding,
            (Self::AwaitingAcceptance, A::RejectGoods, Side::Merchant)
            | (Self::Appealed, A::RejectGoods, Side::Operator) => Self::Rejected,
            (Self::AwaitingAcceptance, A::Appeal, Side::Merchant) => Self::Appealed,
            (Self::Approved | Self::Refunding, A::PaidBack, Side::Operator) => Self::Refunded,
            _ => return None,
        })
    }

    /// What is possible now, and whose it is: the operator's where it could be the merchant's, too, since an appeal is
    /// for the operator to decide.
    #[must_use]
    pub fn possible(self) -> Vec<(Action, Side)> {
        let sides = [Side::Operator, Side::Merchant, Side::Buyer];
        let whose = |action: &Action| sides.into_iter().find(|by| self.after(*action, *by, false).is_some());
        Action::ALL.iter().filter_map(|action| Some((*action, whose(action)?))).collect()
    }
}

impl Action {
    /// It cannot be done without a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Reject | Self::RejectGoods | Self::Appeal)
    }

    /// What the buyer does: somebody of the desk notes it.
    #[must_use]
    pub const fn of_buyer(self) -> bool {
        matches!(self, Self::Withdraw | Self::SendBack)
    }

    /// Whose it is in a state, when it is possible at all.
    #[must_use]
    pub fn whose(self, state: State) -> Option<Side> {
        state.possible().into_iter().find(|(action, _)| *action == self).map(|(_, by)| by)
    }
}
