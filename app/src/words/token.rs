//! Words of the page of API tokens.

use operations::tokens::TokenState;

words! {
    /// Words of the page of API tokens.
    TokenWords {
        name: "名称", "Name";
        name_hint: "例如使用它的程序", "Such as the program that uses it";
        role: "角色", "Role";
        role_text: "令牌能做的，与同角色的员工相同。", "A token may do what staff of its role may.";
        days: "有效天数", "Days it is good for";
        days_hint: "1 到 3650 天", "1 to 3650";
        create: "创建令牌", "Create token";
        created_done: "令牌已创建。请立即复制：它只显示这一次。", "The token is made. Copy it now: it is shown only this once.";
        state: "状态", "State";
        total: "{n} 个令牌", "{n} {n|token|tokens}";
        search_hint: "名称或创建人", "Name, or who made it";
        none_title: "没有符合条件的令牌", "No token matches";
        made: "创建", "Made";
        made_by: "{name}", "by {name}";
        expires: "到期", "Expires";
        used: "最近使用", "Last used";
        revoke: "吊销", "Revoke";
        revoke_title: "吊销令牌“{name}”？", "Revoke the token “{name}”?";
        revoke_text: "以 {hint} 结尾的令牌立即失效，使用它的程序会被拒绝。不能恢复。", "The token that ends in {hint} stops working at once, and programs that use it are refused. This cannot be undone.";
        revoke_many_title: "吊销选中的令牌？", "Revoke the selected tokens?";
        revoke_many_text: "这些令牌立即失效，使用它们的程序会被拒绝。不能恢复。", "They stop working at once, and programs that use them are refused. This cannot be undone.";
        revoke_confirm: "确认吊销", "Revoke";
        revoked_done: "令牌已吊销。", "The token is revoked.";
        api: "接口说明（OpenAPI）", "The API (OpenAPI)";
        empty_title: "还没有接口令牌", "No API tokens yet";
        empty_text: "令牌让别的程序通过接口读写订单与结算。", "A token lets a program read and write orders and settlements through the API.";
    }
}

noun!(TokenWords);

worded!(TokenState {
    Active: "有效", "Good";
    Expired: "已过期", "Expired";
    Revoked: "已吊销", "Revoked";
});
