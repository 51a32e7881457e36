//! The parts that run in the browser. Each is complete without a script on the server's side.

#[cfg(feature = "hydrate")]
pub(crate) mod palette;
mod progress;
mod quote;
mod upload;

pub use progress::Progress;
pub use quote::{Quote, QuoteFields, steps};
pub use upload::Upload;
