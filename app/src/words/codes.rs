//! The words of every code: one table from value to zh and en, and the tone of a state.

use domain::{
    access::Role,
    bill::Region,
    invoice::InvoiceType,
    order::{
        Awaited, BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderState, OrderType, PaymentMethod,
        SalesChannel,
    },
    reception::Day,
    settlement::{PriceBasis, SettlementState},
    supervision::{Action as Deed, FlowKind, Node, Outcome as Decided, Scene, Side},
    ticket::Severity,
    time::Span,
};

#[cfg(feature = "ssr")]
use operations::{
    bulk::{Hindrance, Outcome},
    supervisions::{Answer, Late, Stage, WaitingFor},
};

use crate::lang::Lang;

/// A code that has words.
pub trait Worded: Copy {
    /// Its words.
    fn words(self, lang: Lang) -> &'static str;
}

worded!(OrderState {
    PendingPayment: "待付款", "Pending payment";
    Processing: "处理中", "Processing";
    Completed: "已完成", "Completed";
    Cancelled: "已取消", "Cancelled";
});
worded!(Awaited {
    Payment: "付款", "Payment";
    Opening: "开通", "Opening";
    Acceptance: "验收", "Acceptance";
});
worded!(Day {
    Mon: "周一", "Monday";
    Tue: "周二", "Tuesday";
    Wed: "周三", "Wednesday";
    Thu: "周四", "Thursday";
    Fri: "周五", "Friday";
    Sat: "周六", "Saturday";
    Sun: "周日", "Sunday";
});
worded!(Severity {
    Low: "低", "Low";
    Normal: "一般", "Normal";
    High: "高", "High";
    Urgent: "紧急", "Urgent";
});
worded!(SettlementState {
    Settled: "已列入结算单", "In an issued statement";
    Unsettled: "尚未结算（全部）", "Still to be settled (all)";
    Open: "待列入结算单", "In no statement yet";
    Refused: "公式不接受", "Refused by the formula";
    NotPaid: "客户未付款", "Not paid by the customer";
    NotAccepted: "客户未验收", "Not accepted by the customer";
    NotProvisioned: "服务未开通", "Service not opened";
    RenewalNotEffective: "续费生效时间未知", "Start of the renewed term unknown";
    CompletionUnknown: "缺少完成时间", "Completion time missing";
    NotRepaid: "后付费未还清", "Postpaid, not repaid";
    FloorUnknown: "缺少底价", "Floor price missing";
    Trial: "试用，无需结算", "Trial, never settled";
    Cancelled: "付款前已取消", "Cancelled before payment";
});
worded!(Node {
    SubmitRequirement: "客户提交需求", "Requirement by the buyer";
    ConfirmRequirement: "商家确认需求", "Confirmation of the requirement";
    DesignSubmit: "商家提交设计稿", "Design by the merchant";
    DesignConfirm: "客户确认设计稿", "Confirmation of the design";
    Implement: "商家实施服务", "Delivery";
    PlatformReview: "平台复核", "Review by the platform";
    CodeActivation: "授权码激活", "Activation of the code";
    BuyerAcceptance: "客户确认验收", "Acceptance by the buyer";
    Done: "已完成", "Done";
    FrozenAppeal: "申诉中", "Frozen by an appeal";
    ClosedRefunded: "已退订", "Closed by a refund";
});
worded!(Side {
    Merchant: "商家", "Merchant";
    Buyer: "客户", "Buyer";
    Operator: "平台运营", "Operator";
    Courier: "快递", "Courier";
    System: "系统", "System";
});
worded!(FlowKind {
    Standard: "标准", "Standard";
    Website: "建站类", "Website";
    LicenseCode: "License 授权码", "Licence code";
    IdentificationCode: "License 识别码", "Identification code";
    OfflineLicense: "线下 License", "Offline licence";
    Hardware: "硬件", "Hardware";
    DataFile: "数据文件", "Data file";
    AppOrchestration: "应用编排", "Orchestration";
});
worded!(Scene {
    Enablement: "赋能云", "Enablement cloud";
    Base: "基地云", "Base cloud";
    Other: "其他", "Other";
});
worded!(Decided {
    Continue: "继续办理", "Goes on";
    Accept: "视为验收", "Counts as accepted";
    Return: "退回商家", "Back to the merchant";
    Refund: "退款关闭", "Ends with a refund";
});
worded!(Deed {
    SubmitRequirement: "提交需求", "Submit the requirement";
    ConfirmRequirement: "确认需求", "Confirm the requirement";
    RejectRequirement: "驳回需求", "Send the requirement back";
    SubmitDesign: "提交设计稿", "Submit the design";
    ConfirmDesign: "确认设计稿", "Confirm the design";
    RejectDesign: "驳回设计稿", "Send the design back";
    Complete: "确认完成", "Confirm completion";
    ApproveReview: "复核通过", "Approve the review";
    RejectReview: "复核驳回", "Reject in the review";
    Accept: "确认验收", "Accept";
    RejectAcceptance: "驳回验收", "Refuse acceptance";
    Ship: "发货", "Ship";
    Sign: "签收", "Signed for";
    ClaimCode: "领取授权码", "Claim the code";
    ActivateCode: "激活授权码", "Activate the code";
    Appeal: "申诉", "Appeal";
    DecideAppeal: "裁定申诉", "Decide the appeal";
    CloseRefunded: "退订关闭", "Close by a refund";
});
worded!(Span {
    Today: "今天", "Today";
    Yesterday: "昨天", "Yesterday";
    ThisWeek: "本周", "This week";
    LastWeek: "上周", "Last week";
    ThisMonth: "本月", "This month";
    LastMonth: "上月", "Last month";
    Last7Days: "最近 7 天", "Last 7 days";
    Last30Days: "最近 30 天", "Last 30 days";
    Last90Days: "最近 90 天", "Last 90 days";
    ThisQuarter: "本季度", "This quarter";
    LastQuarter: "上季度", "Last quarter";
    ThisYear: "今年", "This year";
    LastYear: "去年", "Last year";
});
worded!(OrderType {
    New: "新购", "New";
    Trial: "试用", "Trial";
    TrialToFormal: "试用转正", "Trial to formal";
    Renew: "续费", "Renewal";
    Change: "变更", "Change";
    Unsubscribe: "退订", "Unsubscription";
});
worded!(BillingMode {
    Period: "包周期", "Period";
    OneTime: "一次性", "One-time";
    OnDemand: "按需", "On demand";
    OnDemandPackage: "按需套餐包", "Package";
});
worded!(BusinessKind {
    General: "通用", "General";
    Joint: "联营", "Joint";
    Selected: "严选", "Selected";
    SelectedSelfRun: "严选自营", "Selected, self-run";
    Provider: "自服务", "Provider";
});
worded!(DeliveryType {
    SaasAuto: "SaaS", "SaaS";
    SaasManual: "SaaS（线下交付）", "SaaS, delivered";
    License: "License", "Licence";
    Image: "镜像", "Image";
    HumanService: "人工服务", "Human service";
    Hardware: "硬件", "Hardware";
    Api: "API", "API";
    AppOrchestration: "应用编排", "Orchestration";
    DataFile: "数据文件", "Data file";
    AiAsset: "AI 资产", "AI asset";
    Container: "容器", "Container";
    AppAsset: "应用资产", "App asset";
});
worded!(SalesChannel {
    Direct: "直销", "Direct";
    Reseller: "经销商", "Reseller";
    CoSale: "共同销售", "Co-sale";
});
worded!(PaymentMethod {
    Prepaid: "预付费", "Prepaid";
    Postpaid: "后付费", "Postpaid";
});
worded!(DurationUnit {
    Year: "年", "years";
    Month: "个月", "months";
    Day: "天", "days";
});
worded!(PriceBasis {
    Line: "行金额", "Of the line";
    Unit: "单价", "Of a unit";
});
worded!(Role {
    Owner: "所有者", "Owner";
    Operations: "运营", "Operations";
    Finance: "财务", "Finance";
    Support: "客服", "Support";
    Auditor: "审计", "Auditor";
});

#[cfg(feature = "ssr")]
worded!(Stage {
    Merchant: "待商家办理", "For us";
    Buyer: "待客户办理", "For the buyer";
    Operator: "待平台办理", "For the operator";
    Courier: "待签收", "For the courier";
    Frozen: "申诉中", "Frozen";
    Refunding: "退订处理中", "Refund runs";
    Overdue: "已逾期", "Overdue";
    Done: "已完成", "Done";
    Refunded: "已退订", "Refunded";
});
#[cfg(feature = "ssr")]
worded!(WaitingFor {
    Merchant: "商家", "Merchant";
    Buyer: "客户", "Buyer";
    Operator: "平台运营", "Operator";
    Courier: "快递", "Courier";
    Nobody: "无（已结束或退订处理中）", "Nobody (ended, or a refund runs)";
});
#[cfg(feature = "ssr")]
worded!(Late {
    Yes: "已逾期", "Overdue";
    Soon: "14 天内到期", "Within 14 days";
    No: "未逾期", "Not overdue";
});
#[cfg(feature = "ssr")]
worded!(Answer {
    Yes: "是", "Yes";
    No: "否", "No";
});
#[cfg(feature = "ssr")]
worded!(Outcome {
    Waiting: "未处理", "Not reached";
    Done: "已完成", "Done";
    Refused: "不能这样做", "Refused";
    Gone: "没有找到", "Not found";
});
#[cfg(feature = "ssr")]
worded!(Hindrance {
    NotYours: "只有交付负责人、所有者和运营可以转交。", "Only whoever delivers, an owner or operations can hand it over.";
    NotSeen: "其中没有授权给此人的商品，此人看不到该订单。", "None of its products is granted to that person, who does not see it.";
    UploadGone: "上传的文件已不再保留，请重新导入。", "The uploaded file is not kept any more. Import it again.";
    IssuedBefore: "已经出具，不再变化。", "It was issued already and does not change.";
    BeingIssued: "正在后台出具，完成后自动编号。", "It is being issued, and numbered when that is done.";
    MonthNotOver: "账期还没有结束。", "Its month is not over.";
    NoLine: "没有可以结算的行。", "There is no line to settle.";
    LineRefused: "有无法计算的行，请打开草稿查看。", "A line cannot be computed; open the draft to see which.";
    Discarded: "草稿已作废。", "The draft was discarded.";
    AnotherRuns: "同一列表已有一个导出正在进行，完成后可以重试。", "Another export of this list is being made; try again when it is done.";
});

/// The tone of a state: the colour of its dot, never without its word.
#[must_use]
pub const fn tone(state: OrderState) -> &'static str {
    match state {
        OrderState::PendingPayment => "warning",
        OrderState::Processing => "info",
        OrderState::Completed => "success",
        OrderState::Cancelled => "neutral",
    }
}

/// The words of a code as the database keeps it; the code itself when it is not known.
#[must_use]
pub fn worded<T: Worded>(code: &str, find: fn(&str) -> Option<T>, lang: Lang) -> String {
    find(code).map_or_else(|| code.to_owned(), |value| value.words(lang).to_owned())
}

/// The words of a code of this field of an order; the code itself where the field has none.
#[must_use]
pub fn of_field(field: &str, code: &str, lang: Lang) -> String {
    match field {
        "state" => worded(code, OrderState::from_code, lang),
        "order_type" => worded(code, OrderType::from_code, lang),
        "business_kind" => worded(code, BusinessKind::from_code, lang),
        "sales_channel" => worded(code, SalesChannel::from_code, lang),
        "billing_mode" => worded(code, BillingMode::from_code, lang),
        "delivery_type" => worded(code, DeliveryType::from_code, lang),
        "payment_method" => worded(code, PaymentMethod::from_code, lang),
        "duration_unit" => worded(code, DurationUnit::from_code, lang),
        "price_basis" => worded(code, PriceBasis::from_code, lang),
        "site" => worded(code, Region::from_code, lang),
        "invoice_type" => worded(code, InvoiceType::from_code, lang),
        "overdue" => worded(code, Awaited::from_code, lang),
        "settlement" => worded(code, SettlementState::from_code, lang),
        "node" => worded(code, Node::from_code, lang),
        "flow" => worded(code, FlowKind::from_code, lang),
        "scene" => worded(code, Scene::from_code, lang),
        "outcome" => worded(code, Decided::from_code, lang),
        "action" => worded(code, Deed::from_code, lang),
        "severity" => worded(code, Severity::from_code, lang),
        "days" => worded(code, Day::from_code, lang),
        #[cfg(feature = "ssr")]
        "formula" | "scope" | "scope_of" | "ratio_kind" | "ratio" | "bands_fee" => {
            super::rule::value(field, code, lang)
        }
        "by" | "waiting_for" => worded(code, Side::from_code, lang),
        _ => code.to_owned(),
    }
}
