//! Words of the staff pages.

use operations::staff::StaffState;

words! {
    /// Words of the staff pages.
    StaffWords {
        note: "{n} 位员工", "{n} in all";
        name: "姓名", "Name";
        role: "角色", "Role";
        state: "状态", "State";
        last_sign_in: "最近登录", "Last sign-in";
        products: "授权商品", "Products";
        products_count: "{n} 个", "{n}";
        products_all: "全部", "All";
        manage: "管理", "Manage";
        manage_who: "管理：{name}", "Manage {name}";
        you: "您", "You";
        add: "添加员工", "Add a colleague";
        add_text: "添加后得到一个一次性链接，对方用它设置密码。", "You get a one-time link, with which they choose a password.";
        add_done: "已添加{name}。请把一次性链接发给对方：{hours} 小时内有效，只显示这一次。", "{name} is added. Send them the one-time link: it is good for {hours} {hours|hour|hours} and shown only now.";
        roles: "角色可以做什么", "What the roles may do";
        account: "账号", "Account";
        since: "添加时间", "Added";
        set_role: "更改角色", "Change role";
        role_done: "角色已更改，下一次操作起生效。", "The role is changed; it counts from their next request.";
        grants: "可查看的商品", "Products to look after";
        grants_text: "客服只看到这些商品的订单。", "Support sees the orders of these products only.";
        grants_find: "按名称或编号查找商品", "Find a product by name or id";
        grants_none: "还没有商品：导入订单后即可授权。", "There is no product yet: they come with the first import.";
        set_grants: "保存授权", "Save products";
        grants_done: "授权已保存。", "The products are saved.";
        link: "一次性链接", "One-time link";
        link_text: "用于首次设置或重设密码；之前的链接随即失效。", "To choose a first or a new password; earlier links stop working.";
        link_button: "生成新链接", "Make a new link";
        link_done: "请把链接发给对方：{hours} 小时内有效，只显示这一次。", "Send them the link: it is good for {hours} {hours|hour|hours} and shown only now.";
        disable: "停用", "Disable";
        disable_title: "停用{name}？", "Disable {name}?";
        disable_text: "{account} 的会话立即结束，未使用的链接作废，也不能再登录。记录保留，可以重新启用。", "The sessions of {account} end at once, unused links stop working, and they cannot sign in. What they did stays on record; you can enable them again.";
        disable_confirm: "确认停用", "Disable";
        disabled: "已停用，其会话已全部结束。", "Disabled; their sessions have ended.";
        enable: "启用", "Enable";
        enable_who: "启用：{name}", "Enable {name}";
        enabled: "已启用。", "Enabled.";
        search_hint: "姓名或账号", "Name or account";
        none_title: "没有符合条件的员工", "Nobody matches";
    }
}

worded!(StaffState {
    Invited: "待设置密码", "Invited";
    Active: "在用", "Active";
    Disabled: "已停用", "Disabled";
});
