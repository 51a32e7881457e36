//! Who buys. Customers come into the books with the orders that name them.

use crate::search::Names;

/// Their names, to be searched.
pub const NAMES: Names = Names { table: "customers", terms: "customer_terms", text: "name" };
