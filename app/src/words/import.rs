//! Words of the import pages, and what each column of the file means.

use operations::imports::{Broken, ImportState, Words};

use super::{fields::field_name, files, problems::problem_of};
use crate::lang::Lang;

words! {
    /// Words of the import pages.
    ImportWords {
        new_title: "导入订单", "Import orders";
        start: "导入订单", "Import orders";
        upload: "上传并查看", "Upload and look at it";
        total: "{n} 次导入", "{n} {n|import|imports}";
        search_hint: "文件名或导入人", "Name of the file, or who brought it in";
        none_title: "没有符合条件的导入", "No import matches";
        file: "文件", "File";
        who: "导入人", "By";
        when: "时间", "When";
        state: "状态", "State";
        created: "新增", "Created";
        updated: "更新", "Updated";
        unchanged: "未变", "Unchanged";
        rejected: "拒绝", "Rejected";
        rows: "读取行数", "Rows read";
        size: "文件大小", "Size";
        hash: "SHA-256", "SHA-256";
        started: "开始", "Started";
        finished: "结束", "Finished";
        in_progress: "正在导入", "Importing";
        wait: "可以离开此页面，导入会继续进行。", "You can leave this page; the import goes on.";
        result: "导入结果", "Result";
        facts: "文件信息", "The file";
        empty_title: "还没有导入过", "Nothing was imported yet";
        empty_text: "把商城卖家中心导出的 CSV 或 Excel 文件导入，订单就会出现在订单列表里。", "Import the CSV or Excel file that the marketplace's seller centre exports, and its orders appear in the list.";
        empty_read: "有人导入订单后，结果会显示在这里。", "What an import did is shown here.";
        in_journal: "日志中的变化", "Its changes in the journal";
        to_orders: "查看订单", "See the orders";
        rejected_title: "被拒绝的行", "Rejected rows";
        rejected_all: "以下行没有导入，其余的都已入账。", "These rows did not go in; all others did.";
        rejected_first: "共 {n} 行被拒绝，下面是前 {shown} 条原因。", "{n} {n|row was|rows were} rejected; the first {shown} reasons are below.";
        rejected_file: "下载被拒绝的行", "Download the rejected rows";
        rejected_hint: "文件带有行号和原因；改正后可以直接再次导入。", "The file has row numbers and reasons; put it right and import it again.";
        row: "行", "Row";
        column: "列", "Column";
        reason: "原因", "Reason";
        whole_row: "整行", "the whole row";
        unknown_columns: "这些列没有用到，已忽略：", "These columns mean nothing here and were ignored:";
        nothing_in: "文件没有导入", "The file was not imported";
        nothing_kept: "账中的数据没有改变。", "Nothing in the books was changed.";
        part_in: "文件只导入了一部分", "Only a part of the file was imported";
        part_kept: "已处理到第 {row} 行（共 {n} 行），结果如下，已保留在账中。", "It was dealt with up to row {row} ({n} {n|row|rows}); what came of them is below and stays in the books.";
        go_on: "继续导入", "Go on";
        goes_on: "导入会从停下的地方继续。", "The import goes on where it stopped.";
        go_on_hint: "继续导入会从停下的地方开始，已处理的行不会重复。", "It goes on where it stopped; no row comes in twice.";
        go_on_many_title: "继续选中的导入？", "Let the selected imports go on?";
        go_on_many_text: "每个导入从停下的地方继续，已处理的行不会重复。", "Each goes on where it stopped; no row comes in twice.";
        again_hint: "请改正文件后整个重新导入，已入账的行不会重复。", "Put the file right and import all of it again; rows that are in stay as they are.";
        try_again: "重新导入", "Import again";
        format: "文件格式", "The format of the file";
        format_text: "CSV 或 XLSX，前 20 行中有一行是列名；列的顺序不限。同一文件导入两次不会重复；有变化的行只更新可以更新的内容。有歧义的内容会被拒绝，不会猜测。", "CSV or XLSX with the names of the columns in one of its first 20 rows, in any order. A file that comes twice changes nothing; a row that changed updates what may change. What could mean two things is refused, not guessed.";
        looking: "正在查看文件", "Looking at the file";
        looked_title: "还没有导入", "Nothing is in the books yet";
        looked_text: "请核对下面的结果，然后确认或放弃。", "Check what the file would do, then let it in or throw it away.";
        looked_nothing: "预览已不再保留，请重新导入。", "What it would do is not kept any more. Import it again.";
        would_do: "将会", "What it would do";
        would_reject: "不能导入的行", "Rows that would be rejected";
        would_reject_all: "这些行不会导入，其余的会。", "These rows would not go in; all others would.";
        would_change: "将会改变的订单（前 {n} 个）", "Orders that would change (the first {n})";
        differs: "变化", "What differs";
        order: "订单号", "Order";
        older: "文件中最新的时间是 {file}，而账中最新的订单是 {books}。文件可能较旧：{n} 行更新会把较新的内容改回去。", "The newest moment in the file is {file}, and the newest order of the books is of {books}. The file may be an older one: {n} updates would set newer values back.";
        apply: "确认导入（{n} 行有变化）", "Let it in ({n} rows change something)";
        apply_nothing: "确认导入（没有变化）", "Let it in (nothing changes)";
        discard: "放弃", "Throw it away";
        discarded: "文件已放弃，账中的数据没有改变。", "The file was thrown away; nothing in the books has changed.";
        dropped: "这个文件只是查看过，没有导入。", "This file was looked at and did not go in.";
        look_again: "按此写法重新识别", "Read it again like this";
        counts_are_rows: "按文件的行计；一个订单可以有几行。", "Counted in rows of the file; an order may have several.";
        written: "文件写法（通常会自动识别）", "How the file is written (recognised by itself mostly)";
        recognise: "自动识别", "Recognise it";
        encoding: "文字编码", "Encoding";
        separator: "分隔符", "Separator";
        numbers: "数字写法", "Numbers";
        dates: "日期写法", "Dates";
        sheet: "工作表", "Sheet";
        sheet_hint: "留空则读取所有有表头的工作表", "Empty: every sheet that has the headings";
        heading_row: "表头所在行", "Row of the headings";
        kind: "格式", "Kind of file";
        headings: "表头", "Headings";
        row_of: "文件", "The file";
        workbook: "Excel 工作簿", "Excel workbook";
        guessed: "{v}（根据内容推断）", "{v} (guessed from its content)";
        guessed_note: "文字编码是根据内容推断的。如果名称显示不正确，请指定编码后重新导入。", "The encoding was guessed from the content. If names look wrong, import the file again and say its encoding.";
        at_row: "{v}（表头在第 {n} 行）", "{v} (headings in row {n})";
        sheets_left_out: "这些工作表没有读取：", "These sheets were not read:";
        format_rows: "一行是一个订单的一个商品；订单有几行，订单号就出现几次。有问题的行会被拒绝并说明原因，其余照常导入。", "A row is one line of an order; an order with several lines has several rows. A row with a problem is rejected with its reason, and the others go in.";
        template: "下载模板", "Download the template";
        all_columns: "全部列（{n} 个）", "All columns ({n})";
        alias: "中文列名", "Chinese heading";
        required: "必填", "Required";
        meaning: "含义", "Meaning";
        example: "示例", "Example";
        or_instead: "必填（或 {other}）", "Required (or {other})";
        optional: "可缺", "Optional";
        created_orders: "新增的订单（{n} 个）", "Orders that it brought in ({n})";
        created_first: "新增的订单（前 {n} 个）", "Orders that it brought in (the first {n})";
        changed_orders: "更改了账中订单（{n} 处）", "What it changed of orders in the books ({n})";
        changed_first: "更改了账中订单（前 {n} 处）", "What it changed of orders in the books (the first {n})";
        deal: "标记为已处理", "Mark as dealt with";
        deal_text: "没有导入的部分处理完后（例如改正后重新导入，或确认不需要），可以标记为已处理，首页就不再提醒。", "When what did not go in is dealt with (put right and imported again, or not wanted), mark it; the home page does not tell of it then.";
        dealt: "已标记为处理完毕，首页不再提醒。", "It is marked as dealt with; the home page does not tell of it any more.";
        dealt_by: "{who} 于 {at} 标记为已处理。", "{who} marked it as dealt with, {at}.";
        dealt_column: "已处理", "Dealt with";
        reopen: "撤回标记", "Take the mark back";
        reopened: "标记已撤回。", "The mark was taken back.";
        back: "导入记录", "Imports";
        no_file: "请先选择一个文件。", "Choose a file first.";
        empty_file: "文件是空的，没有导入。", "The file is empty; nothing was imported.";
        too_large: "文件超过 {n} GB，没有导入。请分成几个文件。", "The file is larger than {n} GB; nothing was imported. Split it into several.";
        broken_off: "上传中断，文件没有导入。", "The upload broke off; nothing was imported.";
    }
}

noun!(ImportWords);

worded!(ImportState {
    Looking: "查看中", "Being looked at";
    Looked: "待确认", "To be confirmed";
    Queued: "排队中", "Waiting";
    Running: "进行中", "Running";
    Done: "已完成", "Done";
    Failed: "中断", "Stopped";
    Dropped: "已放弃", "Thrown away";
    Undoing: "撤销中", "Being undone";
    Undone: "已撤销", "Undone";
});

/// What a file of rejected rows says.
#[must_use]
pub fn rejected(lang: Lang) -> Words {
    match lang {
        Lang::En => Words {
            headings: Words::ENGLISH.headings,
            column: |name| field_name(name, Lang::En).to_owned(),
            reason: |wrong| problem_of(&wrong.field, &wrong.problem, Lang::En),
        },
        Lang::Zh => Words {
            headings: ["工作表", "行", "列", "原因"],
            column: |name| field_name(name, Lang::Zh).to_owned(),
            reason: |wrong| problem_of(&wrong.field, &wrong.problem, Lang::Zh),
        },
    }
}

/// Why an import broke off.
#[must_use]
pub fn broken(why: &Broken, lang: Lang) -> String {
    match why {
        Broken::File(why) => files::refused(&why.clone().into(), lang),
        Broken::Interrupted => lang.pick("导入被中断", "The import was interrupted").to_owned(),
        Broken::Full => lang.pick("服务器磁盘已满", "The server's disk is full").to_owned(),
    }
}

/// What a column of the file holds, in words.
#[derive(Clone, Copy, Debug)]
pub struct ColumnWords {
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    /// A cell as it could be.
    pub example: &'static str,
}

impl ColumnWords {
    /// The words of a column.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        COLUMN_WORDS.iter().find(|c| c.name == name)
    }

    /// What it means.
    #[must_use]
    pub const fn meaning(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

const fn c(name: &'static str, zh: &'static str, en: &'static str, example: &'static str) -> ColumnWords {
    ColumnWords { name, zh, en, example }
}

#[rustfmt::skip]
const COLUMN_WORDS: &[ColumnWords] = &[
    c("order_no", "订单号，字母、数字、- 或 _", "Number of the order: letters, digits, - or _", "CS2610181819B4LVS"),
    c("line_no", "订单内的行号；缺省为 1", "Number of the line in its order; 1 when absent", "1"),
    c("order_type", "NEW、TRIAL、TRIAL_TO_FORMAL、RENEW、CHANGE、UNSUBSCRIBE 或对应中文；缺省为新购", "NEW, TRIAL, TRIAL_TO_FORMAL, RENEW, CHANGE or UNSUBSCRIBE; NEW when absent", "NEW"),
    c("billing_mode", "PERIOD、ONE_TIME、ON_DEMAND 或 ON_DEMAND_PKG；缺省由时长推断", "PERIOD, ONE_TIME, ON_DEMAND or ON_DEMAND_PKG; told from the duration when absent", "PERIOD"),
    c("business_kind", "general、joint、selected、selected_self_run 或 provider；缺省为通用", "general, joint, selected, selected_self_run or provider; general when absent", "general"),
    c("delivery_type", "接入类型，决定是否服务监管；缺省沿用商品的类型", "How it is delivered, which decides whether it is supervised; the product's when absent", "saas_auto"),
    c("sales_channel", "direct、reseller 或 co_sale；缺省看有没有经销商", "direct, reseller or co_sale; told from the reseller when absent", "co_sale"),
    c("reseller", "经销商名称；渠道不是直销时必填", "Name of the reseller; needed unless sold directly", "上海云梯信息技术有限公司"),
    c("commission_ratio", "共同销售约定的比例，最高 90%", "The agreed ratio of a co-sale, at most 90%", "60%"),
    c("product_id", "商品在商城的 ID", "Id of the product in the marketplace", "P-1002"),
    c("product_name", "商品名称", "Name of the product", "上云迁移服务"),
    c("sku_code", "规格编码", "Code of the SKU", "SKU-09"),
    c("sku_name", "规格名称", "Name of the SKU", "基础包"),
    c("customer_id", "客户在商城的 ID", "Id of the customer in the marketplace", "C-20002"),
    c("customer_name", "客户名称", "Name of the customer", "杭州远山贸易有限公司"),
    c("quantity", "数量；缺省为 1", "How many; 1 when absent", "1"),
    c("duration", "购买时长", "How long it was bought for", "1"),
    c("duration_unit", "year、month 或 day", "year, month or day", "year"),
    c("currency", "币种；缺省为 CNY", "Currency; CNY when absent", "CNY"),
    c("list_price", "本行目录价", "List price of the line", "5000.00"),
    c("deal_price", "本行成交价", "Deal price of the line", "4800.00"),
    c("floor_price", "本行底价；经销商结算必需", "Floor price of the line; nothing is settled with a reseller without it", "3000.00"),
    c("coupon", "本行代金券金额", "Coupon used for the line", "80.00"),
    c("paid_amount", "本行实付；缺省为成交价减代金券", "Paid for the line; deal price less coupon when absent", "4720.00"),
    c("output_tax", "商品销项税率，6% 或 0.06；缺省按接入类型和计费模式", "Output tax of the product, 6% or 0.06; by delivery and billing when absent", "6%"),
    c("service_tax", "服务费税率；缺省为 6%", "Tax of the service fee; 6% when absent", "6%"),
    c("platform_fee", "平台费率", "Rate of the platform's fee", "10%"),
    c("price_basis", "line：目录价、成交价、底价为本行金额；unit：为一件一个时长单位的单价，再乘以数量和时长；缺省为 line", "line: list, deal and floor price are of the line; unit: of one piece and one unit of duration, times quantity and duration; line when absent", "line"),
    c("management_fee", "管理费比例，按本行成交金额扣除；联营商品有管理费时填写", "Management fee, taken of the line's deal amount; where a joint product has one", "3%"),
    c("partner_tax", "伙伴开票税率；联营商品按含税金额结算时填写", "Tax of the partner's invoice; where a joint product is settled with it", "6%"),
    c("wht1", "客户预提税（WHT1）的金额，国际站结算时扣除；缺省为 0", "Customer's withholding tax (WHT1), an amount; taken off on the international site, 0 when absent", "150.00"),
    c("dst1", "客户数字服务税（DST1）的金额；缺省为 0", "Customer's digital service tax (DST1), an amount; 0 when absent", "50.00"),
    c("wht2", "商家预提税（WHT2）的金额；缺省为 0", "Merchant's withholding tax (WHT2), an amount; 0 when absent", "100.00"),
    c("dst2", "商家数字服务税（DST2）的金额；缺省为 0", "Merchant's digital service tax (DST2), an amount; 0 when absent", "20.00"),
    c("state", "pending_payment、processing、completed 或 cancelled，或对应中文", "pending_payment, processing, completed or cancelled", "completed"),
    c("created_at", "创建时间，北京时间", "When it was ordered, in Beijing time", "2026-10-18 18:19:00"),
    c("paid_at", "付款时间", "When it was paid", "2026-10-18 18:21:30"),
    c("effective_at", "生效时间；续费按它确定账期", "When its term begins; decides the month of a renewal", "2026-10-18 18:25:00"),
    c("completed_at", "开通或验收完成的时间；按它确定账期", "When it was opened or accepted; decides the month", "2026-10-18 18:25:00"),
    c("repaid_at", "后付费客户全部还清的时间", "When a postpaid customer had repaid in full", "2026-11-20 10:00:00"),
    c("cancelled_at", "取消时间", "When it was cancelled", "2026-10-25 18:19:00"),
    c("payment_method", "prepaid 或 postpaid；缺省为预付费", "prepaid or postpaid; prepaid when absent", "prepaid"),
    c("supervision_node", "受监管订单现在所处的环节，仅在开始监管时采用；缺省从头开始", "Where a supervised delivery stands, taken when it opens; from its beginning when absent", "implement"),
    c("supervision_since", "进入该环节的时间；缺省为导入时", "Since when it has stood there; the time of the import when absent", "2026-10-21 09:00:00"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_explained() {
        for column in operations::imports::COLUMNS {
            assert!(ColumnWords::of(column.name).is_some(), "{} has no words", column.name);
        }
        assert_eq!(COLUMN_WORDS.len(), operations::imports::COLUMNS.len());
    }
}
