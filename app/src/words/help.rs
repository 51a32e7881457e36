//! Words of the help page, and of everything that can be done.

use domain::access::Operation;

words! {
    /// Words of the help page.
    HelpWords {
        everywhere: "任何页面", "Everywhere";
        go: "去往", "Go to";
        lists: "列表中", "In a list";
        palette: "命令面板：去任何页面、搜索订单（Mac 为 ⌘ K）", "Commands: go anywhere, search orders (⌘ K on a Mac)";
        search: "跳到搜索框", "Go to the search box";
        close: "关闭打开的窗口", "Close what is open";
        next_row: "下一行", "Next row";
        previous_row: "上一行", "Previous row";
        open_row: "打开当前行", "Open the row";
        choose_row: "选择光标所在的行", "Select the row";
        next: "下一页；订单详情中为下一个订单", "Next page; on an order the next order";
        previous: "上一页；订单详情中为上一个订单", "Previous page; on an order the previous order";
        create: "新建（订单页：导入）", "Create (on orders: import)";
        key: "按键", "Key";
        keys_note: "在输入框中不起作用。", "They never fire while you type in a field.";
        keys_off: "您已关闭单键快捷键，只有 Ctrl K 起作用。", "You turned single keys off: only Ctrl K works.";
        keys_change: "开启或关闭单键快捷键", "Turn single keys on or off";
        roles: "角色可以做什么", "What the roles may do";
        roles_note: "每次操作都按此表检查，接口令牌也一样。需要其他权限，请联系所有者调整角色。", "Every request is checked against this table, those of API tokens too. If you need more, ask an owner to change your role.";
        operation: "操作", "What";
        may: "可以", "Yes";
        may_not: "不可以", "No";
        granted: "限授权商品", "Granted products";
        your_role: "您的角色", "your role";
    }
}

worded!(Operation {
    ReadHome: "查看首页", "See the home page";
    ListOrders: "查看订单列表", "List and search orders";
    ReadOrder: "查看订单详情", "See an order";
    CancelOrder: "取消未付款订单", "Cancel an unpaid order";
    NoteInvoice: "登记客户的发票", "Note the invoice of a buyer";
    WriteNote: "写订单备注", "Write notes on orders";
    AssignOrder: "指定订单负责人", "Say who looks after an order";
    ListProducts: "查看商品", "List and search products";
    ManageProducts: "设置商品的交付方式与验收标准", "Say how products are delivered and proven";
    ListSupervisions: "查看服务监管列表", "List supervised deliveries";
    ReadSupervision: "查看服务监管详情", "See a supervised delivery";
    ActSupervision: "办理服务监管、上传交付文件", "Take deliveries further, hand in documents";
    AssignSupervision: "指定交付负责人", "Say who delivers";
    LinkSupervision: "生成与吊销客户链接", "Make and revoke links for buyers";
    ReadRefunds: "查看退订申请", "See refunds";
    RequestRefund: "登记退订申请", "Note that a refund is asked for";
    ReviewRefund: "审核退订申请", "Review refunds";
    ListResellers: "查看经销商", "List resellers";
    MergeResellers: "合并经销商", "Merge resellers";
    ImportOrders: "导入订单", "Import orders";
    UndoImport: "撤销导入", "Undo imports";
    ReadImports: "查看导入记录", "See imports";
    ExportOrders: "导出订单", "Export orders";
    KeepView: "保存自己的视图", "Keep views of one's own";
    ShareView: "共享视图", "Share views";
    QuoteSettlement: "结算试算", "Use the what-if calculator";
    ReadBills: "查看账单", "See bills";
    RunBills: "按月出账", "Make the bills of a month";
    ActBill: "提交、锁定、作废账单，登记支付", "Submit, lock, pay and take back bills";
    ApproveBill: "批准或退回他人提交的账单", "Approve or send back bills of others";
    ReadStatements: "查看结算单", "See statements";
    DraftStatement: "起草结算单", "Draft a statement";
    IssueStatement: "出具结算单", "Issue a statement";
    ReverseStatement: "红冲结算单", "Reverse an issued statement";
    PayStatement: "登记结算单付款", "Note that a statement was paid";
    ReadRules: "查看结算规则", "See settlement rules";
    DraftRule: "起草和回放结算规则", "Draft and replay settlement rules";
    PublishRule: "发布他人起草的结算规则", "Publish settlement rules of others";
    ReadStaff: "查看员工", "See staff";
    ManageStaff: "管理员工", "Manage staff";
    ReadTokens: "查看接口令牌", "See API tokens";
    ManageTokens: "管理接口令牌", "Manage API tokens";
    ReadSettings: "查看设置", "See settings";
    ManageSettings: "更改设置", "Change settings";
    ReadMerchant: "查看结算单抬头", "See who issues statements";
    ManageMerchant: "更改结算单抬头", "Change who issues statements";
    ListTickets: "查看工单列表", "See the queue of tickets";
    ReadTicket: "查看工单及其对话", "See a ticket with its conversation";
    OpenTicket: "代客户登记工单", "Note a ticket for a buyer";
    ActTicket: "回复和处理工单", "Write on tickets and handle them";
    ReceiveMail: "提交收到的邮件（邮件服务器）", "Hand in a mail that came in (mail servers)";
    ManageTicketTemplates: "管理工单回复模板", "Write saved answers for tickets";
    ReadReception: "查看工单接待时间与时限", "See when tickets are received and how long they may take";
    ManageReception: "更改工单接待时间与时限", "Change when tickets are received and how long they may take";
    OwnNotifications: "查看自己的通知、选择接收哪些", "See what one was told, and choose what to be told";
    ReadJournal: "查看操作日志", "Read the journal";
    OwnAccount: "自己的账号、密码与偏好", "One's own account, password and preferences";
});
