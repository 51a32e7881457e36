//! Words of the mails that go out.

words! {
    /// Words of the mails that go out.
    MailWords {
        about: "工单 {no}：{subject}", "Ticket {no}: {subject}";
        subject: "[{no}] {subject}", "[{no}] {subject}";
        reply_subject: "Re: [{no}] {subject}", "Re: [{no}] {subject}";
        received: "我们已收到您的问题，工单号是 {no}。处理人会在接待时间内回复您。", "We have your question: its ticket is {no}. Somebody answers you in our hours of reception.";
        received_add: "要补充内容，请直接回复这封邮件。", "To add something, just answer this mail.";
        resolved: "我们认为问题已经解决：", "We think that this is solved:";
        cause: "出现原因", "What was wrong";
        solution: "解决方案", "What solved it";
        resolved_ask: "如果仍有问题，请回复这封邮件告诉我们。7 天内没有回复，工单会自动关闭。", "If it is not, answer this mail and tell us. Without an answer within 7 days the ticket closes by itself.";
        closed: "工单已关闭：我们提出解决方案后，7 天内没有收到您的答复。", "The ticket is closed: there was no answer within 7 days after we said that it is solved.";
        closed_again: "如果问题仍然存在，请直接回复这封邮件。", "If something is still wrong, just answer this mail.";
        notices_subject: "{first}，共 {n} 条通知", "{first}, and more: {n} in all";
        notices_manage: "更改通知设置：", "Change what you are told: ";
        state_queued: "邮件待发送", "mail waits to be sent";
        state_sending: "邮件发送中", "mail is being sent";
        state_sent: "已邮件发送至 {to}，{at}", "mailed to {to}, {at}";
        state_failed: "邮件未送出（{to}）：{why}", "the mail did not go out ({to}): {why}";
        state_doubtful: "邮件是否送达 {to} 不能确定：发送时程序中断", "nobody knows whether the mail reached {to}: the program ended while it was being sent";
        waits: "邮件待发送，会再次尝试：{why}", "mail waits and is tried again: {why}";
        of_receipt: "收到确认", "The receipt";
        of_solution: "解决方案", "The solution";
        of_closing: "关闭通知", "The note that it is closed";
        of_other: "邮件", "A mail";
        left_out: "附件“{name}”未接收：{why}", "{name} was not taken: {why}";
        again: "重新发送", "Send it again";
        again_said: "邮件会重新发送。", "The mail goes out again.";
        by_mail: "邮件，{address}", "by mail, {address}";
        staff_address: "发件地址是同事 {name} 的账号，但地址可以伪造：按客户的话记录", "this address is the account of {name}, which proves nothing: it counts as the customer's words";
        other_address: "这个地址不是工单登记的邮箱", "this is not the address of the ticket";
    }
}
