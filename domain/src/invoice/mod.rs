//! Invoices (`domain.md` 6): what the merchant gives buyers, what it gives the provider, and what the provider gives it
//! for the platform fee.

mod addressee;
pub mod buyer;
mod due;
mod fault;
mod kind;
mod number;
mod offered;
mod original;
pub mod platform;
mod postage;
pub mod provider;
mod reader;
mod tax_number;

pub use addressee::{Addressee, WrittenAddressee};
pub use due::{ISSUE_DAYS, issue_due, late, provider_due};
pub use fault::{Alphabet, Fault};
pub use kind::{InvoiceType, Medium, VatKind};
pub use number::InvoiceNumber;
pub use offered::Offered;
pub use original::Original;
pub use postage::{BUYERS_FREE_FROM, PLATFORM_FREE_FROM, Payer, postage};
pub use tax_number::{TaxNumber, TaxNumberForm};

/// The longest title, address, bank, item and name of a file, in characters.
pub const MOST_TEXT: u32 = 200;
/// The longest remark and reason, in characters.
pub const MOST_REMARK: u32 = 500;
/// The longest number of an account, a waybill and a telephone, and name of a courier, in characters.
pub const MOST_NUMBER: u32 = 60;
