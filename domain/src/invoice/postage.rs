//! Who pays for the courier of an invoice on paper (`domain.md` 6.3, 6.5).

use super::Medium;
use crate::{Currency, codes};

/// From this amount on, in fen, the merchant pays for the courier to its buyer: 100 CNY.
pub const BUYERS_FREE_FROM: i64 = 10_000;
/// From this amount on, in fen, the provider pays for the courier to the merchant: 50 CNY.
pub const PLATFORM_FREE_FROM: i64 = 5_000;

codes! {
    /// Who pays for the courier.
    pub enum Payer {
        /// Whoever gets the invoice: freight collect.
        Recipient = "recipient" | "到付",
        /// Whoever made it out.
        Issuer = "issuer" | "寄付",
    }
}

/// Who pays for the courier: the issuer from an amount in fen on. `None` where nothing is sent by courier, and in
/// another currency than CNY, of which the rule says nothing.
#[must_use]
pub fn postage(medium: Medium, amount_minor: i64, currency: Currency, free_from: i64) -> Option<Payer> {
    if medium != Medium::Paper || currency != Currency::CNY {
        return None;
    }
    Some(if amount_minor < free_from { Payer::Recipient } else { Payer::Issuer })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_amounts_are_sent_freight_collect() {
        let paper = |amount, from| postage(Medium::Paper, amount, Currency::CNY, from);
        for (from, below) in [(BUYERS_FREE_FROM, 9_999), (PLATFORM_FREE_FROM, 4_999)] {
            assert_eq!(paper(1, from), Some(Payer::Recipient));
            assert_eq!(paper(below, from), Some(Payer::Recipient));
            assert_eq!(paper(below + 1, from), Some(Payer::Issuer));
            assert_eq!(paper(i64::MAX, from), Some(Payer::Issuer));
        }
    }

    #[test]
    fn only_paper_is_sent_and_only_yuan_have_a_rule() {
        for medium in [Medium::Electronic, Medium::Digital] {
            assert_eq!(postage(medium, 1, Currency::CNY, BUYERS_FREE_FROM), None);
        }
        assert_eq!(postage(Medium::Paper, 1, Currency::USD, BUYERS_FREE_FROM), None);
    }
}
