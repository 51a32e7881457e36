//! Words of the home page.

words! {
    /// Words of the home page.
    HomeWords {
        hello: "{name}，您好", "Hello, {name}";
        waiting: "等您处理", "Waiting for you";
        waiting_read: "待处理", "To be done";
        nothing_waits: "没有等您处理的事。", "Nothing waits for you.";
        times_out: "个待付款订单将在一天内自动取消", "Unpaid orders, cancelled within a day";
        times_out_note: "到期未付款的订单由系统取消", "The system cancels what is not paid in time";
        long_processing: "个订单处理超过 {n} 天", "Orders in processing for more than {n} {n|day|days}";
        long_processing_note: "创建于 {until} 或更早", "Created on {until} or before";
        slow_processing: "个订单处理了 {n} 至 {m} 天", "Orders in processing for {n} to {m} days";
        slow_processing_note: "创建于 {from} 至 {until}", "Created from {from} to {until}";
        mine: "个未完成的订单由您负责", "Open orders assigned to you";
        mine_note: "待付款与处理中", "Waiting for payment or in processing";
        left_behind: "个未完成的订单的负责人已停用", "Open orders whose assignee is gone";
        left_behind_note: "请指定新的负责人", "Give them to somebody else";
        late: "个交付已逾期或 14 天内到期", "Deliveries that are overdue, or will be within 14 days";
        late_note: "下单后 180 天内应验收", "To be accepted within 180 days of the order";
        deliveries: "个交付等待我方办理", "Deliveries that wait for us";
        deliveries_note: "最久的已等待 {n} 天", "The longest has waited for {n} {n|day|days}";
        frozen: "个交付因申诉冻结", "Deliveries that an appeal stopped";
        frozen_note: "等待平台裁定", "The operator has to decide";
        refunds: "个退订等待我方审核或验收", "Refunds to be reviewed or goods to be accepted";
        refunds_note: "客户在等待退款", "Buyers wait for their money";
        tickets_due: "个工单已超时或 4 小时内超时", "Tickets whose time is over, or will be within 4 hours";
        tickets_due_note: "按接待时间计算", "By the hours of reception";
        tickets_mine: "个工单等待您处理", "Tickets that you work on";
        tickets_mine_note: "客户在等待答复", "Customers wait for an answer";
        tickets_unassigned: "个工单未分配", "Tickets that nobody works on";
        tickets_unassigned_note: "请受理或指派", "Accept them, or give them to somebody";
        statements: "张经销商结算单待出具", "Reseller statements to issue";
        statements_note: "草稿 {drafts} 张，尚未起草 {months} 张；最早的是 {oldest}", "{drafts} {drafts|draft|drafts}, {months} not yet drafted; the oldest is {oldest}";
        settled: "经销商结算", "Reseller settlement";
        settled_open: "查看结算", "See the settlement";
        settled_last: "{month} 已出具", "Issued for {month}";
        settled_last_note: "{n} 张结算单", "{n} {n|statement|statements}";
        settled_unpaid: "待付款", "To pay";
        settled_unpaid_note: "{n} 张结算单已出具、未付款", "{n} {n|statement|statements} issued and not paid";
        settled_further: "金额只含 {currency}；其他币种的结算单未计入。", "Amounts are in {currency} only; statements in other currencies are not in them.";
        imports: "次导入失败或有被拒绝的行", "Imports that failed or rejected rows";
        imports_note: "最近 7 天", "In the last 7 days";
        exports: "个导出文件可以下载", "Exported files to download";
        exports_note: "到期后自动删除", "They are deleted when they expire";
        month: "本月 {month}", "This month, {month}";
        paid: "实付金额", "Paid amount";
        paid_before: "上月全月 ", "All of last month ";
        orders: "新订单", "New orders";
        orders_before: "上月全月 {n}", "All of last month {n}";
        orders_note: "不含已取消", "Without cancelled ones";
        completed: "其中已完成", "Completed of these";
        pending: "其中待付款", "Unpaid of these";
        open_list: "查看订单", "See the orders";
        further: "金额只含 {currency}；其他币种的订单未计入金额。", "Amounts are in {currency} only; orders in other currencies are not in them.";
        granted: "只统计授权给您的商品。", "Of the products granted to you only.";
        chart: "近十二个月实付金额（{currency}）", "Paid amounts of twelve months ({currency})";
        chart_data: "查看数据", "See the data";
        chart_month: "月份", "Month";
        chart_orders: "订单", "Orders";
        empty_title: "还没有订单", "No orders yet";
        empty_text: "从商城卖家中心导出的 CSV 或 Excel 文件可以直接导入；导入后，这里显示本月的数字。", "Bring in the CSV or Excel file that the marketplace's seller centre exports; then the month's figures stand here.";
        empty_read: "订单导入后，这里显示本月的数字。", "When orders are imported, the month's figures stand here.";
        import: "导入订单", "Import orders";
    }
}
