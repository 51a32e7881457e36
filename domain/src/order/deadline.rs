//! What an order waits for, and until when (`domain.md` 1.1, 2.2).

use chrono::Duration;

use super::{Order, OrderState};
use crate::Moment;

/// A supervised delivery that is not accepted after so many days is reminded of (2.2).
pub const ACCEPTANCE_DAYS: u32 = 180;
/// A service that is not opened after so many days is slow.
pub const OPENING_DAYS: u32 = 30;

crate::codes! {
    /// What an order waits for.
    pub enum Awaited {
        /// The customer's payment; the order is cancelled after that.
        Payment = "payment",
        /// The opening of the service.
        Opening = "opening",
        /// The customer's acceptance of a supervised delivery.
        Acceptance = "acceptance",
    }
}

impl Awaited {
    /// What an order in this state waits for, supervised or not.
    #[must_use]
    pub const fn of(state: OrderState, supervised: bool) -> Option<Self> {
        match state {
            OrderState::PendingPayment => Some(Self::Payment),
            OrderState::Processing if supervised => Some(Self::Acceptance),
            OrderState::Processing => Some(Self::Opening),
            OrderState::Completed | OrderState::Cancelled => None,
        }
    }

    /// The state in which an order waits for it.
    #[must_use]
    pub const fn state(self) -> OrderState {
        match self {
            Self::Payment => OrderState::PendingPayment,
            Self::Opening | Self::Acceptance => OrderState::Processing,
        }
    }

    /// So many days after its creation it should have come. Unpaid orders are cancelled after `unpaid_days`.
    #[must_use]
    pub const fn days(self, unpaid_days: u32) -> u32 {
        match self {
            Self::Payment => unpaid_days,
            Self::Opening => OPENING_DAYS,
            Self::Acceptance => ACCEPTANCE_DAYS,
        }
    }
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
        let awaited = Awaited::of(order.head.state, order.supervised())?;
        let days = i64::from(awaited.days(unpaid_days));
        Some(Self { awaited, at: order.head.created_at + Duration::days(days) })
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
