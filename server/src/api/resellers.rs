//! Resellers.

use domain::{Currency, money};
use operations::{
    Office,
    resellers::{self, LIST},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::listing::list_handler;

/// A reseller.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Reseller {
    /// Its row.
    id: i64,
    /// Its name, as it was first written.
    name: String,
    /// Further spellings of the name, and names of resellers that were merged into it.
    spellings: Vec<String>,
    /// Orders, counted up to 10,000.
    orders: i64,
    /// What was settled, in each currency.
    settled: Vec<Settled>,
    /// Number of the last statement that was issued.
    last_statement: Option<String>,
}

/// What was settled in a currency.
#[derive(Debug, Serialize, ToSchema)]
struct Settled {
    /// Code of the currency.
    currency: String,
    /// Amount.
    amount: String,
}

impl Reseller {
    fn of(_: &Office, row: resellers::Reseller) -> Self {
        let orders = row.orders().rows;
        let settled = row.settled.into_iter().map(|(code, minor)| Settled {
            amount: Currency::from_code(&code)
                .map_or_else(|| minor.to_string(), |currency| money::bare(minor, currency)),
            currency: code,
        });
        Self {
            id: row.id,
            name: row.name,
            spellings: row.spellings,
            orders,
            settled: settled.collect(),
            last_statement: row.last_number,
        }
    }
}

list_handler! {
    /// Resellers, the newest first.
    "/resellers" of "settlement": LIST, resellers::list => Reseller
}
