//! Nodes, actions and those who act (`domain.md` 2.1, 2.3, 2.9).

use crate::codes;

codes! {
    /// How far a delivery has come.
    pub enum Node {
        /// The buyer says what is needed.
        SubmitRequirement = "submit_requirement" | "用户提交需求",
        /// The merchant confirms it.
        ConfirmRequirement = "confirm_requirement" | "商家确认需求",
        /// The merchant hands in a design (website building).
        DesignSubmit = "design_submit" | "商家提交设计稿",
        /// The buyer confirms the design.
        DesignConfirm = "design_confirm" | "用户确认设计稿",
        /// The merchant delivers.
        Implement = "implement" | "商家实施服务" | "开通交付",
        /// The operator looks at what was delivered.
        PlatformReview = "platform_review" | "平台复核" | "华为云复核",
        /// The licence code is claimed and activated.
        CodeActivation = "code_activation" | "授权码激活",
        /// The buyer accepts.
        BuyerAcceptance = "buyer_acceptance" | "用户确认验收",
        /// Accepted. Final.
        Done = "done" | "服务完成" | "已完成",
        /// Somebody appealed: nobody acts until the operator has decided.
        FrozenAppeal = "frozen_appeal" | "申诉中",
        /// Ended by an approved refund. Final.
        ClosedRefunded = "closed_refunded" | "已退订",
    }
}

codes! {
    /// What can be done with a delivery.
    pub enum Action {
        /// The buyer hands in the requirement.
        SubmitRequirement = "submit_requirement" | "提交需求",
        /// The merchant takes it.
        ConfirmRequirement = "confirm_requirement" | "确认需求",
        /// The merchant sends it back.
        RejectRequirement = "reject_requirement" | "驳回需求",
        /// The merchant hands in the design.
        SubmitDesign = "submit_design" | "提交设计稿",
        /// The buyer takes it.
        ConfirmDesign = "confirm_design" | "确认设计稿",
        /// The buyer sends it back.
        RejectDesign = "reject_design" | "驳回设计稿",
        /// The merchant has delivered.
        Complete = "complete" | "确认完成",
        /// The operator found it good.
        ApproveReview = "approve_review" | "复核通过",
        /// The operator sends it back.
        RejectReview = "reject_review" | "复核驳回",
        /// The buyer accepts.
        Accept = "accept" | "确认验收",
        /// The buyer sends it back.
        RejectAcceptance = "reject_acceptance" | "驳回验收",
        /// The merchant gave the goods to a courier.
        Ship = "ship" | "发货",
        /// The courier has the buyer's signature.
        Sign = "sign" | "签收",
        /// The buyer takes the licence code.
        ClaimCode = "claim_code" | "领取授权码",
        /// The licence code is in use.
        ActivateCode = "activate_code" | "激活授权码",
        /// The buyer or the merchant calls the operator.
        Appeal = "appeal" | "申诉",
        /// The operator has decided.
        DecideAppeal = "decide_appeal" | "裁定申诉",
        /// A refund was approved: only the books themselves do it.
        CloseRefunded = "close_refunded" | "退订关闭",
    }
}

codes! {
    /// Who acts, or is waited for.
    pub enum Side {
        /// The seller and its staff.
        Merchant = "merchant" | "商家",
        /// The customer.
        Buyer = "buyer" | "用户" | "买家",
        /// Staff of the marketplace.
        Operator = "operator" | "运营" | "平台",
        /// Whoever carries goods.
        Courier = "courier" | "快递",
        /// The clock.
        System = "system" | "系统",
    }
}

codes! {
    /// How a product is delivered (2.3).
    pub enum FlowKind {
        /// Human service, SaaS: requirement, delivery, acceptance.
        Standard = "standard" | "标准",
        /// Website building: a design in between.
        Website = "website" | "建站类",
        /// Licence by a code that is claimed and activated.
        LicenseCode = "license_code" | "授权码",
        /// Licence for the identification code of a system or of hardware.
        IdentificationCode = "identification_code" | "识别码",
        /// Licence that is delivered by people.
        OfflineLicense = "offline_license" | "线下License",
        /// Goods by courier.
        Hardware = "hardware" | "硬件",
        /// A file.
        DataFile = "data_file" | "数据文件",
        /// Application orchestration.
        AppOrchestration = "app_orchestration" | "应用编排",
    }
}

codes! {
    /// The subsidised track that a joint order belongs to (2.1).
    pub enum Scene {
        /// Enablement cloud: the platform reviews what was delivered.
        Enablement = "enablement" | "赋能云" | "enablement_cloud",
        /// Base cloud.
        Base = "base" | "基地云" | "base_cloud",
        /// Neither.
        Other = "other" | "其他",
    }
}

codes! {
    /// How an appeal is decided (2.9).
    pub enum Outcome {
        /// Goes on where it was frozen.
        Continue = "continue" | "继续",
        /// Counts as accepted.
        Accept = "accept" | "强制验收",
        /// Back to the merchant.
        Return = "return" | "退回商家",
        /// Ends with a refund.
        Refund = "refund" | "退款关闭",
    }
}

impl Node {
    /// Whether it has ended.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::ClosedRefunded)
    }

    /// Where it goes when a part was accepted and so many are left: the merchant delivers the next one (5.5).
    #[must_use]
    pub const fn after_part(self, left: usize) -> Self {
        match self {
            Self::Done if left > 0 => Self::Implement,
            node => node,
        }
    }

    /// Who has to act here; nobody where it has ended.
    #[must_use]
    pub const fn waits_for(self) -> Option<Side> {
        match self {
            Self::SubmitRequirement | Self::DesignConfirm | Self::CodeActivation | Self::BuyerAcceptance => {
                Some(Side::Buyer)
            }
            Self::ConfirmRequirement | Self::DesignSubmit | Self::Implement => Some(Side::Merchant),
            Self::PlatformReview | Self::FrozenAppeal => Some(Side::Operator),
            Self::Done | Self::ClosedRefunded => None,
        }
    }
}

impl Action {
    /// Whether it sends something back, so that it needs a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::RejectRequirement
                | Self::RejectDesign
                | Self::RejectReview
                | Self::RejectAcceptance
                | Self::Appeal
        )
    }

    /// The node at which the documents that it stands on are asked for.
    #[must_use]
    pub const fn proves(self) -> Option<Node> {
        match self {
            Self::SubmitRequirement => Some(Node::SubmitRequirement),
            Self::SubmitDesign => Some(Node::DesignSubmit),
            Self::Complete | Self::Ship => Some(Node::Implement),
            _ => None,
        }
    }
}

impl Outcome {
    /// The node after a decision on an appeal that was made at `frozen`; `None` where nothing can be returned
    /// to the merchant, because the merchant has had nothing yet.
    #[must_use]
    pub const fn next(self, frozen: Node) -> Option<Node> {
        match (self, frozen) {
            (Self::Continue, at) => Some(at),
            (Self::Accept, _) => Some(Node::Done),
            (Self::Refund, _) => Some(Node::ClosedRefunded),
            (Self::Return, Node::SubmitRequirement) => None,
            (Self::Return, Node::ConfirmRequirement) => Some(Node::ConfirmRequirement),
            (Self::Return, Node::DesignSubmit | Node::DesignConfirm) => Some(Node::DesignSubmit),
            (Self::Return, _) => Some(Node::Implement),
        }
    }
}
