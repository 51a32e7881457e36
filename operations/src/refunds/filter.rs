//! What the list of refunds is narrowed and sorted by.

use domain::refund::{Ground, State};

use crate::list::{Field, List, Sort, Takes};

const CREATED: &str = "f.created_at";

/// The newest first, unless another way is asked for.
pub static LIST: List = List {
    code: "refunds",
    id: "f.id",
    tab: Some("state"),
    fields: &[
        Field::new(
            "state",
            Takes::Codes { column: "f.state", all: State::CODES, read: State::code_of },
            "How far it has come",
        ),
        Field::new(
            "q",
            Takes::Text,
            "Beginning of the order number, or words of the name of a customer or product",
        ),
        Field::new(
            "ground",
            Takes::Codes { column: "f.ground", all: Ground::CODES, read: Ground::code_of },
            "Why the money goes back",
        ),
        Field::new("customer", Takes::Text, "Id of a customer, or words of the name"),
        Field::new("product", Takes::Text, "Id of a product, or words of its name"),
        Field::new("created_from", Takes::From(CREATED), "Asked for on this day or later"),
        Field::new("created_to", Takes::Upto(CREATED), "Asked for on this day or earlier"),
    ],
    sorts: &[
        Sort { code: "-created", column: CREATED, descending: true },
        Sort { code: "created", column: CREATED, descending: false },
    ],
};
