//! Words of tickets: their states and steps, the queue and the page of one.

use domain::ticket::{Action, Clock, Refusal, Side, State, Waiting};
use operations::tickets::{Answer, By, Late, Queue, Refused};

use super::{codes::Worded, fill};
use crate::lang::Lang;

worded!(State {
    Pending: "待受理", "Pending";
    InProgress: "处理中", "In progress";
    AwaitingConfirmation: "待确认结果", "To be confirmed";
    Closed: "已关闭", "Closed";
    Withdrawn: "已撤销", "Withdrawn";
});
worded!(Side {
    Staff: "商家", "Merchant";
    Customer: "客户", "Customer";
    System: "系统", "System";
});
worded!(Waiting {
    Us: "商家", "Us";
    Customer: "客户", "The customer";
    Nobody: "无（已结束）", "Nobody (ended)";
});
worded!(Queue {
    Unassigned: "未分配", "Unassigned";
    Mine: "待我处理", "Mine";
    Others: "同事处理中", "Colleagues'";
    Customer: "等待客户", "For the customer";
    Overdue: "已超时", "Overdue";
    Ended: "已结束", "Ended";
});
worded!(Clock {
    FirstResponse: "首次响应", "First response";
    Resolution: "解决", "Solution";
});
worded!(By {
    Week: "周", "Week";
    Product: "商品", "Product";
    Person: "处理人", "Person";
    Severity: "严重程度", "Severity";
});
worded!(Answer {
    Yes: "是", "Yes";
    No: "否", "No";
});
worded!(Late {
    Yes: "已超时", "Overdue";
    Soon: "4 小时内超时", "Within 4 hours";
    No: "未超时", "Not overdue";
});
worded!(Action {
    Accept: "受理", "Accept";
    Reply: "回复", "Reply";
    Note: "内部备注", "Internal note";
    Assign: "指派", "Assign";
    Transfer: "转移", "Transfer";
    Resolve: "确认解决", "Confirm resolved";
    Confirm: "确认已解决", "Confirm that it is solved";
    Reject: "未解决，退回", "Say that it is not solved";
    Close: "自动关闭", "Closed by itself";
    Withdraw: "撤销", "Withdraw";
    Urge: "催单", "Urge";
    Reopen: "重新打开", "Reopen";
    Rate: "评价", "Rate";
    Merge: "合并到其他工单", "Merge into another";
    Link: "关联其他工单", "Link another";
});

/// The colour of a state: warning where we act, info where the customer does.
#[must_use]
pub const fn tone(state: State) -> &'static str {
    match state {
        State::Pending => "warning",
        State::InProgress | State::AwaitingConfirmation => "info",
        State::Closed => "success",
        State::Withdrawn => "neutral",
    }
}

/// Why the table refuses a step.
#[must_use]
pub fn refusal(why: Refusal, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Refusal::NotNow { action, state } => p(
            "工单现在是“{s}”，不能“{v}”。",
            "The ticket is “{s}”, where “{v}” is not possible.",
            &[("s", state.words(lang)), ("v", action.words(lang))],
        ),
        Refusal::NotYours { action, state, theirs } => p(
            "工单是“{s}”时，“{v}”须由{w}办理。",
            "While the ticket is “{s}”, “{v}” is for the {w}.",
            &[("s", state.words(lang)), ("v", action.words(lang)), ("w", &theirs.words(lang).to_lowercase())],
        ),
    }
}

/// Why a step of a ticket was not taken.
#[must_use]
pub fn refused(why: &Refused, lang: Lang) -> String {
    let p = |zh, en, values: &[(&str, &str)]| fill(lang.pick(zh, en), values);
    match why {
        Refused::NotNow { why, assignee, .. } => {
            let told = refusal(*why, lang);
            match assignee {
                Some(name) => format!(
                    "{told}{}{}",
                    lang.pick("", " "),
                    p("现由 {v} 处理。", "{v} has it.", &[("v", name)])
                ),
                None => told,
            }
        }
        Refused::ActedMeanwhile => p(
            "您打开页面之后有新的消息或操作，请先查看，再发送一次；您输入的内容已保留。",
            "Something happened since you opened the page. Look first, then send it once more; what you entered is kept.",
            &[],
        ),
        Refused::NotReceived => p(
            "现在不接待工单，所有者或运营可以在“工单接待”中更改。",
            "Tickets are not received. An owner or operations can change that under “Ticket reception”.",
            &[],
        ),
        Refused::NotSeenBy { name, product, others } => {
            let others = others.join(lang.pick("、", ", "));
            p(
                "{v} 没有获得“{p}”的授权；有授权的有：{o}。",
                "{v} has no grant of “{p}”. Who has: {o}.",
                &[("v", name), ("p", product), ("o", &others)],
            )
        }
        Refused::RatedAlready => {
            p("已经评价过，只能评价一次。", "It was rated already: a rating is given once.", &[])
        }
        Refused::RatingOver => {
            p("工单结束 30 天后不能再评价。", "A ticket is rated within 30 days of its end.", &[])
        }
        Refused::CannotTakeIn { no } => p(
            "不能选择 {v}：它就是这个工单，或已经结束。",
            "{v} cannot be chosen: it is this ticket, or has ended.",
            &[("v", no)],
        ),
    }
}

words! {
    /// Words of tickets.
    TicketWords {
        total: "{n} 个工单", "{n} {n|ticket|tickets}";
        search_hint: "工单号、客户、商品或对话中的词", "Number, customer, product, or words that were written";
        empty_title: "还没有工单", "No tickets yet";
        empty_text: "客户通过接口提交的工单，以及同事代为登记的工单，显示在这里。", "Tickets that buyers send by the API, or that colleagues note for them, stand here.";
        none_title: "没有符合条件的工单", "No ticket matches";
        no: "工单号", "Ticket";
        subject: "主题", "Subject";
        product: "商品", "Product";
        customer: "客户", "Customer";
        state: "状态", "State";
        severity: "严重程度", "Severity";
        assignee: "处理人", "Works on it";
        left: "时限", "Due";
        changed: "最近动态", "Last activity";
        created: "提交时间", "Opened";
        ended: "结束时间", "Ended";
        nobody: "未分配", "Nobody";
        stands: "已停表", "stands still";
        late: "超时 {n}", "{n} over";
        title: "工单 {no}", "Ticket {no}";
        back: "所有工单", "All tickets";
        back_filtered: "返回筛选结果", "Back to the filtered queue";
        previous: "上一个", "Previous";
        next: "下一个", "Next";
        new: "登记工单", "Note a ticket";
        new_title: "登记客户工单", "Note a buyer's ticket";
        new_note: "代客户登记：对话中记为客户的话，由您登记。", "For a buyer: the conversation shows it as the buyer's words, recorded by you.";
        new_send: "登记", "Note it";
        new_said: "工单已登记。", "The ticket is noted.";
        description: "问题描述", "Description";
        buyer: "提交人", "Who asks";
        buyer_hint: "填写订单号或客户编号时可以留空。", "May stay empty when an order or a customer is given.";
        email: "邮箱", "Mail address";
        order: "订单", "Order";
        order_no: "订单号", "Order number";
        product_id: "商品编号", "Product id";
        customer_id: "客户编号", "Customer id";
        assign: "指派", "Assign";
        assign_title: "指派所选工单？", "Give the chosen tickets to somebody?";
        assign_text: "只能交给有商品授权的人；交不出去的会逐一列出。", "Who gets one has the grant of its product; those that cannot be given are told one by one.";
        reply_all: "回复", "Reply";
        reply_title: "给所选工单发送同一回复？", "Send the same reply on each of the chosen tickets?";
        reply_text: "客户会收到这段话。还没有受理或已结束的工单不会发送，会逐一列出。", "Each customer reads it. Tickets that nobody has accepted, or that have ended, get none and are told one by one.";
        reception: "接待时间…", "Reception…";
        conversation: "对话", "Conversation";
        internal: "内部备注，客户看不到", "internal: the customer does not see it";
        recorded: "由 {name} 登记", "recorded by {name}";
        write: "回复", "Reply";
        body: "内容", "Text";
        body_hint: "支持 Markdown：**粗体**、列表、> 引用、表格、`代码`、链接；不支持 HTML，图片显示为链接。", "Markdown works: **bold**, lists, > quotes, tables, `code`, links. HTML does not, and pictures are shown as links.";
        quoted: "引用的内容", "Quoted text";
        as_whom: "性质", "As";
        as_reply: "回复客户", "A reply to the customer";
        as_note: "内部备注（客户看不到）", "An internal note (the customer does not see it)";
        as_customer: "登记客户的话", "What the customer said";
        mention: "提及同事", "Name a colleague";
        mention_hint: "内部备注里写上 @姓名，对方会收到通知。", "In an internal note, @name tells that person.";
        mention_insert: "写入备注", "Put into a note";
        awaits: "等待客户答复（解决时限停表）", "The customer has to answer (the clock of the solution stands still)";
        send: "发送", "Send";
        sent: "已发送。", "Sent.";
        cannot_write: "工单已结束，不能再回复；可以写内部备注，或重新打开。", "It has ended: no more replies. An internal note is possible, or reopen it.";
        acts: "可以办理", "What can be done";
        acts_record: "登记客户的操作", "Record what the customer did";
        acts_not: "不能办理的步骤及原因", "Other steps, and why not now";
        reason: "原因", "Reason";
        cause: "出现原因", "Cause";
        solution: "解决方案", "Solution";
        to_colleague: "交给", "To";
        to_ticket: "工单号", "Number of the ticket";
        rating: "评分（1 到 5）", "Rating (1 to 5)";
        done_said: "已办理：{action}。", "Done: {action}.";
        about: "工单信息", "About the ticket";
        clocks: "时限", "Clocks";
        first_due: "首次响应截止", "First response by";
        first_done: "首次响应于", "First response";
        resolution_due: "解决截止", "Solution by";
        left_minutes: "解决剩余接待时间", "Reception left for the solution";
        accepted: "受理时间", "Accepted";
        resolved: "确认解决时间", "Resolved";
        urged: "客户催单", "Urged";
        merged: "已合并到", "Merged into";
        history: "处理记录", "History";
        hours: "{h} 小时 {m} 分钟", "{h} h {m} min";
        minutes: "{m} 分钟", "{m} min";
        linked: "关联的工单", "Linked tickets";
        earlier: "该客户的其他工单", "Other tickets of the customer";
        earlier_all: "查看全部", "See all";
        of_order: "工单", "Tickets";
        of_order_none: "这个订单没有工单。", "No ticket of this order.";
        of_order_all: "显示最近 {n} 个；查看全部", "The last {n} are shown. See all";
        of_order_turn: "等待{who}", "waits for {who}";
        overdue: "已超时", "overdue";
        only_facts: "对话只对处理工单的人和审计可见。", "The conversation is for those who handle tickets, and auditors.";
    }
}

noun!(TicketWords);
