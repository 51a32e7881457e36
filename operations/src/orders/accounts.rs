//! What follows from an order in the accounts: what is owed to its reseller, and what the merchant itself earns.

use domain::order::Order;

use crate::{Office, Result, db::Tx, dues, earnings};

/// Brings the accounts of these orders, each with its row, up to date, in the transaction that changes them.
///
/// # Errors
/// What the database said.
pub(crate) async fn keep(tx: &mut Tx, office: &Office, orders: &[(i64, &Order)]) -> Result<()> {
    dues::keep(tx, office, orders).await?;
    earnings::keep(tx, office, orders).await
}
