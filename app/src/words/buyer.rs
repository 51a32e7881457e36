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
        links: "客户链接", "Links for the buyer";
        links_note: "客户凭链接提交需求、验收或申诉，不需要账号；只能看到这一个订单。", "With a link the buyer submits, accepts or appeals without an account, and sees this order alone.";
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
