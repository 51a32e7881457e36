//! What the list of orders is narrowed and sorted by.

use domain::{
    access::Operation,
    bill::BillingState,
    order::{Awaited, BillingMode, BusinessKind, DeliveryType, OrderState, OrderType, SalesChannel},
    settlement::SettlementState,
};

use crate::list::{Field, List, Sort, Takes};

macro_rules! codes {
    ($name:literal, $type:ident, $about:literal) => {
        Field::new(
            $name,
            Takes::Codes { column: concat!("o.", $name), all: $type::CODES, read: $type::code_of },
            $about,
        )
    };
}

/// Newest first, unless another way is asked for.
pub static LIST: List = List {
    code: "orders",
    id: "o.id",
    tab: Some("state"),
    fields: &[
        codes!("state", OrderState, ""),
        Field::new(
            "q",
            Takes::Text,
            "Beginning or end of the number, or words of the name of a customer, product or SKU",
        ),
        Field::new(
            "date",
            Takes::Within(CREATED),
            "Created on days that are told from today: `today`, `yesterday`, `this_week`, `last_week`, `this_month`, \
             `last_month`, `last_7_days`, `last_30_days`, `last_90_days`, `this_quarter`, `last_quarter`, `this_year`, \
             `last_year`; weeks begin on Monday",
        ),
        Field::new(
            "created_from",
            Takes::From(CREATED),
            "Created on this day or later, `2026-10-01`, in the business time zone",
        ),
        Field::new("created_to", Takes::Upto(CREATED), "Created on this day or earlier"),
        codes!("business_kind", BusinessKind, ""),
        Field::new(
            "overdue",
            Takes::States { all: Awaited::CODES, read: Awaited::code_of },
            "Waiting too long for the payment, the opening of the service, or the acceptance of a supervised delivery",
        ),
        codes!("order_type", OrderType, ""),
        Field::new(
            "order_no",
            Takes::AnyOf(NUMBER),
            "Numbers of orders, up to 500; several by comma or space",
        ),
        codes!("sales_channel", SalesChannel, ""),
        codes!("billing_mode", BillingMode, ""),
        codes!("delivery_type", DeliveryType, "Of the first line"),
        Field::new("age", Takes::Older(CREATED), "Created more than this many days ago"),
        Field::new("customer", Takes::Text, "Id of a customer, or words of the name"),
        Field::new("product", Takes::Text, "Id of a product, or words of its name"),
        Field::new("reseller", Takes::Text, "Name of the reseller"),
        Field::new(
            "settlement",
            Takes::States { all: SettlementState::CODES, read: SettlementState::code_of },
            "With a line whose money stands there; `unsettled` is everything that is still to come",
        )
        .for_who_may(Operation::ReadStatements),
        Field::new(
            "billing",
            Takes::States { all: BillingState::CODES, read: BillingState::code_of },
            "With a line that stands there in bills; `open` is earned and in no bill",
        )
        .for_who_may(Operation::ReadBills),
        Field::new(
            "statement",
            Takes::Text,
            "Number of an issued statement, `RS-202610-0001`, or row of a draft, `draft-12`: the orders in it",
        )
        .for_who_may(Operation::ReadStatements),
        Field::new(
            "assignee",
            Takes::Text,
            "Who looks after it: account or name of a member of staff, `me`, `nobody`, or `gone` for whoever does not \
             work here any more",
        ),
        Field::new(
            "currency",
            Takes::Currency(CURRENCY),
            "Code of a currency, such as `JPY`; also that of the amounts asked for or sorted by, `CNY` when absent",
        ),
        Field::new("amount_from", Takes::AtLeast(PAID), "Paid at least this much, in `currency`"),
        Field::new("amount_to", Takes::AtMost(PAID), "Paid at most this much, in `currency`"),
    ],
    sorts: &[
        Sort { code: "-created", column: CREATED, descending: true },
        Sort { code: "created", column: CREATED, descending: false },
        Sort { code: "-paid", column: PAID, descending: true },
        Sort { code: "paid", column: PAID, descending: false },
    ],
};

/// Its number.
pub(crate) const NUMBER: &str = "o.order_no";
/// When an order was created.
pub(crate) const CREATED: &str = "o.created_at";
/// In which currency.
pub(crate) const CURRENCY: &str = "o.currency";
/// What was paid for it.
pub(crate) const PAID: &str = "o.paid_minor";
/// How its first line is delivered.
pub(crate) const DELIVERY: &str = "o.delivery_type";
