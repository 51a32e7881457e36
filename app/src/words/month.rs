//! Words of the months to settle.

words! {
    /// Words of the months to settle.
    MonthWords {
        balance: "累计余额", "Balance, all months";
        months: "月份", "Months";
        months_note: "最早的未完成月份排在最前。", "The oldest month that is not done comes first.";
        months_none: "还没有应结算的月份。导入经销商订单后会出现在这里。", "No month has anything to settle yet. Import orders sold by a reseller and it appears here.";
        months_all: "显示全部 {n} 个月", "Show all {n} months";
        title: "{period} 结算", "Settlement of {period}";
        back: "经销商结算", "Reseller settlement";
        to_draft: "待起草", "To draft";
        drafts: "草稿", "Drafts";
        open_draft: "打开草稿", "Open the draft";
        issued: "待付款", "To pay";
        done: "已付清", "Done";
        not_begun: "未开始", "Not begun";
        running: "未结束", "Not over";
        open: "待结算", "Open";
        all_issued: "已全部出具", "All issued";
        all_done: "已结清", "Settled";
        not_begun_note: "{period} 还没有开始。", "{period} has not begun.";
        running_note: "{period} 还没有结束：可以起草，次月 1 日起才能出具。", "{period} is not over: it can be drafted, and issued from the first day of the next month.";
        lines: "行数", "Lines";
        statement: "结算单", "Statement";
        rows: "各经销商", "Resellers";
        rows_none: "这个月没有应结算的订单行，也没有结算单。", "Nothing is to be settled in this month, and there is no statement.";
        idle: "{n} 家经销商在这个月无可结算", "{n} {n|reseller has|resellers have} nothing to settle in this month";
        refused: "{n} 行无法计算", "{n} {n|line|lines} cannot be computed";
        sum: "合计 {currency}（{n} 行）", "Total {currency} ({n} {n|line|lines})";
        draft_all: "全部起草（{n}）", "Draft all ({n})";
        issue_all: "全部出具（{n}）", "Issue all ({n})";
        issue_title: "出具 {period} 的全部草稿？", "Issue every draft of {period}?";
        issue_text: "{n} 张草稿，合计 {totals}。出具后编号并冻结，不能再修改；不能出具的会逐张说明原因。", "{n} {n|draft|drafts}, {totals} in all. They are numbered and frozen, and cannot be edited afterwards; of each that cannot be issued the reason is given.";
        issue_confirm: "确认出具", "Issue them";
        issue_many_title: "出具所选的草稿？", "Issue the chosen drafts?";
        issue_many_text: "出具后编号并冻结，不能再修改；不能出具的会逐张说明原因。", "They are numbered and frozen, and cannot be edited afterwards; of each that cannot be issued the reason is given.";
        checks: "出具前请核对", "Look before issuing";
        check_line: "{reseller}：{n} 行未计入，成交价合计 {deal}。{why}", "{reseller}: {n} {n|line is|lines are} not in it, deal prices {deal} in all. {why}";
        check_many: "{reseller}：{n} 行未计入。{why}", "{reseller}: {n} {n|line is|lines are} not in it. {why}";
        check_refused: "{reseller}：{n} 行无法计算，更正前不能出具。", "{reseller}: {n} {n|line|lines} cannot be computed; it cannot be issued before they are corrected.";
        discard: "作废草稿", "Discard the draft";
        discard_title: "作废 {reseller} {period} 的草稿？", "Discard the draft of {reseller} for {period}?";
        discard_text: "其中的订单行重新待起草；订单不受影响。", "Its lines wait for a statement again; the orders stay as they are.";
        discard_confirm: "确认作废", "Discard it";
        discarded: "草稿已作废，其中的订单行重新待起草。", "The draft is discarded; its lines wait for a statement again.";
        discarded_note: "这张草稿已作废，没有编号，也不含任何订单行。", "This draft was discarded; it has no number and no line.";
    }
}
