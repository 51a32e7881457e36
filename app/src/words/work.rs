//! Words of the list of supervised deliveries, and of who delivers.

words! {
    /// Words of the list of supervised deliveries, and of who delivers.
    WorkWords {
        total: "{n} 个交付", "{n} {n|delivery|deliveries}";
        search_hint: "订单号、客户或商品", "Order number, customer or product";
        number: "订单号", "Order";
        product: "商品", "Product";
        customer: "客户", "Customer";
        flow: "流程", "Flow";
        node: "当前环节", "Step";
        waits: "状态", "State";
        since: "已等待", "For";
        due: "期限", "Limit";
        assignee: "交付负责人", "Delivers";
        opened: "开始监管", "Opened";
        reminded: "提醒时间", "Reminded";
        ended: "结束时间", "Ended";
        today: "不到一天", "< 1 day";
        days: "{n} 天", "{n} {n|day|days}";
        late: "逾期 {n} 天", "{n} {n|day|days} over";
        left: "还有 {n} 天", "{n} {n|day|days} left";
        gone: "（已停用）", "(gone)";
        nobody: "没有人", "Nobody";
        take: "由我交付", "I deliver it";
        give: "交给同事", "Hand it over";
        assign: "指定交付负责人", "Say who delivers";
        assign_title: "指定所选交付的负责人？", "Say who delivers the chosen ones?";
        assign_text: "从别人手中转交时，原因记入交付日志。", "The reason stands in the log of each.";
        assign_reason: "转交原因", "Reason for handing over";
        assigned: "交付负责人已更改。", "Who delivers was changed.";
        remind: "提醒", "Remind";
        remind_title: "提醒所选交付的等待方？", "Remind whoever the chosen ones wait for?";
        remind_text: "提醒记入交付日志，客户在其链接页面上看到；已结束或退订处理中的不提醒。", "The log of each says so, and buyers see it on the page of their link. What has ended, or has a refund running, is left alone.";
        reminded_said: "已提醒，记入日志。", "Reminded: the log says so.";
        reminded_on: "上次提醒 {at}", "Last reminded {at}";
        empty_title: "还没有服务监管", "No supervised deliveries yet";
        empty_text: "受监管商品的新订单付款后，在这里开始交付。", "When a new order of a supervised product is paid, its delivery opens here.";
        none_title: "没有符合条件的交付", "No delivery matches";
    }
}

noun!(WorkWords);
