//! Words of the frame around every page.

words! {
    /// Words of the frame.
    ShellWords {
        brand: "账房", "Countinghouse";
        skip: "跳到正文", "Skip to content";
        main_nav: "主导航", "Main";
        home: "首页", "Home";
        orders: "订单", "Orders";
        supervisions: "服务监管", "Deliveries";
        imports: "导入", "Imports";
        exports: "导出记录", "Exports";
        settlement: "结算", "Settlement";
        quote: "试算", "What-if";
        products: "商品", "Products";
        resellers: "经销商", "Resellers";
        staff: "员工", "Staff";
        tokens: "接口令牌", "API tokens";
        settings: "设置", "Settings";
        journal: "操作日志", "Journal";
        account: "我的账号", "My account";
        help: "键盘与帮助", "Keyboard and help";
        more: "更多", "More";
        sign_out: "退出", "Sign out";
        language: "English", "中文";
        language_code: "en", "zh-CN";
        theme: "外观", "Theme";
        theme_light: "浅色", "Light";
        theme_dark: "深色", "Dark";
        theme_system: "跟随系统", "System";
        back: "返回", "Back";
        save: "保存", "Save";
        cancel: "取消", "Cancel";
        close: "关闭", "Close";
        confirm: "确认", "Confirm";
        problem_title: "有问题需要处理", "There is a problem";
        error_prefix: "错误：", "Error: ";
        error_title: "出错了", "Something went wrong";
        error_text: "您的操作没有生效，数据没有改变。请重试；若再次出现，请把编号告诉管理员。", "What you did had no effect and nothing was changed. Try again; if it happens again, give the number to your administrator.";
        shown_once: "只显示这一次，请现在复制并妥善保存：", "Shown only this once; copy it now and keep it safe:";
        full_title: "服务器磁盘已满", "The server's disk is full";
        full_text: "数据没有改变。请联系管理员腾出空间后重试。", "Nothing was changed. Ask whoever runs the server to make room, then try again.";
        away_title: "数据库暂时不可用", "The database is away";
        away_text: "数据没有改变。请稍后重试。", "Nothing was changed. Try again in a moment.";
        not_found_title: "没有找到", "Not found";
        not_found_text: "这里没有您要找的内容，或者您没有查看的权限。", "What you look for is not here, or you may not see it.";
        forbidden_title: "没有权限", "Not allowed";
        forbidden_text: "您的角色不能打开此页面。如需要，请联系所有者（owner）调整角色。", "Your role may not open this page. Ask an owner of this shop to change your role if you need it.";
        request_id: "请求编号", "Request number";
        retry: "重试", "Try again";
        to_home: "回到首页", "Go to the home page";
        yes: "是", "Yes";
        no: "否", "No";
        all: "全部", "All";
        rule: "规则", "Rule";
        unrounded: "舍入前", "Before rounding";
        sign_in: "登录", "Sign in";
        mail: "账号（邮箱）", "Account (mail address)";
        password: "密码", "Password";
        new_password: "新密码", "New password";
        old_password: "原密码", "Old password";
        name: "姓名", "Name";
        sign_in_first: "请先登录，登录后回到您要看的页面。", "Sign in first; then you come to the page that you asked for.";
        sign_in_held: "登录已结束，刚才的操作没有执行。您填写的内容保留 15 分钟：请重新登录，检查后再提交。", "Your session had ended, and nothing was done. What you entered is kept for 15 minutes: sign in again, look it over and send it once more.";
        sign_in_ended: "登录已结束，刚才的操作没有执行。请重新登录后再做一次。", "Your session had ended, and nothing was done. Sign in again and repeat it.";
        held: "登录曾经结束，这些内容还没有保存。请检查后再提交。", "Your session had ended and this was not saved. Look it over and send it again.";
        no_owner_title: "还没有账号", "There is no account yet";
        no_owner_text: "请打开程序启动时在日志中输出的一次性链接，设置第一个所有者账号；链接过期后，重新启动程序即可得到新的链接。", "Open the one-time link that the program wrote to its log when it started, and set up the first owner. When it is too old, start the program again for another one.";
        sign_in_wrong: "账号或密码不正确，或账号已停用。", "The account or the password is wrong, or the account is disabled.";
        demo_note: "演示数据：可用下列账号登录，密码均为 {password}", "Demo: sign in with one of these accounts, the password is {password}";
        welcome_title: "欢迎来到账房", "Welcome to Countinghouse";
        welcome_setup: "设置第一个所有者账号。", "Set up the first owner.";
        welcome_invited: "为 {account} 设置密码。", "Choose a password for {account}.";
        password_hint: "至少 10 个字符；可以是一句话。", "At least 10 characters; a sentence is fine.";
        link_spent: "此链接已使用或已过期，请索取新的链接。", "This link was used or is too old. Ask for a new one.";
        start: "开始使用", "Begin";
    }
}
