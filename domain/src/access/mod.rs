//! Who may do what: one table (`domain.md` 9, `trust.md` V8).

mod actor;
mod doors;
mod matrix;

pub use actor::{Actor, Denied, Reach};
pub use doors::{DOORS, Door, DoorKind, Need, door};
pub use matrix::{Effect, Grant, MATRIX, Operation, Role, grant};
