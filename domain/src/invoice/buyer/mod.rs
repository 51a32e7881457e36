//! Invoices that buyers ask for (`domain.md` 6.1 to 6.3, 1.7).

mod asked;
mod issued;
mod issuer;
mod request;
mod state;
#[cfg(test)]
mod tests;

pub use asked::{Asked, asked};
pub(super) use issued::original;
pub use issued::{Issued, Request, WrittenInvoice};
pub use issuer::{Issuer, SINCE, issuer};
pub use request::{Granted, NotAsked, Order, amount, request};
pub use state::{Refusal, RequestAction, RequestState, STEPS, Step, after, possible};
