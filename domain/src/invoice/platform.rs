//! Invoices that the provider gives a merchant for the platform fee of a general bill (`domain.md` 6.5).

use serde::{Deserialize, Serialize};

use super::{Addressee, InvoiceType, Medium, VatKind, WrittenAddressee};
use crate::{
    FieldProblem,
    bill::{BillKind, BillState},
    codes,
};

codes! {
    /// How far it has come.
    pub enum FeeState {
        /// The merchant asked for it.
        Requested = "requested" | "已申请",
        /// The merchant has it. Final.
        Received = "received" | "已收到",
        /// The provider did not make it out. Final: it can be asked for again.
        Rejected = "rejected" | "已驳回",
    }
}

codes! {
    /// What is done with it.
    pub enum FeeAction {
        /// Note that it came.
        Receive = "receive" | "登记收票",
        /// Note that the provider does not make it out, with a reason.
        Reject = "reject" | "登记驳回",
    }
}

impl FeeState {
    /// The state after an action; `None` where it is not possible.
    #[must_use]
    pub const fn after(self, action: FeeAction) -> Option<Self> {
        match (self, action) {
            (Self::Requested, FeeAction::Receive) => Some(Self::Received),
            (Self::Requested, FeeAction::Reject) => Some(Self::Rejected),
            _ => None,
        }
    }
}

/// The medium in which the provider makes it out: special ones on paper, ordinary ones electronic.
#[must_use]
pub const fn medium(vat: VatKind) -> Medium {
    match vat {
        VatKind::Ordinary => Medium::Electronic,
        VatKind::Special => Medium::Paper,
    }
}

/// Kind and medium in which the provider makes it out.
#[must_use]
pub const fn type_of(vat: VatKind) -> InvoiceType {
    InvoiceType::of(vat, medium(vat))
}

/// Reads the template in the merchant information, without which none can be asked for.
///
/// # Errors
/// What is wrong, by field, see [`WrittenAddressee::read`].
pub fn template(vat: VatKind, written: &WrittenAddressee) -> Result<Addressee, Vec<FieldProblem>> {
    written.read(type_of(vat))
}

/// Why it cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotAsked {
    /// The platform takes a fee of general products alone.
    #[error("a {kind} bill has no platform fee: only general ones do")]
    NotGeneral {
        /// The kind of the bill.
        kind: BillKind,
    },
    /// The bill is not paid.
    #[error("the bill is {state}: the fee is invoiced after it is paid")]
    NotPaid {
        /// How far the bill has come.
        state: BillState,
    },
    /// The bill has no fee.
    #[error("the bill has no platform fee that an invoice could be for")]
    Nothing,
    /// It was asked for, or is there.
    #[error("the invoice of this bill's fee is {state}: there is one for a bill")]
    HasOne {
        /// How far it has come.
        state: FeeState,
    },
    /// Nobody knows to whom it would be made out.
    #[error("fill in the invoice template of the merchant information first")]
    NoTemplate,
}

/// What is known of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Its kind.
    pub kind: BillKind,
    /// How far it has come.
    pub state: BillState,
    /// Its platform fee with tax, in minor units.
    pub fee_minor: i64,
    /// Whether the merchant information has a template.
    pub has_template: bool,
}

/// The amount of the invoice, in minor units; `earlier` are the requests for the bill.
///
/// # Errors
/// Why it cannot be asked for.
pub fn request(bill: Bill, earlier: &[FeeState]) -> Result<i64, NotAsked> {
    if bill.kind != BillKind::General {
        return Err(NotAsked::NotGeneral { kind: bill.kind });
    }
    if bill.state != BillState::Paid {
        return Err(NotAsked::NotPaid { state: bill.state });
    }
    if bill.fee_minor <= 0 {
        return Err(NotAsked::Nothing);
    }
    if let Some(state) = earlier.iter().find(|state| **state != FeeState::Rejected) {
        return Err(NotAsked::HasOne { state: *state });
    }
    if bill.has_template { Ok(bill.fee_minor) } else { Err(NotAsked::NoTemplate) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Currency,
        invoice::{PLATFORM_FREE_FROM, Payer, addressee::tests::written, postage},
    };

    const BILL: Bill =
        Bill { kind: BillKind::General, state: BillState::Paid, fee_minor: 4_999, has_template: true };

    #[test]
    fn only_the_fee_of_a_general_bill_that_is_paid_is_invoiced() {
        for kind in BillKind::ALL {
            for state in BillState::ALL {
                let told = request(Bill { kind: *kind, state: *state, ..BILL }, &[]);
                match (kind, state) {
                    (BillKind::General, BillState::Paid) => assert_eq!(told, Ok(4_999)),
                    (BillKind::General, _) => assert_eq!(told, Err(NotAsked::NotPaid { state: *state })),
                    _ => assert_eq!(told, Err(NotAsked::NotGeneral { kind: *kind })),
                }
            }
        }
        for fee_minor in [0, -1] {
            assert_eq!(request(Bill { fee_minor, ..BILL }, &[]), Err(NotAsked::Nothing));
        }
        assert_eq!(request(Bill { has_template: false, ..BILL }, &[]), Err(NotAsked::NoTemplate));
    }

    #[test]
    fn a_bill_has_one_and_a_rejected_one_makes_room() {
        for state in [FeeState::Requested, FeeState::Received] {
            assert_eq!(request(BILL, &[FeeState::Rejected, state]), Err(NotAsked::HasOne { state }));
        }
        assert_eq!(request(BILL, &[FeeState::Rejected]), Ok(4_999));
        for action in FeeAction::ALL {
            let next = FeeState::Requested.after(*action).unwrap();
            assert!(FeeAction::ALL.iter().all(|again| next.after(*again).is_none()), "{next}");
        }
    }

    #[test]
    fn ordinary_ones_come_by_mail_and_special_ones_on_paper() {
        assert_eq!(type_of(VatKind::Ordinary), InvoiceType::OrdinaryElectronic);
        assert_eq!(type_of(VatKind::Special), InvoiceType::SpecialPaper);
        let paid_by = |vat, amount| postage(medium(vat), amount, Currency::CNY, PLATFORM_FREE_FROM);
        assert_eq!(paid_by(VatKind::Special, 4_999), Some(Payer::Recipient));
        assert_eq!(paid_by(VatKind::Special, 5_000), Some(Payer::Issuer));
        assert_eq!(paid_by(VatKind::Ordinary, 4_999), None);
    }

    #[test]
    fn the_template_has_what_its_medium_needs() {
        for vat in VatKind::ALL {
            assert!(template(*vat, &written()).is_ok());
        }
        let no_mail = WrittenAddressee { email: String::new(), ..written() };
        assert!(template(VatKind::Special, &no_mail).is_ok());
        assert_eq!(template(VatKind::Ordinary, &no_mail).unwrap_err()[0].field, "email");
        let no_bank = WrittenAddressee { bank: String::new(), ..written() };
        assert!(template(VatKind::Ordinary, &no_bank).is_ok());
        assert_eq!(template(VatKind::Special, &no_bank).unwrap_err()[0].field, "bank");
    }
}
