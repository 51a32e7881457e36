//! What the list of deliveries is narrowed and sorted by.

use domain::supervision::{FlowKind, Node};

use crate::list::{Field, List, Sort, Takes};

domain::codes! {
    /// The tabs of the list: who is waited for, and how it ended. What is overdue stands on another tab, too.
    pub enum Stage {
        /// The merchant acts next.
        Merchant = "merchant" | "等待商家",
        /// The buyer does.
        Buyer = "buyer" | "等待客户",
        /// The operator of the marketplace does.
        Operator = "operator" | "等待平台",
        /// The courier does.
        Courier = "courier" | "等待快递",
        /// The operator decides on an appeal.
        Frozen = "frozen" | "申诉中",
        /// A refund runs: nobody acts until it has ended.
        Refunding = "refunding" | "退订中",
        /// Not accepted in time, whoever is waited for.
        Overdue = "overdue" | "已逾期",
        /// Accepted.
        Done = "done" | "已完成",
        /// Ended by a refund.
        Refunded = "refunded" | "已退订",
    }
}

impl Stage {
    /// Who is waited for there.
    #[must_use]
    pub const fn waits_for(self) -> WaitingFor {
        match self {
            Self::Merchant => WaitingFor::Merchant,
            Self::Buyer => WaitingFor::Buyer,
            Self::Operator | Self::Frozen => WaitingFor::Operator,
            Self::Courier => WaitingFor::Courier,
            Self::Refunding | Self::Overdue | Self::Done | Self::Refunded => WaitingFor::Nobody,
        }
    }
}

domain::codes! {
    /// Who is waited for; while it is frozen that is the operator.
    pub enum WaitingFor {
        /// The merchant.
        Merchant = "merchant" | "商家",
        /// The buyer.
        Buyer = "buyer" | "客户",
        /// The operator of the marketplace.
        Operator = "operator" | "平台",
        /// The courier.
        Courier = "courier" | "快递",
        /// It has ended, or a refund runs.
        Nobody = "nobody" | "无",
    }
}

domain::codes! {
    /// Whether it is over its time.
    pub enum Late {
        /// It is.
        Yes = "true" | "yes" | "1",
        /// It will be within [`SOON_DAYS`].
        Soon = "soon",
        /// It is not.
        No = "false" | "no" | "0",
    }
}

domain::codes! {
    /// Whether something is so.
    pub enum Answer {
        /// It is.
        Yes = "true" | "yes" | "1",
        /// It is not.
        No = "false" | "no" | "0",
    }
}

/// What is overdue within so many days is about to be late.
pub const SOON_DAYS: i64 = 14;

const OPENED: &str = "s.opened_at";
const SINCE: &str = "s.node_since";

/// The newest first, unless another way is asked for.
pub static LIST: List = List {
    code: "supervisions",
    id: "s.id",
    tab: Some("stage"),
    fields: &[
        Field::new(
            "stage",
            Takes::States { all: Stage::CODES, read: Stage::code_of },
            "Who acts next, or how it ended",
        ),
        Field::new(
            "q",
            Takes::Text,
            "Beginning of the order number, or words of the name of a customer or product",
        ),
        Field::new(
            "waiting_for",
            Takes::States { all: WaitingFor::CODES, read: WaitingFor::code_of },
            "Who acts next; while an appeal is open that is the operator, while a refund runs nobody",
        ),
        Field::new(
            "node",
            Takes::Codes { column: "s.node", all: Node::CODES, read: Node::code_of },
            "Where it is",
        ),
        Field::new(
            "flow",
            Takes::Codes { column: "s.flow", all: FlowKind::CODES, read: FlowKind::code_of },
            "",
        ),
        Field::new("product", Takes::Text, "Id of a product, or words of its name"),
        Field::new("customer", Takes::Text, "Id of a customer, or words of the name"),
        Field::new(
            "assignee",
            Takes::Text,
            "Who delivers: account or name of a member of staff, `me`, `nobody`, or `gone` for whoever does not work \
             here any more",
        ),
        Field::new(
            "overdue",
            Takes::States { all: Late::CODES, read: Late::code_of },
            "Whether it was not accepted within 180 days, or will not be in 14 days from now",
        ),
        Field::new(
            "frozen",
            Takes::States { all: Answer::CODES, read: Answer::code_of },
            "Whether the operator has to decide on an appeal",
        ),
        Field::new("age", Takes::Older(SINCE), "At its node for more than so many days"),
        Field::new("opened_from", Takes::From(OPENED), "Paid on this day or later"),
        Field::new("opened_to", Takes::Upto(OPENED), "Paid on this day or earlier"),
    ],
    sorts: &[
        Sort { code: "-opened", column: OPENED, descending: true },
        Sort { code: "opened", column: OPENED, descending: false },
        Sort { code: "since", column: SINCE, descending: false },
        Sort { code: "-since", column: SINCE, descending: true },
    ],
};
