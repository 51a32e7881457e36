//! What the columns of our files are called. Those of an import are called as it reads them.

use std::borrow::Cow;

use domain::{Tongue, tongue::spoken};

use crate::imports::COLUMNS;

/// Columns that no import has, in Chinese.
const FURTHER: [(&str, &str); 115] = [
    ("accepted_at", "受理时间"),
    ("accepts_at", "自动同意时间"),
    ("account", "账号"),
    ("action", "操作"),
    ("actor", "操作人"),
    ("actor_id", "操作人编号"),
    ("actor_kind", "操作人类型"),
    ("after", "变化后"),
    ("amount", "金额"),
    ("approved_at", "批准时间"),
    ("approved_by", "批准人"),
    ("assignee", "负责人"),
    ("at", "时间"),
    ("at_ms", "时间（毫秒）"),
    ("before", "变化前"),
    ("bill", "账单号"),
    ("bill_state", "账单状态"),
    ("billed_in", "出账账期"),
    ("billing", "出账"),
    ("brought_by", "导入人"),
    ("buyer", "提单客户"),
    ("calculation", "计算过程"),
    ("carried_by", "结转到账单"),
    ("cause", "原因分析"),
    ("code", "编码"),
    ("corrects", "对应的账单行"),
    ("coupon_deduction", "代金券抵扣金额"),
    ("created", "新增"),
    ("created_by", "创建人"),
    ("dealt_at", "处理时间"),
    ("dealt_by", "处理人"),
    ("decided_at", "决定时间"),
    ("due_at", "时限"),
    ("earned_in", "所属账期"),
    ("ended_at", "结束时间"),
    ("ends_in", "末位"),
    ("exact_amount", "精确金额"),
    ("expires_at", "到期时间"),
    ("file_name", "文件名"),
    ("finished_at", "结束时间"),
    ("first_responded_at", "首次响应时间"),
    ("first_response_due_at", "首次响应时限"),
    ("flow", "监管流程"),
    ("formula", "规则"),
    ("granted_products", "授权商品数"),
    ("ground", "退订依据"),
    ("hash", "哈希"),
    ("id", "编号"),
    ("increment_amount", "增量激励金额"),
    ("inputs", "输入值"),
    ("issued_at", "出具时间"),
    ("issued_by", "出具人"),
    ("item", "项目"),
    ("kind", "账单类型"),
    ("last_sign_in_at", "最近登录时间"),
    ("last_used_at", "最近使用时间"),
    ("line_count", "行数"),
    ("lines_sha256", "明细哈希（SHA-256）"),
    ("locked_at", "锁定时间"),
    ("locked_by", "锁定人"),
    ("made_at", "生成时间"),
    ("name", "名称"),
    ("no", "工单号"),
    ("node", "监管环节"),
    ("node_since", "进入环节时间"),
    ("not_settled_because", "未结算原因"),
    ("number", "结算单号"),
    ("opened_at", "开始时间"),
    ("outdated", "需重新出账"),
    ("paid_on", "付款日期"),
    ("part", "里程碑"),
    ("period", "账期"),
    ("platform_fee_amount", "平台服务费金额"),
    ("position", "行"),
    ("previous_hash", "上一条哈希"),
    ("problem", "问题"),
    ("product_sales", "商品销售金额"),
    ("rating", "评分"),
    ("ratio", "比例"),
    ("reason", "原因"),
    ("reference", "付款凭证号"),
    ("rejected", "拒绝"),
    ("reminded_at", "催办时间"),
    ("resolution_due_at", "解决时限"),
    ("resolved_at", "解决时间"),
    ("revoked_at", "吊销时间"),
    ("role", "角色"),
    ("rows_read", "读取行数"),
    ("rule", "规则版本名"),
    ("rule_version", "规则版本"),
    ("seq", "序号"),
    ("settlement_amount", "结算金额"),
    ("settlement_month", "结算月份"),
    ("severity", "紧急程度"),
    ("sha256", "哈希（SHA-256）"),
    ("since", "原因起始时间"),
    ("size_bytes", "文件大小（字节）"),
    ("solution", "解决方案"),
    ("stage", "云市场进度"),
    ("started_at", "开始时间"),
    ("statement", "所在结算单"),
    ("subject", "对象"),
    ("subject_kind", "对象类型"),
    ("submitted_at", "提交时间"),
    ("submitted_by", "提交人"),
    ("supervised", "是否监管"),
    ("taxes_and_share", "税费及云市场分成"),
    ("total", "合计金额"),
    ("unchanged", "未变"),
    ("unknown_columns", "未用到的列"),
    ("unrounded", "舍入前"),
    ("unsubscribe_order_no", "退订订单号"),
    ("updated", "更新"),
    ("waiting_for", "等待谁"),
    ("what", "内容"),
];

/// What a column is called.
pub(crate) fn heading(name: &'static str, tongue: Tongue) -> Cow<'static, str> {
    match tongue {
        Tongue::Codes => Cow::Borrowed(name),
        Tongue::En => Cow::Owned(spoken(name)),
        Tongue::Zh => {
            let imported = COLUMNS.iter().find(|c| c.name == name).and_then(|c| c.aliases.first());
            let further = || FURTHER.iter().find(|(further, _)| *further == name).map(|(_, zh)| *zh);
            Cow::Borrowed(imported.copied().or_else(further).unwrap_or(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::KINDS;

    #[test]
    fn every_column_has_a_chinese_heading() {
        let all =
            KINDS.iter().flat_map(|kind| kind.columns().into_iter().map(move |name| (kind.code(), name)));
        let missing: Vec<_> = all.filter(|(_, name)| heading(name, Tongue::Zh) == **name).collect();
        assert_eq!(missing, []);
    }
}
