//! Whether a buyer can have an invoice for an order, and of which amount (`domain.md` 6.1, 6.3, 1.7).

use serde::{Deserialize, Serialize};

use super::{Issuer, RequestState, issuer};
use crate::{
    Moment, Zone,
    order::{BusinessKind, OrderState, OrderType},
    refund,
};

/// What is known of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// How its product is sold.
    pub kind: BusinessKind,
    /// What it does.
    pub order_type: OrderType,
    /// How far it has come.
    pub state: OrderState,
    /// When it was placed.
    pub ordered_at: Moment,
    /// What was paid, in minor units.
    pub paid_minor: i64,
    /// What went back of it, in minor units, zero or more.
    pub refunded_minor: i64,
}

/// An invoice can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Its amount in minor units, see [`amount`].
    pub amount_minor: i64,
    /// A refund waits for the merchant, and fails by this (1.7, principle 4).
    pub ends_refund: bool,
}

/// Why an invoice cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotAsked {
    /// Somebody else makes it out.
    #[error("the provider makes out the invoice of this order")]
    ByProvider,
    /// Nothing was paid.
    #[error("an invoice is for what was paid; this order was not")]
    NotPaid,
    /// All of it went back, or it cost nothing.
    #[error("nothing of the order is left that an invoice could be for")]
    Nothing,
    /// There is one for the order.
    #[error("the order has an invoice that is {state}: there is one for an order")]
    HasOne {
        /// How far it has come.
        state: RequestState,
    },
    /// The money goes back.
    #[error("a refund of the order is {refund}: its money goes back")]
    RefundRuns {
        /// How far the refund has come.
        refund: refund::State,
    },
}

/// The amount of the invoice of an order, in minor units: the whole amount, less what went back of it. It is asked again
/// when the invoice is made out, because a refund may have ended since.
///
/// # Errors
/// Why there is none.
pub fn amount(order: &Order, zone: Zone) -> Result<i64, NotAsked> {
    if issuer(order.kind, order.ordered_at, zone) == Issuer::Provider {
        return Err(NotAsked::ByProvider);
    }
    if !matches!(order.state, OrderState::Processing | OrderState::Completed) {
        return Err(NotAsked::NotPaid);
    }
    let amount_minor = order.paid_minor.saturating_sub(order.refunded_minor);
    if matches!(order.order_type, OrderType::Unsubscribe | OrderType::Trial) || amount_minor <= 0 {
        return Err(NotAsked::Nothing);
    }
    Ok(amount_minor)
}

/// Whether an invoice can be asked for: `earlier` are the requests of the order, `refund` is its latest refund.
///
/// # Errors
/// Why not.
pub fn request(
    order: &Order,
    earlier: &[RequestState],
    refund: Option<refund::State>,
    zone: Zone,
) -> Result<Granted, NotAsked> {
    let amount_minor = amount(order, zone)?;
    if let Some(state) = earlier.iter().find(|state| !state.is_final()) {
        return Err(NotAsked::HasOne { state: *state });
    }
    match refund {
        Some(refund::State::PendingMerchantReview) => Ok(Granted { amount_minor, ends_refund: true }),
        Some(refund) if !refund.is_final() => Err(NotAsked::RefundRuns { refund }),
        _ => Ok(Granted { amount_minor, ends_refund: false }),
    }
}
