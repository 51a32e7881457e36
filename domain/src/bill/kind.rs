//! The kinds of bills, and which one an order belongs to (`domain.md` 4.2).

use crate::{codes, order::BusinessKind};

codes! {
    /// A kind of bill. A kind without products has no bill.
    pub enum BillKind {
        /// General products.
        General = "general" | "通用账单",
        /// Joint products.
        Joint = "joint" | "联营账单",
        /// Selected products.
        Selected = "selected" | "严选账单",
        /// Selected products that the provider runs itself.
        SelectedSelfRun = "selected_self_run" | "严选自营账单",
        /// What a customer service partner earns.
        Incentive = "incentive" | "激励账单",
        /// What a reseller earns.
        Reseller = "reseller" | "经销商结算单",
    }
}

impl BillKind {
    /// Whether the merchant invoices the provider before it is paid (`domain.md` 4.5, 4.6).
    #[must_use]
    pub const fn needs_invoice(self) -> bool {
        matches!(self, Self::Joint | Self::Selected | Self::SelectedSelfRun | Self::Incentive)
    }
}

/// The kind of the bill in which the merchant's own part of an order stands; `None` for the provider's own products, of
/// which the merchant sells nothing. A reseller's part stands in a bill of the reseller besides.
#[must_use]
pub const fn kind_of(kind: BusinessKind) -> Option<BillKind> {
    match kind {
        BusinessKind::General => Some(BillKind::General),
        BusinessKind::Joint => Some(BillKind::Joint),
        BusinessKind::Selected => Some(BillKind::Selected),
        BusinessKind::SelectedSelfRun => Some(BillKind::SelectedSelfRun),
        BusinessKind::Provider => None,
    }
}
