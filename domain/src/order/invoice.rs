//! Whether the buyer has an invoice for an order: it has to come back before money does (`domain.md` 1.7).

use crate::codes;

codes! {
    /// The invoice of an order.
    pub enum Invoice {
        /// Nothing is known of one.
        None = "none" | "未开票",
        /// The buyer asked for it or has it.
        Issued = "issued" | "已开票",
        /// The buyer gave it back.
        Returned = "returned" | "已退票",
    }
}
