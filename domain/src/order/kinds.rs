//! How an order is told apart from others (`domain.md` 1.2–1.4, 0.1, 5.6).

use crate::codes;

codes! {
    /// What the order does (1.2).
    pub enum OrderType {
        /// A new purchase.
        New = "NEW" | "新购",
        /// A trial at no price.
        Trial = "TRIAL" | "试用",
        /// A trial that becomes a purchase.
        TrialToFormal = "TRIAL_TO_FORMAL" | "试用转正",
        /// A renewal; starts when the old term ends.
        Renew = "RENEW" | "续费" | "RENEWAL",
        /// An upgrade or a change of capacity.
        Change = "CHANGE" | "变更" | "升级",
        /// An unsubscription; its amounts are taken back.
        Unsubscribe = "UNSUBSCRIBE" | "退订",
    }
}

codes! {
    /// How the price is counted (1.3).
    pub enum BillingMode {
        /// By the year or month.
        Period = "PERIOD" | "包周期" | "包年/包月" | "包年" | "包月",
        /// Once.
        OneTime = "ONE_TIME" | "一次性" | "按次",
        /// By use.
        OnDemand = "ON_DEMAND" | "按需",
        /// A package of use.
        OnDemandPackage = "ON_DEMAND_PKG" | "按需套餐包" | "套餐包",
    }
}

codes! {
    /// Who sells, and so which bill it belongs to (0.1).
    pub enum BusinessKind {
        /// Sold by the merchant; the platform takes a fee.
        General = "general" | "通用" | "通用商品",
        /// Sold together with the provider; revenue is split.
        Joint = "joint" | "联营" | "联营商品",
        /// Older kind, settled on the floor price.
        Selected = "selected" | "严选" | "严选商品",
        /// Older kind, self-run.
        SelectedSelfRun = "selected_self_run" | "严选自营" | "严选自营商品",
        /// The provider's own product, delivered by the merchant.
        Provider = "provider" | "自服务商品" | "华为商品" | "self_service",
    }
}

codes! {
    /// How the product reaches the customer (1.4).
    pub enum DeliveryType {
        /// SaaS opened by the production interface.
        SaasAuto = "saas_auto" | "SaaS即开即用" | "SaaS",
        /// SaaS delivered by people under supervision.
        SaasManual = "saas_manual" | "涉及服务监管的SaaS" | "SaaS线下交付",
        /// Licence file or code.
        License = "license" | "License类" | "License",
        /// Host image.
        Image = "image" | "镜像类" | "镜像",
        /// People's work.
        HumanService = "human_service" | "人工服务类" | "人工服务",
        /// Goods by courier.
        Hardware = "hardware" | "硬件类" | "硬件",
        /// Calls through the gateway.
        Api = "api" | "API类",
        /// Application orchestration.
        AppOrchestration = "app_orchestration" | "应用编排类" | "应用编排",
        /// A file to download.
        DataFile = "data_file" | "数据文件" | "数据资产类",
        /// AI asset of the platform.
        AiAsset = "ai_asset" | "AI资产类",
        /// Container.
        Container = "container" | "容器类" | "容器",
        /// Plug-in to download.
        AppAsset = "app_asset" | "应用资产类",
    }
}

impl DeliveryType {
    /// Whether a new order of this type is supervised unless its product says otherwise (1.4).
    #[must_use]
    pub const fn supervised(self) -> bool {
        matches!(
            self,
            Self::SaasManual
                | Self::License
                | Self::HumanService
                | Self::Hardware
                | Self::AppOrchestration
                | Self::DataFile
        )
    }
}

codes! {
    /// Who brought the sale (5.6).
    pub enum SalesChannel {
        /// The merchant itself.
        Direct = "direct" | "直销",
        /// A reseller alone (独立拓展).
        Reseller = "reseller" | "经销商" | "独立拓展" | "经销",
        /// A reseller together with the provider (共同销售).
        CoSale = "co_sale" | "共同销售" | "co-sale",
    }
}

codes! {
    /// When the customer pays (4.2).
    pub enum PaymentMethod {
        /// Before.
        Prepaid = "prepaid" | "预付费" | "预付",
        /// Afterwards, on credit; settled after full repayment.
        Postpaid = "postpaid" | "后付费" | "后付",
    }
}

codes! {
    /// Unit of the purchased duration (1.3).
    pub enum DurationUnit {
        /// Years.
        Year = "year" | "年" | "years",
        /// Months.
        Month = "month" | "月" | "个月" | "months",
        /// Days; trials only.
        Day = "day" | "天" | "日" | "days",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tongue, order::OrderState};

    #[test]
    fn codes_and_chinese_words_are_read() {
        assert_eq!(OrderType::parse("RENEW"), Ok(OrderType::Renew));
        assert_eq!(OrderType::parse(" 续费 "), Ok(OrderType::Renew));
        assert_eq!(BillingMode::parse("period"), Ok(BillingMode::Period));
        assert!(OrderType::parse("GIFT").is_err_and(|p| p.to_string().contains("TRIAL_TO_FORMAL")));
    }

    #[test]
    fn every_code_is_read_back_in_every_tongue() {
        macro_rules! all {
            ($($type:ident)+) => {
                for tongue in [Tongue::Codes, Tongue::Zh, Tongue::En] {
                    $(for value in $type::ALL {
                        let word = value.in_words(tongue);
                        assert_eq!($type::parse(&word), Ok(*value), "{word}");
                        assert!(tongue != Tongue::Zh || !word.is_ascii(), "{word} is not Chinese");
                    })+
                }
            };
        }
        all!(OrderType BillingMode BusinessKind DeliveryType SalesChannel PaymentMethod DurationUnit OrderState);
        assert_eq!(OrderState::worded("completed", Tongue::Zh), "已完成");
        assert_eq!(OrderState::worded("completed", Tongue::Codes), "completed");
        assert_eq!(OrderState::worded("of_tomorrow", Tongue::En), "of_tomorrow");
    }
}
