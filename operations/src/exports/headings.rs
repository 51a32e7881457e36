//! What the columns of our files are called. Those of an import are called as it reads them.

use std::borrow::Cow;

use domain::{Tongue, tongue::spoken};

use crate::imports::COLUMNS;

/// Columns that no import has, in Chinese.
const FURTHER: [(&str, &str); 82] = [
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
    ("billing", "出账"),
    ("brought_by", "导入人"),
    ("calculation", "计算过程"),
    ("carried_by", "结转到账单"),
    ("code", "编码"),
    ("corrects", "对应的账单行"),
    ("created", "新增"),
    ("created_by", "创建人"),
    ("dealt_at", "处理时间"),
    ("dealt_by", "处理人"),
    ("earned_in", "所属账期"),
    ("ends_in", "末位"),
    ("exact_amount", "精确金额"),
    ("expires_at", "到期时间"),
    ("file_name", "文件名"),
    ("finished_at", "结束时间"),
    ("formula", "规则"),
    ("granted_products", "授权商品数"),
    ("hash", "哈希"),
    ("id", "编号"),
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
    ("not_settled_because", "未结算原因"),
    ("number", "结算单号"),
    ("outdated", "需重新出账"),
    ("paid_on", "付款日期"),
    ("part", "里程碑"),
    ("period", "账期"),
    ("position", "行"),
    ("previous_hash", "上一条哈希"),
    ("problem", "问题"),
    ("ratio", "比例"),
    ("reason", "原因"),
    ("reference", "付款凭证号"),
    ("rejected", "拒绝"),
    ("revoked_at", "吊销时间"),
    ("role", "角色"),
    ("rows_read", "读取行数"),
    ("rule", "规则版本名"),
    ("rule_version", "规则版本"),
    ("seq", "序号"),
    ("settlement_amount", "结算金额"),
    ("settlement_month", "结算月份"),
    ("sha256", "哈希（SHA-256）"),
    ("size_bytes", "文件大小（字节）"),
    ("started_at", "开始时间"),
    ("statement", "所在结算单"),
    ("subject", "对象"),
    ("subject_kind", "对象类型"),
    ("submitted_at", "提交时间"),
    ("submitted_by", "提交人"),
    ("total", "合计金额"),
    ("unchanged", "未变"),
    ("unknown_columns", "未用到的列"),
    ("unrounded", "舍入前"),
    ("updated", "更新"),
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
