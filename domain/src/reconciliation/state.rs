//! The states of a reconciliation and of its lines, and the reasons of differences.

use crate::codes;

codes! {
    /// How far a reconciliation has come.
    pub enum State {
        /// Somebody looks at how its file is read.
        Looked = "looked" | "待确认列",
        /// Its file is being read and compared.
        Running = "running" | "对账中",
        /// Somebody works through its differences.
        Open = "open" | "待处理",
        /// Somebody else is asked to lock it.
        InReview = "in_review" | "审核中",
        /// It does not change any more.
        Locked = "locked" | "已锁定",
        /// Nothing came of its file.
        Failed = "failed" | "失败",
    }
}

codes! {
    /// What a line of a reconciliation is.
    pub enum LineState {
        /// Both sides have it, to the cent.
        Matched = "matched" | "一致",
        /// Both have it, within the tolerance that was stated.
        Tolerated = "tolerated" | "容差内",
        /// Both have it, with another amount.
        Different = "different" | "有差额",
        /// Only the marketplace has it.
        MissingHere = "missing_here" | "仅对方有",
        /// Only we have it.
        MissingThere = "missing_there" | "仅我方有",
        /// The marketplace has it once more than we do.
        Twice = "twice" | "对方重复",
        /// Both have it, in different currencies.
        Currency = "currency" | "币种不同",
        /// It may be the same: somebody has to say so.
        Proposed = "proposed" | "待确认匹配",
    }
}

impl LineState {
    /// Whether somebody has to look at it.
    #[must_use]
    pub const fn needs_work(self) -> bool {
        !matches!(self, Self::Matched | Self::Tolerated)
    }
}

codes! {
    /// What somebody made of a line that needs work.
    pub enum Decision {
        /// Theirs is right: an adjustment of ours follows.
        Accepted = "accepted" | "已接受",
        /// Ours is right: the marketplace is asked.
        Disputed = "disputed" | "争议中",
        /// The difference is understood and stays.
        Explained = "explained" | "已说明",
    }
}

codes! {
    /// Why the sides differ, as far as it was worked out.
    pub enum Reason {
        /// Less than the tolerance that was stated.
        Tolerance = "tolerance" | "容差",
        /// Rounded in another way.
        Rounding = "rounding" | "舍入方式不同",
        /// Another tax rate.
        TaxRate = "tax_rate" | "税率不同",
        /// Another share.
        Ratio = "ratio" | "分成比例不同",
        /// Another fee of the platform.
        Fee = "fee" | "平台费率不同",
        /// Another version of the rule.
        RuleVersion = "rule_version" | "规则版本不同",
        /// Another band of the month's total, or an increment within the line.
        Band = "band" | "增量档位不同",
        /// The coupon is borne in another way.
        Coupon = "coupon" | "代金券承担方式不同",
        /// A price of a unit taken for that of the line, or the other way round.
        Quantity = "quantity" | "数量或时长计算不同",
        /// A refund that the other side does not have.
        RefundMissing = "refund_missing" | "缺少退款",
        /// It stands in a bill of another month.
        Month = "month" | "账期不同",
        /// It is an order of ours that is in no bill.
        NotBilled = "not_billed" | "我方尚未出账",
        /// We have no such order.
        UnknownOrder = "unknown_order" | "我方无此订单",
        /// The file does not have it.
        NotInFile = "not_in_file" | "对方文件中没有",
        /// The file has it more than once.
        Twice = "twice" | "对方重复",
        /// In another currency.
        Currency = "currency" | "币种不同",
        /// By amount and date it may be the same.
        LikelySame = "likely_same" | "金额与日期相符",
        /// No rule of ours comes to it.
        Unexplained = "unexplained" | "规则无法解释",
    }
}
