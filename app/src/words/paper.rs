//! Words of what is handed over on paper.

words! {
    /// Words of what is handed over on paper.
    PaperWords {
        title: "经销商结算单", "Reseller settlement statement";
        watermark: "草稿", "DRAFT";
        not_issued: "草稿，未出具", "Draft, not issued";
        tax_number: "纳税人识别号 {v}", "Tax number {v}";
        address: "地址 {v}", "Address {v}";
        bank: "开户行 {v}", "Bank {v}";
        account: "账号 {v}", "Account {v}";
        contact: "联系方式 {v}", "Contact {v}";
        reseller: "经销商", "Reseller";
        number: "编号", "Number";
        period: "账期", "Month";
        currency: "币种", "Currency";
        issued_at: "出具时间", "Issued";
        lines: "行数", "Lines";
        total: "结算金额", "Amount due";
        capitals: "大写", "In Chinese capitals";
        position: "序号", "No.";
        order_no: "订单号", "Order";
        customer: "客户", "Customer";
        product: "商品", "Product";
        deal: "成交价", "Deal price";
        floor: "底价", "Floor price";
        output_tax: "销项\n税率", "Output tax";
        service_tax: "服务费\n税率", "Fee tax";
        ratio: "比例", "Ratio";
        amount: "结算金额", "Amount";
        formula: "算式", "Formula";
        sum: "合计（{n} 行）", "Total ({n} {n|line|lines})";
        no_lines: "没有可以结算的行。", "There is no line to settle.";
        blocked: "另有 {n} 行暂时无法计算，未计入：{orders}", "Not included: {n} {n|line|lines} that cannot be computed for now: {orders}";
        page: "第 {n} 页，共 {all} 页", "Page {n} of {all}";
        missing: "本页有字库中没有的字，以 〓 代替，依次为 {codes}", "Characters that the font lacks stand as 〓; in order they are {codes}";
        appendix: "附：计算方法", "Appendix: how amounts are computed";
        rules: "每行一个算式，只在最后四舍五入一次到最小货币单位；价格与金额均含税。明细中“算式”一栏的编号指向下列各式。", "Each line is one formula, rounded once, half up, at its end; prices and amounts include tax. The numbers in the column Formula point to these.";
        rule_of: "{n}. {rule}：{lines} 行", "{n}. {rule}: {lines} {lines|line|lines}";
        margin: "成交价 − 底价", "deal − floor";
        reversed: "退订或红冲：按原价与原底价计算后取相反数，明细中各数同号列示。", "Taken back: computed from the prices as they were, with the other sign; its lines show the numbers with that sign.";
        below_floor: "其中 {n} 行成交价不高于底价，结算金额为 0。", "{n} of them settle 0, because the deal is not above the floor.";
        example: "例：{order}：{calculation}", "Such as {order}: {calculation}";
        hash: "明细哈希（SHA-256） {v}", "Hash of the lines (SHA-256) {v}";
        seal_here: "（盖章处）", "(seal)";
    }
}

words! {
    /// Words of a bill on paper.
    BillPaperWords {
        title: "{kind}账单", "{kind} bill";
        not_numbered: "未锁定，无编号", "Not locked, no number";
        merchant: "商户", "Merchant";
        bank: "开户行", "Bank";
        account: "账号", "Account";
        taxpayer: "纳税人", "Taxpayer";
        number: "编号", "Number";
        period: "账期", "Month";
        kind: "类型", "Kind";
        payment: "付费方式", "Payment";
        currency: "币种", "Currency";
        state: "状态", "State";
        locked_at: "锁定时间", "Locked";
        lines: "行数", "Lines";
        total: "账单金额", "Total";
        capitals: "大写", "In Chinese capitals";
        position: "行", "Line";
        order_no: "订单号", "Order";
        customer: "客户", "Customer";
        product: "商品", "Product";
        item: "项目", "Item";
        rule: "规则", "Rule";
        calculation: "算式", "Formula";
        amount: "金额", "Amount";
        corrects: "对应 {v}", "of {v}";
        sum: "合计（{n} 行）", "Total ({n} {n|line|lines})";
        by_product: "按商品小计", "By product";
        no_product: "上期结转及其他", "Carried over and other";
        no_lines: "没有账单行。", "There is no line.";
    }
}
