//! Words of reconciliations.

use domain::{
    reconciliation::{Cause, Decision, LifeAction, LineAction, LineState, Reason, State},
    settlement::{Field, Formula},
};
use operations::reconciliations::Refused;

use super::{codes::Worded, fill, quote::label};
use crate::lang::Lang;

worded!(State {
    Looked: "待确认列", "To be confirmed";
    Running: "比对中", "Comparing";
    Open: "待处理", "Open";
    InReview: "审核中", "In review";
    Locked: "已锁定", "Locked";
    Failed: "失败", "Failed";
});

worded!(LineState {
    Matched: "一致", "Equal";
    Tolerated: "容差内", "Within tolerance";
    Different: "有差额", "Different";
    MissingHere: "仅对方有", "Only theirs";
    MissingThere: "仅我方有", "Only ours";
    Twice: "对方重复", "Twice there";
    Currency: "币种不同", "Other currency";
    Proposed: "待确认匹配", "Proposed";
});

worded!(Decision {
    Accepted: "已接受", "Accepted";
    Disputed: "争议中", "Disputed";
    Explained: "已说明", "Explained";
});

worded!(Reason {
    Tolerance: "容差", "Tolerance";
    Rounding: "舍入方式不同", "Rounded otherwise";
    TaxRate: "税率不同", "Other tax rate";
    Ratio: "分成比例不同", "Other share";
    Fee: "平台费率不同", "Other platform fee";
    RuleVersion: "规则版本不同", "Other rule version";
    Band: "增量档位不同", "Other increment";
    Coupon: "代金券承担方式不同", "Coupon borne otherwise";
    Quantity: "数量或时长计算不同", "Other quantity";
    RefundMissing: "缺少退款", "Refund missing";
    Month: "账期不同", "Other month";
    NotBilled: "我方尚未出账", "Not billed here";
    UnknownOrder: "我方无此订单", "No such order here";
    NotInFile: "对方文件中没有", "Not in the file";
    Twice: "对方重复", "Twice there";
    Currency: "币种不同", "Other currency";
    LikelySame: "金额与日期相符", "Same amount and date";
    Unexplained: "规则无法解释", "No rule explains it";
});

worded!(LineAction {
    Accept: "接受对方金额", "Accept theirs";
    Dispute: "提出争议", "Dispute";
    Explain: "说明", "Explain";
    ConfirmMatch: "确认匹配", "The same";
    RejectMatch: "不是同一笔", "Not the same";
    Reopen: "撤回处理", "Take back";
});

worded!(LifeAction {
    Submit: "提交审核", "Submit for review";
    Reject: "退回", "Send back";
    Lock: "锁定", "Lock";
});

/// The colour of a state: warning where we act.
#[must_use]
pub const fn tone(state: State) -> &'static str {
    match state {
        State::Open | State::InReview => "warning",
        State::Locked => "success",
        State::Failed => "danger",
        State::Running | State::Looked => "neutral",
    }
}

/// The colour of what a line is.
#[must_use]
pub const fn line_tone(state: LineState) -> &'static str {
    match state {
        LineState::Matched | LineState::Tolerated => "success",
        LineState::Proposed => "info",
        _ => "warning",
    }
}

/// What a rate is called.
fn rate_name(field: Field, lang: Lang) -> &'static str {
    match field {
        Field::Fee => label(Formula::General, field, lang),
        Field::Ratio => label(Formula::JointDeal, field, lang),
        _ => label(Formula::Reseller, field, lang),
    }
}

/// What explains a difference, with what is ours and what theirs comes from.
#[must_use]
pub fn cause(cause: &Cause, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match cause {
        Cause::Rate(field, ours, theirs) => p(
            "{f}：我方 {o}，对方 {t}",
            "{f}: {o} here, {t} there",
            &[("f", rate_name(*field, lang)), ("o", &ours.to_string()), ("t", &theirs.to_string())],
        ),
        Cause::Version(ours, theirs) => p(
            "我方用{o}，对方金额符合{t}",
            "{o} here, theirs follows {t}",
            &[("o", &ours.in_words(lang.tongue())), ("t", &theirs.in_words(lang.tongue()))],
        ),
        Cause::Increment(ours, theirs) => p(
            "增量：我方 {o}，对方 {t}",
            "Increment: {o} here, {t} there",
            &[("o", &ours.to_string()), ("t", &theirs.to_string())],
        ),
        Cause::Coupon(rate) => p(
            "对方按商家承担代金券 {r} 计算",
            "Theirs has the merchant bear {r} of the coupon",
            &[("r", &rate.to_string())],
        ),
        Cause::Counted(1, None) => p("对方按单价计一次", "Theirs counts the price once", &[]),
        Cause::Counted(quantity, None) => {
            p("对方乘以数量 {n}", "Theirs multiplies by {n} pieces", &[("n", &quantity.to_string())])
        }
        Cause::Counted(quantity, Some(duration)) => p(
            "对方乘以数量 {n} 和时长 {d}",
            "Theirs multiplies by {n} pieces and {d} months or years",
            &[("n", &quantity.to_string()), ("d", &duration.to_string())],
        ),
        Cause::Rounded => p("舍入方向不同，相差一分", "Rounded the other way, one smallest unit", &[]),
    }
}

/// Why a reconciliation does not go on.
#[must_use]
pub fn refused(why: &Refused, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Refused::NoBill { period } => p(
            "{m} 还没有账单，请先出账。",
            "There is no bill of {m}. Make the bills of the month first.",
            &[("m", &period.dashed())],
        ),
        Refused::TooManyLines { most } => p(
            "文件超过 {n} 行，请分开比对。",
            "The file has more than {n} lines. Compare it in parts.",
            &[("n", &most.to_string())],
        ),
        Refused::NotOpen { state } => p(
            "对账现在是“{s}”，不能这样处理。",
            "The reconciliation is “{s}”, where this is not possible.",
            &[("s", state.words(lang))],
        ),
        Refused::Decided { by } => p(
            "{b} 已处理过其中一行，请重新查看。",
            "{b} dealt with one of the lines already. Look at it again.",
            &[("b", by)],
        ),
        Refused::NothingToDecide => {
            p("该行一致，无须处理。", "Both sides agree about a line; there is nothing to decide.", &[])
        }
        Refused::NoProposal => p(
            "待确认匹配的行只能确认或否认，其他行不能。",
            "What was proposed is confirmed or not; other lines are not.",
            &[],
        ),
        Refused::NothingToAdjust => p(
            "我方没有可调整的账单行，请说明差额或提出争议。",
            "We have no line that could be adjusted. Explain the difference or dispute it.",
            &[],
        ),
        Refused::Unfinished { lines } => p(
            "还有 {n} 行待处理。",
            "{n} {n|line|lines} still {n|needs|need} work.",
            &[("n", &lines.to_string())],
        ),
        Refused::OwnWork => p(
            "提交的人不能锁定，须由另一位财务或所有者锁定。",
            "Whoever submitted it does not lock it: another one of finance, or an owner, does.",
            &[],
        ),
        Refused::BillNotLocked { bill } => p(
            "账单 {b} 尚未锁定：锁定后，被接受的差额才能成为调整行。",
            "Bill {b} is not locked. Lock it first; then what was accepted becomes adjustments.",
            &[("b", bill)],
        ),
        Refused::Disputed { bill, position } => p(
            "账单 {b} 第 {n} 行有未裁定的争议，请先裁定。",
            "Line {n} of bill {b} is disputed. Decide that first.",
            &[("b", bill), ("n", &position.to_string())],
        ),
    }
}

words! {
    /// Words of reconciliations.
    ReconciliationWords {
        title: "对账", "Reconciliations";
        total: "{n} 次对账", "{n} {n|reconciliation|reconciliations}";
        search_hint: "", "";
        empty_title: "还没有对账", "No reconciliation yet";
        empty_text: "上传云市场的账单文件，与我方账单逐行比对，差额给出原因。", "Upload the marketplace’s bill. It is compared with ours line by line, and differences are given their reasons.";
        none_title: "没有符合条件的对账", "No reconciliation matches";
        new: "新建对账", "New reconciliation";
        named: "{month} 对账：{file}", "{month} against {file}";
        back: "所有对账", "All reconciliations";
        month: "账期", "Month";
        month_hint: "如 2026-10", "Such as 2026-10";
        kind: "账单类型", "Kind of bill";
        every_kind: "全部", "All of them";
        tolerance: "每行容差", "Tolerance of a line";
        tolerance_hint: "差额不超过该金额的行无须处理；留空为零。", "Lines that differ by no more need no work. Nothing is zero.";
        file: "文件", "File";
        file_hint: "CSV 或 XLSX，标题行之前可以有其他行，合计行会被识别。需要“订单号”和“结算金额”两列。", "CSV or XLSX; rows may stand above the headings, and sums are recognised. It needs the columns order number and settlement amount.";
        begin: "开始比对", "Compare";
        look: "上传", "Upload";
        looked_title: "请确认各列的含义", "See what its columns are taken for";
        looked_text: "尚未比对。展开下面的列表可以更正；确认后开始比对。", "Nothing was compared yet. Open the list below to put it right, then compare.";
        mapping: "列的对应方式", "Mapping";
        mapping_none: "自动识别", "Recognise the columns";
        mapping_name: "保存为", "Keep it as";
        mapping_name_hint: "下次上传同样格式的文件时可以选用；留空不保存。", "To be chosen for files of the same form. Nothing is kept without a name.";
        no_file: "请选择文件。", "Choose a file.";
        state: "状态", "State";
        lines: "行数", "Lines";
        open: "待处理", "To do";
        by: "上传人", "Brought by";
        created: "上传时间", "Brought";
        about: "对账信息", "About it";
        rows: "文件行", "Rows of the file";
        rows_told: "{n} 行：{lines} 行明细，{totals} 行合计，{refused} 行未能读取", "{n}: {lines} {lines|line|lines}, {totals} {totals|sum|sums}, {refused} not read";
        stated: "文件合计", "Sum in the file";
        stated_differs: "文件中的合计 {stated} 与各行之和 {sum} 不一致。", "The file says {stated}, and its lines come to {sum}.";
        unknown: "未用到的列", "Columns that were not used";
        submitted: "提交人", "Submitted";
        locked: "锁定人", "Locked";
        reason: "原因", "Reason";
        comparing: "正在比对", "Comparing";
        comparing_text: "可以离开此页，比对会继续。", "You can leave this page; it goes on.";
        failed: "没有完成比对", "Nothing came of it";
        sheet: "差额表", "Difference sheet";
        sheet_pdf: "差额表 PDF", "Sheet as PDF";
        sheet_xlsx: "差额 Excel", "Differences as Excel";
        ours: "我方", "Ours";
        theirs: "对方", "Theirs";
        difference: "差额", "Difference";
        refused_title: "未能读取的行", "Rows that were not read";
        refused_more: "只列出前 {n} 行。", "The first {n} are listed.";
        row: "行", "Row";
        problem: "问题", "Problem";
        worklist: "逐行比对", "Line by line";
        every: "全部", "All";
        order_no: "订单号", "Order number";
        product: "商品", "Product";
        line: "明细", "Line";
        why: "原因", "Reason";
        exact: "分毫不差", "to the cent";
        decision: "处理", "Decision";
        none: "没有符合条件的行。", "No line matches.";
        chosen_lines: "选中的行", "Chosen lines";
        choose: "选择第 {n} 行", "Choose line {n}";
        note: "说明", "Note";
        note_hint: "说明和争议必填。", "Needed to explain and to dispute.";
        as_reason: "归为原因", "Counts as";
        found: "按找到的原因", "The reason that was found";
        acts: "办理", "What can be done";
        done: "已处理 {n} 行。", "{n} {n|line|lines} done.";
        step_done: "已办理：{action}。", "Done: {action}.";
        lock_title: "锁定 {name}？", "Lock {name}?";
        lock_text: "锁定后不能再修改；被接受的差额在下一次出账时成为调整行。", "It does not change any more. What was accepted becomes adjustment lines with the next run.";
        own_work: "您提交了这次对账，须由另一位财务或所有者锁定。", "You submitted it: another one of finance, or an owner, locks it.";
        to_do: "还有 {n} 行待处理，处理完才能提交审核。", "{n} {n|line|lines} to do before it is submitted.";
        bill_line: "账单行", "Bill line";
        file_row: "文件第 {n} 行", "Row {n} of the file";
        previous: "上一页", "Previous";
        next: "下一页", "Next";
    }
}

noun!(ReconciliationWords);
