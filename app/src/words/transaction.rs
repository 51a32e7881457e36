//! Words of transaction details.

words! {
    /// Words of transaction details.
    TransactionWords {
        title: "交易明细", "Transaction details";
        total: "{n} 条明细", "{n} {n|transaction|transactions}";
        search_hint: "", "";
        empty_title: "还没有交易明细", "No transactions yet";
        empty_text: "导入订单后，已计入账期的订单行在次日出现在这里。", "What orders earn appears here on the day after, once they are brought in.";
        none_title: "没有符合条件的明细", "No transaction matches";
        repayment: "还款状态", "Repayment";
        prepaid: "预付费", "Prepaid";
        repaid: "已于 {at} 还清", "Repaid {at}";
        not_repaid: "后付费，未还清", "Postpaid, not repaid";
        supervision: "监管状态", "Delivery";
        amount: "账单金额", "Amount in the bill";
        details: "账单明细", "In the bill";
        show: "查看", "Show";
        bill: "账单", "Bill";
        since: "开始时间", "Since";
        to_do: "如何处理", "What to do";
        upto: "订单数据截至 {day} 24:00，状态为现在的状态。", "Orders up to 24:00 of {day}, each with its state of now.";
        not_earned: "尚未计入任何账单的订单", "Orders that are in no bill yet";
    }
}

noun!(TransactionWords);
