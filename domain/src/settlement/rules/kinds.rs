//! What a scope is said of, and how a ratio is meant, as codes.

use super::{Ratio, Scope};
use crate::{Rate, codes};

codes! {
    /// What a scope is said of; the later ones beat the ones before them.
    pub enum ScopeKind {
        /// Everything.
        All = "all" | "全部",
        /// A business kind.
        Kind = "kind" | "业务类型",
        /// A delivery type.
        Delivery = "delivery" | "商品接入类型",
        /// A product.
        Product = "product" | "商品",
        /// A reseller.
        Reseller = "reseller" | "经销商",
    }
}

codes! {
    /// How a rule treats the ratio of a line; see [`Ratio`].
    pub enum RatioKind {
        /// It is this one.
        Fixed = "fixed" | "固定",
        /// It was agreed, and is at most this one.
        AtMost = "at_most" | "不超过",
        /// It is this one unless another was agreed.
        Usual = "usual" | "默认",
    }
}

impl Scope {
    /// What it is said of.
    #[must_use]
    pub const fn kind(self) -> ScopeKind {
        match self {
            Self::All => ScopeKind::All,
            Self::Kind(_) => ScopeKind::Kind,
            Self::Delivery(_) => ScopeKind::Delivery,
            Self::Product(_) => ScopeKind::Product,
            Self::Reseller(_) => ScopeKind::Reseller,
        }
    }
}

impl RatioKind {
    /// The ratio of this kind and rate.
    #[must_use]
    pub const fn of(self, rate: Rate) -> Ratio {
        match self {
            Self::Fixed => Ratio::Fixed(rate),
            Self::AtMost => Ratio::AtMost(rate),
            Self::Usual => Ratio::Usual(rate),
        }
    }
}

impl Ratio {
    /// How it is meant.
    #[must_use]
    pub const fn kind(self) -> RatioKind {
        match self {
            Self::Fixed(_) => RatioKind::Fixed,
            Self::AtMost(_) => RatioKind::AtMost,
            Self::Usual(_) => RatioKind::Usual,
        }
    }
}
