//! Invoices that the merchant gives the provider, each for one requisition (`domain.md` 6.4).

mod abroad;
mod entry;
mod notice;
mod remark;
mod state;
mod tax;
#[cfg(test)]
mod tests;

pub use abroad::{AbroadInvoice, SERVICE_ITEM, WrittenAbroadInvoice};
pub use entry::{Certified, Known, Line, ProviderInvoice, WrittenLine, WrittenProviderInvoice};
pub use notice::{Entered, Notice, RequisitionNo, by_rate, room};
pub use remark::{check as check_remark, compose as compose_remark};
pub use state::{Held, Refusal, RequisitionAction, RequisitionState, STEPS, Step, after, possible};
pub use tax::net_and_tax;

use super::InvoiceType;

/// What the provider takes: special ones alone.
pub const TYPES: &[InvoiceType] =
    &[InvoiceType::SpecialPaper, InvoiceType::SpecialElectronic, InvoiceType::SpecialDigital];
