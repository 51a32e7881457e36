//! Words of notifications: what people are told of, and how.

use domain::notification::{Channel, Event, Noun};

words! {
    /// Words of notifications.
    NotificationWords {
        title: "通知", "Notifications";
        unread_title: "{n} 条未读通知", "{n} unread {n|notification|notifications}";
        total: "{n} 条通知", "{n} {n|notification|notifications}";
        unread: "未读", "Unread";
        read: "已读", "Read";
        urgent: "紧急", "Urgent";
        mark: "标为已读", "Mark as read";
        mark_which: "标为已读：{name}", "Mark as read: {name}";
        mark_all: "全部标为已读", "Mark all as read";
        marked: "已标为已读。", "Marked as read.";
        marked_all: "已将 {n} 条通知标为已读。", "Marked as read: {n}.";
        empty_title: "没有未读通知", "Nothing unread";
        empty_text: "与您有关的事情发生时，会显示在这里。自己做的操作不会通知自己。", "What happens and concerns you stands here. You are not told of what you did yourself.";
        none_title: "还没有通知", "Nothing yet";
        kept: "通知保留 90 天。", "Notifications are kept for 90 days.";
        choose: "通知设置", "Choose what to be told";
        show_all: "查看全部通知", "Show all notifications";
        choose_title: "通知设置", "What you are told";
        choose_note: "选择接收哪些通知、以什么方式接收。未更改的项目随您的角色默认。", "Choose what you are told, and how. What you leave alone follows your role.";
        to_account: "返回我的账号", "Back to my account";
        what: "事件", "What happens";
        usual: "默认", "Default";
        changed: "已更改", "Changed";
        urgent_note: "紧急：邮件不等接收时间，立即发出。", "Urgent: the mail does not wait for your hours.";
        mail: "邮件接收时间", "When mails come";
        mail_note: "在这些时间以外发生的事，邮件等到下一个接收时间再发；紧急的除外。", "What happens outside these hours is mailed when they begin again, except what is urgent.";
        mail_failed: "发给您（{to}）的上一封邮件未送出：{why}", "The last mail to you ({to}) did not go out: {why}";
        mail_waits: "发给您（{to}）的邮件还没有送出，会再次尝试：{why}", "A mail to you ({to}) waits and is tried again: {why}";
        days: "接收日", "Days";
        from: "从", "From";
        to: "到", "Until";
        digest: "邮件方式", "Mails";
        at_once: "逐条发送", "Each at once";
        daily: "每个接收日 {h}:00 汇总为一封", "One mail a day, at {h}:00";
        zone: "时间按业务时区（{zone}）。", "Times are in the business time zone ({zone}).";
        saved: "通知设置已保存。", "Saved what you are told.";
        reset: "恢复默认", "Back to the defaults";
        reset_text: "所有更改都会撤销，包括邮件接收时间。", "Every change is undone, with your hours for mails.";
        reset_done: "已恢复默认设置。", "Back to the defaults.";
        manage: "更改通知设置", "Change what I am told";
    }
}

worded!(Channel {
    Program: "站内", "In the program";
    Mail: "邮件", "By mail";
});
worded!(Noun {
    Ticket: "工单", "Tickets";
    Supervision: "服务监管", "Deliveries";
    Refund: "退订", "Refunds";
    Statement: "结算单", "Statements";
    Import: "导入", "Imports";
    Export: "导出", "Exports";
    Order: "订单", "Orders";
});
worded!(Event {
    TicketOpened: "客户提交了工单", "A customer opened a ticket";
    TicketWritten: "客户在工单上留言", "The customer wrote on a ticket";
    TicketUrged: "客户催办工单", "The customer urges";
    TicketRejected: "客户认为工单未解决", "The customer says that it is not solved";
    TicketWithdrawn: "客户撤销了工单", "The customer took a ticket back";
    TicketAssigned: "工单交给了您", "A ticket was given to you";
    TicketMentioned: "在工单备注中提到了您", "You are named in a note on a ticket";
    TicketDueSoon: "工单即将超时", "A clock of a ticket is about to break";
    TicketEscalated: "工单即将超时，无人处理", "A clock of a ticket is about to break, and nobody stops it";
    TicketOverdue: "工单已超时", "A clock of a ticket is broken";
    TicketUnsent: "写给客户的话没有送出", "What was written to the customer did not go out";
    SupervisionOpened: "开始了服务监管", "A supervised delivery began";
    SupervisionAssigned: "交付交给了您", "A delivery was given to you";
    SupervisionSubmitted: "客户提交了需求或确认了设计稿", "The buyer handed in what is needed";
    SupervisionAccepted: "客户已验收", "The buyer accepted a delivery";
    SupervisionRejected: "客户驳回了交付", "The buyer sent a delivery back";
    SupervisionAppealed: "客户提起申诉", "The buyer appealed";
    SupervisionReminded: "交付需要催办", "A delivery waits for long";
    SupervisionInfected: "交付文件未通过病毒扫描", "The scanner refused a document";
    RefundRequested: "客户申请退订", "A refund is asked for";
    RefundActed: "客户撤回了退订或寄回了商品", "The buyer acted on a refund";
    StatementIssued: "出具了结算单", "A statement was issued";
    StatementReversed: "红冲了结算单", "A statement was reversed";
    ImportDone: "导入完成", "Your import is done";
    ImportFailed: "导入中断", "Your import broke off";
    ImportUndone: "导入已撤销", "Your import was undone";
    ExportReady: "导出文件已生成", "Your file is ready";
    ExportFailed: "导出失败", "Your file could not be made";
    OrderAssigned: "订单交给了您", "An order was given to you";
});

#[cfg(test)]
mod tests {
    use domain::Tongue;

    use super::*;
    use crate::{lang::Lang, words::codes::Worded};

    #[test]
    fn channels_are_called_the_same_everywhere() {
        for channel in Channel::ALL {
            assert_eq!(channel.in_words(Tongue::Zh), channel.words(Lang::Zh), "{channel}");
        }
    }
}
