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

    /// What its numbers begin with, such as `GB-202610-0001`.
    #[must_use]
    pub const fn letters(self) -> &'static str {
        match self {
            Self::General => "GB",
            Self::Joint => "JB",
            Self::Selected => "SB",
            Self::SelectedSelfRun => "SR",
            Self::Incentive => "IB",
            Self::Reseller => "RS",
        }
    }
}

/// The kind of the bill in which the merchant's own part of an order stands. Of the provider's own products the
/// merchant sells nothing: it earns the incentive of a customer service partner (5.7). A reseller's part stands in a
/// statement of the reseller besides.
#[must_use]
pub const fn kind_of(kind: BusinessKind) -> BillKind {
    match kind {
        BusinessKind::General => BillKind::General,
        BusinessKind::Joint => BillKind::Joint,
        BusinessKind::Selected => BillKind::Selected,
        BusinessKind::SelectedSelfRun => BillKind::SelectedSelfRun,
        BusinessKind::Provider => BillKind::Incentive,
    }
}
