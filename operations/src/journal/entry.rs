//! What is written into the journal, in types: a new action, kind of subject or field needs its
//! words in `app` before anything compiles.

use std::borrow::Cow;

use domain::FieldName;
use serde_json::{Map, Value};

domain::codes! {
    /// What happened. The codes stand in the journal for ever.
    #[expect(missing_docs, reason = "the codes say it")]
    pub enum Action {
        OrderUpdated = "order.updated" | "更新订单",
        OrderCancelled = "order.cancelled" | "取消订单",
        OrderRestored = "order.restored" | "恢复订单：云市场的说法优先于本系统的超时取消",
        OrderNoteWritten = "order.note_written" | "写订单备注",
        OrderNoteChanged = "order.note_changed" | "更正订单备注",
        OrderNoteDeleted = "order.note_deleted" | "删除订单备注",
        OrderAssigned = "order.assigned" | "指定订单负责人",
        OrderResellerMerged = "order.reseller_merged" | "经销商合并",
        OrderWithdrawn = "order.withdrawn" | "撤销导入：移出订单",
        OrderPutBack = "order.put_back" | "撤销导入：恢复订单原值",
        OrderCompleted = "order.completed" | "订单完成",
        OrderInvoiceNoted = "order.invoice_noted" | "登记订单发票",
        OrderUnsubscribed = "order.unsubscribed" | "生成退订订单",
        ProductDelivery = "product.delivery_set" | "设置商品的交付方式",
        ProductStandard = "product.standard_written" | "更新商品的验收标准",
        SupervisionOpened = "supervision.opened" | "开始服务监管",
        SupervisionActed = "supervision.acted" | "办理服务监管",
        SupervisionAssigned = "supervision.assigned" | "指定交付负责人",
        SupervisionReminded = "supervision.reminded" | "催办交付",
        SupervisionExpired = "supervision.expired" | "验收时有效期已结束",
        SupervisionMilestones = "supervision.milestones_set" | "设置里程碑",
        SupervisionDocument = "supervision.document_added" | "上传交付文件",
        SupervisionInfected = "supervision.document_refused" | "交付文件未通过病毒扫描",
        SupervisionWaived = "supervision.request_waived" | "标记所需文件为不需要",
        SupervisionAsked = "supervision.request_reopened" | "恢复所需文件",
        SupervisionScanned = "supervision.document_scanned" | "文件检查完成",
        SupervisionLinkMade = "supervision.link_made" | "生成客户链接",
        SupervisionLinkRevoked = "supervision.link_revoked" | "吊销客户链接",
        RefundRequested = "refund.requested" | "申请退订",
        RefundActed = "refund.acted" | "处理退订申请",
        TicketOpened = "ticket.opened" | "提交工单",
        TicketActed = "ticket.acted" | "处理工单",
        TicketWritten = "ticket.written" | "工单留言",
        TicketAlarm = "ticket.alarm" | "工单时限提醒",
        TicketReckoned = "ticket.reckoned" | "重新计算工单时限",
        TicketMailFailed = "ticket.mail_failed" | "工单邮件未送出",
        TicketMailAgain = "ticket.mail_again" | "重新发送工单邮件",
        TicketPlanned = "ticket.planned" | "安排稍后发送工单回复",
        TicketTakenBack = "ticket.taken_back" | "取消稍后发送的工单回复",
        TicketHeldBack = "ticket.held_back" | "工单回复未按时发送",
        TicketDocument = "ticket.document" | "上传工单文件",
        TicketInfected = "ticket.infected" | "工单文件未通过病毒扫描",
        TicketAnswerAdded = "ticket_answer.added" | "添加回复模板",
        TicketAnswerChanged = "ticket_answer.changed" | "更改回复模板",
        TicketAnswerRemoved = "ticket_answer.removed" | "删除回复模板",
        CustomerRenamed = "customer.renamed" | "客户更名",
        CustomerSpelled = "customer.spelled" | "客户名称有另一种写法",
        ResellerSpelled = "reseller.spelled" | "经销商名称有另一种写法",
        ResellerMerged = "reseller.merged" | "并入另一家经销商",
        ResellerGone = "reseller.gone" | "经销商已并入另一家",
        ResellerKeptApart = "reseller.kept_apart" | "标为不同的经销商",
        ProductRenamed = "product.renamed" | "商品更名",
        RuleDrafted = "rule.drafted" | "起草结算规则",
        RuleRevised = "rule.revised" | "修改结算规则草稿",
        RuleReplayed = "rule.replayed" | "回放结算规则草稿",
        RulePublished = "rule.published" | "发布结算规则",
        RuleDiscarded = "rule.discarded" | "放弃结算规则草稿",
        StatementDrafted = "statement.drafted" | "起草结算单",
        StatementDiscarded = "statement.discarded" | "作废结算单草稿",
        StatementIssued = "statement.issued" | "出具结算单",
        StatementReversed = "statement.reversed" | "红冲结算单",
        StatementPaid = "statement.paid" | "登记付款",
        StatementPaymentTakenBack = "statement.payment_taken_back" | "撤回付款登记",
        BillRunBegun = "bill_run.begun" | "开始出账",
        BillRunDone = "bill_run.done" | "出账完成",
        BillMade = "bill.made" | "生成账单",
        BillSubmitted = "bill.submitted" | "提交账单审核",
        BillApproved = "bill.approved" | "批准账单",
        BillRejected = "bill.rejected" | "退回账单",
        BillLocked = "bill.locked" | "锁定账单",
        BillPaid = "bill.paid" | "登记账单支付",
        BillVoided = "bill.voided" | "作废账单",
        BillStageNoted = "bill.stage_noted" | "登记云市场进度",
        BillDisputed = "bill.disputed" | "对账单行提出争议",
        BillDisputeAnswered = "bill.dispute_answered" | "补充账单行争议",
        BillDisputeAccepted = "bill.dispute_accepted" | "接受账单行争议",
        BillDisputeRejected = "bill.dispute_rejected" | "驳回账单行争议",
        BillDisputeWithdrawn = "bill.dispute_withdrawn" | "撤回账单行争议",
        BillTaken = "bill.taken" | "下载账单文件",
        ReconciliationBegun = "reconciliation.begun" | "开始对账",
        ReconciliationDone = "reconciliation.done" | "对账比对完成",
        ReconciliationAccepted = "reconciliation.accepted" | "接受对账差额",
        ReconciliationDisputed = "reconciliation.disputed" | "对账差额提出争议",
        ReconciliationExplained = "reconciliation.explained" | "说明对账差额",
        ReconciliationConfirmed = "reconciliation.confirmed" | "确认对账匹配",
        ReconciliationNotTheSame = "reconciliation.not_the_same" | "否认对账匹配",
        ReconciliationReopened = "reconciliation.reopened" | "撤回对账处理",
        ReconciliationSubmitted = "reconciliation.submitted" | "提交对账审核",
        ReconciliationSentBack = "reconciliation.sent_back" | "退回对账",
        ReconciliationLocked = "reconciliation.locked" | "锁定对账",
        ImportDone = "import.done" | "导入完成",
        ImportFailed = "import.failed" | "导入中断",
        ImportApplied = "import.applied" | "确认导入",
        ImportDropped = "import.dropped" | "放弃导入",
        ImportResumed = "import.resumed" | "继续导入",
        ImportRemembered = "import.remembered" | "记住文件的写法",
        ImportForgotten = "import.forgotten" | "忘记文件的写法",
        ImportDealtWith = "import.dealt_with" | "标记导入已处理",
        ImportReopened = "import.reopened" | "撤回导入的已处理标记",
        ImportUndoBegun = "import.undo_begun" | "开始撤销导入",
        ImportUndone = "import.undone" | "撤销导入完成",
        ExportCreated = "export.created" | "开始导出",
        ExportRetried = "export.retried" | "重新导出",
        ExportReady = "export.ready" | "导出完成",
        ExportFailed = "export.failed" | "导出失败",
        ExportDownloaded = "export.downloaded" | "下载导出文件",
        ViewKept = "view.kept" | "保存视图",
        ViewRemoved = "view.removed" | "删除视图",
        SettingsChanged = "settings.changed" | "更改设置",
        ReceptionChanged = "settings.reception_changed" | "更改工单接待",
        StandingRecorded = "settings.standing_recorded" | "登记认证与协议",
        MerchantChanged = "settings.merchant_changed" | "更改结算单抬头",
        TokenCreated = "token.created" | "创建令牌",
        TokenRevoked = "token.revoked" | "吊销令牌",
        StaffDutySet = "staff.duty_set" | "更改工单轮派",
        StaffSetUp = "staff.set_up" | "首次设置所有者",
        StaffAdded = "staff.added" | "添加员工",
        StaffRoleSet = "staff.role_set" | "更改角色",
        StaffGrantsSet = "staff.grants_set" | "更改授权商品",
        StaffDisabled = "staff.disabled" | "停用员工",
        StaffEnabled = "staff.enabled" | "启用员工",
        StaffLinkMade = "staff.link_made" | "生成一次性链接",
        StaffLinkAccepted = "staff.link_accepted" | "首次设置密码",
        StaffPasswordReset = "staff.password_reset" | "用链接重设密码",
        StaffPasswordChanged = "staff.password_changed" | "更改密码",
        StaffSignedIn = "staff.signed_in" | "登录",
        StaffSignInFailed = "staff.sign_in_failed" | "登录失败",
        StaffSignedOut = "staff.signed_out" | "退出",
        StaffTookList = "staff.took_list" | "下载列表文件",
        StaffSessionEnded = "staff.session_ended" | "结束一个会话",
        StaffSessionsEnded = "staff.sessions_ended" | "结束多个会话",
    }
}

domain::codes! {
    /// The kind of what it happened to, in the order of the filter.
    #[expect(missing_docs, reason = "the codes say it")]
    pub enum SubjectKind {
        Order = "order" | "订单",
        Supervision = "supervision" | "服务监管",
        Refund = "refund" | "退订申请",
        Ticket = "ticket" | "工单",
        TicketAnswer = "ticket_answer" | "回复模板",
        Statement = "statement" | "结算单",
        Bill = "bill" | "账单",
        BillRun = "bill_run" | "出账",
        Reconciliation = "reconciliation" | "对账",
        Rule = "rule" | "结算规则",
        Import = "import" | "导入",
        Export = "export" | "导出",
        Staff = "staff" | "员工",
        Token = "token" | "接口令牌",
        Settings = "settings" | "设置",
        View = "view" | "视图",
        Customer = "customer" | "客户",
        Reseller = "reseller" | "经销商",
        Product = "product" | "商品",
    }
}

/// What it happened to: a business key, or a row of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the kinds say it")]
pub enum Subject<'a> {
    Order(&'a str),
    Supervision(&'a str),
    Refund(i64),
    Ticket(&'a str),
    TicketAnswer(i64),
    Statement(i64),
    Bill(i64),
    BillRun(i64),
    Reconciliation(i64),
    Rule(i64),
    Import(i64),
    Export(i64),
    Staff(i64),
    Token(i64),
    Settings,
    View(i64),
    Customer(&'a str),
    Reseller(i64),
    Product(&'a str),
}

/// There is one set of settings.
const ALL_SETTINGS: &str = "all";

impl<'a> Subject<'a> {
    /// The subject of a kind and an id; `None` when the id is none of that kind.
    #[must_use]
    pub fn of(kind: SubjectKind, id: &'a str) -> Option<Self> {
        let row = || id.parse().ok();
        match kind {
            SubjectKind::Order => Some(Self::Order(id)),
            SubjectKind::Supervision => Some(Self::Supervision(id)),
            SubjectKind::Refund => row().map(Self::Refund),
            SubjectKind::Ticket => Some(Self::Ticket(id)),
            SubjectKind::TicketAnswer => row().map(Self::TicketAnswer),
            SubjectKind::Statement => row().map(Self::Statement),
            SubjectKind::Bill => row().map(Self::Bill),
            SubjectKind::BillRun => row().map(Self::BillRun),
            SubjectKind::Reconciliation => row().map(Self::Reconciliation),
            SubjectKind::Rule => row().map(Self::Rule),
            SubjectKind::Import => row().map(Self::Import),
            SubjectKind::Export => row().map(Self::Export),
            SubjectKind::Staff => row().map(Self::Staff),
            SubjectKind::Token => row().map(Self::Token),
            SubjectKind::Settings => (id == ALL_SETTINGS).then_some(Self::Settings),
            SubjectKind::View => row().map(Self::View),
            SubjectKind::Customer => Some(Self::Customer(id)),
            SubjectKind::Reseller => row().map(Self::Reseller),
            SubjectKind::Product => Some(Self::Product(id)),
        }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::Order(_) => SubjectKind::Order,
            Self::Supervision(_) => SubjectKind::Supervision,
            Self::Refund(_) => SubjectKind::Refund,
            Self::Ticket(_) => SubjectKind::Ticket,
            Self::TicketAnswer(_) => SubjectKind::TicketAnswer,
            Self::Statement(_) => SubjectKind::Statement,
            Self::Bill(_) => SubjectKind::Bill,
            Self::BillRun(_) => SubjectKind::BillRun,
            Self::Reconciliation(_) => SubjectKind::Reconciliation,
            Self::Rule(_) => SubjectKind::Rule,
            Self::Import(_) => SubjectKind::Import,
            Self::Export(_) => SubjectKind::Export,
            Self::Staff(_) => SubjectKind::Staff,
            Self::Token(_) => SubjectKind::Token,
            Self::Settings => SubjectKind::Settings,
            Self::View(_) => SubjectKind::View,
            Self::Customer(_) => SubjectKind::Customer,
            Self::Reseller(_) => SubjectKind::Reseller,
            Self::Product(_) => SubjectKind::Product,
        }
    }

    /// Which one of its kind.
    #[must_use]
    pub fn id(&self) -> Cow<'a, str> {
        match *self {
            Self::Order(key)
            | Self::Supervision(key)
            | Self::Ticket(key)
            | Self::Customer(key)
            | Self::Product(key) => Cow::Borrowed(key),
            Self::Statement(row)
            | Self::Bill(row)
            | Self::BillRun(row)
            | Self::Reconciliation(row)
            | Self::TicketAnswer(row)
            | Self::Refund(row)
            | Self::Rule(row)
            | Self::Import(row)
            | Self::Export(row)
            | Self::Staff(row)
            | Self::Token(row)
            | Self::Reseller(row)
            | Self::View(row) => Cow::Owned(row.to_string()),
            Self::Settings => Cow::Borrowed(ALL_SETTINGS),
        }
    }
}

/// Fields with their values, before or after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// Sets a field.
    pub fn set(&mut self, field: FieldName, value: impl Into<Value>) {
        self.0.insert(field.code().to_owned(), value.into());
    }

    /// Both without the fields that they have in common.
    #[must_use]
    pub fn differing(mut self, mut other: Self) -> (Self, Self) {
        let same: Vec<String> = self
            .0
            .iter()
            .filter(|(name, value)| other.0.get(*name) == Some(value))
            .map(|(name, _)| name.clone())
            .collect();
        for name in same {
            self.0.remove(&name);
            other.0.remove(&name);
        }
        (self, other)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(fields: Map<String, Value>) -> Self {
        Self(fields)
    }
}

impl FromIterator<(FieldName, Value)> for Fields {
    fn from_iter<T: IntoIterator<Item = (FieldName, Value)>>(fields: T) -> Self {
        Self(fields.into_iter().map(|(field, value)| (field.code().to_owned(), value)).collect())
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Self {
        Self::Object(fields.0)
    }
}

/// Fields by name: `fields! { State: order.state, Total: money::bare(total, currency) }`.
macro_rules! fields {
    ($($field:ident: $value:expr),+ $(,)?) => {
        [$((::domain::FieldName::$field, ::serde_json::json!($value))),+]
            .into_iter()
            .collect::<$crate::journal::Fields>()
    };
}
pub(crate) use fields;

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub(super) action: Action,
    pub(super) subject: Subject<'a>,
    pub(super) before: Option<Fields>,
    pub(super) after: Option<Fields>,
    pub(super) reason: Option<&'a str>,
    pub(super) tells: bool,
}

impl<'a> Entry<'a> {
    /// Something that happened, and what it happened to.
    #[must_use]
    pub const fn new(action: Action, subject: Subject<'a>) -> Self {
        Self { action, subject, before: None, after: None, reason: None, tells: true }
    }

    /// What is there now.
    #[must_use]
    pub fn after(self, after: Fields) -> Self {
        Self { after: Some(after), ..self }
    }

    /// What was there and is not any more.
    #[must_use]
    pub fn before(self, before: Fields) -> Self {
        Self { before: Some(before), ..self }
    }

    /// What was there and is there now.
    #[must_use]
    pub fn changed(self, before: Fields, after: Fields) -> Self {
        Self { before: Some(before), after: Some(after), ..self }
    }

    /// Part of something else, of which another entry tells: nobody is told of this one.
    #[must_use]
    pub fn quietly(self) -> Self {
        Self { tells: false, ..self }
    }

    /// Why.
    #[must_use]
    pub fn because(self, reason: &'a str) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_found_by_what_the_journal_keeps() {
        for kind in SubjectKind::ALL {
            let id = if *kind == SubjectKind::Settings { ALL_SETTINGS } else { "7" };
            let subject = Subject::of(*kind, id).expect("an id of that kind");
            assert_eq!((subject.kind(), subject.id().as_ref()), (*kind, id));
        }
        assert_eq!(Subject::of(SubjectKind::Statement, "RS-1"), None);
    }

    #[test]
    fn an_action_begins_with_the_kind_of_its_subject() {
        for action in Action::ALL {
            let kind = action.code().split('.').next().and_then(SubjectKind::from_code);
            assert!(kind.is_some(), "{action}");
        }
    }
}
