//! What the queue of tickets is narrowed and sorted by.

use domain::ticket::{Clock, Severity, State, Waiting};

use crate::list::{Field, List, Sort, Takes};

domain::codes! {
    /// The tabs of the queue. What is overdue stands on another tab, too.
    pub enum Queue {
        /// Nobody works on it.
        Unassigned = "unassigned" | "未分配",
        /// Whoever asks works on it, and it is our turn.
        Mine = "mine" | "我的",
        /// A colleague works on it, and it is our turn.
        Others = "others" | "同事的",
        /// Somebody works on it, and the customer is waited for.
        Customer = "customer" | "等待客户",
        /// A clock is broken.
        Overdue = "overdue" | "已超时",
        /// It has ended.
        Ended = "ended" | "已结束",
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

/// A clock that breaks within so many hours breaks soon.
pub const SOON_HOURS: i64 = 4;

domain::codes! {
    /// How a ticket stands towards its clocks.
    pub enum Late {
        /// One is broken.
        Yes = "true" | "yes" | "1",
        /// One breaks within [`SOON_HOURS`].
        Soon = "soon",
        /// None is broken.
        No = "false" | "no" | "0",
    }
}

const CHANGED: &str = "t.changed_at";
pub(super) const CREATED: &str = "t.created_at";

/// What happened last comes first, unless another way is asked for.
pub static LIST: List = List {
    code: "tickets",
    id: "t.id",
    tab: Some("queue"),
    fields: &[
        Field::new(
            "queue",
            Takes::States { all: Queue::CODES, read: Queue::code_of },
            "Whose turn it is, and who works on it",
        ),
        Field::new(
            "q",
            Takes::Text,
            "Number of the ticket, words of the name of a customer or product, or words of the subject or of what was written",
        ),
        Field::new(
            "state",
            Takes::Codes { column: "t.state", all: State::CODES, read: State::code_of },
            "Where it is",
        ),
        Field::new(
            "waiting_for",
            Takes::States { all: Waiting::CODES, read: Waiting::code_of },
            "Who has to do something",
        ),
        Field::new(
            "severity",
            Takes::Codes { column: "t.severity", all: Severity::CODES, read: Severity::code_of },
            "",
        ),
        Field::new("product", Takes::Text, "Id of a product, or words of its name"),
        Field::new("customer", Takes::Text, "Id of a customer, or words of the name"),
        Field::new("order_no", Takes::Text, "Number of the order"),
        Field::new(
            "assignee",
            Takes::Text,
            "Who works on it: account or name of a member of staff, `me`, `nobody`, or `gone` for whoever does not work \
             here any more",
        ),
        Field::new(
            "mine",
            Takes::States { all: Answer::CODES, read: Answer::code_of },
            "Whether whoever asks works on it",
        ),
        Field::new(
            "overdue",
            Takes::States { all: Late::CODES, read: Late::code_of },
            "Whether a clock is broken, or will be within four hours",
        ),
        Field::new(
            "broken",
            Takes::States { all: Clock::CODES, read: Clock::code_of },
            "Which clock broke: `first_response` or `resolution`",
        ),
        Field::new("created_from", Takes::From(CREATED), "Opened on this day or later"),
        Field::new("created_to", Takes::Upto(CREATED), "Opened on this day or earlier"),
    ],
    sorts: &[
        Sort { code: "-changed", column: CHANGED, descending: true },
        Sort { code: "changed", column: CHANGED, descending: false },
        Sort { code: "-created", column: CREATED, descending: true },
        Sort { code: "created", column: CREATED, descending: false },
    ],
};
