//! What the marketplace does with a bill after it was locked (`domain.md` 4.6), as its seller centre shows it.

use super::{BillKind, Region};
use crate::{Period, codes};

codes! {
    /// How far the marketplace is with a locked bill. That it was paid is a state of the bill.
    pub enum Stage {
        /// The bill was generated.
        Generated = "generated" | "出账",
        /// The merchant has to confirm it; of the international site, and no more since 2024-12-24.
        AwaitingMerchantConfirmation = "awaiting_merchant_confirmation" | "待商家确认",
        /// Operations countersign.
        Countersigning = "countersigning" | "会签中",
        /// Operations rejected it.
        CountersignRejected = "countersign_rejected" | "会签驳回",
        /// The requisition is being created.
        AwaitingRequisition = "awaiting_requisition" | "待申付",
        /// The requisition was not created.
        RequisitionFailed = "requisition_failed" | "申付单创建失败",
        /// The merchant has to invoice the provider.
        AwaitingInvoice = "awaiting_invoice" | "待开票",
        /// The provider looks at the invoice.
        InvoiceUnderReview = "invoice_under_review" | "发票待审核",
        /// Finance of the provider works on it.
        RequisitionProcessing = "requisition_processing" | "申付处理中",
        /// The account is wrong.
        PaymentInfoError = "payment_info_error" | "支付信息错误",
        /// Finance of the provider rejected it.
        RequisitionRejected = "requisition_rejected" | "申付被驳回",
    }
}

/// Who has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// The marketplace works on it.
    Marketplace,
    /// We do.
    Merchant,
}

impl Stage {
    /// Whether a bill can be there: only who invoices the provider has stages of an invoice, and merchants confirmed
    /// bills of the international site that were sent before 2024-12-24.
    #[must_use]
    pub fn fits(self, kind: BillKind, region: Region, period: Period) -> bool {
        match self {
            Self::AwaitingInvoice | Self::InvoiceUnderReview => {
                kind.needs_invoice() || region == Region::International
            }
            Self::AwaitingMerchantConfirmation => {
                region == Region::International && period.number() < 202_412
            }
            _ => true,
        }
    }

    /// Who has to do something.
    #[must_use]
    pub const fn waits_for(self) -> Waits {
        match self {
            Self::Generated
            | Self::Countersigning
            | Self::AwaitingRequisition
            | Self::InvoiceUnderReview
            | Self::RequisitionProcessing => Waits::Marketplace,
            Self::AwaitingMerchantConfirmation
            | Self::CountersignRejected
            | Self::RequisitionFailed
            | Self::AwaitingInvoice
            | Self::PaymentInfoError
            | Self::RequisitionRejected => Waits::Merchant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_invoices_the_provider_waits_for_an_invoice() {
        let period = Period::parse("202610").unwrap();
        for stage in [Stage::AwaitingInvoice, Stage::InvoiceUnderReview] {
            assert!(!stage.fits(BillKind::General, Region::Mainland, period));
            assert!(stage.fits(BillKind::General, Region::International, period));
            assert!(stage.fits(BillKind::Joint, Region::Mainland, period));
        }
        assert!(Stage::Countersigning.fits(BillKind::General, Region::Mainland, period));
    }

    #[test]
    fn nobody_confirms_bills_that_were_sent_since_2024_12_24() {
        let confirms = |region, period| {
            let period = Period::parse(period).unwrap();
            Stage::AwaitingMerchantConfirmation.fits(BillKind::General, region, period)
        };
        assert!(confirms(Region::International, "202411"));
        assert!(!confirms(Region::International, "202412"));
        assert!(!confirms(Region::Mainland, "202411"));
    }
}
