//! What an order waits for, and until when (`domain.md` 1.1, 2.2).

use chrono::Duration;

use super::{Order, OrderState};
use crate::Moment;

/// A supervised delivery that is not accepted after so many days is reminded of (2.2).
pub const ACCEPTANCE_DAYS: u32 = 180;
/// A service that is not opened after so many days is slow.
pub const OPENING_DAYS: u32 = 30;

/// What an order waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The customer's payment; the order is cancelled after that.
    Payment,
    /// The opening of the service.
    Opening,
    /// The customer's acceptance of a supervised delivery.
    Acceptance,
}

/// What an order waits for, and until when it should come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What is awaited.
    pub awaited: Awaited,
    /// Until when.
    pub at: Moment,
}

/// How far a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// So many whole days; 0 within the last one.
    Days(i64),
    /// It is over since so many whole days.
    Over(i64),
}

impl Deadline {
    /// The deadline of an order that waits for something. Unpaid orders are cancelled after `unpaid_days`.
    #[must_use]
    pub fn of(order: &Order, unpaid_days: u32) -> Option<Self> {
        let (awaited, days) = match order.head.state {
            OrderState::PendingPayment => (Awaited::Payment, unpaid_days),
            OrderState::Processing if order.supervised() => (Awaited::Acceptance, ACCEPTANCE_DAYS),
            OrderState::Processing => (Awaited::Opening, OPENING_DAYS),
            OrderState::Completed | OrderState::Cancelled => return None,
        };
        Some(Self { awaited, at: order.head.created_at + Duration::days(i64::from(days)) })
    }

    /// How far it is from a moment.
    #[must_use]
    pub fn left(&self, now: Moment) -> Left {
        let left = self.at - now;
        if left < Duration::zero() { Left::Over((-left).num_days()) } else { Left::Days(left.num_days()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{DeliveryType, sample};

    fn of(change: impl FnOnce(&mut Order)) -> Option<Deadline> {
        let mut order = sample::order();
        change(&mut order);
        Deadline::of(&order, 7)
    }

    #[test]
    fn each_state_waits_for_something_of_its_own() {
        let created = sample::order().head.created_at;
        let awaited = |state, delivery| {
            let found = of(|order| {
                order.head.state = state;
                order.lines[0].delivery_type = delivery;
            });
            found.map(|deadline| (deadline.awaited, (deadline.at - created).num_days()))
        };
        let saas = DeliveryType::SaasAuto;
        assert_eq!(awaited(OrderState::PendingPayment, saas), Some((Awaited::Payment, 7)));
        assert_eq!(awaited(OrderState::Processing, saas), Some((Awaited::Opening, 30)));
        assert_eq!(
            awaited(OrderState::Processing, DeliveryType::HumanService),
            Some((Awaited::Acceptance, 180))
        );
        assert_eq!(awaited(OrderState::Completed, saas), None);
        assert_eq!(awaited(OrderState::Cancelled, saas), None);
    }

    #[test]
    fn days_are_whole_ones_on_both_sides() {
        let deadline = of(|order| order.head.state = OrderState::PendingPayment).unwrap();
        let left = |hours| deadline.left(deadline.at + Duration::hours(hours));
        assert_eq!([left(-49), left(-23), left(0)], [Left::Days(2), Left::Days(0), Left::Days(0)]);
        assert_eq!([left(1), left(50)], [Left::Over(0), Left::Over(2)]);
    }
}
