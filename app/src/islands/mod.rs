//! The parts that run in the browser. Each is complete without a script on the server's side.

mod hand_in;
#[cfg(feature = "hydrate")]
mod http;
mod live;
#[cfg(feature = "hydrate")]
pub(crate) mod palette;
mod progress;
mod quote;
mod upload;

pub use hand_in::HandIn;
pub use live::Live;
pub use progress::Progress;
pub use quote::{Quote, QuoteFields, steps};
pub use upload::Upload;
