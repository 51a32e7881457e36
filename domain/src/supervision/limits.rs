//! What the clock does with a delivery (`domain.md` 2.2).

use chrono::Duration;

use super::Side;
use crate::Moment;

/// After so many days since it was bought without acceptance, buyer and merchant are reminded.
pub const REMINDED_AFTER_DAYS: i64 = 180;
/// So many days after the signature goods count as accepted.
pub const ACCEPTED_AFTER_DAYS: i64 = 10;

/// Where goods are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shipment {
    /// Given to the courier.
    pub shipped_at: Option<Moment>,
    /// Signed for.
    pub signed_at: Option<Moment>,
    /// The waybill has another telephone number than the buyer: nobody can follow it.
    pub phone_differs: bool,
}

impl Shipment {
    /// When the goods count as accepted without a word of the buyer; never where nobody can follow the waybill.
    #[must_use]
    pub fn accepted_at(self) -> Option<Moment> {
        let signed = self.signed_at.filter(|_| !self.phone_differs)?;
        signed.checked_add_signed(Duration::days(ACCEPTED_AFTER_DAYS))
    }

    /// Who is waited for while the buyer's acceptance is the next step: the courier until the goods are signed
    /// for, unless nobody can follow them.
    #[must_use]
    pub const fn waits_for(self) -> Side {
        if self.shipped_at.is_some() && self.signed_at.is_none() && !self.phone_differs {
            Side::Courier
        } else {
            Side::Buyer
        }
    }
}
