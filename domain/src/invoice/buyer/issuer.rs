//! Who makes out the invoice of the buyer (`domain.md` 6.1).

use crate::{Moment, Zone, codes, order::BusinessKind};

/// Since the first moment of this account period merchants make out the invoices of general products.
pub const SINCE: i64 = 201_811;

codes! {
    /// Who makes out the invoice of the buyer.
    pub enum Issuer {
        /// We do.
        Merchant = "merchant" | "商家",
        /// The provider of the marketplace.
        Provider = "provider" | "云服务商",
    }
}

/// Who makes out the invoice of the buyer for an order: the merchant that of a general product which was ordered since
/// 2018-11-01 00:00, the provider all others.
#[must_use]
pub fn issuer(kind: BusinessKind, ordered_at: Moment, zone: Zone) -> Issuer {
    if kind == BusinessKind::General && zone.period(ordered_at).number() >= SINCE {
        Issuer::Merchant
    } else {
        Issuer::Provider
    }
}
