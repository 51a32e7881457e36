//! The tax rates of `domain.md` 5.10, used where the marketplace's file does not give one.

use crate::{
    Rate,
    order::{BillingMode, DeliveryType},
};

/// Output tax of a product: hardware and licences sold once 13 %, everything else 6 %.
#[must_use]
pub const fn output_tax(delivery: DeliveryType, billing: BillingMode) -> Rate {
    match (delivery, billing) {
        (DeliveryType::Hardware, _) | (DeliveryType::License, BillingMode::OneTime) => Rate::percent(13),
        _ => Rate::percent(6),
    }
}

/// Tax of a service fee of a general taxpayer.
pub const SERVICE_TAX: Rate = Rate::percent(6);
