//! Where the money of a line stands, as lists are narrowed by it.

use super::NotSettled;

crate::codes! {
    /// Where what a line owes its reseller stands. The reasons are those of [`NotSettled`].
    pub enum SettlementState {
        /// In an issued statement.
        Settled = "settled",
        /// In none, and still to come: everything but what never will be settled.
        Unsettled = "unsettled",
        /// In the month that settles it, and in no issued statement.
        Open = "open",
        /// The formula refuses it.
        Refused = "refused",
        /// See [`NotSettled::NotPaid`].
        NotPaid = "not_paid",
        /// See [`NotSettled::NotAccepted`].
        NotAccepted = "not_accepted",
        /// See [`NotSettled::NotProvisioned`].
        NotProvisioned = "not_provisioned",
        /// See [`NotSettled::RenewalNotEffective`].
        RenewalNotEffective = "renewal_not_effective",
        /// See [`NotSettled::CompletionUnknown`].
        CompletionUnknown = "completion_unknown",
        /// See [`NotSettled::NotRepaid`].
        NotRepaid = "not_repaid",
        /// See [`NotSettled::FloorUnknown`].
        FloorUnknown = "floor_unknown",
        /// See [`NotSettled::Trial`].
        Trial = "trial",
        /// See [`NotSettled::Cancelled`].
        Cancelled = "cancelled",
    }
}

impl SettlementState {
    /// What it stands for, each of them what a single line has.
    #[must_use]
    pub fn each(self) -> Vec<Self> {
        let still_to_come = |of: &Self| !matches!(of, Self::Settled | Self::Unsettled) && !of.never();
        match self {
            Self::Unsettled => Self::ALL.iter().copied().filter(still_to_come).collect(),
            one => vec![one],
        }
    }

    /// Whether it will never be settled.
    #[must_use]
    pub const fn never(self) -> bool {
        matches!(self, Self::Trial | Self::Cancelled)
    }

    /// The reason, where it is one.
    #[must_use]
    pub fn reason(self) -> Option<NotSettled> {
        NotSettled::from_code(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_of_a_line_is_one() {
        for why in NotSettled::ALL {
            // A line that was sold directly owes nobody.
            let expected = (*why != NotSettled::SoldDirectly).then_some(*why);
            assert_eq!(
                SettlementState::from_code(why.code()).and_then(SettlementState::reason),
                expected,
                "{why}"
            );
        }
        assert_eq!(SettlementState::ALL.iter().filter(|s| s.reason().is_none()).count(), 4);
    }

    #[test]
    fn unsettled_is_everything_that_is_still_to_come() {
        let each = SettlementState::Unsettled.each();
        assert_eq!(each.len(), SettlementState::ALL.len() - 4);
        assert!(each.contains(&SettlementState::Open) && each.contains(&SettlementState::FloorUnknown));
        assert!(!each.contains(&SettlementState::Trial) && !each.contains(&SettlementState::Settled));
    }
}
