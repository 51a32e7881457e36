//! Words of the journal: what happened, to what, and which fields changed.

use super::{
    ExportWords, OrderWords, SettingsWords, SettlementWords, ShellWords, StaffWords, TokenWords, fill,
};
use crate::lang::Lang;

words! {
    /// Words of the journal.
    JournalWords {
        note: "谁、何时、做了什么、前后变化。只能追加，不能改写。", "Who, when, what, and what changed. It is only ever added to.";
        kind: "对象", "On what";
        id: "编号", "Number";
        id_hint: "订单号、商品 ID 等；需先选对象", "Order number, product id …; needs a kind";
        any: "不限", "Any";
        query: "查询", "Search";
        reset: "重置", "Reset";
        when: "时间", "When";
        who: "操作人", "Who";
        what: "操作", "What";
        changes: "变化", "Changes";
        changes_count: "{n} 处变化", "{n} changes";
        token: "令牌", "token";
        system: "系统", "System";
        newest: "回到最新", "Newest";
        older: "更早的", "Older";
        pages: "翻页", "Pages";
        by_import: "来自导入 {id}", "by import {id}";
        none_title: "没有记录", "Nothing here";
        none_text: "没有符合条件的记录。", "No entry matches.";
        clear: "清除条件", "Clear the filter";
        order: "订单", "Order";
        statement: "结算单", "Statement";
        import: "导入", "Import";
        hash: "哈希（SHA-256）", "Hash (SHA-256)";
        export: "导出", "Export";
        staff: "员工", "Staff";
        token_kind: "接口令牌", "API token";
        settings: "设置", "Settings";
        view: "视图", "View";
        customer: "客户", "Customer";
        product: "商品", "Product";
        line: "第 {n} 行", "Line {n}";
        lines: "行数", "Lines";
        size: "文件大小（字节）", "Size (bytes)";
        rows: "数据行", "Rows";
        created: "新建", "Created";
        updated: "更新", "Updated";
        unchanged: "未变", "Unchanged";
        rejected: "拒绝", "Rejected";
        total: "金额", "Amount";
        currency: "币种", "Currency";
        number: "编号", "Number";
        query_field: "条件", "Filter";
        shared: "共享", "Shared";
        wrong: "原因", "Why";
        wrong_password: "密码不正确", "wrong password";
        wrong_state: "账号未启用", "account not active";
        sessions_ended: "结束的会话", "Sessions ended";
        address: "网络地址", "Address";
        revoked_at: "吊销时间", "Revoked";
        yes: "是", "Yes";
        no: "否", "No";
    }
}

/// Every kind of subject, in the order of the filter.
pub const KINDS: [&str; 10] =
    ["order", "statement", "import", "export", "staff", "token", "settings", "view", "customer", "product"];

/// A kind of subject; its code when it is not known.
#[must_use]
pub fn kind(code: &str, lang: Lang) -> String {
    let words = JournalWords::of(lang);
    let word = match code {
        "order" => words.order,
        "statement" => words.statement,
        "import" => words.import,
        "export" => words.export,
        "staff" => words.staff,
        "token" => words.token_kind,
        "settings" => words.settings,
        "view" => words.view,
        "customer" => words.customer,
        "product" => words.product,
        other => other,
    };
    word.to_owned()
}

/// What happened; its code when it is not known.
#[must_use]
pub fn action(code: &str, lang: Lang) -> String {
    let (zh, en) = match code {
        "order.cancelled" => ("取消订单", "Cancelled an order"),
        "order.updated" => ("更新订单", "Updated an order"),
        "export.created" => ("开始导出", "Began an export"),
        "export.ready" => ("导出完成", "Finished an export"),
        "export.downloaded" => ("下载导出文件", "Downloaded an export"),
        "export.retried" => ("重新导出", "Made an export again"),
        "import.done" => ("导入完成", "Finished an import"),
        "customer.renamed" => ("客户更名", "Renamed a customer"),
        "product.renamed" => ("商品更名", "Renamed a product"),
        "statement.drafted" => ("起草结算单", "Drafted a statement"),
        "statement.issued" => ("出具结算单", "Issued a statement"),
        "view.kept" => ("保存视图", "Saved a view"),
        "view.removed" => ("删除视图", "Removed a view"),
        "settings.changed" => ("更改设置", "Changed settings"),
        "token.created" => ("创建令牌", "Created a token"),
        "token.revoked" => ("吊销令牌", "Revoked a token"),
        "staff.set_up" => ("首次设置所有者", "Set up the first owner"),
        "staff.added" => ("添加员工", "Added a colleague"),
        "staff.role_set" => ("更改角色", "Changed a role"),
        "staff.grants_set" => ("更改授权商品", "Changed products granted"),
        "staff.disabled" => ("停用员工", "Disabled a colleague"),
        "staff.enabled" => ("启用员工", "Enabled a colleague"),
        "staff.link_made" => ("生成一次性链接", "Made a one-time link"),
        "staff.link_accepted" => ("首次设置密码", "Chose a first password"),
        "staff.password_reset" => ("用链接重设密码", "Reset the password by link"),
        "staff.password_changed" => ("更改密码", "Changed the password"),
        "staff.signed_in" => ("登录", "Signed in"),
        "staff.sign_in_failed" => ("登录失败", "Failed to sign in"),
        "staff.signed_out" => ("退出", "Signed out"),
        "staff.session_ended" => ("结束一个会话", "Ended a session"),
        "staff.sessions_ended" => ("结束多个会话", "Ended sessions"),
        other => return other.to_owned(),
    };
    lang.pick(zh, en).to_owned()
}

/// A field of an entry; its name when it is not known.
#[must_use]
pub fn field(name: &str, lang: Lang) -> String {
    let words = JournalWords::of(lang);
    let word = match name {
        "account" => StaffWords::of(lang).account,
        "name" => ShellWords::of(lang).name,
        "role" => StaffWords::of(lang).role,
        "products" => StaffWords::of(lang).products,
        "address" => words.address,
        "wrong" => words.wrong,
        "sessions_ended" => words.sessions_ended,
        "expires_at" => TokenWords::of(lang).expires,
        "revoked_at" => words.revoked_at,
        "unpaid_days" => SettingsWords::of(lang).unpaid_days,
        "export_hours" => SettingsWords::of(lang).export_hours,
        "size_bytes" => words.size,
        "file" => ExportWords::of(lang).file,
        "format" => ExportWords::of(lang).format,
        "kind" => ExportWords::of(lang).what,
        "sha256" | "hash" => words.hash,
        "rows" => words.rows,
        "created" => words.created,
        "updated" => words.updated,
        "unchanged" => words.unchanged,
        "rejected" => words.rejected,
        "lines" => words.lines,
        "total" => words.total,
        "currency" => words.currency,
        "number" => words.number,
        "query" => words.query_field,
        "shared" => words.shared,
        "period" => SettlementWords::of(lang).period,
        "reseller" => SettlementWords::of(lang).reseller,
        other => return order_field(other, lang),
    };
    word.to_owned()
}

fn order_field(name: &str, lang: Lang) -> String {
    let words = OrderWords::of(lang);
    let word = match name {
        "state" => words.state,
        "sales_channel" => words.sales_channel,
        "commission_ratio" => words.commission_ratio,
        "payment_method" => words.payment_method,
        "paid_at" => words.paid_at,
        "effective_at" => words.effective_at,
        "completed_at" => words.completed_at,
        "repaid_at" => words.repaid_at,
        "cancelled_at" => words.cancelled_at,
        "delivery_type" => words.delivery_type,
        "product_id" => words.product_id,
        "sku_code" | "sku_name" => words.sku,
        "quantity" => words.quantity,
        "duration" | "duration_unit" => words.duration,
        "list_price" => words.list_price,
        "deal_price" => words.deal_price,
        "floor_price" => words.floor_price,
        "coupon" => words.coupon,
        "paid_amount" => words.amount,
        "output_tax" => words.output_tax,
        "service_tax" => words.service_tax,
        "platform_fee" => words.platform_fee,
        other => other,
    };
    word.to_owned()
}

/// A line of an order.
#[must_use]
pub fn line(number: &str, lang: Lang) -> String {
    fill(JournalWords::of(lang).line, &[("n", number)])
}

/// The name of who did something; the program itself has one in each language.
#[must_use]
pub fn actor_name(name: &str, lang: Lang) -> &str {
    if name == domain::access::Actor::System.name() { JournalWords::of(lang).system } else { name }
}
