//! Words of one's own account.

words! {
    /// Words of one's own account.
    AccountWords {
        identity: "我的身份", "Who I am";
        role: "角色", "Role";
        granted: "授权商品", "Products";
        granted_count: "{n} 个", "{n} granted";
        what_i_may: "角色可以做什么", "What the roles may do";
        preferences: "偏好", "Preferences";
        language: "语言", "Language";
        chinese: "中文", "中文";
        english: "English", "English";
        shortcuts: "单键快捷键", "Single keys";
        on: "开启", "On";
        off: "关闭", "Off";
        shortcuts_on: "单键快捷键已开启。", "Single-key shortcuts are on.";
        shortcuts_off: "单键快捷键已关闭；Ctrl K 仍然可用。", "Single-key shortcuts are off; Ctrl K still works.";
        shortcuts_map: "快捷键一览", "Keyboard map";
        password: "更改密码", "Change password";
        password_text: "更改后，您在其他设备上的会话会全部结束。", "Your sessions on other devices end when you change it.";
        password_done: "密码已更改，其他会话已结束。", "The password is changed and other sessions have ended.";
        sessions: "登录会话", "Sessions";
        sessions_text: "不认识的会话请立即结束，并更改密码。", "End any that you do not know, and change your password.";
        browser: "浏览器", "Browser";
        unknown_browser: "未知浏览器", "Unknown browser";
        address: "网络地址", "Address";
        begun: "登录时间", "Signed in";
        seen: "最近活动", "Last seen";
        actions: "操作", "Actions";
        current: "当前会话", "This session";
        end: "结束", "End";
        end_which: "结束会话：{name}", "End the session: {name}";
        ended: "会话已结束。", "The session has ended.";
        end_others: "结束其他全部会话", "End all others";
        ended_others: "已结束 {n} 个其他会话。", "Other sessions ended: {n}.";
    }
}
