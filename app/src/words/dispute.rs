//! Words of disputes about lines of bills.

use domain::bill::{DisputeAction, DisputeState};

worded!(DisputeState {
    Open: "处理中", "Open";
    Accepted: "已接受", "Accepted";
    Rejected: "已驳回", "Rejected";
    Withdrawn: "已撤回", "Withdrawn";
});

worded!(DisputeAction {
    Accept: "接受", "Accept";
    Reject: "驳回", "Reject";
    Withdraw: "撤回", "Withdraw";
});

/// The colour of a state: warning where we act.
#[must_use]
pub const fn tone(state: DisputeState) -> &'static str {
    match state {
        DisputeState::Open => "warning",
        DisputeState::Accepted => "success",
        DisputeState::Rejected | DisputeState::Withdrawn => "neutral",
    }
}

words! {
    /// Words of disputes.
    DisputeWords {
        title: "账单行争议", "Disputes";
        called: "争议 #{n}", "Dispute #{n}";
        total: "{n} 项争议", "{n} {n|dispute|disputes}";
        search_hint: "", "";
        empty_title: "还没有争议", "No disputes yet";
        empty_text: "在已锁定账单的某一行上提出争议；被接受的争议在下一张账单中成为调整行。", "Open one on a line of a locked bill. What is accepted becomes an adjustment in the next bill.";
        none_title: "没有符合条件的争议", "No dispute matches";
        line: "账单行", "Line";
        line_of: "{bill} 第 {n} 行", "{bill}, line {n}";
        about_line: "账单行信息", "About the line";
        back: "返回账单", "Back to the bill";
        opened: "提出时间", "Opened";
        opener: "提出人", "Opened by";
        reason: "哪里不对", "What is wrong";
        reason_label: "原因", "Reason";
        reason_hint: "例如：平台费率应为 3 %，合同附件二。", "Such as: the platform fee should be 3 %, annex 2 of the contract.";
        should: "该行应为", "The line should come to";
        should_short: "应为", "Should be";
        should_hint: "{currency} 金额。还不清楚时可以留空，裁定时再填。", "An amount in {currency}. Leave it empty while nobody knows; it is given with the decision.";
        should_code: "{currency} 金额，接受时必填。", "An amount in {currency}; needed to accept.";
        stands: "含调整后", "With adjustments";
        locked_amount: "锁定金额", "As it was locked";
        amount: "金额", "Amount";
        inputs: "计算依据", "What it was computed from";
        difference: "差额", "Difference";
        state: "状态", "State";
        open: "提出争议", "Open a dispute";
        open_title: "对该行提出争议", "Dispute this line";
        open_text: "锁定的账单行不会改变。争议被另一位财务或所有者接受后，差额作为调整行进入同类的下一张账单。", "The locked line stays as it is. Once another one of finance or an owner accepts the dispute, the difference stands as an adjustment in the next bill of the same kind.";
        open_said: "已提出争议。", "The dispute is open.";
        none: "对该行没有争议。", "Nobody disputes this line.";
        of_bill: "争议", "Disputes";
        thread: "讨论", "Thread";
        say: "补充", "Add";
        say_label: "补充说明", "Add to the thread";
        said: "已补充。", "Added.";
        decide: "裁定", "Decide";
        decide_reason: "裁定理由", "Why";
        own_work: "您提出了这项争议，须由另一位财务或所有者裁定；您可以撤回它。", "You opened this dispute: another one of finance, or an owner, decides it. You can withdraw it.";
        accept_title: "接受对 {bill} 第 {n} 行的争议？", "Accept the dispute of line {n} of {bill}?";
        accept_text: "该行锁定金额为 {amount}。与填写金额的差额在下一次出账时成为调整行，之后不能撤回。", "The line was locked at {amount}. The difference to the amount that you give becomes an adjustment line with the next run. This cannot be taken back.";
        decided: "裁定", "Decision";
        decided_by: "{who} · {at}", "{who} · {at}";
        decided_said: "已裁定：{state}。", "Decided: {state}.";
        taken: "调整行", "Adjustment";
        taken_in: "见调整行", "See the adjustment";
        waits: "等待同类的下一张账单", "Waits for the next bill of its kind";
        carry: "结转来的账单请在原账单中提出争议。", "Dispute what is carried over in the bill that it comes from.";
        not_locked: "账单锁定后才能对其行提出争议。", "A line is disputed once its bill is locked.";
        calculation: "计算", "Calculation";
        see_line: "查看该行", "See the line";
    }
}

noun!(DisputeWords);
