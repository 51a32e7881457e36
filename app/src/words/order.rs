//! Words of the order pages.

words! {
    /// Words of the order pages.
    OrderWords {
        number: "订单号", "Order number";
        product: "商品", "Product";
        delivery_type: "接入类型", "Delivery";
        business_kind: "业务类型", "Kind";
        order_type: "订单类型", "Type";
        billing_mode: "计费模式", "Billing";
        sales_channel: "销售渠道", "Channel";
        reseller: "经销商", "Reseller";
        amount: "实付金额", "Paid";
        currency: "币种", "Currency";
        state: "状态", "State";
        customer: "客户", "Customer";
        created: "创建时间", "Created";
        search_hint: "订单号开头、客户或商品", "Start of the number, customer or product";
        total: "共 {n} 个订单", "{n} {n|order|orders}";
        import: "导入订单", "Import orders";
        empty_title: "还没有订单", "No orders yet";
        empty_text: "从商城卖家中心导出的 CSV 或 Excel 文件可以直接导入。", "Bring in the CSV or Excel file that the marketplace's seller centre exports.";
        none_title: "没有符合条件的订单", "No order matches";
        lines_count: "等 {n} 行", "{n} lines";
        product_block: "商品信息", "Product information";
        order_block: "订单信息", "Order information";
        tracking_block: "交易记录跟踪", "Transaction tracking";
        customer_block: "客户信息", "Customer information";
        customer_id: "客户 ID", "Customer id";
        customer_name: "客户名称", "Customer name";
        contact: "联系方式", "Contact";
        contact_hidden: "不显示：商城的文件没有说明客户是否同意共享", "Not shown: the marketplace's file does not say whether the customer agreed to share it";
        line: "行", "Line";
        quantity: "数量", "Quantity";
        duration: "时长", "Duration";
        years: "{n} 年", "{n} {n|year|years}";
        months: "{n} 个月", "{n} {n|month|months}";
        days: "{n} 天", "{n} {n|day|days}";
        list_price: "目录价", "List price";
        deal_price: "成交价", "Deal price";
        floor_price: "底价", "Floor price";
        coupon: "优惠券", "Coupon";
        output_tax: "销项税率", "Output tax";
        service_tax: "服务费税率", "Service-fee tax";
        platform_fee: "平台费率", "Platform fee";
        commission_ratio: "佣金比例", "Commission ratio";
        payment_method: "支付方式", "Payment";
        paid_at: "支付时间", "Paid";
        effective_at: "生效时间", "Effective";
        completed_at: "完成时间", "Completed";
        repaid_at: "还清时间", "Repaid";
        cancelled_at: "取消时间", "Cancelled";
        cancel_reason: "取消原因", "Reason for cancelling";
        cancel_order: "取消订单", "Cancel order";
        cancel_title: "取消订单 {number}？", "Cancel order {number}?";
        cancel_many_title: "取消选中的订单？", "Cancel the selected orders?";
        cancel_text: "取消后不能恢复。只有待付款的订单可以取消。", "It cannot be restored. Only an order that waits for payment can be cancelled.";
        cancel_confirm: "确认取消订单", "Cancel the order";
        cancelled_done: "订单 {number} 已取消。", "Order {number} is cancelled.";
        timeout_reason: "超过付款期限，系统自动取消", "Not paid in time; cancelled by the system";
        settlement_block: "结算", "Settlement";
        why_not: "为什么还没有结算", "Why it is not settled yet";
        settled_in: "已在结算单 {number} 中结算", "Settled in statement {number}";
        in_draft: "将计入 {period} 的结算单", "Goes into the statement of {period}";
        previous_order: "上一个订单", "Previous order";
        next_order: "下一个订单", "Next order";
        back_to_list: "订单列表", "Orders";
        back_filtered: "订单列表（已筛选）", "Orders (filtered)";
        event_created: "订单创建", "Ordered";
        event_paid: "客户付款", "Paid by the customer";
        event_effective: "开始生效", "Term begins";
        event_completed: "订单完成", "Completed";
        event_repaid: "后付费客户还清", "Repaid in full";
        event_cancelled: "订单取消", "Cancelled";
        event_imported: "由 {actor} 导入", "Imported by {actor}";
        event_updated: "由 {actor} 的导入更新", "Updated by an import of {actor}";
        event_by: "操作人：{actor}", "By {actor}";
        summary: "合计", "Total";
    }
}

noun!(OrderWords);
