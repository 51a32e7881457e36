//! Where a line stands in bills, as lists are narrowed by it.

use super::HeldBack;

crate::codes! {
    /// Where what the merchant earns by a line stands. The reasons are those of [`HeldBack`] that are kept with a line;
    /// why an open one waits is known when it is looked at.
    pub enum BillingState {
        /// In a bill, be it a draft.
        Billed = "billed" | "已出账",
        /// Earned, and in no bill.
        Open = "open" | "待出账",
        /// See [`HeldBack::Refused`].
        Refused = "refused" | "规则无法结算",
        /// See [`HeldBack::BelowMinimum`].
        BelowMinimum = "below_minimum" | "未达最低出账金额",
        /// See [`HeldBack::Unpaid`].
        Unpaid = "unpaid" | "客户未付款",
        /// See [`HeldBack::SupervisionOpen`].
        SupervisionOpen = "supervision_open" | "服务监管未完成",
        /// See [`HeldBack::NotProvisioned`].
        NotProvisioned = "not_provisioned" | "服务未开通",
        /// See [`HeldBack::NotEffective`].
        NotEffective = "not_effective" | "续费未生效",
        /// See [`HeldBack::CompletionUnknown`].
        CompletionUnknown = "completion_unknown" | "缺少完成时间",
        /// See [`HeldBack::NotRepaid`].
        NotRepaid = "not_repaid" | "后付费未还清",
        /// See [`HeldBack::Trial`].
        Trial = "trial" | "试用，不出账",
        /// See [`HeldBack::Cancelled`].
        Cancelled = "cancelled" | "付款前已取消",
    }
}

impl BillingState {
    /// The reason, where it is one.
    #[must_use]
    pub fn reason(self) -> Option<HeldBack> {
        HeldBack::from_code(self.code())
    }

    /// Whether it may be billed some day, and is not.
    #[must_use]
    pub const fn comes(self) -> bool {
        !matches!(self, Self::Billed | Self::Trial | Self::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_that_is_kept_is_one() {
        use HeldBack::{BeforeBillDay, CertificationMissing, NotRun};
        for why in HeldBack::ALL {
            let kept = !matches!(why, BeforeBillDay | CertificationMissing | NotRun);
            let state = BillingState::from_code(why.code());
            assert_eq!(state.and_then(BillingState::reason), kept.then_some(*why), "{why}");
        }
        assert_eq!(BillingState::ALL.iter().filter(|state| state.reason().is_none()).count(), 2);
        for state in BillingState::ALL {
            let never = state.reason().is_some_and(HeldBack::never);
            assert_eq!(state.comes(), *state != BillingState::Billed && !never, "{state}");
        }
    }
}
