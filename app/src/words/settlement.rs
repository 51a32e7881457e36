//! Words of the settlement pages.

use domain::Currency;
use operations::statements::StatementState;

use super::codes::Worded;
use crate::lang::Lang;

words! {
    /// Words of the settlement pages.
    SettlementWords {
        title: "经销商结算", "Reseller settlement";
        count_total: "{n} 张结算单", "{n} {n|statement|statements}";
        statement: "结算单", "Statement";
        quote_title: "结算试算", "What-if calculator";
        quote_note: "与结算单使用同一套规则和算法；结果不会保存。", "The same rules and arithmetic as a statement; nothing is kept.";
        lines: "行数", "Lines";
        reseller: "经销商", "Reseller";
        period: "账期", "Month";
        period_hint: "如 2026-10", "Such as 2026-10";
        currency: "币种", "Currency";
        currency_auto: "自动（当月唯一的币种）", "Automatic (the only one of the month)";
        state: "状态", "State";
        draft: "草稿", "Draft";
        issued: "已出具", "Issued";
        reversed: "已红冲", "Reversed";
        discarded: "已作废", "Discarded";
        draft_button: "起草", "Draft";
        draft_label: "起草 {reseller} {period} {currency} 的结算单", "Draft the statement of {reseller}, {period}, {currency}";
        draft_any: "起草其他结算单", "Draft another statement";
        drafted: "结算单草稿已就绪。", "The draft is ready.";
        statements: "结算单", "Statements";
        number: "编号", "Number";
        total: "金额", "Amount";
        created: "起草时间", "Drafted";
        created_by: "起草人", "Drafted by";
        issued_at: "出具时间", "Issued";
        issued_by: "出具人", "Issued by";
        none_title: "还没有结算单", "No statement yet";
        none_text: "导入经销商订单后，应结算的月份会出现在上面。", "When orders sold by a reseller are imported, the months to settle appear above.";
        none_matching: "没有符合条件的结算单", "No statement matches";
        first_page: "第一页", "First page";
        previous: "上一页", "Previous";
        next: "下一页", "Next";
        pager: "翻页", "Pages";
        range: "第 {from}–{to} 行，共 {n} 行", "Lines {from}–{to} of {n}";
        back_to_month: "当月结算", "The month";
        head_block: "结算单信息", "The statement";
        lines_block: "结算明细", "Lines";
        position: "序号", "No.";
        order_no: "订单号", "Order number";
        order_type: "订单类型", "Order type";
        customer: "客户", "Customer";
        product: "商品", "Product";
        deal: "成交价", "Deal";
        floor: "底价", "Floor";
        output_tax: "销项税率", "Output tax";
        service_tax: "服务费税率", "Fee tax";
        ratio: "比例", "Ratio";
        amount: "结算金额", "Amount";
        calculation: "计算", "Calculation";
        sum: "合计（{n} 行）", "Total ({n} {n|line|lines})";
        capitals: "大写", "In Chinese capitals";
        hash: "明细哈希（SHA-256）", "Hash of the lines (SHA-256)";
        export_csv: "导出 CSV", "Export CSV";
        export_xlsx: "导出 Excel", "Export Excel";
        pdf: "下载 PDF", "Download PDF";
        print: "打印", "Print";
        print_hint: "要交给对方，请下载 PDF；也可以按 Ctrl+P（Mac 为 ⌘P）打印本页，纸张 A4。", "To hand it over, download the PDF. Ctrl+P (⌘P on a Mac) prints this page; the paper is A4.";
        print_back: "回到结算单", "Back to the statement";
        print_cut: "本页只列出前 {n} 行；完整明细见导出文件，合计为全部行。", "Only the first {n} lines are listed; all of them are in the exported file. The total is that of all lines.";
        watermark: "草稿", "DRAFT";
        sheet_title: "经销商结算单", "Reseller settlement statement";
        draft_sheet: "草稿，未出具", "Draft, not issued";
        printed: "{who} 打印于 {when}", "Printed by {who} at {when}";
        rules: "金额 =（成交价 − 底价）÷（1 + 销项税率）×（1 + 服务费税率）× 比例，逐行四舍五入到分；价格与金额均含税。", "Amount = (deal − floor) ÷ (1 + output tax) × (1 + service-fee tax) × ratio, each line rounded once to the cent; prices and amounts include tax.";
        issue: "出具", "Issue";
        issue_title: "出具 {reseller} {period} 的结算单？", "Issue the statement of {reseller} for {period}?";
        issue_text: "{n} 行，合计 {total}。出具后编号并冻结，不能再修改。", "{n} {n|line|lines}, {total} in all. It is numbered and frozen, and cannot be edited afterwards.";
        issue_confirm: "确认出具", "Issue it";
        issued_done: "结算单 {number} 已出具。", "Statement {number} is issued.";
        cannot_issue: "暂时不能出具：", "It cannot be issued now:";
        blocked_title: "{n} 行无法计算", "{n} {n|line|lines} cannot be computed";
        blocked_text: "更正订单数据并重新导入后，草稿会自动更新。", "Correct the orders and import them again; the draft follows.";
        as_orders: "在订单列表中查看", "Show them in the list of orders";
        no_lines: "这个月还没有可以结算的行。", "There is no line to settle in this month yet.";
        left_out: "未列入的订单行", "Lines that are not in it";
        left_out_note: "该经销商截至月末的订单行中，尚未结算、也没有列入本结算单的，按原因汇总。", "Lines of this reseller up to the end of the month that are neither settled nor in this statement, by reason.";
        left_out_correct: "列名与导入模板一致，更正后可直接导入。", "The headings are those of an import: correct it and bring it in again.";
        left_out_none: "没有：该经销商的订单行都已列入或结算。", "None: every line of this reseller is in it or settled.";
        left_out_lines: "未列入的原因与明细", "The lines of this reason";
        other_period: "属于账期 {period}。", "They belong to {period}.";
        freezing: "正在出具", "Being issued";
        releasing: "正在撤回", "Being taken back";
        frozen_lines: "已冻结 {n} / {all} 行；完成前仍是草稿，其中的订单暂不能更改。", "{n} of {all} lines are frozen. It stays a draft until all are, and their orders cannot change meanwhile.";
        issue_begun: "已开始出具，完成后自动编号。", "It is being issued, and numbered when that is done.";
        left_out_more: "更多未列入的订单", "More of them";
        order_state: "订单状态", "State";
        ordered: "创建时间", "Ordered";
        reason: "原因", "Reason";
        seal: "已经出具", "ISSUED";
        draft_note: "草稿随订单实时计算，出具后冻结。", "A draft is computed from the orders as they are now; issuing freezes it.";
    }
}

impl Worded for StatementState {
    fn words(self, lang: Lang) -> &'static str {
        let words = SettlementWords::of(lang);
        match self {
            Self::Draft => words.draft,
            Self::Issued => words.issued,
            Self::Reversed => words.reversed,
            Self::Void => words.discarded,
        }
    }
}

/// An amount as a statement on paper writes it out: `人民币壹仟陆佰捌拾捌元伍角整`.
#[must_use]
pub fn in_capitals(minor: i64, currency: Currency) -> String {
    format!("{}{}", currency.words(Lang::Zh), domain::money::capitals(minor, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_out() {
        assert_eq!(in_capitals(168_850, Currency::CNY), "人民币壹仟陆佰捌拾捌元伍角整");
    }
}
