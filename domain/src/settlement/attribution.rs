//! Which month an order is settled in, or why it is not settled yet (`domain.md` 4.4).

use crate::{
    Moment, Period, Zone, codes,
    order::{OrderState, OrderType, PaymentMethod, SalesChannel},
};

/// What decides the month.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Who brought the sale.
    pub channel: SalesChannel,
    /// What the order does.
    pub order_type: OrderType,
    /// How far it has come.
    pub state: OrderState,
    /// When the customer pays.
    pub payment: PaymentMethod,
    /// A new order of a supervised product.
    pub supervised: bool,
    /// When its term begins.
    pub effective_at: Option<Moment>,
    /// When it was provisioned or accepted.
    pub completed_at: Option<Moment>,
    /// When a postpaid customer had repaid in full.
    pub repaid_at: Option<Moment>,
    /// Every line has a floor price.
    pub has_floor: bool,
}

codes! {
    /// Why an order is in no settlement yet.
    pub enum NotSettled {
        /// Sold by the merchant itself: there is no reseller to settle with.
        SoldDirectly = "sold_directly",
        /// A trial costs nothing.
        Trial = "trial",
        /// The customer has not paid.
        NotPaid = "not_paid",
        /// Cancelled before it was paid.
        Cancelled = "cancelled",
        /// The customer has not accepted the delivery.
        NotAccepted = "not_accepted",
        /// The service has not been opened.
        NotProvisioned = "not_provisioned",
        /// The date on which the renewed term begins is not known.
        RenewalNotEffective = "renewal_not_effective",
        /// The completion time is not in the books.
        CompletionUnknown = "completion_unknown",
        /// A postpaid customer has not repaid in full.
        NotRepaid = "not_repaid",
        /// The floor price is not in the books.
        FloorUnknown = "floor_unknown",
    }
}

/// The period in which an order is settled.
///
/// A renewal counts from the start of its term, everything else from completion (provisioning or
/// acceptance); a postpaid order not before it was repaid in full.
///
/// # Errors
/// Why it is not settled yet.
pub fn period_of(facts: &Facts, zone: Zone) -> Result<Period, NotSettled> {
    if facts.channel == SalesChannel::Direct {
        return Err(NotSettled::SoldDirectly);
    }
    match facts.state {
        OrderState::PendingPayment => return Err(NotSettled::NotPaid),
        OrderState::Cancelled => return Err(NotSettled::Cancelled),
        OrderState::Processing if facts.supervised => return Err(NotSettled::NotAccepted),
        OrderState::Processing => return Err(NotSettled::NotProvisioned),
        OrderState::Completed => {}
    }
    if facts.order_type == OrderType::Trial {
        return Err(NotSettled::Trial);
    }
    let earned = if facts.order_type == OrderType::Renew {
        facts.effective_at.ok_or(NotSettled::RenewalNotEffective)?
    } else {
        facts.completed_at.ok_or(NotSettled::CompletionUnknown)?
    };
    let settled = match facts.payment {
        PaymentMethod::Prepaid => earned,
        PaymentMethod::Postpaid => earned.max(facts.repaid_at.ok_or(NotSettled::NotRepaid)?),
    };
    if !facts.has_floor {
        return Err(NotSettled::FloorUnknown);
    }
    Ok(zone.period(settled))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<Moment> {
        Some(Zone::default().parse(text).unwrap())
    }

    fn completed(order_type: OrderType) -> Facts {
        Facts {
            channel: SalesChannel::Reseller,
            order_type,
            state: OrderState::Completed,
            payment: PaymentMethod::Prepaid,
            supervised: false,
            effective_at: None,
            completed_at: at("2018-03-15 10:00:00"),
            repaid_at: None,
            has_floor: true,
        }
    }

    fn period(facts: &Facts) -> Result<String, NotSettled> {
        period_of(facts, Zone::default()).map(|p| p.to_string())
    }

    #[test]
    fn b2_a_supervised_order_belongs_to_the_month_of_its_acceptance() {
        assert_eq!(period(&Facts { supervised: true, ..completed(OrderType::New) }), Ok("201803".into()));
    }

    #[test]
    fn b3_a_renewal_belongs_to_the_month_in_which_its_term_begins() {
        let facts = Facts {
            effective_at: at("2018-03-10 00:00:00"),
            completed_at: at("2018-01-20 09:00:00"),
            ..completed(OrderType::Renew)
        };
        assert_eq!(period(&facts), Ok("201803".into()));
        assert_eq!(period(&completed(OrderType::Renew)), Err(NotSettled::RenewalNotEffective));
    }

    #[test]
    fn b4_the_last_second_of_the_month() {
        let mut facts = completed(OrderType::New);
        facts.completed_at = at("2024-01-31T23:59:59+08:00");
        assert_eq!(period(&facts), Ok("202401".into()));
        facts.completed_at = at("2024-02-01T00:00:00+08:00");
        assert_eq!(period(&facts), Ok("202402".into()));
    }

    #[test]
    fn postpaid_waits_for_full_repayment() {
        let mut facts = Facts { payment: PaymentMethod::Postpaid, ..completed(OrderType::New) };
        assert_eq!(period(&facts), Err(NotSettled::NotRepaid));
        facts.repaid_at = at("2018-05-01 00:00:00");
        assert_eq!(period(&facts), Ok("201805".into()));
        facts.repaid_at = at("2018-02-01 00:00:00");
        assert_eq!(period(&facts), Ok("201803".into()));
    }

    #[test]
    fn what_is_never_settled_says_why() {
        let base = completed(OrderType::New);
        for (facts, why) in [
            (Facts { channel: SalesChannel::Direct, ..base }, NotSettled::SoldDirectly),
            (Facts { state: OrderState::PendingPayment, ..base }, NotSettled::NotPaid),
            (Facts { state: OrderState::Cancelled, ..base }, NotSettled::Cancelled),
            (Facts { state: OrderState::Processing, ..base }, NotSettled::NotProvisioned),
            (Facts { state: OrderState::Processing, supervised: true, ..base }, NotSettled::NotAccepted),
            (Facts { order_type: OrderType::Trial, ..base }, NotSettled::Trial),
            (Facts { completed_at: None, ..base }, NotSettled::CompletionUnknown),
            (Facts { has_floor: false, ..base }, NotSettled::FloorUnknown),
        ] {
            assert_eq!(period(&facts), Err(why));
        }
    }
}
