//! Words of the page that a buyer opens by a link, and of the links themselves.

words! {
    /// Words of the page that a buyer opens by a link, and of the links themselves.
    BuyerWords {
        title: "交付进度", "Your delivery";
        from: "由 {merchant} 交付", "Delivered by {merchant}";
        order: "订单 {number}", "Order {number}";
        until: "此链接在 {at} 之前有效。", "This link is good until {at}.";
        wait_you: "现在等待您办理。", "It is your turn now.";
        wait_other: "现在等待{who}，您不必办理。", "It waits for the {who}. You need not do anything now.";
        refund_runs: "退订申请正在处理，现在不需要办理。", "Your refund is being looked at: there is nothing to do until it is decided.";
        ended: "交付已结束。", "The delivery has ended.";
        your_turn: "请您办理", "Your turn";
        you_may: "需要时您可以", "If you need to";
        files: "附件", "Files";
        documents: "文件", "Documents";
        documents_none: "还没有文件。", "No documents yet.";
        by: "{who}上传", "by the {who}";
        log: "进度记录", "What happened so far";
        recorded: "由商家登记", "recorded by the merchant";
        said: "已收到：{action}。", "Received: {action}.";
        acceptance_note: "验收后交付结束，不能撤回。", "Once you accept, the delivery has ended: that cannot be taken back.";
        appeal_note: "申诉会冻结流程，由平台裁定。", "An appeal freezes the delivery until the marketplace has decided.";
        gone_title: "链接已失效", "This link is not good any more";
        gone_text: "链接已过期或被商家吊销。请向商家索取新的链接。", "It has expired or was revoked. Ask the merchant for a new one.";
        unknown_title: "没有这个链接", "There is no such link";
        unknown_text: "请检查地址是否完整，或向商家索取新的链接。", "Look whether the address is complete, or ask the merchant for a new one.";
        tickets: "问题与工单", "Questions and tickets";
        tickets_none: "还没有提交过问题。", "Nothing was asked yet.";
        tickets_more: "只显示最近的 {n} 个。", "The last {n} are shown.";
        tickets_closed: "商家现在不接待新的工单。", "The merchant takes no new tickets now.";
        ticket_new: "提交新的问题", "Ask something";
        ticket_subject: "主题", "Subject";
        ticket_text: "内容", "Text";
        ticket_severity: "严重程度", "How bad it is";
        ticket_send: "提交", "Send";
        ticket_write: "写留言", "Write";
        ticket_back: "返回订单", "Back to the order";
        ticket_no: "工单 {no}", "Ticket {no}";
        ticket_since: "最近动态 {at}", "last activity {at}";
        ticket_you: "您", "You";
        ticket_wait_you: "等待您答复。", "It waits for your answer.";
        ticket_wait_confirm: "商家认为问题已解决，请您确认；7 天内未答复会自动关闭。", "The merchant says that it is solved. Please confirm, or say that it is not; after 7 days without an answer it is closed.";
        ticket_wait_us: "商家正在处理，有需要可以继续留言。", "The merchant works on it. You can write more at any time.";
        ticket_wait_pending: "已提交，等待商家受理。", "It is with the merchant, who has not begun yet.";
        ticket_ended: "工单已结束。", "The ticket has ended.";
        ticket_goes_on: "已合并，请在 {no} 继续。", "It goes on in {no}.";
        ticket_rated: "您的评价：{n} / 5", "Your rating: {n} of 5";
        ticket_rating: "评分", "Rating";
        ticket_best: "5 — 非常满意", "5 — very good";
        ticket_worst: "1 — 非常不满意", "1 — very bad";
        ticket_sent: "已发送。", "Sent.";
        ticket_opened: "问题已提交，商家会在这里答复。", "Your question is with the merchant. The answer will stand here.";
        links: "客户链接", "Links for the buyer";
        links_note: "客户凭链接提交需求、验收、申诉或提工单，不需要账号；只能看到这一个订单。", "With a link the buyer submits, accepts, appeals or asks without an account, and sees this order alone.";
        links_none: "还没有链接。", "No link yet.";
        link_make: "生成链接", "Make a link";
        link_hours: "有效期", "Good for";
        link_day: "1 天", "1 day";
        link_week: "7 天", "7 days";
        link_month: "30 天", "30 days";
        link_quarter: "92 天", "92 days";
        link_language: "页面语言", "Language";
        link_made: "链接已生成。", "The link is made.";
        link_until: "{language} · {name} · 有效至 {at}", "{language} · {name} · until {at}";
        link_revoked: "已吊销", "revoked";
        link_expired: "已过期", "expired";
        link_revoke: "吊销", "Revoke";
        link_revoked_said: "链接已吊销。", "The link is revoked.";
    }
}
