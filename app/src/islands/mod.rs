//! The parts that run in the browser. Each is complete without a script on the server's side.

#[cfg(feature = "hydrate")]
pub(crate) mod palette;
mod progress;
mod quote;
mod upload;

pub use progress::Progress;
pub use quote::{Amount, Answer, Quote, QuoteFields, ShownStep, steps};
pub use upload::Upload;
