//! Headings that are not known, and what somebody says of them.

use operations::{files::Told, imports::COLUMNS};

/// What the columns of a file of somebody else's are.
pub const SAID: [&str; 6] = [
    "Auftrag=order_no",
    "Zustand=state",
    "Ware=product_name",
    "Kunde=customer_name",
    "Preis=deal_price",
    "Angelegt=created_at",
];

/// The same as it is given to an import.
pub fn told(said: &[&str]) -> Told {
    let mut told = Told::default();
    told.choose(COLUMNS, said.iter().copied()).unwrap();
    told
}
