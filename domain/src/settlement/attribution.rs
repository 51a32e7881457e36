//! Which month an order is settled in, or why it is not settled yet (`domain.md` 4.4).

use crate::{
    Period, Zone, codes,
    order::{DeliveryType, Head, OrderState, OrderType, PaymentMethod, SalesChannel},
};

codes! {
    /// Why an order is in no settlement yet.
    pub enum NotSettled {
        /// Sold by the merchant itself: there is no reseller to settle with.
        SoldDirectly = "sold_directly" | "直销，无需结算",
        /// A trial costs nothing.
        Trial = "trial" | "试用，无需结算",
        /// The customer has not paid.
        NotPaid = "not_paid" | "客户未付款",
        /// Cancelled before it was paid.
        Cancelled = "cancelled" | "付款前已取消",
        /// The customer has not accepted the delivery.
        NotAccepted = "not_accepted" | "客户未验收",
        /// The service has not been opened.
        NotProvisioned = "not_provisioned" | "服务未开通",
        /// The date on which the renewed term begins is not known.
        RenewalNotEffective = "renewal_not_effective" | "续费生效时间未知",
        /// The completion time is not in the books.
        CompletionUnknown = "completion_unknown" | "缺少完成时间",
        /// A postpaid customer has not repaid in full.
        NotRepaid = "not_repaid" | "后付费未还清",
        /// The floor price is not in the books.
        FloorUnknown = "floor_unknown" | "缺少底价",
    }
}

impl NotSettled {
    /// Whether the books lack something, rather than that it has not happened yet or never will: a file with it
    /// settles the line.
    #[must_use]
    pub const fn is_missing_data(self) -> bool {
        matches!(self, Self::RenewalNotEffective | Self::CompletionUnknown | Self::FloorUnknown)
    }
}

/// The period in which an order is settled; `delivery` is that of its first line, and `has_floor` says
/// whether the floor price of every line is known.
///
/// A renewal counts from the start of its term, everything else from completion (provisioning or
/// acceptance); a postpaid order not before it was repaid in full.
///
/// # Errors
/// Why it is not settled yet.
pub fn period_of(
    head: &Head,
    delivery: DeliveryType,
    has_floor: bool,
    zone: Zone,
) -> Result<Period, NotSettled> {
    if head.sales_channel == SalesChannel::Direct {
        return Err(NotSettled::SoldDirectly);
    }
    let supervised = head.order_type == OrderType::New && delivery.supervised();
    match head.state {
        OrderState::PendingPayment => return Err(NotSettled::NotPaid),
        OrderState::Cancelled => return Err(NotSettled::Cancelled),
        OrderState::Processing if supervised => return Err(NotSettled::NotAccepted),
        OrderState::Processing => return Err(NotSettled::NotProvisioned),
        OrderState::Completed => {}
    }
    if head.order_type == OrderType::Trial {
        return Err(NotSettled::Trial);
    }
    let earned = if head.order_type == OrderType::Renew {
        head.effective_at.ok_or(NotSettled::RenewalNotEffective)?
    } else {
        head.completed_at.ok_or(NotSettled::CompletionUnknown)?
    };
    let settled = match head.payment_method {
        PaymentMethod::Prepaid => earned,
        PaymentMethod::Postpaid => earned.max(head.repaid_at.ok_or(NotSettled::NotRepaid)?),
    };
    if !has_floor {
        return Err(NotSettled::FloorUnknown);
    }
    Ok(zone.period(settled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::sample::{at, head as sample};

    fn completed(order_type: OrderType) -> Head {
        Head { order_type, completed_at: at("2018-03-15 10:00:00"), ..sample() }
    }

    fn period(head: &Head) -> Result<String, NotSettled> {
        period_of(head, DeliveryType::SaasAuto, true, Zone::default()).map(|p| p.to_string())
    }

    fn supervised(head: &Head) -> Result<String, NotSettled> {
        period_of(head, DeliveryType::HumanService, true, Zone::default()).map(|p| p.to_string())
    }

    #[test]
    fn b2_a_supervised_order_belongs_to_the_month_of_its_acceptance() {
        assert_eq!(supervised(&completed(OrderType::New)), Ok("201803".into()));
    }

    #[test]
    fn b3_a_renewal_belongs_to_the_month_in_which_its_term_begins() {
        let renewal = Head {
            effective_at: at("2018-03-10 00:00:00"),
            completed_at: at("2018-01-20 09:00:00"),
            ..completed(OrderType::Renew)
        };
        assert_eq!(period(&renewal), Ok("201803".into()));
        assert_eq!(period(&completed(OrderType::Renew)), Err(NotSettled::RenewalNotEffective));
    }

    #[test]
    fn b4_the_last_second_of_the_month() {
        let mut head = completed(OrderType::New);
        head.completed_at = at("2024-01-31T23:59:59+08:00");
        assert_eq!(period(&head), Ok("202401".into()));
        head.completed_at = at("2024-02-01T00:00:00+08:00");
        assert_eq!(period(&head), Ok("202402".into()));
    }

    #[test]
    fn postpaid_waits_for_full_repayment() {
        let mut head = Head { payment_method: PaymentMethod::Postpaid, ..completed(OrderType::New) };
        assert_eq!(period(&head), Err(NotSettled::NotRepaid));
        head.repaid_at = at("2018-05-01 00:00:00");
        assert_eq!(period(&head), Ok("201805".into()));
        head.repaid_at = at("2018-02-01 00:00:00");
        assert_eq!(period(&head), Ok("201803".into()));
    }

    #[test]
    fn what_is_never_settled_says_why() {
        let base = completed(OrderType::New);
        let processing = Head { state: OrderState::Processing, ..base };
        assert_eq!(supervised(&processing), Err(NotSettled::NotAccepted));
        let floorless = period_of(&base, DeliveryType::SaasAuto, false, Zone::default());
        assert_eq!(floorless, Err(NotSettled::FloorUnknown));
        for (head, why) in [
            (Head { sales_channel: SalesChannel::Direct, ..base }, NotSettled::SoldDirectly),
            (Head { state: OrderState::PendingPayment, ..base }, NotSettled::NotPaid),
            (Head { state: OrderState::Cancelled, ..base }, NotSettled::Cancelled),
            (Head { state: OrderState::Processing, ..base }, NotSettled::NotProvisioned),
            (Head { order_type: OrderType::Trial, ..base }, NotSettled::Trial),
            (Head { completed_at: None, ..base }, NotSettled::CompletionUnknown),
        ] {
            assert_eq!(period(&head), Err(why));
        }
    }
}
