//! The order: what a customer bought and how far it has come (`domain.md` 1).

pub mod book;
pub mod deadline;
pub mod invoice;
pub mod kinds;
pub mod revise;
#[cfg(test)]
pub(crate) mod sample;
pub mod state;

pub use book::{Head, Line, Order, PartyId, Sums};
pub use deadline::{Awaited, Deadline, Left};
pub use invoice::Invoice;
pub use kinds::{
    BillingMode, BusinessKind, DeliveryType, DurationUnit, OrderType, PaymentMethod, SalesChannel,
};
pub use revise::{Came, Context, Party, Revision, revise};
pub use state::{Action, OrderState, Refusal};

use crate::{Problem, text::plain};

/// An unpaid order is cancelled by the system after so many days, unless set otherwise
/// (`domain.md` 1.1: the sources name no figure).
pub const UNPAID_DAYS: u32 = 7;

/// Reads an order number such as `CS2211181819B4LVS` (`domain.md` 1.5).
///
/// # Errors
/// `Missing` or `NotAnOrderNumber`.
pub fn parse_number(text: &str) -> Result<String, Problem> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let well_formed =
        text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if well_formed {
        Ok(text.into_owned())
    } else {
        Err(Problem::NotAnOrderNumber { value: text.chars().take(40).collect() })
    }
}

/// Reads a line number: `1`, `000001` or the marketplace's `CS…-000001`.
///
/// # Errors
/// `NotANumber` when it is not from 1 to 999,999.
pub fn parse_line_number(text: &str) -> Result<i64, Problem> {
    let text = plain(text);
    let digits = text.rsplit('-').next().unwrap_or(&text);
    digits.parse::<i64>().ok().filter(|n| (1..=999_999).contains(n)).ok_or_else(|| Problem::NotANumber {
        value: text.chars().take(40).collect(),
        least: 1,
        most: 999_999,
    })
}
