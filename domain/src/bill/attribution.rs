//! Which month the merchant's own part of an order is billed in, or why it is not billed yet (`domain.md` 4.4).

use crate::{
    Moment, Period, Zone, codes,
    order::{DeliveryType, Head, OrderState, OrderType, PaymentMethod},
};

codes! {
    /// Why something of an order is in no bill.
    pub enum HeldBack {
        /// The customer has not paid.
        Unpaid = "unpaid" | "客户未付款",
        /// Cancelled before it was paid.
        Cancelled = "cancelled" | "付款前已取消",
        /// A trial costs nothing.
        Trial = "trial" | "试用，不出账",
        /// The customer has not accepted the delivery, or this part of it.
        SupervisionOpen = "supervision_open" | "服务监管未完成",
        /// The service has not been opened.
        NotProvisioned = "not_provisioned" | "服务未开通",
        /// The renewed term has not begun, or its beginning is not known.
        NotEffective = "not_effective" | "续费未生效",
        /// The completion time is not in the books.
        CompletionUnknown = "completion_unknown" | "缺少完成时间",
        /// A postpaid customer has not repaid in full.
        NotRepaid = "not_repaid" | "后付费未还清",
        /// No rule settles it, or its values do not fit the rule.
        Refused = "refused" | "规则无法结算",
        /// Together with what it is billed with it is below the smallest amount: it waits for more.
        BelowMinimum = "below_minimum" | "未达最低出账金额",
        /// The business information is not certified.
        CertificationMissing = "certification_missing" | "商业信息未认证",
        /// The day on which its month is billed has not come.
        BeforeBillDay = "before_bill_day" | "未到出账日",
        /// Its month can be billed, and no run has taken it yet.
        NotRun = "not_run" | "待出账",
    }
}

impl HeldBack {
    /// What to do about it, for programs and the command line.
    #[must_use]
    pub const fn what_to_do(self) -> &'static str {
        match self {
            Self::Unpaid => "wait for the payment, or import the time of it",
            Self::Cancelled | Self::Trial => "nothing: it is never billed",
            Self::SupervisionOpen => "deliver it, and have the customer accept it",
            Self::NotProvisioned => "provision it and import the time of completion",
            Self::NotEffective => "wait until the renewed term begins, or import the time of it",
            Self::CompletionUnknown => "import the time of completion",
            Self::NotRepaid => "wait for the repayment, or import the time of it",
            Self::Refused => "complete the order or publish a rule for it, then run the month again",
            Self::BelowMinimum => "wait until its delivery type comes to the smallest amount",
            Self::CertificationMissing => "record certification and agreement of the merchant",
            Self::BeforeBillDay => "run the month after its bill day",
            Self::NotRun => "run the month",
        }
    }

    /// Whether it will never be billed.
    #[must_use]
    pub const fn never(self) -> bool {
        matches!(self, Self::Trial | Self::Cancelled)
    }
}

/// The month that the merchant's part of an order is billed in; `delivery` is that of its first line.
///
/// A renewal counts from the start of its term, everything else from completion: provisioning, acceptance of a
/// supervised new order, success of an API order. A postpaid order does not count before it was repaid in full.
///
/// # Errors
/// Why it is not billed yet.
pub fn billed_in(head: &Head, delivery: DeliveryType, zone: Zone) -> Result<Period, HeldBack> {
    let supervised = head.order_type == OrderType::New && delivery.supervised();
    match head.state {
        OrderState::PendingPayment => return Err(HeldBack::Unpaid),
        OrderState::Cancelled => return Err(HeldBack::Cancelled),
        OrderState::Processing if supervised => return Err(HeldBack::SupervisionOpen),
        OrderState::Processing => return Err(HeldBack::NotProvisioned),
        OrderState::Completed => {}
    }
    if head.order_type == OrderType::Trial {
        return Err(HeldBack::Trial);
    }
    let earned = if head.order_type == OrderType::Renew {
        head.effective_at.ok_or(HeldBack::NotEffective)?
    } else {
        head.completed_at.ok_or(HeldBack::CompletionUnknown)?
    };
    repaid(head, earned).map(|at| zone.period(at))
}

/// The month that an accepted milestone of an order is billed in (5.5).
///
/// # Errors
/// Why it is not billed yet.
pub fn part_billed_in(head: &Head, accepted_at: Option<Moment>, zone: Zone) -> Result<Period, HeldBack> {
    match head.state {
        OrderState::PendingPayment => return Err(HeldBack::Unpaid),
        OrderState::Cancelled => return Err(HeldBack::Cancelled),
        OrderState::Processing | OrderState::Completed => {}
    }
    let accepted = accepted_at.ok_or(HeldBack::SupervisionOpen)?;
    repaid(head, accepted).map(|at| zone.period(at))
}

/// A postpaid order counts from its repayment.
fn repaid(head: &Head, earned: Moment) -> Result<Moment, HeldBack> {
    match head.payment_method {
        PaymentMethod::Prepaid => Ok(earned),
        PaymentMethod::Postpaid => Ok(earned.max(head.repaid_at.ok_or(HeldBack::NotRepaid)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::sample::{at, head};

    fn month(delivery: DeliveryType, change: impl FnOnce(&mut Head)) -> Result<String, HeldBack> {
        let mut of = head();
        change(&mut of);
        billed_in(&of, delivery, Zone::default()).map(|period| period.to_string())
    }

    const SERVICE: DeliveryType = DeliveryType::HumanService;
    const SAAS: DeliveryType = DeliveryType::SaasAuto;

    #[test]
    fn b1_and_b5_a_month_holds_what_happened_from_its_first_to_its_last_day() {
        let at_time = |time: &str| month(SAAS, |of| of.completed_at = at(time));
        assert_eq!(at_time("2020-01-01 00:00:00"), Ok("202001".into()));
        assert_eq!(at_time("2020-01-31 23:59:59"), Ok("202001".into()));
        assert_eq!(at_time("2020-02-01 00:00:00"), Ok("202002".into()));
        assert_eq!(at_time("2020-05-17 12:00:00"), Ok("202005".into()));
    }

    #[test]
    fn b2_a_supervised_order_is_billed_in_the_month_of_its_acceptance() {
        let paid = |of: &mut Head| {
            of.paid_at = at("2018-02-08 10:00:00");
            of.completed_at = at("2018-03-15 10:00:00");
        };
        assert_eq!(month(SERVICE, paid), Ok("201803".into()));
        let open = |of: &mut Head| of.state = OrderState::Processing;
        assert_eq!(month(SERVICE, open), Err(HeldBack::SupervisionOpen));
        assert_eq!(month(SAAS, open), Err(HeldBack::NotProvisioned));
    }

    #[test]
    fn b3_a_renewal_is_billed_in_the_month_in_which_its_term_begins() {
        let renewal = |of: &mut Head| {
            of.order_type = OrderType::Renew;
            of.paid_at = at("2024-01-20 10:00:00");
            of.completed_at = at("2024-01-20 10:01:00");
            of.effective_at = at("2024-03-10 00:00:00");
        };
        assert_eq!(month(SAAS, renewal), Ok("202403".into()));
        let unknown = |of: &mut Head| {
            renewal(of);
            of.effective_at = None;
        };
        assert_eq!(month(SAAS, unknown), Err(HeldBack::NotEffective));
    }

    #[test]
    fn b4_the_last_second_of_a_month_is_its_own() {
        let done = |time: &str| month(SERVICE, |of| of.completed_at = at(time));
        assert_eq!(done("2024-01-31 23:59:59"), Ok("202401".into()));
        assert_eq!(done("2024-02-01 00:00:00"), Ok("202402".into()));
    }

    #[test]
    fn a_postpaid_order_waits_for_its_repayment() {
        let postpaid = |of: &mut Head| {
            of.payment_method = PaymentMethod::Postpaid;
            of.completed_at = at("2024-01-10 10:00:00");
        };
        assert_eq!(month(SAAS, postpaid), Err(HeldBack::NotRepaid));
        let repaid = |of: &mut Head| {
            postpaid(of);
            of.repaid_at = at("2024-04-01 00:00:00");
        };
        assert_eq!(month(SAAS, repaid), Ok("202404".into()));
    }

    #[test]
    fn a_milestone_is_billed_while_the_order_goes_on() {
        let mut of = head();
        of.state = OrderState::Processing;
        let zone = Zone::default();
        assert_eq!(part_billed_in(&of, None, zone), Err(HeldBack::SupervisionOpen));
        let accepted = at("2024-02-03 00:00:00");
        assert_eq!(part_billed_in(&of, accepted, zone).map(|p| p.to_string()), Ok("202402".into()));
        of.state = OrderState::PendingPayment;
        assert_eq!(part_billed_in(&of, accepted, zone), Err(HeldBack::Unpaid));
    }

    #[test]
    fn what_is_unpaid_cancelled_or_a_trial_says_so() {
        assert_eq!(month(SAAS, |of| of.state = OrderState::PendingPayment), Err(HeldBack::Unpaid));
        assert_eq!(month(SAAS, |of| of.state = OrderState::Cancelled), Err(HeldBack::Cancelled));
        assert_eq!(month(SAAS, |of| of.order_type = OrderType::Trial), Err(HeldBack::Trial));
        assert_eq!(month(SAAS, |of| of.completed_at = None), Err(HeldBack::CompletionUnknown));
        assert!(HeldBack::Trial.never() && !HeldBack::NotRepaid.never());
    }
}
