//! The names of states, actions and sides.

use crate::codes;

codes! {
    /// Where a ticket is.
    pub enum State {
        /// Nobody has accepted it.
        Pending = "pending" | "待受理",
        /// Somebody works on it.
        InProgress = "in_progress" | "处理中",
        /// The merchant says that it is solved: the customer confirms or not.
        AwaitingConfirmation = "awaiting_confirmation" | "待确认结果",
        /// It has ended.
        Closed = "closed" | "已关闭" | "已完成",
        /// The customer took it back. Final.
        Withdrawn = "withdrawn" | "已撤销",
    }
}

codes! {
    /// How bad it is for the customer.
    pub enum Severity {
        /// A question.
        Low = "low" | "低",
        /// Something does not work as it should.
        Normal = "normal" | "一般" | "普通",
        /// Work is held up.
        High = "high" | "高",
        /// Everything stands still.
        Urgent = "urgent" | "紧急",
    }
}

codes! {
    /// Who acts.
    pub enum Side {
        /// Staff of the merchant.
        Staff = "staff" | "商家",
        /// The customer.
        Customer = "customer" | "客户",
        /// The clock.
        System = "system" | "系统",
    }
}

codes! {
    /// What is done with a ticket.
    pub enum Action {
        /// Begin to work on it.
        Accept = "accept" | "受理",
        /// Write to the other side.
        Reply = "reply" | "回复",
        /// Write to colleagues.
        Note = "note" | "备注",
        /// Give it to somebody, or to nobody.
        Assign = "assign" | "指派",
        /// Give it to a colleague, with a reason.
        Transfer = "transfer" | "转移",
        /// Say that it is solved: cause and solution.
        Resolve = "resolve" | "确认解决",
        /// Agree that it is solved.
        Confirm = "confirm" | "确认",
        /// Say that it is not, with a reason.
        Reject = "reject" | "驳回",
        /// End it because nobody answered.
        Close = "close" | "自动关闭",
        /// Take it back.
        Withdraw = "withdraw" | "撤销",
        /// Ask for haste.
        Urge = "urge" | "催单",
        /// Go on with what had ended, with a reason.
        Reopen = "reopen" | "重新打开",
        /// Say how good the service was.
        Rate = "rate" | "评价",
        /// Put it into another ticket, which goes on.
        Merge = "merge" | "合并",
        /// Say that another ticket belongs to it.
        Link = "link" | "关联",
    }
}

codes! {
    /// Who is waited for.
    pub enum Waiting {
        /// The merchant.
        Us = "us" | "商家",
        /// The customer.
        Customer = "customer" | "客户",
        /// It has ended.
        Nobody = "nobody" | "无",
    }
}

impl State {
    /// Nothing is to be done any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }
}

impl Action {
    /// There is a state in which it is this side's.
    #[must_use]
    pub fn is_ever_of(self, by: Side) -> bool {
        super::STEPS.iter().any(|(_, action, sides, _)| *action == self && sides.contains(&by))
    }

    /// It cannot be done without a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Transfer | Self::Reject | Self::Reopen)
    }
}
