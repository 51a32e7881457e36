//! Words of the report of tickets.

words! {
    /// Words of the report of tickets.
    ReportWords {
        open: "报表…", "Report…";
        title: "工单报表", "Report of tickets";
        back: "所有工单", "All tickets";
        note: "按提交日期统计；时间为接待时间内的平均值，解决时间不含等待客户的时间。点击数字查看对应的工单。", "By the day on which tickets were opened. Times are averages within the hours of reception, the solution without waiting for the customer. A number leads to its tickets.";
        from: "从", "From";
        to: "到", "To";
        by: "分组", "By";
        show: "查看", "Show";
        opened: "提交", "Opened";
        answered: "已响应", "Answered";
        first: "平均首次响应", "First response";
        solved: "已解决", "Solved";
        solution: "平均解决时间", "Solution";
        first_broken: "响应超时", "Late first responses";
        resolution_broken: "解决超时", "Late solutions";
        rating: "平均评分", "Rating";
        rated: "{stars}（{n} 次）", "{stars} ({n} {n|rating|ratings})";
        total: "合计", "All";
        none: "（无）", "(none)";
        week: "{from} 至 {to}", "{from} to {to}";
        chart: "提交的工单", "Tickets opened";
        more: "只显示工单最多的 {n} 行。", "The {n} lines with the most tickets are shown.";
        empty_title: "这段时间没有工单", "No tickets in this time";
        empty_text: "请换一段时间。", "Choose another time.";
    }
}
