//! Words of bills: codes, and what to do about what is held back.

use domain::bill::{BillAction, BillKind, BillState, BillingState, HeldBack, Item, Stage, StepKind, Waits};
use operations::bills::{Bill, RunState};

use super::codes::Worded;
use crate::lang::Lang;

worded!(BillKind {
    General: "通用", "General";
    Joint: "联营", "Joint";
    Selected: "严选", "Selected";
    SelectedSelfRun: "严选自营", "Selected, self-run";
    Incentive: "激励", "Incentive";
    Reseller: "经销商", "Reseller";
});

worded!(BillState {
    Draft: "草稿", "Draft";
    InReview: "审核中", "In review";
    Approved: "已批准", "Approved";
    Locked: "已锁定", "Locked";
    Paid: "已支付", "Paid";
    Void: "已作废", "Void";
});

worded!(BillAction {
    Submit: "提交审核", "Submit for review";
    Approve: "批准", "Approve";
    Reject: "退回", "Send back";
    Lock: "锁定并编号", "Lock and number";
    Pay: "登记支付", "Note the payment";
    Void: "作废", "Void";
});

worded!(Stage {
    Generated: "出账", "Generated";
    AwaitingMerchantConfirmation: "待商家确认", "Merchant confirms";
    Countersigning: "会签中", "Countersigning";
    CountersignRejected: "会签驳回", "Countersign rejected";
    AwaitingRequisition: "待申付", "Requisition to come";
    RequisitionFailed: "申付单创建失败", "Requisition failed";
    AwaitingInvoice: "待开票", "Invoice to come";
    InvoiceUnderReview: "发票待审核", "Invoice under review";
    RequisitionProcessing: "申付处理中", "Requisition processing";
    PaymentInfoError: "支付信息错误", "Account is wrong";
    RequisitionRejected: "申付被驳回", "Requisition rejected";
});

/// What comes next, or what to do.
#[must_use]
pub const fn next_step(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Generated => lang.pick("云市场审核后发送账单。", "The marketplace reviews it and sends it."),
        Stage::AwaitingMerchantConfirmation => lang
            .pick("请在云市场确认账单，或提出争议。", "Confirm the bill on the marketplace, or dispute it."),
        Stage::Countersigning => lang.pick("等待云市场运营会签。", "Wait for operations of the marketplace."),
        Stage::CountersignRejected => {
            lang.pick("向云市场运营了解驳回原因。", "Ask operations of the marketplace for the reason.")
        }
        Stage::AwaitingRequisition => {
            lang.pick("等待云市场系统创建申付单。", "Wait for the system of the marketplace.")
        }
        Stage::RequisitionFailed => lang
            .pick("联系云市场运营重新创建申付单。", "Ask operations of the marketplace to create it again."),
        Stage::AwaitingInvoice => lang.pick("向云市场开具发票。", "Invoice the marketplace."),
        Stage::InvoiceUnderReview => lang.pick(
            "云市场收到发票后约 2 个工作日内审核。",
            "The marketplace reviews it within about 2 working days of its receipt.",
        ),
        Stage::RequisitionProcessing => {
            lang.pick("等待云市场财务付款。", "Wait for finance of the marketplace.")
        }
        Stage::PaymentInfoError => lang.pick(
            "与云市场运营核对收款账户；在“认证与协议”中登记更正。",
            "Check the account with operations of the marketplace, and record the correction.",
        ),
        Stage::RequisitionRejected => lang.pick(
            "向云市场运营了解原因，更正后重新提交。",
            "Ask operations of the marketplace; correct and hand it in again.",
        ),
    }
}

/// The colour of a stage: warning where we act, info where others do.
#[must_use]
pub const fn stage_tone(stage: Stage) -> &'static str {
    match stage.waits_for() {
        Waits::Merchant => "warning",
        Waits::Marketplace => "info",
    }
}

worded!(Item {
    Order: "订单", "Order";
    Milestone: "里程碑", "Milestone";
    Refund: "退款", "Refund";
    Increment: "增量激励", "Increment";
    Adjustment: "调整", "Adjustment";
    Carry: "上期结转", "Carried over";
});

worded!(StepKind {
    Run: "出账", "Bill run";
    Review: "审核并发送", "Review and send";
    Countersign: "会签", "Countersign";
    InvoiceNotice: "开票通知", "Invoice notice";
    InvoiceReview: "发票审核", "Invoice review";
    Pay: "支付", "Payment";
});

worded!(RunState {
    Running: "正在出账", "Running";
    Done: "已完成", "Done";
    Failed: "未完成", "Failed";
});

worded!(HeldBack {
    Unpaid: "客户未付款", "The customer has not paid";
    Cancelled: "付款前已取消", "Cancelled before it was paid";
    Trial: "试用，不出账", "A trial costs nothing";
    SupervisionOpen: "服务监管未完成", "The delivery is not accepted";
    NotProvisioned: "服务未开通", "Not provisioned";
    NotEffective: "续费未生效", "The renewal has not begun";
    CompletionUnknown: "缺少完成时间", "Completion time unknown";
    NotRepaid: "后付费未还清", "Postpaid, not repaid";
    Refused: "规则无法结算", "No rule settles it";
    BelowMinimum: "未达最低出账金额", "Below the smallest amount";
    CertificationMissing: "商业信息未认证", "Not certified";
    BeforeBillDay: "未到出账日", "Before the bill day";
    NotRun: "待出账", "Waits for a run";
});

impl Worded for BillingState {
    fn words(self, lang: Lang) -> &'static str {
        match (self, self.reason()) {
            (_, Some(reason)) => reason.words(lang),
            (Self::Billed, None) => lang.pick("已出账", "In a bill"),
            (_, None) => lang.pick("待出账", "Earned, in no bill"),
        }
    }
}

/// The colour of where a line stands: danger where it is stuck, info where it comes by itself.
#[must_use]
pub const fn standing_tone(state: BillingState) -> &'static str {
    match state {
        BillingState::Billed => "success",
        BillingState::Open => "info",
        BillingState::Refused | BillingState::CompletionUnknown => "danger",
        BillingState::BelowMinimum
        | BillingState::Unpaid
        | BillingState::SupervisionOpen
        | BillingState::NotProvisioned
        | BillingState::NotEffective
        | BillingState::NotRepaid => "warning",
        BillingState::Trial | BillingState::Cancelled => "neutral",
    }
}

/// What to do about it.
#[must_use]
pub const fn to_do(reason: HeldBack, lang: Lang) -> &'static str {
    match reason {
        HeldBack::Unpaid => {
            lang.pick("等待客户付款，或导入付款时间。", "Wait for the payment, or import the time of it.")
        }
        HeldBack::Cancelled | HeldBack::Trial => lang.pick("无需处理。", "Nothing: it is never billed."),
        HeldBack::SupervisionOpen => {
            lang.pick("完成交付并由客户验收。", "Deliver it, and have the customer accept it.")
        }
        HeldBack::NotProvisioned => {
            lang.pick("开通后导入完成时间。", "Provision it and import the time of completion.")
        }
        HeldBack::NotEffective => lang
            .pick("等待续费生效，或导入生效时间。", "Wait until the term begins, or import the time of it."),
        HeldBack::CompletionUnknown => lang.pick("导入完成时间。", "Import the time of completion."),
        HeldBack::NotRepaid => {
            lang.pick("等待客户还清，或导入还款时间。", "Wait for the repayment, or import the time of it.")
        }
        HeldBack::Refused => lang.pick(
            "补齐缺少的数据，或发布适用的规则，然后重新出账。",
            "Complete the order or publish a rule for it, then run the month again.",
        ),
        HeldBack::BelowMinimum => lang.pick(
            "同一交付类型累计达到最低金额后自动出账。",
            "It is billed once its delivery type comes to the smallest amount.",
        ),
        HeldBack::CertificationMissing => lang.pick(
            "在“认证与协议”中登记认证结果和协议。",
            "Record certification and agreement in the settings.",
        ),
        HeldBack::BeforeBillDay => lang.pick("出账日之后即可出账。", "Run the month after its bill day."),
        HeldBack::NotRun => lang.pick("由财务出账。", "Finance runs the month."),
    }
}

/// The colour of a state: warning where we act, info where others do.
#[must_use]
pub const fn tone(state: BillState) -> &'static str {
    match state {
        BillState::Draft => "warning",
        BillState::InReview | BillState::Approved => "info",
        BillState::Locked | BillState::Paid => "success",
        BillState::Void => "neutral",
    }
}

words! {
    /// Words of bills.
    BillWords {
        total: "{n} 张账单", "{n} {n|bill|bills}";
        search_hint: "", "";
        empty_title: "还没有账单", "No bills yet";
        empty_text: "月末之后从出账日起，在下方按月出账。", "When a month is over and its bill day has come, make its bills below.";
        none_title: "没有符合条件的账单", "No bill matches";
        called: "{kind}账单草稿 · {payment} · {month}", "{kind}, {payment}, {month} (draft)";
        unnumbered: "{kind}账单 · {payment} · {month}", "{kind}, {payment}, {month}";
        standing: "出账情况", "In bills";
        details: "账单明细", "Bill lines";
        export_details: "导出明细", "Export lines";
        pdf: "下载 PDF", "Download PDF";
        json: "JSON", "JSON";
        number: "账单号", "Number";
        month: "账期", "Month";
        month_hint: "如 2026-10", "Such as 2026-10";
        kind: "类型", "Kind";
        payment: "付费方式", "Payment";
        currency: "币种", "Currency";
        state: "状态", "State";
        sum: "合计", "Total";
        capitals: "大写", "In words";
        lines: "账单行", "Lines";
        made: "生成时间", "Made";
        paid: "支付时间", "Paid";
        paid_noted: "登记支付", "Payment noted";
        voided: "作废人", "Voided";
        pay_title: "登记 {name} 已支付，{total}？", "Note that {name}, {total}, was paid?";
        pay_text: "登记之后不能撤回；云市场进度和时间表不再显示。", "This cannot be taken back; stage and calendar are not shown any more.";
        resellers: "经销商结算单", "Reseller statements";
        reseller: "经销商", "Reseller";
        rules: "结算规则", "Settlement rules";
        run_title: "按月出账", "Make the bills of a month";
        run_text: "把已满足出账条件且不在任何账单中的订单行计入账单；该月的草稿重新生成，已提交的账单不变，不会重复出账。", "Takes up what was earned and is in no bill. Drafts of the month are made anew, submitted bills stay, and nothing is billed twice.";
        run: "出账", "Make the bills";
        run_of: "{month} 出账", "Bills of {month}";
        runs: "最近的出账", "Recent runs";
        chart: "{year} 年各账期账单金额（{currency}）", "Bills of {year} by month ({currency})";
        chart_data: "数据表", "Figures";
        year: "年份", "Year";
        bills: "账单数", "Bills";
        billed: "出账行数", "Lines billed";
        held_back: "未出账行数", "Held back";
        begun: "开始时间", "Begun";
        ended: "完成时间", "Ended";
        by: "操作人", "By";
        working: "正在出账", "Making the bills";
        working_text: "可以离开此页，出账会继续。", "You can leave this page; it goes on.";
        failed: "出账没有完成", "The bills were not made";
        again: "重新出账", "Run it again";
        failed_text: "没有生成任何账单。排除原因后可以重新出账。", "There is no bill of this run. Remove the cause and run the month again.";
        nothing: "没有可以出账的订单行。", "There was nothing to bill.";
        result: "结果", "Result";
        held_link: "查看未出账的订单", "See the orders that are not billed";
        all: "所有账单", "All bills";
        all_of_month: "该账期的账单", "Bills of the month";
        stale: "须重新出账", "To be made anew";
        outdated: "生成账单之后订单有变化。继续之前须重新出账：如已提交，先退回。", "Orders changed since the bill was made. Run its month again before it goes on; send it back first if it was submitted.";
        billing: "出账", "Billing";
        line_of: "第 {n} 行", "Line {n}";
        part_of: "里程碑 {n}", "milestone {n}";
        draft_of: "{month} 账单草稿", "Draft bill of {month}";
        since: "自 {at} 起", "since {at}";
        head: "账单信息", "About the bill";
        submitted: "提交人", "Submitted";
        approved: "批准人", "Approved";
        locked: "锁定人", "Locked";
        carried_by: "结转到账单", "Carried over by bill";
        stage: "云市场进度", "On the marketplace";
        stage_next: "下一步", "Next";
        stage_form: "登记云市场进度", "Note how far the marketplace is";
        stage_hint: "以云市场商家中心显示的状态为准。", "As the seller centre of the marketplace shows it.";
        stage_note: "登记", "Note it";
        stage_said: "已登记：{stage}。", "Noted: {stage}.";
        disputes: "争议", "Disputes";
        hash: "校验值", "Hash";
        timeline: "云市场的时间表", "Calendar of the marketplace";
        after_invoice: "收到发票后", "Once the invoice is there";
        made_of: "金额构成", "What it is made of";
        sales: "商品销售金额", "Product sales";
        coupon: "代金券抵扣", "Coupons";
        fee: "平台服务费", "Platform fee";
        other: "税费及云市场分成", "Taxes and the provider’s share";
        increment: "增量激励", "Increments";
        corrections: "调整及结转", "Adjustments and carried over";
        sums_count: "{n} 组", "{n} {n|group|groups}";
        first_sums: "只列出金额最大的 {n} 组。", "The {n} largest are listed.";
        sums: "按商品汇总", "By product";
        product: "商品", "Product";
        item: "项目", "Item";
        delivery: "交付类型", "Delivery type";
        position: "行", "Line";
        order_no: "订单号", "Order number";
        customer: "客户", "Customer";
        rule: "规则", "Rule";
        amount: "金额", "Amount";
        corrects: "对应的账单行", "The line it corrects";
        carries: "结转的账单", "The bill it carries";
        no_lines: "没有符合条件的账单行。", "No line matches.";
        any: "全部", "Any";
        narrow: "筛选", "Filter";
        clear: "清除筛选", "Clear";
        acts: "办理", "What can be done";
        own_work: "您提交了这张账单，须由另一位财务或所有者批准。", "You submitted this bill: another one of finance, or an owner, approves it.";
        reason: "原因", "Reason";
        lock_title: "锁定 {name}，合计 {total}？", "Lock {name}, {total}?";
        lock_text: "账单得到编号，账单行及其输入值从此不变；相关订单的金额也不能再改。", "It gets a number, and its lines stay as they are for good. What decides their amounts cannot be changed in the orders any more.";
        void_title: "作废 {name}？", "Void {name}?";
        void_text: "合计 {total}。编号保留，账单行可以重新出账；对其行的争议随之撤回。", "It comes to {total}. It keeps its number, and its lines can be billed again; disputes of its lines are withdrawn.";
        void_draft_text: "账单行可以重新出账。", "Its lines can be billed again.";
        locked_said: "已锁定，编号 {number}。", "Locked as {number}.";
        done_said: "已办理：{action}。", "Done: {action}.";
    }
}

/// What the total of a bill is made of, each with its sign and all of it adding up (`domain.md` 4.3); nothing for a bill
/// that was made before it was kept.
#[must_use]
pub fn made_of(bill: &Bill, lang: Lang) -> Vec<(&'static str, i64)> {
    let words = BillWords::of(lang);
    let Some((of, corrections)) = bill.parts.zip(bill.corrections_minor()) else { return Vec::new() };
    let rows = [
        (words.sales, of.sales_minor),
        (words.coupon, -of.coupon_minor),
        (words.fee, -of.fee_minor),
        (words.other, -of.other_minor),
        (words.increment, of.increment_minor),
        (words.corrections, corrections),
    ];
    rows.into_iter()
        .enumerate()
        .filter(|(at, (_, minor))| *at == 0 || *minor != 0)
        .map(|(_, row)| row)
        .collect()
}

noun!(BillWords);
