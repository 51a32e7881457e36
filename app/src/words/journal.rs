//! Words of the journal: what happened, and to what. Those of fields are in `fields`.

use operations::{
    journal::{Action, Event, SubjectKind},
    orders::TIMEOUT,
    refunds::INVOICED,
};

use super::{OrderWords, RefundWords, fill};
use crate::lang::Lang;

words! {
    /// Words of the journal.
    JournalWords {
        note: "谁、何时、做了什么、前后变化。只能追加，不能改写。", "Who, when, what, and what changed. It is only ever added to.";
        count_total: "{n} 条记录", "{n} {n|entry|entries}";
        kind: "对象", "On what";
        when: "时间", "When";
        who: "操作人", "Who";
        what: "操作", "What";
        changes: "变化", "Changes";
        changes_count: "{n} 处变化", "{n} {n|change|changes}";
        token: "令牌", "token";
        system: "系统", "System";
        amount_note: "金额在 {from} 至 {to} 之间查找；要找更早的，请先选日期。", "The amount is looked for from {from} to {to}; for an earlier one, choose the days first.";
        to_import: "返回导入", "Back to the import";
        sign_ins_shown: "也显示", "Show them too";
        by_import: "来自导入 {id}", "by import {id}";
        by_undo: "撤销导入 {id}", "import {id} was undone";
        none_title: "没有记录", "Nothing here";
        none_text: "没有符合条件的记录。", "No entry matches.";
        line: "第 {n} 行", "Line {n}";
        wrong_password: "密码不正确", "wrong password";
        wrong_state: "账号未启用", "account not active";
        yes: "是", "Yes";
        no: "否", "No";
    }
}

worded!(SubjectKind {
    Order: "订单", "Order";
    Supervision: "服务监管", "Delivery";
    Refund: "退订申请", "Refund";
    Ticket: "工单", "Ticket";
    TicketAnswer: "回复模板", "Saved answer";
    Statement: "结算单", "Statement";
    Bill: "账单", "Bill";
    BillRun: "出账", "Bill run";
    Reconciliation: "对账", "Reconciliation";
    Rule: "结算规则", "Settlement rule";
    Import: "导入", "Import";
    Export: "导出", "Export";
    Staff: "员工", "Staff";
    Token: "接口令牌", "API token";
    Settings: "设置", "Settings";
    View: "视图", "View";
    Customer: "客户", "Customer";
    Reseller: "经销商", "Reseller";
    Product: "商品", "Product";
});
worded!(Action {
    OrderUpdated: "更新订单", "Updated an order";
    OrderCancelled: "取消订单", "Cancelled an order";
    OrderRestored: "恢复订单：云市场的说法优先于本系统的超时取消", "Restored an order: the marketplace's word goes before our own time-out";
    OrderNoteWritten: "写订单备注", "Wrote a note on an order";
    OrderNoteChanged: "更正订单备注", "Corrected a note on an order";
    OrderNoteDeleted: "删除订单备注", "Deleted a note on an order";
    OrderAssigned: "指定订单负责人", "Said who looks after an order";
    OrderCompleted: "订单完成", "Completed an order";
    OrderInvoiceNoted: "登记订单发票", "Noted the invoice of an order";
    OrderUnsubscribed: "生成退订订单", "Made the order that takes another back";
    ProductDelivery: "设置商品的交付方式", "Said how a product is delivered";
    ProductStandard: "更新商品的验收标准", "Wrote what deliveries of a product have to prove";
    SupervisionOpened: "开始服务监管", "Opened a supervised delivery";
    SupervisionActed: "办理服务监管", "Took a delivery a step further";
    SupervisionAssigned: "指定交付负责人", "Said who delivers";
    SupervisionReminded: "催办交付", "Reminded of the delivery";
    SupervisionExpired: "验收时有效期已结束", "Was over when it was accepted";
    SupervisionMilestones: "设置里程碑", "Set the milestones of a delivery";
    SupervisionDocument: "上传交付文件", "Handed in a document";
    SupervisionInfected: "交付文件未通过病毒扫描", "The scanner refused a document";
    SupervisionWaived: "标记所需文件为不需要", "Said that a document is not needed";
    SupervisionAsked: "恢复所需文件", "Asked for a document again";
    SupervisionScanned: "文件检查完成", "A document was scanned";
    SupervisionLinkMade: "生成客户链接", "Made a link for the buyer";
    SupervisionLinkRevoked: "吊销客户链接", "Revoked a link of the buyer";
    RefundRequested: "申请退订", "Asked for a refund";
    RefundActed: "处理退订申请", "Handled a refund";
    CustomerSpelled: "客户名称有另一种写法", "A customer is written in another way";
    ResellerMerged: "并入另一家经销商", "Merged another reseller into it";
    ResellerGone: "经销商已并入另一家", "Merged into another reseller";
    ResellerKeptApart: "标为不同的经销商", "Said to be another firm";
    OrderResellerMerged: "经销商合并", "Its reseller was merged";
    ResellerSpelled: "经销商名称有另一种写法", "A reseller is written in another way";
    OrderWithdrawn: "撤销导入：移出订单", "Took an order away: its import was undone";
    OrderPutBack: "撤销导入：恢复订单原值", "Put an order back: an import was undone";
    TicketOpened: "提交工单", "Opened a ticket";
    TicketActed: "处理工单", "Handled a ticket";
    TicketWritten: "工单留言", "Wrote on a ticket";
    TicketAlarm: "工单时限提醒", "A clock of a ticket runs out";
    TicketReckoned: "重新计算工单时限", "Reckoned the clocks of a ticket again";
    TicketMailFailed: "工单邮件未送出", "A mail of a ticket did not go out";
    TicketMailAgain: "重新发送工单邮件", "Sent a mail of a ticket again";
    TicketAnswerAdded: "添加回复模板", "Added a saved answer";
    TicketAnswerChanged: "更改回复模板", "Changed a saved answer";
    TicketAnswerRemoved: "删除回复模板", "Removed a saved answer";
    TicketPlanned: "安排稍后发送工单回复", "Planned a reply for later";
    TicketTakenBack: "取消稍后发送的工单回复", "Took a planned reply back";
    TicketHeldBack: "工单回复未按时发送", "A planned reply was held back";
    TicketDocument: "上传工单文件", "Attached a document";
    TicketInfected: "工单文件未通过病毒扫描", "A ticket's document was refused by the scanner";
    CustomerRenamed: "客户更名", "Renamed a customer";
    ProductRenamed: "商品更名", "Renamed a product";
    StatementDrafted: "起草结算单", "Drafted a statement";
    StatementDiscarded: "作废结算单草稿", "Discarded a draft";
    StatementIssued: "出具结算单", "Issued a statement";
    StatementReversed: "红冲结算单", "Reversed a statement";
    RuleDrafted: "起草结算规则", "Drafted a settlement rule";
    RuleRevised: "修改结算规则草稿", "Changed the draft of a rule";
    RuleReplayed: "回放结算规则草稿", "Replayed the draft of a rule";
    RulePublished: "发布结算规则", "Published a settlement rule";
    RuleDiscarded: "放弃结算规则草稿", "Gave the draft of a rule up";
    StatementPaid: "登记付款", "Noted a payment";
    StatementPaymentTakenBack: "撤回付款登记", "Took a payment back";
    BillRunBegun: "开始出账", "Began to make bills";
    BillRunDone: "出账完成", "Made the bills of a month";
    BillMade: "生成账单", "Made a bill";
    BillSubmitted: "提交账单审核", "Handed a bill to review";
    BillApproved: "批准账单", "Approved a bill";
    BillRejected: "退回账单", "Sent a bill back";
    BillLocked: "锁定账单", "Locked a bill";
    BillPaid: "登记账单支付", "Noted that a bill was paid";
    BillStageNoted: "登记云市场进度", "Noted how far the marketplace is";
    BillDisputed: "对账单行提出争议", "Disputed a line of a bill";
    BillDisputeAnswered: "补充账单行争议", "Added to a dispute of a bill";
    BillDisputeAccepted: "接受账单行争议", "Accepted a dispute of a bill";
    BillDisputeRejected: "驳回账单行争议", "Rejected a dispute of a bill";
    BillDisputeWithdrawn: "撤回账单行争议", "Withdrew a dispute of a bill";
    BillTaken: "下载账单文件", "Took a bill away as a file";
    BillVoided: "作废账单", "Took a bill back";
    ReconciliationBegun: "开始对账", "Began a reconciliation";
    ReconciliationDone: "对账比对完成", "Compared a file";
    ReconciliationAccepted: "接受对账差额", "Accepted a difference";
    ReconciliationDisputed: "对账差额提出争议", "Disputed a difference";
    ReconciliationExplained: "说明对账差额", "Explained a difference";
    ReconciliationConfirmed: "确认对账匹配", "Confirmed a match";
    ReconciliationNotTheSame: "否认对账匹配", "Rejected a match";
    ReconciliationReopened: "撤回对账处理", "Took a decision of a reconciliation back";
    ReconciliationSubmitted: "提交对账审核", "Submitted a reconciliation";
    ReconciliationSentBack: "退回对账", "Sent a reconciliation back";
    ReconciliationLocked: "锁定对账", "Locked a reconciliation";
    ImportDone: "导入完成", "Finished an import";
    ImportFailed: "导入中断", "Broke off an import";
    ImportApplied: "确认导入", "Let a file go in";
    ImportDropped: "放弃导入", "Threw a file away";
    ImportResumed: "继续导入", "Let an import go on";
    ImportRemembered: "记住文件的写法", "Remembered how such a file is read";
    ImportForgotten: "忘记文件的写法", "Forgot how such a file is read";
    ImportDealtWith: "标记导入已处理", "Marked an import as dealt with";
    ImportReopened: "撤回导入的已处理标记", "Took back that an import was dealt with";
    ImportUndoBegun: "开始撤销导入", "Began to undo an import";
    ImportUndone: "撤销导入完成", "Undid an import";
    ExportCreated: "开始导出", "Began an export";
    ExportRetried: "重新导出", "Made an export again";
    ExportReady: "导出完成", "Finished an export";
    ExportFailed: "导出失败", "Could not make an export";
    ExportDownloaded: "下载导出文件", "Downloaded an export";
    ViewKept: "保存视图", "Saved a view";
    ViewRemoved: "删除视图", "Removed a view";
    SettingsChanged: "更改设置", "Changed settings";
    ReceptionChanged: "更改工单接待", "Changed when tickets are received";
    StandingRecorded: "登记认证与协议", "Recorded certification and agreement";
    MerchantChanged: "更改结算单抬头", "Changed who issues statements";
    TokenCreated: "创建令牌", "Created a token";
    TokenRevoked: "吊销令牌", "Revoked a token";
    StaffDutySet: "更改工单轮派", "Changed who gets tickets in turn";
    StaffSetUp: "首次设置所有者", "Set up the first owner";
    StaffAdded: "添加员工", "Added a colleague";
    StaffRoleSet: "更改角色", "Changed a role";
    StaffGrantsSet: "更改授权商品", "Changed products granted";
    StaffDisabled: "停用员工", "Disabled a colleague";
    StaffEnabled: "启用员工", "Enabled a colleague";
    StaffLinkMade: "生成一次性链接", "Made a one-time link";
    StaffLinkAccepted: "首次设置密码", "Chose a first password";
    StaffPasswordReset: "用链接重设密码", "Reset the password by link";
    StaffPasswordChanged: "更改密码", "Changed the password";
    StaffSignedIn: "登录", "Signed in";
    StaffSignInFailed: "登录失败", "Failed to sign in";
    StaffSignedOut: "退出", "Signed out";
    StaffTookList: "下载列表文件", "Took a list away as a file";
    StaffSessionEnded: "结束一个会话", "Ended a session";
    StaffSessionsEnded: "结束多个会话", "Ended sessions";
});

/// A line of an order.
#[must_use]
pub fn line(number: &str, lang: Lang) -> String {
    fill(JournalWords::of(lang).line, &[("n", number)])
}

/// The name of who did something; the program itself has one in each language.
#[must_use]
pub fn actor_name(name: &str, lang: Lang) -> &str {
    if name == domain::access::Actor::System.name() { JournalWords::of(lang).system } else { name }
}

/// Why something happened; what the program writes there itself has words.
#[must_use]
pub fn reason(event: &Event, given: &str, lang: Lang) -> String {
    let words = JournalWords::of(lang);
    let undone = matches!(event.action(), Some(Action::OrderWithdrawn | Action::OrderPutBack));
    match given.strip_prefix("import ") {
        Some(id) => fill(if undone { words.by_undo } else { words.by_import }, &[("id", id)]),
        None if given == TIMEOUT => OrderWords::of(lang).timeout_reason.to_owned(),
        None if given == INVOICED => RefundWords::of(lang).invoiced.to_owned(),
        None => given.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::Tongue;

    use super::*;
    use crate::words::codes::Worded;

    #[test]
    fn pages_and_files_call_an_action_the_same() {
        for action in Action::ALL {
            assert_eq!(action.in_words(Tongue::Zh), action.words(Lang::Zh), "{action}");
        }
        for kind in SubjectKind::ALL {
            assert_eq!(kind.in_words(Tongue::Zh), kind.words(Lang::Zh), "{kind}");
        }
    }
}
