//! The words of fields: one list for the journal, for what is wrong with a value, for the columns of
//! files, and for what a list is narrowed by.

use domain::{FieldName, FieldProblem, reception::Day};
use operations::list::{Field, Takes};

use super::{
    codes::{Worded, worded},
    problems::problem_of,
};
use crate::lang::Lang;

/// The words of a field by its name; the name itself when it is none of ours.
#[must_use]
pub fn field_name(name: &str, lang: Lang) -> String {
    // `days.mon[1]`: a day of the week, and which of its hours.
    if let Some(day) = name.strip_prefix("days.") {
        return one_of(day, lang).unwrap_or_else(|| worded(day, Day::from_code, lang));
    }
    one_of(name, lang).unwrap_or_else(|| worded(name, FieldName::from_code, lang))
}

/// `standard[2].code`, `holidays[3]`: which of several, and what of it.
fn one_of(name: &str, lang: Lang) -> Option<String> {
    let (of, rest) = name.split_once('[')?;
    let (at, part) = rest.split_once(']')?;
    let at: usize = at.parse().ok()?;
    let of = match Day::from_code(of) {
        Some(day) => day.words(lang).to_owned(),
        None => worded(of, FieldName::from_code, lang),
    };
    let part = match part.trim_start_matches('.') {
        "" => return Some(format!("{of} {}", at + 1)),
        "date" => lang.pick("日期", "day").to_owned(),
        hours if hours.starts_with("intervals") => lang.pick("时段", "hours").to_owned(),
        part => worded(part, FieldName::from_code, lang),
    };
    Some(format!("{of} {} · {part}", at + 1))
}

/// The headings of a file, separated by commas: in Chinese with what people call them.
#[must_use]
pub fn headings(names: &str, lang: Lang) -> String {
    let named = |name: &str| match field_name(name, lang) {
        word if lang == Lang::Zh && word != name => format!("{word}（{name}）"),
        _ => name.to_owned(),
    };
    let or = |name: &str| match name.strip_suffix(')').and_then(|name| name.split_once(" (or ")) {
        Some((name, other)) if lang == Lang::Zh => format!("{}或{}", named(name), named(other)),
        _ => named(name),
    };
    names.split(", ").map(or).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// What a field of a list is called.
#[must_use]
pub fn label(field: &Field, lang: Lang) -> &'static str {
    // An order is so old; a delivery has been so long where it is.
    if matches!(field.takes, Takes::Older("s.node_since")) {
        return lang.pick("本环节已超过（天）", "Longer at its step than (days)");
    }
    // Of bills it is the kind of the bill.
    if matches!(field.takes, Takes::Codes { column: "b.kind" | "d.kind" | "h.kind", .. }) {
        return lang.pick("账单类型", "Kind of bill");
    }
    FieldName::from_code(field.name).map_or(field.name, |name| name.words(lang))
}

/// What is wrong with which field.
#[must_use]
pub fn field_problem(wrong: &FieldProblem, lang: Lang) -> String {
    let colon = lang.pick("：", ": ");
    format!("{}{colon}{}", field_name(&wrong.field, lang), problem_of(&wrong.field, &wrong.problem, lang))
}

worded!(FieldName {
    Account: "账号", "Account";
    ADay: "每天最多分配", "New ones a day";
    Action: "操作", "What";
    Address: "网络地址", "Address";
    Age: "创建已超过（天）", "Older than (days)";
    Amount: "金额", "Amount";
    AmountFrom: "实付金额", "Paid amount";
    AmountTo: "实付金额", "Paid amount";
    Assignee: "负责人", "Assignee";
    Alarm: "提醒", "Alarm";
    AtOnce: "同时最多处理", "Open ones at once";
    Bands: "档位", "Bands";
    BandsCurrency: "档位币种", "Currency of the bands";
    BandsFee: "适用费率", "Fee that takes part";
    Bank: "开户行", "Bank";
    BankAccount: "银行账号", "Bank account";
    Billing: "出账情况", "In bills";
    BillingMode: "计费模式", "Billing";
    Body: "内容", "Text";
    Broken: "超时的时限", "Clock that broke";
    BusinessKind: "业务类型", "Business";
    Buyer: "提交人", "Who asks";
    By: "办理方", "On whose side";
    CancelReason: "取消原因", "Reason for cancelling";
    CancelledAt: "取消时间", "Cancelled at";
    Cause: "出现原因", "Cause";
    Clock: "时限", "Clock";
    Code: "代码", "Code";
    Column: "列", "Column";
    Comment: "说明", "Comment";
    CommissionRatio: "佣金比例", "Commission ratio";
    CompanyAddress: "地址", "Address";
    CompanyEn: "公司名称（英文）", "Company name in English";
    CompanyZh: "公司名称", "Company name";
    CompletedAt: "完成时间", "Completed at";
    Contact: "联系方式", "Contact";
    Corrects: "更正的结算单", "Corrects";
    Coupon: "优惠券", "Coupon";
    Courier: "快递公司", "Courier";
    Created: "新建", "Created";
    CreatedAt: "创建时间", "Created at";
    CreatedFrom: "创建日期", "Created";
    CreatedTo: "创建日期", "Created";
    Currency: "币种", "Currency";
    Customer: "客户", "Customer";
    CustomerId: "客户 ID", "Customer id";
    CustomerName: "客户", "Customer";
    Date: "创建时间段", "Created within";
    Dates: "日期写法", "Dates";
    Days: "有效天数", "Days";
    Deal: "成交价", "Deal price";
    DealPrice: "成交价", "Deal price";
    DecisionReason: "审核意见", "Why it was decided so";
    DeliveryType: "接入类型", "Delivery";
    Description: "问题描述", "Description";
    Difference: "差额", "Difference";
    Digest: "邮件方式", "Mails";
    DocumentEndings: "交付文件类型", "Kinds of documents";
    DocumentFiles: "每项要求的文件数", "Files for each requested document";
    DocumentMb: "单个交付文件（MB）", "Size of a document (MB)";
    Documents: "文件", "Documents";
    Dst1: "客户数字服务税（DST1）", "Customer's digital service tax (DST1)";
    Dst2: "商家数字服务税（DST2）", "Merchant's digital service tax (DST2)";
    Duration: "时长", "Duration";
    DurationUnit: "时长单位", "Unit of duration";
    EffectiveAt: "生效时间", "Effective at";
    EffectiveFrom: "起始日期", "First day";
    EffectiveUntil: "截止日期", "First day after it";
    Email: "邮箱", "Mail address";
    Encoding: "文字编码", "Encoding";
    Event: "事件", "Event";
    ExpiresAt: "到期", "Expires";
    BillMinimum: "最低出账金额（元）", "Smallest amount billed (yuan)";
    Bills: "账单数", "Bills";
    HeldBack: "未出账行数", "Lines held back";
    ExportHours: "导出文件保留（小时）", "Keep exported files for (hours)";
    File: "文件", "File";
    FirstResponseMinutes: "首次响应（接待分钟）", "First response (minutes of reception)";
    Finding: "扫描结果", "What the scanner found";
    AccountName: "账户名称", "Account in the name of";
    Agreement: "协议版本", "Agreement";
    Certification: "商业信息认证", "Certification";
    Increment: "增量", "Increment";
    RatioKind: "比例的含义", "How the ratio is meant";
    Scope: "适用范围", "Scope";
    ScopeOf: "适用对象", "Which one";
    Signed: "已签署", "Signed";
    Taxpayer: "纳税人身份", "Taxpayer";
    Held: "未发送的原因", "Why it did not go out";
    SendAt: "发送时间", "Goes out at";
    FirstResponseDueAt: "首次响应截止", "First response by";
    Floor: "底价", "Floor price";
    FloorPrice: "底价", "Floor price";
    Flow: "交付流程", "Flow";
    Format: "格式", "Format";
    Formula: "规则", "Rule";
    From: "时间", "When";
    Frozen: "申诉冻结", "Frozen by an appeal";
    Ground: "退订依据", "Ground";
    Hash: "哈希（SHA-256）", "Hash (SHA-256)";
    HeadingRow: "表头所在行", "Row of the headings";
    Holidays: "节假日", "Holidays";
    Hours: "有效小时数", "Valid for (hours)";
    Id: "编号", "Number";
    Ids: "通知编号", "Rows";
    Import: "来自导入", "Of import";
    Invoice: "发票", "Invoice";
    InvoiceCode: "发票代码", "Invoice code";
    InvoiceNumber: "发票号码", "Invoice number";
    InvoiceType: "发票类型", "Invoice type";
    IssuedOn: "开票日期", "Issued on";
    Item: "项目", "Item";
    Kind: "对象", "On what";
    Language: "语言", "Language";
    Least: "最少份数", "At least";
    LeftAlone: "保留的订单", "Orders left";
    Limits: "时限", "How long tickets may take";
    LineNo: "行号", "Line";
    Lines: "行数", "Lines";
    LinkMb: "每个客户链接的文件总量（MB）", "Documents by a buyer's link in all (MB)";
    List: "列表", "List";
    ListPrice: "目录价", "List price";
    Logo: "公司标志", "Logo";
    Mail: "邮件", "Mail";
    ManagementFee: "管理费比例", "Management fee";
    Merchant: "出具方资料（SHA-256）", "Who issued it (SHA-256)";
    MergedInto: "已合并到", "Merged into";
    Milestone: "里程碑", "Milestone";
    Milestones: "各部分占比", "Shares of the parts";
    Mine: "由我处理", "Mine";
    Name: "名称", "Name";
    NameEn: "英文名称", "Name in English";
    NameZh: "中文名称", "Name in Chinese";
    Nature: "种类", "Kind";
    NewPassword: "新密码", "New password";
    Node: "环节", "Step";
    Note: "备注", "Note";
    Number: "编号", "Number";
    Numbers: "数字写法", "Numbers";
    OldPassword: "原密码", "Old password";
    OpenedFrom: "开始监管", "Opened";
    OpenedTo: "开始监管", "Opened";
    OrderMb: "每个订单的交付文件总量（MB）", "Documents of an order in all (MB)";
    OrderNo: "订单号", "Order";
    OrderType: "订单类型", "Order type";
    Outcome: "裁定", "Decision";
    OutputTax: "销项税率", "Output tax";
    Overdue: "已逾期", "Overdue";
    PaidAmount: "实付金额", "Paid amount";
    PaidAt: "支付时间", "Paid at";
    PaidOn: "付款日期", "Paid on";
    PartnerTax: "伙伴开票税率", "Tax of the partner's invoice";
    Payment: "付款", "Payment";
    Password: "密码", "Password";
    PaymentMethod: "支付方式", "Payment";
    Period: "账期", "Month";
    Phone: "收件电话", "Phone of the recipient";
    PlatformFee: "平台费率", "Platform fee";
    Position: "账单行", "Line of the bill";
    PriceBasis: "计价口径", "Price basis";
    Product: "商品", "Product";
    ProductId: "商品 ID", "Product id";
    ProductName: "商品", "Product";
    Products: "授权商品", "Products";
    Public: "客户可见", "The customer reads it";
    PutBack: "恢复的订单", "Orders put back";
    Q: "搜索", "Search";
    Quantity: "数量", "Quantity";
    Query: "条件", "Filter";
    Queue: "队列", "Queue";
    Rating: "评分", "Rating";
    Ratio: "比例", "Ratio";
    Reason: "原因", "Reason";
    Receives: "接待工单", "Receives tickets";
    Recipient: "收件人", "Recipient";
    ReceptionHours: "接待时间", "Hours of reception";
    Reference: "付款凭证号", "Reference";
    Refund: "退订申请", "Refund";
    Rejected: "拒绝", "Rejected";
    Remark: "备注", "Remark";
    RepaidAt: "还清时间", "Repaid at";
    Request: "所需文件", "Requested document";
    Required: "必需", "Required";
    Requisition: "申付单号", "Requisition";
    Reseller: "经销商", "Reseller";
    ResolutionMinutes: "解决（接待分钟）", "Solution (minutes of reception)";
    Result: "服务结果", "Result of the service";
    RevokedAt: "吊销时间", "Revoked";
    Role: "角色", "Role";
    Rows: "数据行", "Rows";
    SalesChannel: "销售渠道", "Channel";
    Scene: "场景", "Scene";
    Seal: "印章", "Seal";
    Separator: "分隔符", "Separator";
    ServiceStartedAt: "服务实际开通时间", "Actual start of the service";
    ServiceTax: "服务费税率", "Service-fee tax";
    SessionsEnded: "结束的会话", "Sessions ended";
    Settlement: "结算情况", "Settlement";
    Severity: "严重程度", "Severity";
    Sha256: "哈希（SHA-256）", "Hash (SHA-256)";
    Shared: "共享", "Shared";
    Sheet: "工作表", "Sheet";
    SignaturesEn: "签字栏（英文）", "Signature lines in English";
    SignaturesZh: "签字栏（中文）", "Signature lines in Chinese";
    SignIns: "登录和退出", "Sign-ins and sign-outs";
    Should: "应为金额", "Should come to";
    SizeBytes: "文件大小（字节）", "Size (bytes)";
    Site: "站点", "Site";
    SkuCode: "规格编码", "SKU code";
    SkuName: "规格", "SKU";
    Solution: "解决方案", "Solution";
    Standard: "验收标准", "Acceptance standard";
    Stage: "进度", "Stage";
    ResolutionDueAt: "解决截止", "Solution by";
    State: "状态", "State";
    Statement: "所在结算单", "In statement";
    Subject: "主题", "Subject";
    Supervised: "服务监管", "Supervised";
    SupervisionNode: "监管环节", "Step of the delivery";
    SupervisionSince: "进入环节时间", "At that step since";
    TakesBack: "退订的订单", "Order that is taken back";
    TaxNumber: "纳税人识别号", "Tax number";
    TaxRate: "税率", "Tax rate";
    TimeZone: "时区", "Time zone";
    Title: "发票抬头", "Invoice title";
    To: "时间", "When";
    Tolerance: "容差", "Tolerance";
    Total: "金额", "Amount";
    Unchanged: "未变", "Unchanged";
    UnpaidDays: "未付款订单自动取消（天）", "Cancel unpaid orders after (days)";
    Unread: "未读", "Unread";
    Updated: "更新", "Updated";
    ValidFrom: "有效期开始", "Valid from";
    ValidTo: "有效期结束", "Valid until";
    Version: "版本", "Version";
    WaitingFor: "等待方", "Waits for";
    Waybill: "运单号", "Waybill";
    Who: "操作人", "Who";
    Wht1: "客户预提税（WHT1）", "Customer's withholding tax (WHT1)";
    Wht2: "商家预提税（WHT2）", "Merchant's withholding tax (WHT2)";
    Withdrawn: "移出的订单", "Orders taken away";
    Workdays: "调休上班日", "Days worked instead";
    Wrong: "原因", "Why";
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_a_file_and_every_field_of_a_list_has_words() {
        for column in operations::imports::COLUMNS {
            assert!(FieldName::from_code(column.name).is_some(), "{}", column.name);
        }
        for (list, field) in
            operations::LISTS.iter().flat_map(|list| list.fields.iter().map(move |f| (list, f)))
        {
            assert!(FieldName::from_code(field.name).is_some(), "{} of {}", field.name, list.code);
        }
        assert_eq!(field_name("of_tomorrow", Lang::En), "of_tomorrow");
        assert_eq!(headings("order_no, of_tomorrow", Lang::Zh), "订单号（order_no）、of_tomorrow");
        assert_eq!(
            headings("customer_id (or customer_name)", Lang::Zh),
            "客户 ID（customer_id）或客户（customer_name）"
        );
        assert_eq!(headings("order_no, state", Lang::En), "order_no, state");
    }
}
